"""The commands as processes: one day's work, exit codes, and outputs that only a process has.

What the commands say and refuse is tested in ``tests/indexer/test_command_line.py``, without a
process for each case.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("shape", [(), ("--json",)], ids=["people", "json"])
def test_a_full_output_is_one_line(sample_index: Path, shape: tuple[str, ...]) -> None:
    failed = run("search", "帆", "--index", str(sample_index), *shape, output="/dev/full")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "cannot write the output" in failed.stderr


@pytest.mark.parametrize("shape", [(), ("--json",)], ids=["people", "json"])
def test_an_output_without_chinese_is_one_line(sample_index: Path, shape: tuple[str, ...]) -> None:
    failed = run("search", "帆", "--index", str(sample_index), *shape, encoding="ascii")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "PYTHONIOENCODING=utf-8" in failed.stderr
