"""A document of a cluster and a query, for who explains its score."""

from collections.abc import Iterator

from search.cluster.pages.prepared import PreparedQuery
from search.cluster.pages.reading import Candidate, CandidateReading
from search.execution.formula import Formula
from search.execution.reading import Reading
from search.explanation import Evidence, Tier
from search.lazily import lazily
from search.query.nodes import Node


class JudgedCandidate:
    """See ``search.execution.explanation.Judged``."""

    def __init__(self, prepared: PreparedQuery, candidate: Candidate) -> None:
        self._candidate = candidate
        self._searching = prepared.searching[candidate.kind]
        self.document_id = candidate.id
        self.formula: Formula = self._searching.formula
        self.tier: Tier | None = self._searching.tier(candidate)

    @lazily
    def reading(self) -> Reading:
        """Of the document alone."""
        return CandidateReading([self._candidate])

    def evidence(self) -> Evidence | None:
        """See ``Judged``."""
        near = self._searching.near
        if not near.units:
            return None
        asked = 0.0
        for _, mass in near.units:
            asked += mass
        return Evidence(self._searching.held(self._candidate), near.need, asked)

    def missing(self) -> tuple[str, ...]:
        """See ``Judged``."""
        return self._searching.missing(self._candidate)

    def unmet(self) -> Iterator[Node]:
        """See ``Judged``."""
        return self._searching.unmet(self._candidate)
