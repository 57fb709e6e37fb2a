"""Whoosh as it is, with its own writer and collectors: the library this engine is built behind.

*Whoosh (all)* is ``limit=None``: it scores everything and is exact. *Whoosh (10)* is ``limit=10``:
it skips blocks that cannot reach the top by a bound that is wrong in some trees
(whoosh-community/whoosh#122, #413; a run says how often), and needs a second pass for its total.
"""

from collections.abc import Mapping
from math import log
from pathlib import Path
from typing import Any

import whoosh
from whoosh.analysis import IDAnalyzer
from whoosh.fields import KEYWORD, NUMERIC, FieldType, Schema
from whoosh.formats import Positions
from whoosh.index import create_in
from whoosh.query import And, Or, Phrase, Term
from whoosh.scoring import BM25F
from whoosh.sorting import Count, FieldFacet
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.ranking import K1, B
from tests.benchmarks.collection import Collection
from tests.benchmarks.peers.peer import DEPTH, FACET_DEPTH, OPERATORS, Answer, Formula, Query

MEMORY_MB = 256


class StockWhoosh:
    """See ``Peer``."""

    name = "Whoosh (all)"
    version = whoosh.versionstring()
    operators = OPERATORS
    facets = True
    runs = False
    _limit: int | None = None

    def __init__(self) -> None:
        self.formula: Formula | None = Formula(idf=_idf, length=_remembered_length)

    def build(self, collection: Collection, folder: Path) -> None:
        """See ``Peer``; one commit makes one segment, whose numbers are the collection's."""
        index = create_in(folder, _schema())
        writer = index.writer(limitmb=MEMORY_MB)
        rows = zip(collection.tokens, collection.creators, collection.years, strict=True)
        for tokens, creators, year in rows:
            writer.add_document(words=tokens, creator=",".join(creators), year=year)
        writer.commit()
        self._searcher = index.searcher(weighting=BM25F(B=B, K1=K1))

    def search(self, query: Query, *, facets: bool) -> Answer:
        """See ``Peer``."""
        groups = _groups() if facets else None
        found = self._searcher.search(_query(query), limit=self._limit, groupedby=groups)
        total = len(found)
        best = tuple(number for _, number in found.top_n[:DEPTH])
        if not facets:
            return Answer(total, best)
        creators: Mapping[str | None, int] = found.groups("creator")
        ranked = sorted((-n, name) for name, n in creators.items() if name)
        years = {int(year): n for year, n in found.groups("year").items()}
        return Answer(total, best, {name: -n for n, name in ranked[:FACET_DEPTH]}, years)

    def close(self) -> None:
        """See ``Peer``."""
        self._searcher.close()


class StockWhooshTen(StockWhoosh):
    """See ``Peer``; facets would count only what it did not skip."""

    name = "Whoosh (10)"
    facets = False
    _limit = DEPTH


def _schema() -> Schema:
    return Schema(
        words=FieldType(Positions(), IDAnalyzer(), scorable=True),
        creator=KEYWORD(commas=True),
        year=NUMERIC(sortable=True),
    )


def _groups() -> dict[str, Any]:
    return {
        "creator": FieldFacet("creator", allow_overlap=True, maptype=Count),
        "year": FieldFacet("year", maptype=Count),
    }


def _query(query: Query) -> Any:
    if query.operator == "phrase":
        return Phrase("words", list(query.words))
    terms = [Term("words", word) for word in query.words]
    return Or(terms) if query.operator == "or" else And(terms)


def _idf(documents: int, frequency: int) -> float:
    return log(documents / (frequency + 1)) + 1


def _remembered_length(length: int) -> float:
    return float(byte_to_length(length_to_byte(length)))
