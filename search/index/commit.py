"""Commits: which segments are live, in a table of contents that Whoosh reads, too.

Whoosh pickles the table, and a pickle may run whatever it names. Ours is read by an unpickler that
knows the two classes that stand in it and refuses all else; the schema, which we know, is skipped.
Whoosh's own reader trusts the file: see ``docs/index-directory.md``.
"""

import pickle
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.index.directory import sync_file
from search.index.whoosh_codec import ArraySegment
from search.index.whoosh_schema import schema
from search.index.whoosh_stock import TOC, FileStorage

INDEX_NAME = "MAIN"

OURS = re.compile(rf"_?{INDEX_NAME}_")
"""How the names of segments and of tables of contents begin, whole or half written."""

_TABLE = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")
_SEGMENT = ArraySegment.__module__, ArraySegment.__qualname__
_SIZES = 3  # of C's int, long and float, each a varint
_RELEASE = 3  # numbers of Whoosh's version


@dataclass(frozen=True, slots=True)
class Commit:
    """One state of a build: its number and its segments."""

    generation: int
    segments: tuple[ArraySegment, ...]


def latest_generation(build: Path) -> int:
    """The number of the latest commit of a build; -1 without one.

    Raises:
        FileNotFoundError: there is no such directory.
    """
    tables = (_TABLE.fullmatch(file.name) for file in build.iterdir())
    return max((int(table[1]) for table in tables if table), default=-1)


def identity(build: Path, generation: int) -> tuple[int, ...]:
    """What tells the file of a commit from another of the same name.

    Raises:
        FileNotFoundError: it is not there.
    """
    state = (build / table_name(generation)).stat()
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns


def table_name(generation: int) -> str:
    """The name of the file of a commit."""
    return f"_{INDEX_NAME}_{generation}.toc"


def read_commit(build: Path, generation: int | None = None) -> Commit:
    """Read a commit, the latest unless it is told which.

    Raises:
        FileNotFoundError: it is not there.
        ValueError, pickle.UnpicklingError and what reading a broken file raises.
    """
    number = latest_generation(build) if generation is None else generation
    with FileStorage(str(build)).open_file(table_name(number)) as stream:
        for _ in range(_SIZES):
            stream.read_varint()
        mark, _version = stream.read_int(), stream.read_int()
        for _ in range(_RELEASE):
            stream.read_varint()
        stream.skip_string()
        told, _unused = stream.read_int(), stream.read_int()
        if (mark, told) != (-12345, number):
            raise ValueError(f"{table_name(number)} is no table of contents")
        segments = [_segment(held) for held in _Unpickler(stream.file).load()]
    return Commit(number, tuple(segments))


def write_commit(build: Path, commit: Commit) -> None:
    """Write a commit durably; it is seen in one step."""
    TOC(schema(), list(commit.segments), commit.generation).write(
        _DurableStorage(str(build)), INDEX_NAME
    )


class _Held:
    """The state of a segment, as it stands in the table: a class of its own, to which the table may
    do what it likes."""


class _Unpickler(pickle.Unpickler):
    """Makes what we write and nothing else; every table gets classes of its own."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == _SEGMENT:
            return type("_Held", (_Held,), {})
        if (module, name) == ("builtins", "frozenset"):
            return _frozen
        raise pickle.UnpicklingError(f"its table of contents names {module}.{name}")


def _frozen(numbers: Iterable[int] = ()) -> frozenset[int]:
    return frozenset(map(int, numbers))


def _segment(held: object) -> ArraySegment:
    """A segment with the state that a table says.

    Raises:
        ValueError: it says something else.
    """
    state = dict(vars(held)) if isinstance(held, _Held) else {}
    made = ArraySegment(INDEX_NAME)
    if set(state) - set(vars(made)) or not re.fullmatch("[0-9a-z]+", str(state.get("segid"))):
        raise ValueError(f"its table of contents holds {type(held).__name__}, which is no segment")
    made.segid = str(state["segid"])
    made.documents = int(state["documents"])
    made.deleted_articles = _frozen(state["deleted_articles"])
    made.deleted_documents = _frozen(state["deleted_documents"])
    return made


class _DurableStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's storage, with a file brought to the disk before it gets its name."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002
        sync_file(Path(self.folder) / oldname)
        super().rename_file(oldname, newname, safe=safe)
