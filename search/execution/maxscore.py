"""Which documents can be among the best few: the others are never scored in full.

A page needs the best few of what may be half the archive (MaxScore: Turtle and Flood, "Query
evaluation: strategies and optimizations", 1995). A floor that the best reach is known from
documents in which much of the query stands literally. Documents that have none of the summands
without which the floor is out of reach are not even listed; of the others, what adds most is added
first, and those stay behind that could not reach the floor even with all that is left. The
contenders are then scored exactly. Floors are of sums: a score that is reached, divided by the most
that a sum may be raised by. The sums made on the way are of the same numbers in another
order, so that a bound must be missed by more than rounding before a document is left out.
"""

import numpy as np

from search.execution.found import nth_of_some
from search.execution.scorer import Gathered, Numbers, Scorer
from search.execution.weighing import Summand
from search.index.arrays import Array
from search.query.tree import Run
from search.snapshot.docset import NOBODY, DocSet, ids_of

_DIRECT = 1 << 11
"""So few documents are all contenders: each summand costs much the same for one as for all."""

_SAMPLE = 4
"""For each of the best, so many documents are scored to find a floor."""

_LITERAL = 8
"""So many of the greatest bonuses are asked for, for documents to be scored first."""

_TOGETHER = 32
"""So many are asked at a time for what stands together in them."""

_SLACK = 1e-9
"""Relative; far more than sums of a thousand numbers differ by their order."""


def contenders(
    scorer: Scorer, segment: int, docs: DocSet, count: int, floor: float
) -> tuple[Array, Numbers, float]:
    """All of some documents that can be among the best ``count``, in order, and their scores.

    Args:
        docs: documents of a segment that match the query.
        floor: a score that the best are known to reach; 0 at first.

    Returns:
        ids, scores, and a score that the best are now known to reach.
    """
    if floor or len(docs) > count:
        ids = _Pruning(scorer, segment, count, floor).reaching(docs)
    else:
        ids = ids_of(docs)
    ids, scores, reached = _raised(scorer, segment, ids, count, floor)
    left = (scores >= reached).nonzero()[0]
    return (ids, scores, reached) if len(left) == len(ids) else (ids[left], scores[left], reached)


def _raised(
    scorer: Scorer, segment: int, ids: Array, count: int, floor: float
) -> tuple[Array, Numbers, float]:
    """The scores of those that can be among the best, the greatest sums first asked for more."""
    sums = scorer.sums(segment, ids)
    if scorer.most_factor == 1.0:
        return ids, sums, max(floor, _reached(sums, count))
    order = np.argsort(-sums, kind="stable")
    scores, done = np.empty(0), 0
    reached = max(floor, _reached(sums, count))
    while done < len(order) and sums[order[done]] * scorer.most_factor >= reached:
        some = np.sort(order[done : done + max(count, _TOGETHER)])
        order[done : done + len(some)] = some
        scores = np.append(scores, sums[some] * scorer.factors(segment, ids[some]))
        reached = max(reached, _reached(scores, count))
        done += len(some)
    chosen = order[:done].argsort()
    return ids[order[:done][chosen]], scores[chosen], reached


class _Pruning:
    """One segment's documents, less and less of them."""

    def __init__(self, scorer: Scorer, segment: int, count: int, floor: float) -> None:
        self._scorer = scorer
        self._segment = segment
        self._evaluation = scorer.evaluation(segment)
        self._count = count
        self._floor = floor / scorer.most_factor
        self._base = 0.0
        self._left = [one for one in scorer.by_bound if self._evaluation.most_of(one.what)]

    def reaching(self, docs: DocSet) -> Array:
        """Those that can reach the best, and maybe others."""
        docs = self._all_essential(docs)
        if len(docs) <= _DIRECT:
            return ids_of(docs)
        self._raise_floor(docs)
        return self._added_up(ids_of(self._all_essential(docs)))

    def _all_essential(self, docs: DocSet) -> DocSet:
        while self._floor and docs and (fewer := self._essential(docs)) is not None:
            docs = fewer
        return docs

    def _raise_floor(self, docs: DocSet) -> None:
        """Score some of the documents in which most stands literally."""
        strong = docs
        for summand in [one for one in self._left if isinstance(one.what, Run)][:_LITERAL]:
            both = strong & self._evaluation.docs(summand.what)
            if len(both) >= self._count:
                strong = both
        ids = ids_of(strong)
        sample = ids[:: max(1, len(ids) // (_SAMPLE * self._count))]
        self._reach(self._scorer.scores(self._segment, sample))

    def _reach(self, scores: Numbers) -> None:
        """Raise the floor of sums: what scores reach, were all raised as much as can be."""
        reached = _reached(scores, self._count) / self._scorer.most_factor
        self._floor = max(self._floor, reached)

    def _essential(self, docs: DocSet) -> DocSet | None:
        """The documents without those that have only what adds too little; None: there are none.

        Where that leaves those in which one run stands, all of them gain its bonus, and the others
        are asked for what is missing then.
        """
        total = rest = sum(one.bound for one in self._left)
        needed: list[Summand] = []
        for summand in self._left:
            if self._base + rest + (self._base + total) * _SLACK < self._floor:
                break
            needed.append(summand)
            rest -= summand.bound
        else:
            return None
        fewer = docs & DocSet.union(NOBODY, *(self._evaluation.docs(one.what) for one in needed))
        if len(needed) == 1 and isinstance(needed[0].what, Run):
            self._base += needed[0].factor
            self._left.remove(needed[0])
            return fewer
        return fewer if len(fewer) < len(docs) else None

    def _added_up(self, ids: Array) -> Array:
        """Add what adds most first; leave behind what cannot reach the floor any more."""
        gathered, total = Gathered(self._evaluation, ids), np.full(len(ids), self._base)
        rest = checked = sum(one.bound for one in self._left)
        for done, summand in enumerate(self._left, start=1):
            if len(total) * (len(self._left) - done) <= _DIRECT:
                break
            gathered.add(summand, total)
            rest = max(0.0, rest - summand.bound)
            is_telling = rest <= checked / 2 or rest < self._floor < checked
            if not is_telling:
                continue
            checked = rest
            self._reach(total)
            left = (total >= self._floor - rest - self._floor * _SLACK).nonzero()[0]
            if len(left) < len(total):
                gathered, total = gathered.narrowed(left), total[left]
        return gathered.ids


def _reached(scores: Numbers, count: int) -> float:
    """A score that ``count`` documents reach, less rounding."""
    return -nth_of_some(-scores, count) * (1.0 - _SLACK) if len(scores) >= count else 0.0
