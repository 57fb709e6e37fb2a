"""Imports point one way, stand at the top of the file, and bring nothing about by themselves."""

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

FORBIDDEN = {
    "search": {"indexer", "web", "bs4", "starlette", "jinja2", "frontmatter", "PIL", "rich"},
    "indexer": {"web", "starlette", "jinja2", "whoosh", "jieba", "rjieba"},
    "web": {"search", "whoosh", "jieba", "rjieba", "bs4", "numpy"},
}
DOORS = {"indexer", "indexer.pictures", "indexer.presentation"}
"""What the site may import of the layer below."""

MODULES = sorted(path for layer in FORBIDDEN for path in (ROOT / layer).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.col_offset) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module
            yield node.module, node.col_offset


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    layer = path.relative_to(ROOT).parts[0]
    for name, column in imported(ast.parse(text)):
        assert column == 0, f"{name} is imported inside something"
        assert name.partition(".")[0] not in FORBIDDEN[layer]
        if layer == "web" and name.partition(".")[0] == "indexer":
            assert name in DOORS, f"{name} is not a door"
    assert text.count("\n") <= 400


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {}
    for path in MODULES:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        graph[name] = {name for name, _ in imported(ast.parse(path.read_text(encoding="utf-8")))}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*trail, name))
            done.add(name)

    done: set[str] = set()
    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_door_lists_what_it_exports(name: str) -> None:
    door = importlib.import_module(name)
    tree = ast.parse(Path(str(door.__file__)).read_text(encoding="utf-8"))
    brought = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert brought == set(door.__all__)


def test_importing_does_nothing() -> None:
    """No output, no logging configured, no dictionary loaded, no thread started."""
    code = (
        "import logging, threading, indexer, web.app\n"
        "assert threading.active_count() == 1\n"
        "assert not logging.getLogger().handlers\n"
        "import jieba; assert not jieba.dt.initialized\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")
