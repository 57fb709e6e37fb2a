"""A query, prepared: parsed and lowered once, with what it matched in one snapshot.

Whoever turns the page, sets a filter, sorts or goes back asks the same query again; it is then not
parsed, planned or matched a second time. What is remembered are the sets of matching documents, not
answers: every page is filtered, counted, ordered and shown anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.document import KINDS, Kind
from search.execution.evaluate import Evaluation
from search.execution.scorer import Scorer
from search.execution.weighing import Weighing
from search.lazily import lazily
from search.query.nodes import All, split
from search.query.parser import Query, parse
from search.query.plan import Ordering, Plan, Planner
from search.query.tree import Most
from search.ranking import idf
from search.snapshot.docset import NOBODY, DocSet, nbytes
from search.snapshot.segment_searcher import SegmentSearcher
from search.snapshot.snapshot import Snapshot
from search.snippets import Marker
from search.text.analyzer import Analyzer

_A_QUERY = 8000
"""Bytes of memory."""

_LOWERED = 12
"""The tokens of a query are lowered to trees and summands that take so many times their bytes."""


@dataclass(frozen=True, slots=True)
class Matching:
    """The documents of one kind that match the query, before any filter.

    Attributes:
        docs: of each segment, live ones.
        excluded: there are none, but without the query's exclusions there would be.
    """

    plan: Plan
    docs: tuple[DocSet, ...]
    excluded: bool = False

    @property
    def matched(self) -> bool:
        """Whether anything matches."""
        return any(self.docs)


class Searching:
    """The documents of one kind in one snapshot, for one query."""

    def __init__(self, snapshot: Snapshot, planner: Planner, root: All, kind: Kind) -> None:
        self._snapshot = snapshot
        self._planner = planner
        self._root = root
        self.kind = kind
        self.evaluations = [Evaluation(one) for one in snapshot.searchers[kind]]
        self.matching = self._match()

    def _match(self) -> Matching:
        """What holds the whole query: as typed, or with its chunks taken apart."""
        attempts = []
        for plan in self._planner.attempts(self._root, self.kind):
            attempts.append(self._matching(plan))
            if attempts[-1].matched:
                return attempts[-1]
        admitting = self._planner.without_exclusions(self._root, self.kind)
        excluded = admitting is not None and any(
            one.searcher.alive(one.docs(admitting)) for one in self.evaluations
        )
        return replace(attempts[0], excluded=excluded)

    def _matching(self, plan: Plan) -> Matching:
        docs = (one.searcher.alive(one.docs(plan.tree)) for one in self.evaluations)
        return Matching(plan, tuple(docs))

    def relax(self) -> None:
        """Ask for most of the words instead of all."""
        plan = self._planner.relaxed(self._root, self.kind)
        if plan is not None and plan.most is not None:
            masses = self._masses(plan.most)
            for one in self.evaluations:
                one.masses[plan.most] = masses
            self.matching = self._matching(plan)

    def _masses(self, most: Most) -> Sequence[float]:
        """The idf of each child, over all segments."""
        size = self._snapshot.count(self.kind)
        frequencies = (
            sum(len(one.searcher.alive(one.docs(child))) for one in self.evaluations)
            for child in most.children
        )
        return [idf(size, frequency) for frequency in frequencies]

    @property
    def parts(self) -> list[tuple[int, SegmentSearcher, DocSet]]:
        """The matching documents by segment, see ``Found``."""
        found = zip(self.evaluations, self.matching.docs, strict=True)
        return [(number, one.searcher, docs) for number, (one, docs) in enumerate(found)]

    @lazily
    def ordering(self) -> Ordering:
        """How what matches is ordered."""
        return self._planner.ordering(self.matching.plan)

    @lazily
    def scorer(self) -> Scorer:
        """The sum that orders what matches."""
        weighing = Weighing(self._snapshot, self.kind)
        return Scorer(weighing, self.ordering, self.evaluations)

    @lazily
    def own(self) -> tuple[DocSet, ...] | None:
        """By segment, documents that match some leaf by themselves; None: nothing waits."""
        tree = self.ordering.own
        if tree is None:
            return None
        pairs = zip(self.evaluations, self.matching.docs, strict=True)
        return tuple(one.docs(tree, docs) if docs else NOBODY for one, docs in pairs)

    @lazily
    def marker(self) -> Marker:
        """What marks the matches in documents."""
        plan = self.matching.plan
        root = self._root if plan.manner == "full" else split(self._root)
        return Marker(self._planner, root, relaxed=plan.manner == "relaxed")

    @property
    def nbytes(self) -> int:
        """About how many bytes the sets take, with those that are made of them later."""
        return 2 * sum(map(nbytes, self.matching.docs))


class PreparedQuery:
    """A query in one snapshot, for both kinds of documents."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, text: str) -> None:
        self.query: Query = parse(text)
        planner = Planner(analyzer)
        self.searching = {
            kind: Searching(snapshot, planner, self.query.root, kind) for kind in KINDS
        }
        both = self.searching.values()
        # Otherwise the counts beside the kinds would depend on which kind is being looked at.
        if not any(one.matching.matched or one.matching.excluded for one in both):
            for one in both:
                one.relax()
        self.nbytes = _A_QUERY + _LOWERED * planner.nbytes + sum(one.nbytes for one in both)
