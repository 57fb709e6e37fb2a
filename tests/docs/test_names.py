"""What the documents name, exists: paths, links, addresses, public names, commands, settings."""

import argparse
import builtins
import re
from pathlib import Path

import pytest
from starlette.routing import Match, Mount

import indexer
from indexer.options import parser as _parser
from tests.conftest import ROOT
from tests.docs.documents import DOCUMENTS, commands, name_of, prose, quoted, table, text_of
from web.addresses import params
from web.app import create_app
from web.settings import SETTINGS, Settings

INSIDE = {"PostError", "UnreadableError", "PictureError", "ParameterError", "DateError"}
"""Errors that never leave the project, or only as their parents."""

OPERATIONS = ROOT / "docs" / "operations.md"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_paths_exist(document: Path) -> None:
    paths = [text for text in quoted(prose(document)) if re.fullmatch(r"[\w.-]+(/[\w.*-]*)+", text)]
    for path in paths:
        assert list(ROOT.glob(path.rstrip("/"))), path


def headings(document: Path) -> set[str]:
    """The anchors that a document has, as they are made of its headings."""
    found = re.findall(r"^#+ (.+)$", text_of(document), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    without_code = re.sub(r"`[^`\n]*`", "", text_of(document))
    for target, anchor in re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", without_code):
        assert target.startswith("https://") or (document.parent / target).exists(), target
        assert not anchor or anchor in headings(document.parent / target), anchor


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_addresses_of_the_site_exist(document: Path, sample_index: Path) -> None:
    with indexer.open_index(sample_index) as archive:
        routes = create_app(archive, Settings(index=str(sample_index))).routes
        for text in quoted(prose(document)):
            if re.fullmatch(r"/[a-z]+[\w./{}-]*(\?.*)?", text):
                path = text.partition("?")[0].replace("{part}", "1")
                scope = {"type": "http", "method": "GET", "path": path, "headers": []}
                matched = [r for r in routes if r.matches(scope)[0] != Match.NONE]
                assert any(not isinstance(route, Mount) for route in matched), text


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_errors_that_are_named_exist(document: Path) -> None:
    for text in quoted(text_of(document)):
        if re.fullmatch(r"[A-Z]\w+Error", text) and not hasattr(builtins, text):
            assert text in indexer.__all__ or text in INSIDE, text


def test_every_public_name_is_described() -> None:
    described = quoted(text_of(ROOT / "docs" / "python.md"))
    assert not {
        name for name in indexer.__all__ if not any(re.search(rf"\b{name}\b", t) for t in described)
    }


def subparsers() -> dict[str, argparse.ArgumentParser]:
    (choices,) = (
        action.choices
        for action in _parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return dict(choices)


def test_every_command_is_in_the_readme() -> None:
    lines = commands(ROOT / "README.md", "indexer")
    assert {line.split()[0] for line in lines} == set(subparsers())


def test_every_command_and_option_is_described() -> None:
    described = quoted(text_of(OPERATIONS))
    words = {word for text in described for word in re.findall(r"[\w-]+", text)}
    for name, parser in subparsers().items():
        assert name in words, name
        for action in parser._actions:
            assert not action.option_strings or words & set(action.option_strings), action


def test_the_table_of_settings_is_the_settings() -> None:
    rows = table(OPERATIONS, "| option | default | meaning |")
    told = {quoted(option)[0].split()[0]: default for option, default, _ in rows}
    assert set(told) == {setting.option for setting in SETTINGS}
    for setting in SETTINGS:
        shown = quoted(told[setting.option])
        if isinstance(setting.default, bool):
            assert told[setting.option] == ("yes" if setting.default else "no"), setting.option
        elif shown:
            assert shown[0] == str(setting.default), setting.option
        else:
            assert not setting.default, setting.option


def test_every_parameter_of_an_address_is_in_the_readme() -> None:
    _, _, told = text_of(ROOT / "README.md").partition("## Over HTTP")
    assert set(quoted(told.partition("\n## ")[0])) >= params._KNOWN


def test_versions_agree() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (floor,) = re.findall(r'requires-python = ">=(\S+?)"', project)
    assert f"Python {floor} or newer" in text_of(ROOT / "README.md")
    (version,) = re.findall(r'^version = "(.+?)"', project, re.MULTILINE)
    assert re.search(rf"^## \[?{version}\b", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
