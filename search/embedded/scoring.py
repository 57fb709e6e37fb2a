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
from search.embedded.sets import NOBODY, Docs, Ids, union
from search.embedded.snapshot import Snapshot
from search.query.plan import Plan, Reward
from search.query.tree import Run, Term
from search.ranking import FIELD_WEIGHTS, LITERAL_BONUS, STREAM_WEIGHTS, idf
from search.text.analyzer import STREAMS

_DIRECT = 1 << 13
"""So few documents times terms are all contenders: leaving out would cost more than scoring."""

_FEW_TERMS = 4
"""The floor is shared out among so few; of more, most documents would gain enough of one."""

_WORTH = 2
"""Leaving out is worth it when not more than one document in so many remains."""

_FIRST_SAMPLE = 16
_SAMPLE = 64
"""For each of the best, so many documents are looked at to find a bound that the best are above:
scored in full at first, then by what their sums have reached."""

_TINY = 1e-300
"""Less than any gain."""

_SLACK = 1e-9
"""Relative; far more than sums of a thousand numbers differ by their order."""


@dataclass(frozen=True, slots=True)
class _Gain:
    """What a term adds to the scores of documents that have it."""

    term: Term
    factor: float
    average: float

    def values(self, part: Part, found: Ids) -> Numbers:
        """What is added to the scores of some documents."""
        return part.posted(self.term).gains(found, self.factor, self.average)

    def most(self, part: Part) -> float:
        """The most that is added."""
        return self.factor * part.posted(self.term).top(self.average)

    def peak(self, part: Part) -> Ids:
        """Some of the documents that gain most."""
        return part.posted(self.term).peak

    def many(self, part: Part, least: float) -> int:
        """A bound on how many documents gain so much."""
        return part.posted(self.term).many(max(least / self.factor, _TINY), self.average)

    def reaching(self, part: Part, least: float) -> Ids:
        """The documents that gain so much, and maybe some others."""
        return part.posted(self.term).reaching(max(least / self.factor, _TINY), self.average)


@dataclass(frozen=True, slots=True)
class _Bonus:
    """What is added where a run of symbols stands."""

    run: Run
    amount: float

    def values(self, part: Part, found: Ids) -> Numbers:
        """What is added to the scores of some documents."""
        return part.within(self.run, found) * np.float64(self.amount)

    def most(self, part: Part) -> float:  # noqa: ARG002 - it is the same everywhere
        """The most that is added."""
        return self.amount


class Scoring:
    """The scores of one plan: its statistics are looked up once, for all leaves."""

    def __init__(self, snapshot: Snapshot, plan: Plan, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._summands = list(_summands(snapshot, plan))
        gains = [one for one in self._summands if isinstance(one, _Gain)]
        self._few_terms = gains if len(gains) == len(self._summands) <= _FEW_TERMS else ()

    def scores(self, leaf: int, found: Ids) -> Numbers:
        """The scores of some documents of a leaf; all of them must be in the plan's tree."""
        part = self._evaluation.parts[leaf]
        if not self._summands:
            return np.zeros(len(found))
        first, *others = self._summands
        total = first.values(part, found)
        for summand in others:
            total += summand.values(part, found)
        return total

    def contenders(
        self, leaf: int, docs: Docs, count: int, floor: float
    ) -> tuple[Ids, Numbers, float]:
        """All of some documents of a leaf that can be among the best ``count``, and their scores.

        ``floor`` is a score that the best are known to reach, 0 at first; the last value is one
        that they are now known to reach.
        """
        if len(docs) <= count or len(docs) * len(self._summands) <= _DIRECT:
            found = docs.ids
        elif self._few_terms:
            found, floor = self._promising(leaf, docs, count, floor)
        else:
            found, floor = self._reaching(leaf, docs.ids, count, floor)
        return found, self.scores(leaf, found), floor

    def _promising(self, leaf: int, docs: Docs, count: int, floor: float) -> tuple[Ids, float]:
        """Those that gain enough of any of a few terms, and a score that the best reach.

        If a document gains less of every term than some *least* of each, and these add up to the
        floor, then it does not reach the floor. There are two ways to share the floor out: by
        the most that each term adds; or by turns, each term making up for what those after it
        cannot add. The one that leaves fewer documents is taken.
        """
        part, terms = self._evaluation.parts[leaf], self._few_terms
        peaks = union([one.peak(part) for one in terms], part.leaf.size).ids
        floor = max(floor, _reached(self.scores(leaf, peaks[docs.has(peaks)]), count))
        if not floor:  # documents that gain nothing may be among the best
            return docs.ids, floor
        mosts = [one.most(part) for one in terms]
        total = rest = sum(mosts)
        if total < floor:
            return NOBODY, floor
        evenly, by_turns = [], []
        for number in sorted(range(len(terms)), key=mosts.__getitem__, reverse=True):
            rest -= mosts[number]
            evenly.append((terms[number], floor * mosts[number] / total))
            by_turns.append((terms[number], floor - rest))
        many = {
            sum(one.many(part, least) for one, least in shares): shares
            for shares in (by_turns, evenly)
        }
        shares = many[min(many)]
        if min(many) * _WORTH > len(docs):
            return docs.ids, floor
        found = union([one.reaching(part, least) for one, least in shares], part.leaf.size).ids
        return found[docs.has(found)], floor

    def _reaching(self, leaf: int, found: Ids, count: int, floor: float) -> tuple[Ids, float]:
        """The documents that can reach the best, and a score that these reach."""
        part = self._evaluation.parts[leaf]
        sample = found[:: max(1, len(found) // (_FIRST_SAMPLE * count))]
        floor = max(floor, _reached(self.scores(leaf, sample), count))
        mosts = [summand.most(part) for summand in self._summands]
        order = sorted(range(len(mosts)), key=mosts.__getitem__, reverse=True)
        total = np.zeros(len(found))
        rest = checked = sum(mosts)
        for done, number in enumerate(order, start=1):
            total += self._summands[number].values(part, found)
            rest = max(0.0, rest - mosts[number])
            telling = rest <= checked / 2 or rest < floor < checked or done == len(order)
            if not telling:
                continue
            checked = rest
            floor = max(floor, _reached(total, count))
            left = (total >= floor - rest).nonzero()[0]
            if len(left) < len(found):
                found, total = found[left], total[left]
            if len(found) * (len(order) - done) <= _DIRECT:
                break
        return found, floor


def _reached(scores: Numbers, count: int) -> float:
    """A score that ``count`` documents reach: the last of the best in a sample, less rounding."""
    if len(scores) < count:
        return 0.0
    sample = scores[:: max(1, len(scores) // (_SAMPLE * count))]
    last = np.partition(sample, len(sample) - count)[len(sample) - count]
    return float(last) * (1.0 - _SLACK)


def _summands(snapshot: Snapshot, plan: Plan) -> Iterator[_Gain | _Bonus]:
    """What adds to the scores of a plan, in its order."""
    for term in plan.terms:
        rarity = snapshot.weight(plan.kind, term)
        if rarity:
            weight = FIELD_WEIGHTS[term.field] * STREAM_WEIGHTS[term.stream]
            average = snapshot.average(plan.kind, term.field, term.stream)
            yield _Gain(term, weight * rarity, average)
    for reward in plan.rewards:
        mass = _mass(snapshot, plan.kind, reward)
        for run in reward.runs:
            yield _Bonus(run, LITERAL_BONUS[run.field] * mass)


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
