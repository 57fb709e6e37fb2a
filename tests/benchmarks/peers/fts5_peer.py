"""SQLite's FTS5: in the standard library, in C. Tokens are joined by blanks.

``unicode61`` parts text at what is neither letter nor digit, which our words do not hold; the
build asks the vocabulary whether every word came out whole. ``detail=full`` keeps positions, for
phrases. Scores are computed for every match and sorted, as ``ORDER BY rank`` does.
"""

import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.collection import Collection
from tests.benchmarks.peers.peer import DEPTH, FACET_DEPTH, OPERATORS, Answer, Formula, Query

_SCHEMA = """
create virtual table photo using fts5(words, content='', tokenize='unicode61 remove_diacritics 0');
create virtual table vocabulary using fts5vocab(photo, row);
create table year (photo integer primary key, year integer not null);
create table creator (photo integer not null, name text not null);
create index creator_photo on creator (photo, name);
"""
_BEST = "select rowid from photo where photo match ? order by rank limit ?"
_TOTAL = "select count(*) from photo where photo match ?"
_CREATORS = """
select name, count(*) from creator
where photo in (select rowid from photo where photo match ?)
group by name order by 2 desc, 1 limit ?
"""
_YEARS = """
select year, count(*) from year
where photo in (select rowid from photo where photo match ?)
group by year
"""


class Fts5:
    """See ``Peer``."""

    name = "SQLite FTS5"
    version = sqlite3.sqlite_version
    operators = OPERATORS
    facets = True
    runs = False

    def __init__(self) -> None:
        self.formula: Formula | None = Formula(idf=_idf)

    def build(self, collection: Collection, folder: Path) -> None:
        """See ``Peer``.

        Raises:
            ValueError: the tokenizer cut words to pieces.
        """
        self._database = sqlite3.connect(folder / "captions.db")
        self._database.executescript(_SCHEMA)
        with self._database:
            self._insert("photo (rowid, words)", _numbered(map(" ".join, collection.tokens)))
            self._insert("year (photo, year)", _numbered(collection.years))
            names = ((n, name) for n, row in enumerate(collection.creators) for name in row)
            self._insert("creator (photo, name)", names)
            self._database.execute("insert into photo (photo) values ('optimize')")
        self._database.execute("analyze")
        (words,) = self._database.execute("select count(*) from vocabulary").fetchone()
        if words != len(collection.frequencies):
            raise ValueError(f"FTS5 has {words} words for {len(collection.frequencies)}")

    def _insert(self, columns: str, rows: Iterator[tuple[int, Any]]) -> None:
        self._database.executemany(f"insert into {columns} values (?, ?)", rows)  # noqa: S608 - constants

    def search(self, query: Query, *, facets: bool) -> Answer:
        """See ``Peer``."""
        match = _match(query)
        execute = self._database.execute
        best = tuple(number for (number,) in execute(_BEST, (match, DEPTH)))
        (total,) = execute(_TOTAL, (match,)).fetchone()
        if not facets:
            return Answer(total, best)
        return Answer(
            total,
            best,
            dict(execute(_CREATORS, (match, FACET_DEPTH))),
            dict(execute(_YEARS, (match,))),
        )

    def close(self) -> None:
        """See ``Peer``."""
        self._database.close()


def _numbered(values: Any) -> Iterator[tuple[int, Any]]:
    return iter(enumerate(values))


def _match(query: Query) -> str:
    if query.operator == "phrase":
        return f'"{" ".join(query.words)}"'
    return f" {query.operator.upper()} ".join(f'"{word}"' for word in query.words)


def _idf(documents: int, frequency: int) -> float:
    """Robertson's, which falls below zero for frequent words; FTS5 stops it short of that."""
    return max(1e-6, math.log((documents - frequency + 0.5) / (frequency + 0.5)))
