"""What the documents tell to run, runs."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.options import parser as _parser
from tests.conftest import ROOT, SAMPLE
from tests.docs.documents import DOCUMENTS, blocks, commands, name_of, text_of
from web.settings import read_settings

WITH_PYTHON = [document for document in DOCUMENTS if blocks(document, "python")]


@pytest.mark.parametrize("document", WITH_PYTHON, ids=name_of)
def test_python_examples_run(
    document: Path, tmp_path: Path, sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one namespace, beside a copy of the sample corpus and of its index."""
    shutil.copytree(SAMPLE, tmp_path / "corpus")
    shutil.copytree(sample_index, tmp_path / "index")
    monkeypatch.chdir(tmp_path)
    space: dict[str, object] = {}
    for block in blocks(document, "python"):
        exec(compile(block, name_of(document), "exec"), space)  # noqa: S102 - our own documents


@pytest.mark.untraced
@pytest.mark.parametrize("document", [ROOT / "README.md", ROOT / "docs/python.md"], ids=name_of)
def test_programs_as_documented_pass_a_strict_type_checker(document: Path, tmp_path: Path) -> None:
    """mypy refused ``search(**{facet.name: item.value})``, which was how facets were to be used."""
    program = tmp_path / "example.py"
    program.write_text("\n".join(blocks(document, "python")), encoding="utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(program)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert checked.stdout.splitlines()[-1].startswith("Success"), checked.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_commands_are_understood(document: Path) -> None:
    parser = _parser()
    for line in commands(document, "indexer"):
        parser.parse_args(shlex.split(re.sub(r"\[.*?\]", "", line)))
    for line in commands(document, "web"):
        read_settings(shlex.split(re.sub(r"\[.*?\]", "", line)), {})


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_make_targets_exist(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"^\s*make ([a-z-]+)|`make ([a-z-]+)", text_of(document), re.MULTILINE)
    for target in {first or second for first, second in named}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
