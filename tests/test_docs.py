"""The README tells the truth: its examples run, what it names exists."""

import argparse
import re
import shutil
from pathlib import Path

import pytest

import indexer
from indexer.__main__ import _parser
from search.query.parser import parse
from tests.conftest import ROOT, SAMPLE

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
TABLE = [row.split("|")[1] for row in README.splitlines() if row.startswith("| `")]
QUERIES = [query for cell in TABLE for query in re.findall(r"`(.+?)`", cell)]


def commands() -> set[str]:
    (choices,) = (
        action.choices
        for action in _parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return set(choices)


def test_python_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SAMPLE, tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    assert EXAMPLES
    for example in EXAMPLES:
        exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own README


def test_every_command_is_described_and_exists() -> None:
    assert set(re.findall(r"python -m indexer (\w+)", README)) == commands()


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^    make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("query", QUERIES)
def test_example_queries_are_understood_and_find_something(query: str, sample_index: Path) -> None:
    assert parse(query).notices == ()
    with indexer.open_index(sample_index) as archive:
        page = archive.search(query)
        assert not page.relaxed
        assert page.total


def test_public_names_are_real() -> None:
    for name in re.findall(r"`(\w+Error)`", README):
        assert name in indexer.__all__


def test_versions_agree() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (floor,) = re.findall(r'requires-python = ">=(\S+?)"', project)
    assert f"Python {floor} or newer" in README
    (version,) = re.findall(r'^version = "(.+?)"', project, re.MULTILINE)
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
