"""Puts the documents found into the order that ``search.ranking`` states.

By relevance, documents that match only through what their article shares (its headline, the
paragraphs beside a photo) take turns: ``TURN`` of each article, then the next ``TURN``, so that one
headline does not fill a page with its 26 photos. Nothing is hidden and the total is unchanged.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from search.embedded.values import Ids, Mask, Numbers, Values
from search.ranking import TURN
from search.request import Sort


@dataclass(frozen=True, slots=True)
class Order:
    """Document numbers, best first; ``more[number]`` is how many wait behind that one."""

    numbers: Ids
    more: dict[int, int]


def by_date(values: Values, found: Mask, sort: Sort) -> Order:
    """By the first day of the date; documents without a date come last either way."""
    numbers = np.flatnonzero(found)
    day = values.first[numbers]
    undated = day == 0
    day = -day if sort == "newest" else day
    keys = (values.positions[numbers], values.articles[numbers], day, undated)
    return Order(numbers[np.lexsort(keys)], {})


def by_relevance(values: Values, found: Mask, scores: Numbers, waiting: Mask) -> Order:
    """By score, with turns for the documents in ``waiting``."""
    numbers = np.flatnonzero(found)
    keys = (
        values.positions[numbers],
        values.articles[numbers],
        -values.first[numbers],
        -scores[numbers],
    )
    ranked = numbers[np.lexsort(keys)]
    places = _places(values, ranked, waiting)
    turns = np.array([places.get(int(n), 0) // TURN for n in ranked], dtype=np.int64)
    order = ranked[np.argsort(turns, kind="stable")]
    return Order(order, _behind(values, order, places))


def _places(values: Values, ranked: Ids, waiting: Mask) -> dict[int, int]:
    """The place of each waiting document among those of its article."""
    seen: dict[int, int] = {}
    places: dict[int, int] = {}
    for number in ranked[waiting[ranked]]:
        article = int(values.articles[number])
        places[int(number)] = seen.get(article, 0)
        seen[article] = places[int(number)] + 1
    return places


def _behind(values: Values, order: Ids, places: dict[int, int]) -> dict[int, int]:
    """How many documents of an article wait where its turn ends and another article follows."""
    articles = values.articles[order]
    sizes = Counter(int(values.articles[number]) for number in places)
    behind = {}
    for number, article, following in zip(order[:-1], articles[:-1], articles[1:], strict=True):
        place = places.get(int(number))
        if place is None or place % TURN != TURN - 1 or article == following:
            continue
        if left := sizes[int(article)] - place - 1:
            behind[int(number)] = left
    return behind
