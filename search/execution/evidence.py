"""Finds the documents that hold much of a query, over all segments.

The floor is a share of the greatest evidence of any document, so the segments are searched side by
side, unit by unit, the rarest first. As soon as what is left adds up to less than the floor, no
document comes in any more; those that came in are asked for the rest, and fewer and fewer are left.
So a question of thirty characters reads the lists of its rare pairs, and of the frequent ones only
what concerns a few documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from search.document import Kind
from search.execution.evaluate import Evaluation
from search.index.arrays import Array
from search.query.lowered import Partial, Unit
from search.query.tree import Or, Term, Tree
from search.ranking import EVIDENCE_SLACK, GUARDED_SHARES, RELATED_SHARE, evidence
from search.snapshot.docset import NOBODY, DocSet, docset, ids_of
from search.snapshot.snapshot import Snapshot


@dataclass(slots=True)
class _Segment:
    """The documents of a segment that may be close, and what they are known to hold.

    While documents still come in, ``ids`` is None and ``held`` has a place for every document.
    """

    evaluation: Evaluation
    hard: DocSet
    others: tuple[DocSet, ...]
    held: Array
    ids: Array | None = None

    def add(self, tree: Tree, texts: Sequence[int], mass: float) -> None:
        """Add the evidence of one unit of some texts."""
        among = self.hard if self.ids is None else docset(self.ids)
        instead = (self.others[text] & among for text in texts)
        ids = ids_of(DocSet.union(self.evaluation.docs(tree, among), *instead))
        self.held[ids if self.ids is None else self.ids.searchsorted(ids)] += mass

    def narrow(self, need: float) -> None:
        """Keep what holds so much."""
        kept = (self.held >= need) & (self.held > 0)
        ids = kept.nonzero()[0]
        self.ids = ids.astype(np.uint32) if self.ids is None else self.ids[ids]
        self.held = self.held[ids]

    @property
    def most(self) -> float:
        """The greatest evidence so far."""
        return float(self.held.max()) if len(self.held) else 0.0


class Closest(NamedTuple):
    """The documents that hold enough of a query.

    Attributes:
        docs: by segment.
        units: what is evidence, and how much, in the order of summation.
        need: what they hold at least, but for rounding.
    """

    docs: tuple[DocSet, ...]
    units: Sequence[tuple[Unit, float]] = ()
    need: float = 0.0


def closest(
    snapshot: Snapshot, kind: Kind, evaluations: Sequence[Evaluation], partial: Partial
) -> Closest:
    """The live documents that hold enough of a query, full matches among them."""
    weighed = _weighed(snapshot, kind, partial.units)
    total = 0.0
    for _, mass in weighed:  # sum() compensates from Python 3.12 on
        total += mass
    rest = total
    least = GUARDED_SHARES.get(partial.symbols, 0.0) * total
    segments = [_begun(one, partial) for one in evaluations]
    closed = False
    for unit, mass in weighed:
        terms = (Term(field, unit.stream, unit.token) for field in snapshot.fields[kind])
        tree = Or(tuple(terms))
        for one in segments:
            one.add(tree, unit.texts, mass)
        rest -= mass
        need = _need(segments, least)
        if closed or rest * (1 + EVIDENCE_SLACK) < need * (1 - 2 * EVIDENCE_SLACK):
            closed = True
            for one in segments:
                one.narrow(need * (1 - 2 * EVIDENCE_SLACK) - max(0.0, rest) * (1 + EVIDENCE_SLACK))
    need = _need(segments, least)
    for one in segments:
        one.narrow(need * (1 - EVIDENCE_SLACK))
    docs = (NOBODY if one.ids is None else docset(one.ids) for one in segments)
    return Closest(tuple(docs), weighed, need)


def _weighed(snapshot: Snapshot, kind: Kind, units: Sequence[Unit]) -> list[tuple[Unit, float]]:
    """Each unit with its evidence in the field where it is most frequent; the most first."""
    size = snapshot.count(kind)

    def mass(unit: Unit) -> float:
        terms = (Term(field, unit.stream, unit.token) for field in snapshot.fields[kind])
        return evidence(size, max((snapshot.frequency(kind, term) for term in terms), default=0))

    weighed = [(unit, mass(unit)) for unit in units]
    return sorted(weighed, key=lambda one: (-one[1], one[0].stream, one[0].token))


def _begun(evaluation: Evaluation, partial: Partial) -> _Segment:
    searcher = evaluation.searcher
    hard = searcher.alive(evaluation.docs(partial.hard))
    others = (evaluation.docs(tree, hard) for tree in partial.others)
    return _Segment(evaluation, hard, tuple(others), np.zeros(searcher.size))


def _need(segments: Sequence[_Segment], least: float) -> float:
    return max(least, RELATED_SHARE * max((one.most for one in segments), default=0.0))
