"""Xapian, through the bindings of a Linux distribution (Debian: python3-xapian).

Its spies count values of slots with one value each, and photographers are several, so it stays
out of the rows with facets. ``check_at_least`` all documents makes its total exact.
"""

import math
from pathlib import Path
from typing import Any

from search.ranking import K1, B
from tests.benchmarks.collection import Collection
from tests.benchmarks.peers.peer import DEPTH, OPERATORS, Answer, Formula, Query, load


class Xapian:
    """See ``Peer``."""

    name = "Xapian"
    operators = OPERATORS
    facets = False
    runs = False

    def __init__(self) -> None:
        self._xapian = load("xapian")
        self.version = str(self._xapian.version_string())
        self.formula: Formula | None = Formula(idf=_idf)

    def build(self, collection: Collection, folder: Path) -> None:
        """See ``Peer``; document ids count from 1."""
        xapian = self._xapian
        written = xapian.WritableDatabase(str(folder / "captions"), xapian.DB_CREATE_OR_OVERWRITE)
        for tokens in collection.tokens:
            document = xapian.Document()
            for position, token in enumerate(tokens):
                document.add_posting(token, position)
            written.add_document(document)
        written.commit()
        written.close()
        self._database = xapian.Database(str(folder / "captions"))
        self._enquire = xapian.Enquire(self._database)
        self._enquire.set_weighting_scheme(xapian.BM25Weight(K1, 0, 1, B, 0))

    def search(self, query: Query, *, facets: bool) -> Answer:
        """See ``Peer``."""
        assert not facets
        self._enquire.set_query(self._query(query))
        found = self._enquire.get_mset(0, DEPTH, self._database.get_doccount())
        return Answer(found.get_matches_estimated(), tuple(hit.docid - 1 for hit in found))

    def _query(self, query: Query) -> Any:
        made = self._xapian.Query
        operators = {"and": made.OP_AND, "or": made.OP_OR, "phrase": made.OP_PHRASE}
        return made(operators[query.operator], list(query.words))

    def close(self) -> None:
        """See ``Peer``."""
        self._database.close()


def _idf(documents: int, frequency: int) -> float:
    """Robertson's, bent where it would come near zero (weight/bm25weight.cc)."""
    odds = (documents - frequency + 0.5) / (frequency + 0.5)
    return math.log(odds if odds >= 2 else odds * 0.5 + 1)
