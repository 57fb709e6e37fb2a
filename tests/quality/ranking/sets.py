"""A set: documents, queries and which documents readers judged right for them.

It is a folder with ``docs.tsv.gz`` (id, title or date or neither, text), ``queries.tsv`` (id, text)
and ``qrels.tsv`` (query, 0, document, relevance). Nothing in them is quoted.
"""

import csv
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

DOCUMENTS = "docs.tsv.gz"

SLICE_QUERIES = 60
SLICE_DOCUMENTS = 300
"""What ``make test`` asks of each set: seconds, most of them for reading posts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A document of a set; the title and the date (ISO 8601) are empty where there is none."""

    id: str
    title: str = ""
    date: str = ""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalSet:
    """One set.

    Attributes:
        queries: text by id, in the order of the file; only those with a right document.
        right: relevance by document, by query.
    """

    name: str
    items: tuple[Item, ...]
    queries: Mapping[str, str]
    right: Mapping[str, Mapping[str, int]]

    def limited(self, queries: int) -> "EvalSet":
        """The same documents with the first queries."""
        kept = dict(islice(self.queries.items(), queries))
        return replace(self, queries=kept, right={name: self.right[name] for name in kept})

    def sliced(self, queries: int = SLICE_QUERIES, documents: int = SLICE_DOCUMENTS) -> "EvalSet":
        """The first queries, the documents that are right for them, and the first others."""
        few = self.limited(queries)
        wanted = {document for judged in few.right.values() for document in judged}
        others = [item.id for item in self.items if item.id not in wanted]
        wanted.update(others[: max(0, documents - len(wanted))])
        return replace(few, items=tuple(item for item in self.items if item.id in wanted))


def read_sets(folder: Path) -> list[EvalSet]:
    """All sets of a folder, by name."""
    return [_read(path.parent) for path in sorted(folder.glob(f"*/{DOCUMENTS}"))]


def _read(folder: Path) -> EvalSet:
    right: dict[str, dict[str, int]] = {}
    for query, _, document, relevance in _rows(folder / "qrels.tsv"):
        right.setdefault(query, {})[document] = int(relevance)
    queries = {name: text for name, text in _rows(folder / "queries.tsv") if name in right}
    with gzip.open(folder / DOCUMENTS, "rt", encoding="utf-8", newline="") as lines:
        items = tuple(_item(row) for row in _fields(lines))
    return EvalSet(name=folder.name, items=items, queries=queries, right=right)


def _item(row: list[str]) -> Item:
    name, *middle, text = row
    about = middle[0] if middle else ""
    if len(about) == 8 and about.isdecimal():
        return Item(id=name, date=f"{about[:4]}-{about[4:6]}-{about[6:]}", text=text)
    return Item(id=name, title=about, text=text)


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(_fields(lines))


def _fields(lines: TextIO) -> Iterator[list[str]]:
    return iter(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
