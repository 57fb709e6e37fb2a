"""Collects the rows of a page in the order that ``search.ranking`` states.

Rows are known from the best documents alone: of those of one picture or group, the first in the
order is the row, and the others fall away. So the best few are cut off; when too few rows are left
of them, more are cut off.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from search.document import Kind
from search.execution.folding import Rows
from search.execution.found import first
from search.execution.maxscore import contenders
from search.execution.scorer import Numbers, Scorer
from search.index.arrays import Array, Ids
from search.request import Sort
from search.snapshot.snapshot import Snapshot

_UNDATED = np.iinfo(np.int32).max
_REACH = 4
"""So many times the documents asked for are cut off at first, and then so many times more."""


@dataclass(frozen=True, slots=True)
class Order:
    """Documents, best first, with scores."""

    numbers: Ids
    scores: Numbers


class Collector:
    """Puts what was found into order, as far as a page needs.

    Args:
        rows: what was found, and which of some documents in order are rows.
    """

    def __init__(self, snapshot: Snapshot, rows: Rows, scorers: Mapping[Kind, Scorer]) -> None:
        self._snapshot = snapshot
        self._rows = rows
        self._found = rows.found
        self._scorers = scorers

    def by_relevance(self, count: int) -> Order:
        """The first ``count`` rows by score."""
        reach = count if self._rows.are_documents else count * _REACH
        while True:
            ranked, scores = self.best(reach)
            rows = self._rows.first(ranked).nonzero()[0][:count]
            if len(rows) == count or reach >= len(self._found):
                return Order(ranked[rows], scores[rows])
            reach *= _REACH

    def by_date(self, sort: Sort, count: int) -> Order:
        """The first ``count`` rows by date, with their scores."""
        reach = count
        while True:
            numbers = by_date(self._snapshot, self._found.numbers, sort, reach)
            numbers = numbers[self._rows.first(numbers)][:count]
            if len(numbers) == count or reach >= len(self._found):
                return Order(numbers, self._scores(numbers))
            reach *= _REACH

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


def by_date(snapshot: Snapshot, numbers: Ids, sort: Sort, count: int) -> Ids:
    """The first by the first day of the date; documents without a date come last either way."""

    def in_order(some: Ids) -> Array:
        days = snapshot.days[0][some]
        return np.where(days == 0, _UNDATED, -days if sort == "newest" else days)

    return first((in_order, snapshot.articles, snapshot.positions), numbers, count)
