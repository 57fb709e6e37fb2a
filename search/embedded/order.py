"""Puts the documents found into the order that ``search.ranking`` states, as far as a page needs.

By relevance, documents that match only through what their article shares (its headline, the
paragraphs beside a photo) take turns: ``TURN`` of each article, then the next ``TURN``, so that one
headline does not fill a page with its 26 photos. Nothing is hidden and the total is unchanged.

Turns are known from the best documents alone: a document's turn is decided by those of its article
before it. So the best few are cut off and given their turns; when too few of them have the first
turn, more are cut off.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from search.embedded.found import Found, first
from search.embedded.leaf import Ids, Mask, Numbers
from search.ranking import TURN
from search.request import Sort

_UNDATED = np.iinfo(np.int32).max
_REACH = 4
_FURTHER = 8
"""So many times the documents asked for are cut off at first, and then so many times more."""


@dataclass(frozen=True, slots=True)
class Order:
    """Places of ``Found``, best first; ``more[place]`` is how many wait behind that one."""

    places: Ids
    more: dict[int, int]


def by_date(found: Found, sort: Sort, count: int) -> Order:
    """By the first day of the date; documents without a date come last either way."""

    def day(places: Ids) -> Ids:
        days = found.days[places]
        return np.where(days == 0, _UNDATED, -days if sort == "newest" else days)

    everywhere = np.arange(len(found))
    return Order(first((day, found.articles, found.positions), everywhere, count), {})


def by_relevance(
    found: Found, scores: Numbers, waiting: Callable[[Ids], Mask] | None, count: int
) -> Order:
    """By score, with turns for the documents at places that are ``waiting``."""
    keys = (
        lambda places: -scores[places],
        lambda places: -found.days[places],
        found.articles,
        found.positions,
    )
    everywhere = np.arange(len(found))
    if waiting is None:
        return Order(first(keys, everywhere, count), {})
    reach = max(count, 1) * _REACH
    while True:
        ranked = first(keys, everywhere, reach)
        places = _places(found, ranked, waiting(ranked))
        if reach >= len(found) or np.count_nonzero(places < TURN) > count:
            break
        reach *= _FURTHER
    order = np.argsort(np.maximum(places, 0) // TURN, kind="stable")
    more = _behind(found, ranked[order], places[order], waiting, count)
    return Order(ranked[order][:count], more)


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
