"""Puts the documents found into the order that ``search.ranking`` states, as far as a page needs.

By relevance, documents that match only through what their article shares (its headline, the
paragraphs beside a photo) take turns: ``TURN`` of each article, then the next ``TURN``, so that one
headline does not fill a page with its 26 photos. Nothing is hidden and the total is unchanged.

Turns are known from the best documents alone: a document's turn is decided by those of its article
before it. So the best few are cut off and given their turns; when too few of them have the first
turn, more are cut off.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from search.document import Kind
from search.embedded.arrays import Array, Ids, Mask
from search.embedded.found import Found, are_many, early, first
from search.embedded.leaf import Leaf, Numbers
from search.embedded.scoring import Scoring
from search.embedded.sets import NOBODY, Docs
from search.ranking import TURN
from search.request import Sort

_UNDATED = np.iinfo(np.int32).max
_REACH = 4
_FURTHER = 8
"""So many times the documents asked for are cut off at first, and then so many times more."""

_LISTED = 1 << 10
"""So few are sorted by all that decides; of more, the best are cut off first."""


@dataclass(frozen=True, slots=True)
class Order:
    """Documents, best first, with scores; ``more[number]`` is how many wait behind one."""

    numbers: Ids
    scores: Numbers
    more: dict[int, int]


class Ranking:
    """The documents found by their scores, which are summed only where they are needed."""

    def __init__(self, found: Found, scorings: Mapping[Kind, Scoring]) -> None:
        self.found = found
        self._scorings = scorings

    def scores(self, numbers: Ids) -> Numbers:
        """The scores of some documents."""

        def read(part: int, ids: Ids) -> Numbers:
            number, leaf, _ = self.found.parts[part]
            return self._scorings[leaf.kind].scores(number, ids)

        return self.found.gathered(numbers, read)

    def best(self, count: int) -> tuple[Ids, Numbers]:
        """The best ``count`` and their scores, ties in the order of ``search.ranking``."""
        if len(self.found.parts) == 1:
            ((number, leaf, docs),) = self.found.parts
            ids, scores, _ = self._scorings[leaf.kind].contenders(number, docs, count, 0.0)
            if len(ids) < 2:
                return ids[:count] + leaf.base, scores[:count]
            if len(ids) <= _LISTED:
                # In one leaf documents are numbered as ties are broken, after the date.
                order = np.lexsort((-leaf.first[ids], -scores))[:count]
                return ids[order] + leaf.base, scores[order]
            numbers = ids + leaf.base
        else:
            numbers, scores = self._contenders(count)
        keys = (
            lambda some: -scores[some],
            lambda some: -self.found.days(numbers[some]),
            lambda some: self.found.articles(numbers[some]),
            lambda some: self.found.positions(numbers[some]),
        )
        chosen = first(keys, np.arange(len(numbers)), count)
        return numbers[chosen], scores[chosen]

    def _contenders(self, count: int) -> tuple[Ids, Numbers]:
        """The largest leaf goes first: what its best reach, the others' best must reach, too."""
        numbers, scores, floor = [], [], 0.0
        for number, leaf, docs in sorted(self.found.parts, key=_size, reverse=True):
            scoring = self._scorings[leaf.kind]
            ids, of_ids, floor = scoring.contenders(number, docs, count, floor)
            numbers.append(leaf.base + ids)
            scores.append(of_ids)
        return np.concatenate([NOBODY, *numbers]), np.concatenate([np.empty(0), *scores])


def _size(part: tuple[int, Leaf, Docs]) -> int:
    return len(part[2])


def by_date(found: Found, sort: Sort, count: int) -> Ids:
    """The first by the first day of the date; documents without a date come last either way."""

    def in_order(days: Array) -> Array:
        return np.where(days == 0, _UNDATED, -days if sort == "newest" else days)

    def first_of(leaf: Leaf, docs: Docs) -> Docs:
        """Without most of those that others of the leaf are before."""
        if not count or not are_many(len(docs), count):
            return docs
        if len(docs) == leaf.size:
            return Docs(leaf.size, ids=early(in_order(leaf.first), count))
        return Docs(leaf.size, ids=docs.ids[early(in_order(leaf.first[docs.ids]), count)])

    kept = Found((number, leaf, first_of(leaf, docs)) for number, leaf, docs in found.parts)
    keys = (lambda numbers: in_order(kept.days(numbers)), kept.articles, kept.positions)
    return first(keys, kept.numbers, count)


def by_relevance(ranking: Ranking, waiting: Callable[[Ids], Mask], count: int) -> Order:
    """By score, with turns for the documents that are ``waiting``."""
    found = ranking.found
    reach = max(count, 1) * _REACH
    while True:
        ranked, scores = ranking.best(reach)
        places = _places(found, ranked, waiting(ranked))
        if reach >= len(found) or np.count_nonzero(places < TURN) > count:
            break
        reach *= _FURTHER
    order = np.argsort(np.maximum(places, 0) // TURN, kind="stable")
    more = _behind(found, ranked[order], places[order], waiting, count)
    return Order(ranked[order][:count], scores[order][:count], more)


def _places(found: Found, ranked: Ids, waiting: Mask) -> Ids:
    """The place of each waiting document among those of its article; -1 of one that is not."""
    places = np.full(len(ranked), -1)
    those = np.flatnonzero(waiting)
    articles = found.articles(ranked[those])
    order = np.argsort(articles, kind="stable")
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = articles[order][1:] != articles[order][:-1]
    starts = np.flatnonzero(fresh)
    sizes = np.diff(starts, append=len(order))
    places[those[order]] = np.arange(len(order)) - np.repeat(starts, sizes)
    return places


def _behind(
    found: Found, order: Ids, places: Ids, waiting: Callable[[Ids], Mask], count: int
) -> dict[int, int]:
    """How many documents of an article wait where its turn ends and another article follows."""
    articles = found.articles(order[: count + 1])
    behind = {}
    for i in np.flatnonzero(places[:count] % TURN == TURN - 1):
        if places[i] < 0 or i + 1 >= len(articles) or articles[i] == articles[i + 1]:
            continue
        left = np.count_nonzero(waiting(found.of_article(articles[i]))) - int(places[i]) - 1
        if left:
            behind[int(order[i])] = int(left)
    return behind
