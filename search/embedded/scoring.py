"""Sums the score of ``search.ranking`` over documents, term by term, in the plan's order.

The order of summation is part of the formula: float64 sums made in the same order are the same
to the last bit, so equal documents tie exactly and the oracle's scores can be compared for
equality.

A page needs the best few of what may be half the archive. ``contenders`` leaves out, leaf by leaf,
what cannot be among them (MaxScore: Turtle and Flood, "Query evaluation: strategies and
optimizations", 1995): what adds most is added first, and from time to time the documents stay
behind that could not reach the best even with the most that is left. Only contenders are then
scored exactly. The sums made on the way are of the same numbers in another order, so that a bound
must be missed by more than rounding before a document is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from search.document import Kind
from search.embedded.evaluate import Evaluation, Part
from search.embedded.leaf import Numbers
from search.embedded.sets import Ids
from search.embedded.snapshot import Snapshot
from search.query.plan import Plan, Reward
from search.query.tree import Run, Term
from search.ranking import FIELD_WEIGHTS, LITERAL_BONUS, STREAM_WEIGHTS, idf
from search.text.analyzer import STREAMS

_DIRECT = 1 << 13
"""So few documents times terms are all contenders: leaving out would cost more than scoring."""

_DIRECT_SUMMANDS = 4
"""The sum of so few is worked out for every document found."""

_FIRST_SAMPLE = 16
_SAMPLE = 64
"""For each of the best, so many documents are looked at to find a bound that the best are above."""

_SLACK = 1e-9
"""Relative; far more than sums of a thousand numbers differ by their order."""


@dataclass(slots=True)
class _Summand:
    """Something that adds to scores: a term by its gains, or a run by a constant."""

    what: Term | Run
    factor: float
    average: float = 0.0

    def values(self, part: Part, found: Ids) -> Numbers:
        """What is added to the scores of some documents."""
        if isinstance(self.what, Term):
            return part.posted(self.what).gains(found, self.factor, self.average)
        return part.within(self.what, found) * np.float64(self.factor)

    def bound(self, part: Part) -> float:
        """The most that is added."""
        if isinstance(self.what, Term):
            return self.factor * part.posted(self.what).top(self.average)
        return self.factor


class Scoring:
    """The scores of one plan: its statistics are looked up once, for all leaves."""

    def __init__(self, snapshot: Snapshot, plan: Plan, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._summands = list(_summands(snapshot, plan))

    def scores(self, leaf: int, found: Ids) -> Numbers:
        """The scores of some documents of a leaf; all of them must be in the plan's tree."""
        total = np.zeros(len(found))
        part = self._evaluation.parts[leaf]
        for summand in self._summands:
            total += summand.values(part, found)
        return total

    def contenders(
        self, leaf: int, found: Ids, count: int, floor: float
    ) -> tuple[Ids, Numbers, float]:
        """The places in ``found`` of all that can be among the best ``count``, and their scores.

        ``floor`` is a score that the best are known to reach, 0 at first; the last value is one
        that they are now known to reach.
        """
        few = len(found) <= count or len(found) * len(self._summands) <= _DIRECT
        if few or len(self._summands) <= _DIRECT_SUMMANDS:
            scores = self.scores(leaf, found)
            if few:
                return np.arange(len(found)), scores, floor
            floor = max(floor, _reached(scores, count))
            places = (scores >= floor).nonzero()[0]
            return places, scores[places], floor
        sample = found[:: max(1, len(found) // (_FIRST_SAMPLE * count))]
        floor = max(floor, _reached(self.scores(leaf, sample), count))
        places, floor = self._reaching(leaf, found, count, floor)
        return places, self.scores(leaf, found[places]), floor

    def _reaching(self, leaf: int, found: Ids, count: int, floor: float) -> tuple[Ids, float]:
        """The places of documents that can reach the best, and a score that these reach."""
        places = np.arange(len(found))
        part = self._evaluation.parts[leaf]
        bounds = [summand.bound(part) for summand in self._summands]
        order = sorted(range(len(bounds)), key=bounds.__getitem__, reverse=True)
        total = np.zeros(len(found))
        rest = checked = sum(bounds)
        for done, number in enumerate(order, start=1):
            total += self._summands[number].values(part, found)
            rest -= bounds[number]
            telling = rest <= checked / 2 or rest < floor < checked or done == len(order)
            if not telling:
                continue
            checked = rest
            floor = max(floor, _reached(total, count))
            left = (total >= floor - rest).nonzero()[0]
            if len(left) < len(found):
                places, found, total = places[left], found[left], total[left]
            if len(found) * (len(order) - done) <= _DIRECT:
                break
        return places, floor


def _reached(scores: Numbers, count: int) -> float:
    """A score that ``count`` documents reach: the last of the best in a sample, less rounding."""
    if len(scores) < count:
        return 0.0
    sample = scores[:: max(1, len(scores) // (_SAMPLE * count))]
    last = np.partition(sample, len(sample) - count)[len(sample) - count]
    return float(last) * (1.0 - _SLACK)


def _summands(snapshot: Snapshot, plan: Plan) -> Iterator[_Summand]:
    """What adds to the scores of a plan, in its order."""
    size = snapshot.count(plan.kind)
    for term in plan.terms:
        frequency = snapshot.frequency(plan.kind, *term)
        if frequency:
            weight = FIELD_WEIGHTS[term.field] * STREAM_WEIGHTS[term.stream]
            average = snapshot.average(plan.kind, term.field, term.stream)
            yield _Summand(term, weight * idf(size, frequency), average)
    for reward in plan.rewards:
        mass = _mass(snapshot, plan.kind, reward)
        for run in reward.runs:
            yield _Summand(run, LITERAL_BONUS[run.field] * mass)


def _mass(snapshot: Snapshot, kind: Kind, reward: Reward) -> float:
    """What a leaf of the query weighs: the idf of its tokens where each is rarest."""
    fields = [run.field for run in reward.runs]
    size = snapshot.count(kind)
    total = 0.0
    for stream in STREAMS:
        for token in reward.tokens.stream(stream):
            found = (snapshot.frequency(kind, field, stream, token) for field in fields)
            total += STREAM_WEIGHTS[stream] * idf(size, min(found, default=0))
    return total
