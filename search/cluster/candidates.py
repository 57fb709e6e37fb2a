"""The best documents, exactly, out of an order that is not.

OpenSearch keeps the length of a field in one byte, and adds in 24 bits: its own first ten are ours
in every second query. But lengths are rounded down, so with the summands of our formula as boosts
and its saturation as similarity (see ``mapping``) its score is never below ours, except for
rounding. So documents are fetched in its order, scored anew from their texts, in float64 and by the
one formula, and when as many as are wanted score more than any that was not fetched can, they are
the best. Else more are fetched. What a document's sum may be raised by for what stands together in
it is bounded by the query.

Summands are many where a query is long: those that add least are not sent, and what they could add
is part of the bound.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from search.cluster.compile import Query, every, weighted
from search.cluster.reading import Candidate, CandidateReading
from search.cluster.scan import Scan
from search.cluster.view import View
from search.document import Kind
from search.execution.formula import Formula
from search.execution.weighing import Summand
from search.query.tree import Run

_MOST_SENT = 300
"""Summands that the cluster adds up for one kind of documents."""

_FIRST = 20
_MORE = 4
"""Documents that are fetched at first at least, and so many times as many as before then."""

_SLACK = 1e-5
"""Relative; float32 sums of some hundred summands are off by less."""

RowOf = Callable[[Candidate], Hashable]
"""What row a document belongs to; None where it is in no row."""


class Scored(NamedTuple):
    """A document with its exact score."""

    score: float
    candidate: Candidate

    @property
    def place(self) -> tuple[float, tuple[int, str, int]]:
        """What results are ordered by."""
        return -self.score, self.candidate.place


class Sought(NamedTuple):
    """The documents of one kind that are sought: by what filter, and how they are scored."""

    kind: Kind
    filter: Sequence[Query]
    formula: Formula


class Best:
    """Finds the first rows by score."""

    def __init__(self, view: View, sought: Sequence[Sought]) -> None:
        self._view = view
        self._formulas: Mapping[Kind, Formula] = {one.kind: one.formula for one in sought}
        self._rest = 0.0
        queries = [self._query(one) for one in sought]
        whole = {"bool": {"should": queries, "minimum_should_match": 1}}
        self._scan = Scan(view, queries[0] if len(queries) == 1 else whole, "relevance")
        self._factor = max(formula.most_factor for formula in self._formulas.values())

    def _query(self, sought: Sought) -> Query:
        sent = sought.formula.by_bound[:_MOST_SENT]
        unsent = sum(one.bound for one in sought.formula.by_bound[_MOST_SENT:])
        self._rest = max(self._rest, unsent)
        clauses = [weighted(one, self._looseness(one)) for one in sent]
        found = every([*self._view.among(sought.kind), *sought.filter])
        return {"bool": {"filter": [found], "should": clauses}}

    def _looseness(self, summand: Summand) -> float:
        """How much less a term may add in the cluster for the average length it was built with."""
        if isinstance(summand.what, Run):
            return 1.0
        _, stream, _ = summand.what
        return max(
            1.0, summand.average / self._view.commit.averages[f"{summand.what.field}.{stream}"]
        )

    def rows(self, count: int, row_of: RowOf) -> list[Scored]:
        """The first ``count`` rows in order, each by its first document."""
        fetched: list[Scored] = []
        reach = max(_FIRST, 2 * count)
        while True:
            found = self._scan.more(reach)
            fetched += self.scored(found)
            fetched.sort(key=lambda one: one.place)
            rows = _firsts(fetched, row_of, count)
            if self._scan.is_done or not found:
                return rows
            highest = (found[-1].bound * (1.0 + _SLACK) + self._rest) * self._factor
            if len(rows) == count and rows[-1].score > highest:
                return rows
            reach *= _MORE

    def scored(self, candidates: Sequence[Candidate]) -> Iterator[Scored]:
        """Some documents with their exact scores."""
        for kind, formula in self._formulas.items():
            mine = [one for one in candidates if one.kind == kind]
            reading = CandidateReading(mine)
            for place, total in enumerate(formula.read(reading)):
                yield Scored(total * formula.factor(reading, place), mine[place])


def _firsts(ranked: Sequence[Scored], row_of: RowOf, count: int) -> list[Scored]:
    """The first documents of the first rows."""
    rows: dict[Hashable, Scored] = {}
    for one in ranked:
        row = row_of(one.candidate)
        if row is not None and row not in rows:
            rows[row] = one
            if len(rows) == count:
                break
    return list(rows.values())
