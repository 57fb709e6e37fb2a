"""Asks an archive for what it does not hold, and counts what it answers."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import indexer
from indexer import Archive, Document
from search.text.analyzer import Analyzer
from tests.quality.absent.drawing import absent_strings, held_by

COUNT = 1000
SEED = 17
MOST_BELOW = 0.03
"""Share of the strings that may find something below the line: those of two pairs that never meet,
one of them so much rarer than the other that it has most of the mass."""

FOLDERS = ("posts", "shapes/posts", "markup")
_PAGE = indexer.MAX_PER_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How many strings of one making found something, and the first few with their totals."""

    way: str
    asked: int
    above: tuple[tuple[str, int], ...]
    below: tuple[tuple[str, int], ...]


def index_of_all(data: Path, folder: Path) -> Path:
    """An index of all the posts that are shared, made in a folder."""
    for part in FOLDERS:
        shutil.copytree(data / part, folder / "posts" / part)
    indexer.build_index(folder / "posts", folder / "index")
    return folder / "index"


def answered(archive: Archive, *, count: int = COUNT, seed: int = SEED) -> list[Answered]:
    """What the archive answers to strings that it does not hold."""
    fold = Analyzer().fold
    held = held_by(fold.stream(text) for one in _documents(archive) for text in _texts(one))
    drawn = absent_strings(held, count, seed)
    return [_answered(archive, way, strings) for way, strings in drawn.items()]


def _answered(archive: Archive, way: str, strings: Sequence[str]) -> Answered:
    above: list[tuple[str, int]] = []
    below: list[tuple[str, int]] = []
    for text in strings:
        page = archive.search(text, kind="all", per_page=1)
        if page.total:
            (below if page.relaxed else above).append((text, page.total))
    return Answered(way=way, asked=len(strings), above=tuple(above), below=tuple(below))


def _documents(archive: Archive) -> Iterator[Document]:
    pages = archive.search("", kind="all", groups="show", per_page=_PAGE).pages
    for page in range(1, pages + 1):
        found = archive.search("", kind="all", groups="show", per_page=_PAGE, page=page)
        yield from (hit.document for hit in found.hits)


def _texts(one: Document) -> Iterator[str]:
    yield from (one.caption, one.text, one.headline, one.before, one.after)
    yield from (one.agency, one.credit, *one.creator, *one.place, *one.person, *one.tag)
