"""A document of a snapshot and a query, for who explains its score."""

from collections.abc import Iterator

import numpy as np

from search.execution.formula import Formula
from search.execution.prepared import PreparedQuery
from search.execution.reading import Reading, SegmentReading
from search.explanation import Evidence, Tier
from search.fields import FIELDS
from search.lazily import lazily
from search.query.nodes import Node
from search.query.tree import Term
from search.snapshot.snapshot import Snapshot


class JudgedDocument:
    """See ``search.execution.explanation.Judged``.

    Args:
        number: of the document in the snapshot.
    """

    def __init__(self, snapshot: Snapshot, prepared: PreparedQuery, number: int) -> None:
        self._searcher, self._local = snapshot.place(number)
        self._searching = prepared.searching[self._searcher.kind]
        self.formula: Formula = self._searching.scorer
        self.tier: Tier | None = self._searching.tier(self._searcher.place, self._local)

    @property
    def document_id(self) -> str:
        """Of the document."""
        return self._searcher.document(self._local).id

    @lazily
    def reading(self) -> Reading:
        """Of the document alone."""
        return SegmentReading(self._searcher, np.array([self._local], dtype=np.uint32))

    def evidence(self) -> Evidence | None:
        """See ``Judged``."""
        near = self._searching.near
        if not near.units:
            return None
        held = asked = 0.0
        instead = self._searching.instead(self._searcher.place, self._local)
        for unit, mass in near.units:
            asked += mass
            terms = (Term(f, unit.stream, unit.token) for f in FIELDS[self._searching.kind])
            if any(map(self.reading.has_term, terms)) or instead.intersection(unit.texts):
                held += mass
        return Evidence(held, near.need, asked)

    def missing(self) -> tuple[str, ...]:
        """See ``Judged``."""
        return self._searching.missing(self._searcher, self._local)

    def unmet(self) -> Iterator[Node]:
        """See ``Judged``."""
        return self._searching.unmet(self._searcher.place, self._local)
