"""The best documents, exactly, out of an order that is not.

OpenSearch keeps the length of a field in one byte, and adds in 24 bits: its own first ten are ours
in every second query. But lengths are rounded down, so with the summands of our formula as boosts
and its saturation as similarity (see ``mapping``) its score is never below ours, except for
rounding. So documents are fetched in its order, scored anew from their texts, in float64 and by the
one formula, and when as many as are wanted come before any that was not fetched can, they are the
best. Else more are fetched. What a document's sum may be raised by for what stands together in it
is bounded by the query.

A bound decides nothing among documents that are tied, and a photographer's name is in thousands
that are, or one caption (see ``ties``): these are taken out as soon as they are met, and go by
date. Documents may be tied by chance besides; all of these are read, but of what was read no more
is kept than the rows that are wanted.

Summands are many where a query is long: those that add least are not sent, and what they could add
is part of the bound. A pasted page may be bounded so loosely that nearly all would have to be read;
then it is given up (``LooseBoundError``), and less of it is asked for.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from search.cluster.commits.view import Answer, Body, View
from search.cluster.pages.reading import Candidate, CandidateReading
from search.cluster.pages.scan import Scan
from search.cluster.pages.ties import LEAST, Tie, tie_of
from search.cluster.schema.compile import NOTHING, Query, any_of, every, none_of, weighted
from search.document import Kind
from search.execution.formula import Formula
from search.execution.weighing import Summand
from search.query.tree import Run

_MOST_SENT = 1_000
"""Summands that the cluster adds up for one kind of documents."""

_FIRST = 20
_MORE = 4
"""Documents that are fetched at first at least, and so many times as many as are there then."""

_AT_ONCE = 2_000
"""Documents with their texts that are fetched at once, at most."""

_MOST_READ = 3_000
"""Documents that are read for a query whose bound is loose."""

_LOOSE = 1.5
"""The factor from which on a bound is: some twenty symbols may stand together."""

_MOST_TIES = 8

_SLACK = 1e-5
"""Relative; float32 sums of some hundred summands are off by less."""

RowOf = Callable[[Candidate], Hashable]
"""What row a document belongs to; None where it is in no row."""

Place = tuple[float, tuple[int, str, int]]
"""What results are ordered by: the score, the most first; then as a candidate's ``place``."""

_FIRST_OF_ALL = (-(1 << 40), "", 0)


class LooseBoundError(Exception):
    """Too many documents would have to be read for a long query. Never leaves the engine."""


class Scored(NamedTuple):
    """A document with its exact score."""

    score: float
    candidate: Candidate

    @property
    def place(self) -> Place:
        """Where it stands."""
        return -self.score, self.candidate.place


class Sought(NamedTuple):
    """The documents of one kind that are sought: by what filter, and how they are scored."""

    kind: Kind
    filter: Sequence[Query]
    formula: Formula


class _Pool(ABC):
    """Documents that are fetched in an order, some of them by now.

    Attributes:
        count: how many were fetched.
    """

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.count = 0

    def more(self, least: int) -> list[Scored]:
        """Fetch more, so many times as many as there are."""
        return self.take(self.scan.more(min(_AT_ONCE, max(least, _MORE * self.count))))

    def take(self, found: Sequence[Candidate]) -> list[Scored]:
        """Take documents up that were fetched."""
        self.count += len(found)
        return self.scored(found)

    @abstractmethod
    def scored(self, found: Sequence[Candidate]) -> list[Scored]:
        """The documents that were fetched last, with their scores."""

    @property
    @abstractmethod
    def ceiling(self) -> Place:
        """What is left comes behind that."""


class _Tied(_Pool):
    """Documents that all have one score."""

    def __init__(self, scan: Scan, score: float) -> None:
        super().__init__(scan)
        self._score = score
        self._last: Place = (-score, _FIRST_OF_ALL)

    def scored(self, found: Sequence[Candidate]) -> list[Scored]:
        """See ``_Pool``."""
        scored = [Scored(self._score, one) for one in found]
        if scored:
            self._last = scored[-1].place
        return scored

    @property
    def ceiling(self) -> Place:
        """See ``_Pool``."""
        return self._last


class Best:
    """Finds the first rows by score.

    Attributes:
        factor: what stands together may raise a sum by so much.
    """

    def __init__(self, view: View, sought: Sequence[Sought]) -> None:
        self._view = view
        self._sought = sought
        self._formulas: Mapping[Kind, Formula] = {one.kind: one.formula for one in sought}
        self.factor = max(formula.most_factor for formula in self._formulas.values())
        self._opening = self._ranked(())

    def opening(self, count: int) -> Body:
        """What asks for the documents that ``count`` rows need at first."""
        return self._opening.scan.opening(min(_least(count), _AT_ONCE))

    def rows(self, count: int, row_of: RowOf, opened: Answer) -> list[Scored]:
        """The first ``count`` rows in order, each by its first document.

        Args:
            opened: the answer to ``opening``.

        Raises:
            LooseBoundError: what is bounded so loosely cannot be told apart in time.
        """
        ties: list[tuple[Tie, _Tied]] = []
        ranked, least, rows = self._opening, _least(count), list[Scored]()
        found = ranked.take(ranked.scan.opened(opened, min(least, _AT_ONCE)))
        while True:
            rows = _firsts(sorted((*rows, *found), key=_place), row_of, count)
            pools: list[_Pool] = [ranked, *(pool for _, pool in ties)]
            left = [pool for pool in pools if not pool.scan.is_done]
            if not left or (
                len(rows) == count and rows[-1].place < min(pool.ceiling for pool in left)
            ):
                return rows
            if ranked.is_loose and ranked.count > max(_MOST_READ, _MORE * count):
                raise LooseBoundError
            behind = min(left, key=lambda pool: pool.ceiling)
            tie = self._tie(ranked.latest) if behind is ranked else None
            if tie is not None and len(ties) < _MOST_TIES:
                ties.append((tie, self._tied(tie)))
                behind = ranked = self._ranked([known for known, _ in ties])
            found = behind.more(least)

    def _tie(self, fetched: Sequence[Scored]) -> Tie | None:
        """What the last of some documents are tied by, if they are."""
        last = fetched[-1]
        tied = [one.candidate for one in fetched if one.score == last.score]
        if len(tied) < LEAST:
            return None
        return tie_of(tied, last.score, self._formulas[last.candidate.kind])

    def _tied(self, tie: Tie) -> _Tied:
        (sought,) = (one for one in self._sought if one.kind == tie.kind)
        query = every([*self._view.among(tie.kind), *sought.filter, tie.query])
        return _Tied(Scan(self._view, {"bool": {"filter": [query]}}, "newest"), tie.score)

    def _ranked(self, without: Sequence[Tie]) -> "_Ranked":
        return _Ranked(self, without)

    def query(self, sought: Sought, without: Sequence[Tie]) -> tuple[Query, float]:
        """What scores documents, and what is not sent may add so much."""
        sent = sought.formula.by_bound[:_MOST_SENT]
        unsent = sum(one.bound for one in sought.formula.by_bound[_MOST_SENT:])
        clauses = [weighted(one, self._looseness(one)) for one in sent]
        tied = any_of(tie.query for tie in without if tie.kind == sought.kind)
        others = [] if tied == NOTHING else [none_of(tied)]
        found = every([*self._view.among(sought.kind), *sought.filter, *others])
        return {"bool": {"filter": [found], "should": clauses}}, unsent

    def _looseness(self, summand: Summand) -> float:
        """How much less a term may add in the cluster for the average length it was built with."""
        if isinstance(summand.what, Run):
            return 1.0
        name = f"{summand.what.field}.{summand.what.stream}"
        return max(1.0, summand.average / self._view.commit.averages[name])

    def scan(self, without: Sequence[Tie]) -> tuple[Scan, float]:
        """All that is sought in the cluster's order, and what it may score beyond its bound."""
        made = [self.query(one, without) for one in self._sought]
        queries = [query for query, _ in made]
        whole: Query = {"bool": {"should": queries, "minimum_should_match": 1}}
        scan = Scan(self._view, queries[0] if len(queries) == 1 else whole, "relevance")
        return scan, max(rest for _, rest in made)

    def most(self, bound: float, rest: float) -> float:
        """The most that a document scores which has a bound."""
        return (bound * (1.0 + _SLACK) + rest) * self.factor

    def scored(self, candidates: Sequence[Candidate]) -> Iterator[Scored]:
        """Some documents with their exact scores."""
        for kind, formula in self._formulas.items():
            mine = [one for one in candidates if one.kind == kind]
            reading = CandidateReading(mine)
            for place, total in enumerate(formula.read(reading)):
                yield Scored(total * formula.factor(reading, place), mine[place])


class _Ranked(_Pool):
    """Documents in the order of the cluster's scores.

    Attributes:
        latest: those that were fetched last.
    """

    def __init__(self, best: Best, without: Sequence[Tie]) -> None:
        scan, self._rest = best.scan(without)
        super().__init__(scan)
        self.latest: list[Scored] = []
        self._best = best
        self._bound = float("inf")

    def scored(self, found: Sequence[Candidate]) -> list[Scored]:
        """See ``_Pool``."""
        if found:
            self._bound = found[-1].bound
        self.latest = list(self._best.scored(found))
        return self.latest

    @property
    def is_loose(self) -> bool:
        """Whether scores may be much less than their bounds."""
        return self._best.factor > _LOOSE or self._rest > 0.0

    @property
    def ceiling(self) -> Place:
        """See ``_Pool``."""
        return -self._best.most(self._bound, self._rest), _FIRST_OF_ALL


def _least(count: int) -> int:
    """How many documents are fetched at first for so many rows."""
    return max(_FIRST, 2 * count)


def _place(one: Scored) -> Place:
    return one.place


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
