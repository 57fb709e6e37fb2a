"""Arguments and outputs that a command cannot use end in one line and an exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from indexer.__main__ import main
from tests.conftest import ROOT


def run(
    *arguments: str | bytes, output: str | None = None, encoding: str = "utf-8"
) -> tuple[int, str]:
    """The exit code of a process and what it says on standard error."""
    with Path(output or os.devnull).open("w") as stdout:
        done = subprocess.run(
            [sys.executable, "-m", "indexer", *arguments],
            cwd=ROOT,
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": encoding},
        )
    return done.returncode, done.stderr.decode(errors="replace")


@pytest.mark.parametrize("query", ["-和平", "-30℃", "-帆", "-"])
def test_a_query_may_begin_with_a_minus(
    sample_index: Path, capsys: pytest.CaptureFixture[str], query: str
) -> None:
    for arguments in ([query, "--index", str(sample_index)], ["--index", str(sample_index), query]):
        assert main(["search", *arguments, "--json"]) == 0
        page = json.loads(capsys.readouterr().out)
        assert parse_qs(urlsplit(page["links"]["self"]).query)["q"] == [query]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["search", "--limti", "3", "--index", "i"], "--limti"),
        (["search", "帆", "-和平", "--index", "i"], "-和平"),
        (["search", "--index", "i", "--limit", "x"], "'x'"),
        (["search", "--index", "i", "--creator"], "--creator"),
        (["search", "-和平"], "--index"),
        (["build", "corpus", "-x", "--index", "i"], "-x"),
        (["explode"], "explode"),
        (["search", "\udcff", "--index", "i"], r"b'\xff' is not UTF-8"),
        ([], "COMMAND"),
    ],
)
def test_bad_usage_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    shown = capsys.readouterr()
    assert stopped.value.code == 2
    assert says in shown.err
    assert (shown.out, shown.err.count("\n")) == ("", 1)


def test_a_page_past_the_end(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "帆", "--page", "7000", "--index", str(sample_index)]) == 0
    assert "no such page: the last is " in capsys.readouterr().out


def test_one_file_is_no_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text("只有一段。", "utf-8")
    (tmp_path / "b.md").write_text("", "utf-8")
    assert main(["build", str(tmp_path), "--index", str(tmp_path / "index")]) == 0
    shown = capsys.readouterr().out
    assert "1 file skipped" in shown
    assert "1 post (1 added): 0 photos, 1 paragraph\n" in shown


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("shape", [(), ("--json",)], ids=["people", "json"])
def test_a_full_output_is_one_line(sample_index: Path, shape: tuple[str, ...]) -> None:
    code, said = run("search", "帆", "--index", str(sample_index), *shape, output="/dev/full")
    assert (code, said.count("\n")) == (1, 1)
    assert "cannot write the output" in said


@pytest.mark.parametrize("shape", [(), ("--json",)], ids=["people", "json"])
def test_an_output_without_chinese_is_one_line(sample_index: Path, shape: tuple[str, ...]) -> None:
    code, said = run("search", "帆", "--index", str(sample_index), *shape, encoding="ascii")
    assert (code, said.count("\n")) == (1, 1)
    assert "PYTHONIOENCODING=utf-8" in said


def test_arguments_that_are_not_utf_8_are_one_line(sample_index: Path) -> None:
    code, said = run("search", b"\xff\xfe", "--index", str(sample_index))
    assert (code, said.count("\n")) == (2, 1)
