"""Puts the documents found into the order that ``search.ranking`` states.

By relevance, documents that match only through what their article shares (its headline, the
paragraphs beside a photo) take turns: ``TURN`` of each article, then the next ``TURN``, so that one
headline does not fill a page with its 26 photos. Nothing is hidden and the total is unchanged.
"""

from dataclasses import dataclass

import numpy as np

from search.embedded.snapshot import Ids, Mask, Numbers, Values
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
    return Order(ranked[np.argsort(turns, kind="stable")], _behind(values, places))


def _places(values: Values, ranked: Ids, waiting: Mask) -> dict[int, int]:
    """The place of each waiting document among those of its article."""
    seen: dict[int, int] = {}
    places: dict[int, int] = {}
    for number in ranked[waiting[ranked]]:
        article = int(values.articles[number])
        places[int(number)] = seen.get(article, 0)
        seen[article] = places[int(number)] + 1
    return places


def _behind(values: Values, places: dict[int, int]) -> dict[int, int]:
    """How many documents wait behind the last of each turn."""
    sizes: dict[int, int] = {}
    for number in places:
        article = int(values.articles[number])
        sizes[article] = sizes.get(article, 0) + 1
    return {
        number: sizes[int(values.articles[number])] - place - 1
        for number, place in places.items()
        if place % TURN == TURN - 1 and sizes[int(values.articles[number])] > place + 1
    }
