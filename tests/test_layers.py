"""Imports point one way, stand at the top of the file, and bring nothing about by themselves.

A few are meant to wait: what only some programs need, and would make all of them start slowly.
"""

import ast
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

FORBIDDEN = {
    "search": {"indexer", "web", "bs4", "starlette", "jinja2", "frontmatter", "PIL", "rich"},
    "indexer": {"web", "starlette", "jinja2", "whoosh", "jieba", "rjieba"},
    "web": {"search", "whoosh", "jieba", "rjieba", "bs4", "numpy"},
}
DOORS = {"indexer", "indexer.console", "indexer.pictures", "indexer.presentation"}
"""What the site may import of the layer below."""

MEANT_TO_WAIT = {
    ("indexer/__main__.py", "indexer.commands"),
    ("indexer/commands.py", "indexer.inspection"),
    ("indexer/commands.py", "indexer.inspection_view"),
    ("indexer/commands.py", "indexer.watching"),
    ("indexer/console/parent.py", "threading"),
    ("indexer/pictures/collection.py", "indexer.pictures.fetching"),
    ("search/__init__.py", "search.cluster.engine"),
    ("search/__init__.py", "search.cluster.location"),
    ("search/__init__.py", "search.completions.keeper"),
    ("web/__main__.py", "web.command"),
}
"""Imports inside functions: who, and of what."""

GUARDED = {
    ("indexer/limits.py", "resource"),
    ("web/server/connections.py", "resource"),
    *(("search/index/whoosh_stock.py", f"whoosh.{name}")
      for name in ("analysis", "codec", "fields", "filedb.filestore", "formats", "index",
                   "matching", "query", "reading")),
}  # fmt: skip
"""Imports at the top, but inside something: not on every system, or with warnings silenced."""

NOT_FOR_SEARCHING = {"bs4", "htmldate", "lxml", "yaml", "frontmatter", "markdown_it", "jieba",
                     "PIL", "httpx2", "pypinyin", "rich", "starlette", "indexer.posts.extract",
                     "indexer.posts.credits.grammar", "indexer.build"}  # fmt: skip
"""What a program that only searches never loads."""

WRITING = {f"search.index.{name}" for name in (
    "entries", "location", "merge", "merge_policy", "merge_store", "segment_writer",
    "store_writer", "writer")} | {f"search.completions.{name}" for name in (
    "archived", "completion_arrays", "keeper", "sounds", "spelling", "update")}  # fmt: skip
"""What makes an index; whoever reads one imports none of it."""

ROOMS = (
    "search.text",
    "search.calendar",
    "search.equivalents",
    "search.query",
    "search.index",
    "search.snapshot",
    "search.execution",
    "search.completions",
    "search.suggestions",
    "search.cluster.wire",
    "search.cluster.schema",
    "search.cluster.commits",
    "search.cluster.writing",
    "search.cluster.pages",
    "search.cluster.typing",
)
FLOORS = 8
SITE_FLOORS = 5

MODULES = sorted(path for layer in FORBIDDEN for path in (ROOT / layer).rglob("*.py"))

NAMES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in MODULES
}


@dataclass(frozen=True)
class Imported:
    """One import of a module; ``waits`` says that it is inside something but for types alone."""

    name: str
    waits: bool


@cache
def imported(path: Path) -> tuple[Imported, ...]:
    return tuple(imports_of(path))


def imports_of(path: Path) -> Iterator[Imported]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    outside = set(map(id, tree.body))
    for statement in tree.body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
            outside |= set(map(id, statement.body))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Imported(alias.name, id(node) not in outside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module
            yield Imported(node.module, id(node) not in outside)
            for alias in node.names:  # ``from web import api`` imports a module
                if f"{node.module}.{alias.name}" in NAMES:
                    yield Imported(f"{node.module}.{alias.name}", id(node) not in outside)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    for name in {one.name for one in imported(path)}:
        assert name.partition(".")[0] not in FORBIDDEN[layer]
        if layer == "web" and name.partition(".")[0] == "indexer":
            assert name in DOORS, f"{name} is not a door"
    assert path.read_text(encoding="utf-8").count("\n") <= 400


def test_imports_inside_functions_are_those_that_are_meant() -> None:
    waiting = {
        (path.relative_to(ROOT).as_posix(), one.name)
        for path in MODULES
        for one in imported(path)
        if one.waits
    }
    assert waiting == MEANT_TO_WAIT | GUARDED


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {}
    for path in MODULES:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        graph[name] = {one.name for one in imported(path)}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*trail, name))
            done.add(name)

    done: set[str] = set()
    for name in graph:
        visit(name, ())


def graph() -> dict[str, set[str]]:
    """Every module, and the modules of ours that it imports."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): {
            one.name for one in imported(path) if one.name in NAMES
        }
        for path in MODULES
    }


def test_who_reads_an_index_imports_nothing_that_writes() -> None:
    for name, others in graph().items():
        if name.startswith(("search.snapshot", "search.execution", "search.suggestions")) or (
            name.startswith("search.index.") and name not in WRITING
        ):
            assert not others & WRITING, name


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_so_many_floors(room: str) -> None:
    inside = {name: others for name, others in graph().items() if name.startswith(f"{room}.")}

    def floors(name: str) -> int:
        return 1 + max((floors(other) for other in inside[name] if other in inside), default=0)

    assert max(map(floors, inside)) <= FLOORS


def test_the_rooms_of_the_site_have_so_many_floors() -> None:
    """The modules right under ``web`` are the front of the house, and above all rooms."""

    packages = {f"web.{path.parent.name}" for path in (ROOT / "web").glob("*/__init__.py")}

    def room(name: str) -> str:
        """Settings and headers of security are alone; who imports ``web`` imports nothing."""
        alone = {*packages, "web.settings", "web.security"}
        return next((p for p in (name, name.rpartition(".")[0]) if p in alone), "web")

    below: dict[str, set[str]] = {}
    for name, others in graph().items():
        if name.startswith("web."):
            rooms = {room(other) for other in others if other.startswith("web.")}
            below.setdefault(room(name), set()).update(rooms - {room(name)})

    def floors(name: str, trail: tuple[str, ...] = ()) -> int:
        assert name not in trail, " → ".join((*trail, name))
        above = (*trail, name)
        return 1 + max((floors(other, above) for other in below.get(name, ())), default=0)

    assert floors("web") <= SITE_FLOORS


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_door_lists_what_it_exports(name: str) -> None:
    """Every name of the list is there, and is what the door's own imports say that it is."""
    door = importlib.import_module(name)
    tree = ast.parse(Path(str(door.__file__)).read_text(encoding="utf-8"))
    places = {
        alias.asname or alias.name: (str(node.module), alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name not in ("TYPE_CHECKING", "import_module")
    }
    assert set(places) == set(door.__all__)
    for exported, (module, attribute) in places.items():
        assert getattr(door, exported) is getattr(importlib.import_module(module), attribute)
    with pytest.raises(AttributeError, match="no attribute 'nothing_like_this'"):
        door.nothing_like_this  # noqa: B018  asking is the test


def run(code: str) -> None:
    """Run a program that must say nothing."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore::SyntaxWarning", "-c", code],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_program_that_searches_loads_no_more_than_it_needs(sample_index: Path) -> None:
    run(
        "import indexer, sys\n"
        "assert not {'numpy', 'whoosh', 'search'} & set(sys.modules)\n"
        f"with indexer.open_index({str(sample_index)!r}) as archive:\n"
        "    assert archive.search('青岛').total\n"
        f"loaded = {NOT_FOR_SEARCHING!r} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )


def test_the_process_that_decodes_pictures_loads_no_engine() -> None:
    run(
        "import indexer.imaging.worker, sys\n"
        "assert not {'search', 'numpy', 'httpx2', 'indexer.pictures', 'bs4'} & set(sys.modules)\n"
    )


def test_importing_does_nothing() -> None:
    """No output, no logging configured, no dictionary loaded, no thread started."""
    run(
        "import logging, threading, indexer.build, web.app\n"
        "assert threading.active_count() == 1\n"
        "assert not logging.getLogger().handlers\n"
        "import jieba; assert not jieba.dt.initialized\n"
    )


@pytest.mark.untraced
def test_nobody_sees_python_s_warnings_of_whoosh(tmp_path: Path) -> None:
    """What an installer did not compile is compiled at the first run, and warned of since 3.12."""
    (tmp_path / "post.md").write_text("一处码头的清晨。", encoding="utf-8")
    program = (
        "import indexer\n"
        "indexer.build_index('.', 'index')\n"
        "indexer.update_index('.', 'index')\n"
        "archive = indexer.open_index('index')\n"
        "assert archive.search('码头', kind='all').total == 1\n"
        "assert not list(archive.verify())\n"
    )
    fresh = ["-W", "always", "-X", f"pycache_prefix={tmp_path / 'compiled'}"]
    done = subprocess.run(
        [sys.executable, *fresh, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""},
    )
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "compiled").rglob("intraword.*.pyc")), "Whoosh was compiled anew"
    assert "whoosh" not in done.stderr
    assert "SyntaxWarning" not in done.stderr
