"""Collects the documents of a page in the order that ``search.ranking`` states.

By relevance, documents that match only through what their article shares (its headline, the
paragraphs beside a photo) take turns: ``TURN`` of each article, then the next ``TURN``, so that one
headline does not fill a page with its 26 photos. Nothing is hidden and the total is unchanged.
Documents with the same picture are folded first, in the order of scores, so that turns are of
pictures: what is folded into another article's photo takes no place in its own article's turn.

Turns are known from the best documents alone: a document's turn is decided by those of its article
before it. So the best few are cut off and given their turns; when too few of them have the first
turn, more are cut off.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from search.document import Kind
from search.execution.folding import Folding
from search.execution.found import Found, first
from search.execution.maxscore import contenders
from search.execution.scorer import Numbers, Scorer
from search.index.arrays import Array, Ids, Mask
from search.ranking import TURN
from search.request import Sort
from search.snapshot.snapshot import Snapshot

_UNDATED = np.iinfo(np.int32).max
_REACH = 4
"""So many times the documents asked for are cut off at first, and then so many times more."""


@dataclass(frozen=True, slots=True)
class Order:
    """Documents, best first, with scores; ``more[number]`` is how many wait behind one."""

    numbers: Ids
    scores: Numbers
    more: dict[int, int]


class Collector:
    """Puts what was found into order, as far as a page needs.

    Args:
        waiting: which of some documents match only through what their article shares.
        folding: which of them are rows.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        found: Found,
        scorers: Mapping[Kind, Scorer],
        waiting: Callable[[Ids], Mask],
        folding: Folding,
    ) -> None:
        self._snapshot = snapshot
        self._found = found
        self._scorers = scorers
        self._waiting = waiting
        self._folding = folding

    def by_relevance(self, count: int) -> Order:
        """The first ``count`` rows by score, with turns."""
        reach = max(count, 1) * _REACH
        while True:
            ranked, scores = self._folded(*self.best(reach))
            places = self._places(ranked)
            if reach >= len(self._found) or np.count_nonzero(places < TURN) > count:
                break
            reach *= _REACH
        order = np.argsort(np.maximum(places, 0) // TURN, kind="stable")
        more = self._behind(ranked[order], places[order], count)
        return Order(ranked[order][:count], scores[order][:count], more)

    def by_date(self, sort: Sort, count: int) -> Order:
        """The first ``count`` rows by date, with their scores."""
        reach = count
        while True:
            numbers = by_date(self._snapshot, self._found.numbers, sort, reach)
            numbers = numbers[self._folding.first(numbers)][:count]
            if len(numbers) == count or reach >= len(self._found):
                return Order(numbers, self._scores(numbers), {})
            reach *= _REACH

    def _folded(self, ranked: Ids, scores: Numbers) -> tuple[Ids, Numbers]:
        """The first of each picture."""
        if self._folding.is_idle:
            return ranked, scores
        rows = self._folding.first(ranked)
        return ranked[rows], scores[rows]

    def best(self, count: int) -> tuple[Ids, Numbers]:
        """The best ``count`` and their scores, ties in the order of ``search.ranking``.

        The largest segment goes first: what its best reach, the others' best must reach, too.
        """
        numbers, scores, floor = [np.empty(0, dtype=np.int64)], [np.empty(0)], 0.0
        for segment, one, docs in sorted(self._found.parts, key=lambda p: len(p[2]), reverse=True):
            scorer = self._scorers[one.kind]
            ids, of_ids, floor = contenders(scorer, segment, docs, count, floor)
            numbers.append(one.base + ids.astype(np.int64))
            scores.append(of_ids)
        all_numbers, all_scores = np.concatenate(numbers), np.concatenate(scores)
        days = self._snapshot.days[0]
        keys = (
            lambda some: -all_scores[some],
            lambda some: -days[all_numbers[some]],
            lambda some: self._snapshot.articles(all_numbers[some]),
            lambda some: self._snapshot.positions(all_numbers[some]),
        )
        chosen = first(keys, np.arange(len(all_numbers)), count)
        return all_numbers[chosen], all_scores[chosen]

    def _scores(self, numbers: Ids) -> Numbers:
        """The scores of some documents."""
        scores = np.zeros(len(numbers))
        for segment, one, _ in self._found.parts:
            mine = ((numbers >= one.base) & (numbers < one.base + one.size)).nonzero()[0]
            if len(mine):
                ids = numbers[mine] - one.base
                order = ids.argsort()
                scores[mine[order]] = self._scorers[one.kind].scores(segment, ids[order])
        return scores

    def _places(self, ranked: Ids) -> Ids:
        """The place of each waiting document among those of its article; -1 of others."""
        places = np.full(len(ranked), -1)
        those = np.flatnonzero(self._waiting(ranked))
        if not len(those):
            return places
        articles = self._snapshot.articles(ranked[those])
        order = np.argsort(articles, kind="stable")
        fresh = np.ones(len(order), dtype=np.bool_)
        fresh[1:] = articles[order][1:] != articles[order][:-1]
        starts = np.flatnonzero(fresh)
        sizes = np.diff(starts, append=len(order))
        places[those[order]] = np.arange(len(order)) - np.repeat(starts, sizes)
        return places

    def _behind(self, order: Ids, places: Ids, count: int) -> dict[int, int]:
        """How many of an article wait where its turn ends and another article follows.

        Documents are counted, not rows: a picture that another article's photo stands for is one of
        the article's all the same.
        """
        ending = np.flatnonzero((places[:count] >= 0) & (places[:count] % TURN == TURN - 1))
        if not len(ending):
            return {}
        articles = self._snapshot.articles(order[: count + 1])
        behind = {}
        for i in ending:
            if i + 1 >= len(articles) or articles[i] == articles[i + 1]:
                continue
            waiting = self._waiting(self._found.of_article(articles[i]))
            left = np.count_nonzero(waiting) - int(places[i]) - 1
            if left:
                behind[int(order[i])] = int(left)
        return behind


def by_date(snapshot: Snapshot, numbers: Ids, sort: Sort, count: int) -> Ids:
    """The first by the first day of the date; documents without a date come last either way."""

    def in_order(some: Ids) -> Array:
        days = snapshot.days[0][some]
        return np.where(days == 0, _UNDATED, -days if sort == "newest" else days)

    return first((in_order, snapshot.articles, snapshot.positions), numbers, count)
