"""A query, prepared: parsed and lowered once, with what it matched in one snapshot.

Whoever turns the page, sets a filter, sorts or goes back asks the same query again; it is then not
parsed, planned or matched a second time. What is remembered are the sets of matching documents and
what they are ordered and marked by, not answers: every page is filtered, counted, ordered and shown
anew. The documents that are only close are looked for when a page first needs them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from search.document import KINDS, Kind
from search.execution.evaluate import Evaluation
from search.execution.evidence import Closest, closest
from search.execution.found import Parts
from search.execution.scorer import Scorer
from search.execution.weighing import Weighing
from search.explanation import Tier
from search.fields import FIELDS
from search.lazily import lazily
from search.query.interpretation import interpretation
from search.query.lowered import Ordering, Partial, Plan
from search.query.nodes import All, Chunk, Node
from search.query.parser import Query, parse
from search.query.plan import Planner
from search.query.tree import Or, Tree
from search.query.widening import Widening
from search.results import Part
from search.snapshot.docset import NOBODY, DocSet, docset, nbytes
from search.snapshot.segment_searcher import SegmentSearcher
from search.snapshot.snapshot import Snapshot
from search.snippets import Marker, lacking
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
        for plan in self._planner.attempts(self._root, self.kind):
            matching = self._matching(plan)
            if matching.matched:
                return matching
        admitting = self._planner.without_exclusions(self._root, self.kind)
        excluded = admitting is not None and any(
            one.searcher.alive(one.docs(admitting)) for one in self.evaluations
        )
        return replace(matching, excluded=excluded)

    def _matching(self, plan: Plan) -> Matching:
        docs = (one.searcher.alive(one.docs(plan.tree)) for one in self.evaluations)
        return Matching(plan, tuple(docs))

    @lazily
    def _partial(self) -> Partial | None:
        return self._planner.partial(self._root, self.kind)

    @lazily
    def near(self) -> Closest:
        """What holds much of the query though not all of it."""
        if self._partial is None or self.matching.excluded:
            return Closest(tuple(NOBODY for _ in self.evaluations))
        found = closest(self._snapshot, self.kind, self.evaluations, self._partial)
        pairs = zip(found.docs, self.matching.docs, strict=True)
        left = tuple(docs - full for docs, full in pairs)
        return found._replace(docs=left)

    @property
    def full(self) -> Parts:
        """The documents that match, by segment."""
        return self._parts(self.matching.docs)

    @property
    def closest(self) -> Parts:
        """Those that hold much of the query though not all of it, by segment."""
        return self._parts(self.near.docs)

    def _parts(self, sets: Sequence[DocSet]) -> Parts:
        found = zip(self.evaluations, sets, strict=True)
        return [(number, one.searcher, docs) for number, (one, docs) in enumerate(found)]

    @lazily
    def ordering(self) -> Ordering:
        """How what is found is ordered."""
        return self._planner.ordering(self.matching.plan, self._partial)

    @lazily
    def scorer(self) -> Scorer:
        """The sum that orders what is found."""
        weighing = Weighing(self._snapshot, self.kind)
        return Scorer(weighing, self.ordering, self.evaluations)

    @lazily
    def own(self) -> tuple[DocSet, ...]:
        """By segment, documents that match without what their article shares."""
        return self._among(self.matching.plan.own, self.matching.docs)

    def alone(self, segment: int, *, close: bool) -> DocSet:
        """The documents with something of the query of their own, not only what they share.

        Args:
            close: of those that do not hold the whole query; else of the others.
        """
        return (self._close_alone if close else self._full_alone)[segment]

    @lazily
    def _full_alone(self) -> tuple[DocSet, ...]:
        touching = self.ordering.touching
        if touching is None:
            return self.matching.docs
        touched = self._among(touching, self.matching.docs)
        return tuple(some | own for some, own in zip(touched, self.own, strict=True))

    @lazily
    def _close_alone(self) -> tuple[DocSet, ...]:
        touching = self.ordering.touching
        if touching is None:
            return self.near.docs
        return self._among(Or((touching, self.ordering.scraps)), self.near.docs)

    def _among(self, tree: Tree, sets: Sequence[DocSet]) -> tuple[DocSet, ...]:
        pairs = zip(self.evaluations, sets, strict=True)
        return tuple(one.docs(tree, docs) if docs else NOBODY for one, docs in pairs)

    @lazily
    def marker(self) -> Marker:
        """What marks the matches in documents that match in full."""
        return Marker(self._planner, self.matching.plan.root)

    @lazily
    def scraps_marker(self) -> Marker:
        """The same in those that are close."""
        return Marker(self._planner, self.matching.plan.root, scraps=True)

    def missing(self, searcher: SegmentSearcher, local: int) -> tuple[str, ...]:
        """The words typed that a document lacks."""
        alone = _alone(local)
        streams = [searcher.stream(local, field) for field in FIELDS[self.kind]]
        told: list[str] = []
        for chunk in self._partial.soft if self._partial else ():
            if not self._stands(chunk, searcher, alone, streams):
                told += lacking(chunk, self._planner, streams)
        return tuple(dict.fromkeys(told))

    def _stands(
        self, chunk: Chunk, searcher: SegmentSearcher, alone: DocSet, streams: Sequence[str]
    ) -> bool:
        """Whether a document has a chunk; most can be told by reading."""
        tokens = self._planner.tokens(chunk.text)
        if any(tokens.run in stream for stream in streams):
            return True
        if len(tokens.words) < 2 and not self._planner.alternatives(chunk):
            return False
        tree = self._planner.standing(chunk, self.kind)
        return bool(self.evaluations[searcher.place].docs(tree, alone))

    def tier(self, segment: int, local: int) -> Tier | None:
        """Where a document stands; None where it does not match."""
        if local in self.matching.docs[segment]:
            return "own" if local in self.own[segment] else "full"
        return "close" if local in self.near.docs[segment] else None

    def instead(self, segment: int, local: int) -> frozenset[int]:
        """For which texts of the query a document has something else that would do."""
        evaluation, alone = self.evaluations[segment], _alone(local)
        others = self._partial.others if self._partial else ()
        return frozenset(i for i, tree in enumerate(others) if evaluation.docs(tree, alone))

    def unmet(self, segment: int, local: int) -> Iterator[Node]:
        """The parts of the query that a document does not match."""
        alone = _alone(local)
        for part, tree in self._planner.conditions(self.matching.plan):
            if not self.evaluations[segment].docs(tree, alone):
                yield part

    @property
    def nbytes(self) -> int:
        """About how many bytes the sets take, with those that are made of them later."""
        near: Closest | None = vars(self).get("near")  # looked for by now, or not
        close = near.docs if near else ()
        return 2 * sum(map(nbytes, (*self.matching.docs, *close)))


class PreparedQuery:
    """A query in one snapshot, for both kinds of documents."""

    def __init__(
        self, snapshot: Snapshot, analyzer: Analyzer, text: str, widening: Widening
    ) -> None:
        self.query: Query = parse(text, today=widening.today)
        self._widening = widening
        self._planner = Planner(analyzer, widening, snapshot.fields)
        self.searching = {
            kind: Searching(snapshot, self._planner, self.query.root, kind) for kind in KINDS
        }

    @lazily
    def interpretation(self) -> tuple[Part, ...]:
        """What was understood, as parts."""
        return interpretation(self.query, self._widening)

    @property
    def nbytes(self) -> int:
        """About how many bytes it takes; more, when the closest documents were asked for."""
        sets = sum(one.nbytes for one in self.searching.values())
        return _A_QUERY + _LOWERED * self._planner.nbytes + sets


def _alone(local: int) -> DocSet:
    return docset(np.array([local], dtype=np.uint32))
