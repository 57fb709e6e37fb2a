"""The commands as processes: one day's work, exit codes, and outputs that only a process has.

What the commands say and refuse is tested in ``tests/indexer/test_command_line.py``, without a
process for each case. Only a day's work is traced: most of what a process does is to start, which
takes three times as long under coverage.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import indexer
from tests.conftest import ROOT, SAMPLE


def run(
    *arguments: str | bytes,
    module: str = "indexer",
    output: str | None = None,
    encoding: str = "utf-8",
) -> subprocess.CompletedProcess[str]:
    """Run a module; its standard output goes to the file ``output`` where one is named."""
    with Path(output or os.devnull).open("w") as file:
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            stdout=file if output else subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            check=False,
            env={**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "100"},
        )


def test_build_search_update_check(tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    built = run("build", str(SAMPLE), "--index", index)
    assert built.returncode == 0
    assert "photos" in built.stdout
    assert built.stderr == ""
    found = run("search", "青岛 帆", "--index", index)
    assert found.returncode == 0
    assert "青岛" in found.stdout
    told = run("suggest", "qingd", "--limit", "1", "--index", index)
    assert (told.returncode, told.stdout, told.stderr) == (0, "青岛 · place · 12\n", "")
    again = json.loads(run("update", str(SAMPLE), "--index", index, "--json").stdout)
    assert again["unchanged"] == again["posts"] > 0
    checked = json.loads(run("check", "--index", index, "--json").stdout)
    assert checked["faults"] == []
    fetched = json.loads(run("pictures", "--index", index, "--json").stdout)
    assert fetched["local"] > 0
    assert fetched["failed"] == 0


@pytest.mark.parametrize(
    ("arguments", "module", "code"),
    [
        (("search", "x", "--index", "nowhere"), "indexer", 1),
        (("explode",), "indexer", 2),
        (("search", b"\xff\xfe", "--index", "nowhere"), "indexer", 2),
        (("--index", "nowhere"), "web", 1),
        (("--port", "x"), "web", 2),
    ],
)
def test_a_failure_is_a_code_and_one_line(
    arguments: tuple[str | bytes, ...], module: str, code: int
) -> None:
    failed = run(*arguments, module=module)
    assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (code, "", 1)


WRITING = (
    ("--version",),
    ("--help",),
    ("search", "--help"),
    ("search", "帆", "--index", "{}"),
    ("search", "帆", "--index", "{}", "--json"),
    ("suggest", "帆", "--index", "{}"),
    ("suggest", "帆", "--index", "{}", "--json"),
    ("check", "--index", "{}"),
    ("watch", str(SAMPLE), "--index", "{}"),
    ("watch", str(SAMPLE), "--index", "{}", "--json"),
)


def into(output: int, index: Path, *command: str) -> tuple[int, str]:
    """Run a command with an output; its code and what it says, with and without a buffer."""
    said = set()
    for buffered in ("", "1"):
        ended = subprocess.run(
            [sys.executable, "-m", "indexer", *(part.format(index) for part in command)],
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": buffered},
        )
        said.add((ended.returncode, ended.stderr))
    (only,) = said
    return only


@pytest.mark.untraced
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_a_full_output_is_one_line_of_every_command(
    sample_index: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """``--version`` ended with a traceback, ``--help`` and ``check`` with 0."""
    index = tmp_path / "index" if command[0] == "watch" else sample_index
    with Path("/dev/full").open("wb") as full:
        code, said = into(full.fileno(), index, *command)
    assert (code, said) == (
        1,
        "python -m indexer: cannot write the output: No space left on device\n",
    )


@pytest.mark.untraced
@pytest.mark.parametrize("command", WRITING[::2], ids=" ".join)
def test_an_output_that_nobody_reads_any_more_is_no_failure(
    sample_index: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    index = tmp_path / "index" if command[0] == "watch" else sample_index
    read, write = os.pipe()
    os.close(read)
    try:
        assert into(write, index, *command) == (0, "")
    finally:
        os.close(write)


@pytest.fixture(scope="module")
def ships(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of posts that no old encoding can write, with its index in ``index``."""
    folder = tmp_path_factory.mktemp("ships")
    post = "---\ntitle: 🚢 码头\n---\n![](a.jpg)\n\n图为 🚢 归港，1 日。新华社记者 张三 摄\n"
    (folder / "🚢.md").write_text(post, encoding="utf-8")
    (folder / "空🚢.md").touch()
    indexer.build_index(folder, folder / "index")
    return folder


@pytest.mark.untraced
@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1"])
def test_what_an_encoding_lacks_is_escaped(ships: Path, encoding: str) -> None:
    """It was fatal, with a hint to set another encoding, which most terminals do not heed."""
    command = ("search", "归港", "--index", str(ships / "index"))
    (hit,) = json.loads(run(*command, "--json", encoding=encoding).stdout)["results"]
    assert "🚢" in hit["caption"]
    shown = run(*command, encoding=encoding)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert r"\U0001f6a2" in shown.stdout


@pytest.mark.untraced
@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("build", "{}", "--index", "{}/built"), 0),
        (("inspect", "{}"), 0),
        (("check", "--index", "{}/index"), 0),
        (("search", "--help"), 0),
        (("search", "归港", "--index", "没有🚢"), 1),
        (("serach🚢",), 2),
    ],
)
def test_no_command_fails_for_an_encoding(ships: Path, command: tuple[str, ...], code: int) -> None:
    shown = run(*(part.format(ships) for part in command), encoding="ascii")
    assert (shown.returncode, shown.stderr.count("\n")) == (code, bool(code))
    assert "Traceback" not in shown.stderr


@pytest.mark.untraced
@pytest.mark.parametrize("module", ["indexer", "web"])
@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_are_printed_in_any_encoding(module: str, option: str) -> None:
    shown = run(option, module=module, encoding="ascii")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.isascii()
    if option == "--version":
        assert shown.stdout == f"huabao {indexer.__version__}\n"


@pytest.mark.untraced
@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_closed_output_is_no_reason_to_fail(sample_index: Path, closed: str) -> None:
    number = {"stdout": 1, "stderr": 2}[closed]
    line = f'exec "$0" -m indexer check --index "$1" {number}>&-'
    shown = subprocess.run(
        ["sh", "-c", line, sys.executable, str(sample_index)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (shown.returncode, shown.stderr) == (0, "")
