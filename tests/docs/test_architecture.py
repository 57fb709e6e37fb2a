"""The floor plan is that of the house."""

import ast
import re
from functools import cache

import pytest

from tests.conftest import ROOT
from tests.docs.documents import quoted, table, text_of

PLAN = ROOT / "docs" / "architecture.md"
LAYERS = ("search", "indexer", "web")
FUNCTIONS = re.findall(r"`([\w/]+\.py)`\s+`(\w+)`", text_of(PLAN))


def modules() -> list[str]:
    """Every module but the bare doors."""
    found = (path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found if path.name != "__init__.py")


@cache
def imports(path: str) -> set[str]:
    """The libraries that a module imports, wherever it does."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


def test_every_module_has_its_row() -> None:
    listed = [quoted(row[0])[0] for row in table(PLAN, "| module | what it holds |")]
    assert sorted(listed) == modules()


def test_libraries_are_only_where_they_are_said_to_be() -> None:
    rows = table(PLAN, "| library | only in |")
    assert len(rows) > 12
    for library, places in rows:
        (name,) = quoted(library)
        assert quoted(places) == [path for path in modules() if name in imports(path)], name


@pytest.mark.parametrize(("path", "name"), FUNCTIONS)
def test_what_is_named_behind_a_path_stands_there(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    defined = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    assert name in defined
