"""What the documents of a leaf have of a facet, laid out so that it can be counted fast.

A segment has pairs of document and value. Here they are columns: the number of each document's
first value in one array, of its second in another, as long as many documents have one; what is
left over stays pairs. So a facet of what was found is a gathering and a ``bincount``. It is made of
the pairs when a facet is first asked for, takes a byte or two for each document and column, and is
remembered with the segment, whatever is deleted from it.
"""

import numpy as np

from search.embedded.arrays import Array, Ids, Mask, narrowed
from search.embedded.sets import among, marked

_FILLED = 8
"""A column is worth having when more than one document in so many has something in it."""

YEARS = 10_000
"""Years run from 1 to 9999; 0 stands for no date."""

_EPOCH = 719163
"""The ordinal of 1970-01-01."""


class Values:
    """The values of one facet, numbered from 0; ``size`` is how many documents there are."""

    def __init__(self, documents: Array, ordinals: Array, count: int, size: int) -> None:
        self._size = size
        self._count = count
        self._columns: list[Array] = []
        numbers = narrowed(np.append(ordinals.astype(np.int64) + 1, count))[:-1]
        left = np.arange(len(documents))
        while len(left) * _FILLED > size:
            of = documents[left]
            begins = np.append(True, of[1:] != of[:-1])
            column = np.zeros(size, dtype=numbers.dtype)
            column[of[begins]] = numbers[left[begins]]
            self._columns.append(column)
            left = left[~begins]
        self._documents, self._numbers = documents[left].astype(np.int64), numbers[left]

    def counts(self, found: Ids) -> Ids:
        """How many of some documents have each value."""
        counts = np.zeros(self._count + 1, dtype=np.int64)
        for column in self._columns:
            counts += np.bincount(column[found], minlength=self._count + 1)
        if len(self._documents):
            held = among(self._documents, found, self._size)
            counts += np.bincount(self._numbers[held], minlength=self._count + 1)
        return counts[1:]

    def among(self, found: Ids, wanted: Array) -> Mask:
        """Which of some documents have one of some values."""
        is_wanted = marked(wanted + 1, self._count + 1)
        mask = np.zeros(len(found), dtype=np.bool_)
        for column in self._columns:
            mask |= is_wanted[column[found]]
        if len(self._documents):
            mask |= among(found, self._documents[is_wanted[self._numbers]], self._size)
        return mask


class Years:
    """The years of documents' dates, by the first and the last ordinal of each; 0 is no date."""

    def __init__(self, first: Array, last: Array) -> None:
        self._size = len(first)
        self._first = np.where(first > 0, _years(first), 0).astype(np.uint16)
        ends = np.where(first > 0, _years(last), 0).astype(np.uint16)
        self._spanning = (ends > self._first).nonzero()[0]
        self._ends = ends[self._spanning]

    def counts(self, found: Ids) -> Ids:
        """How many of some documents have a date in each year; at 0 those without a date."""
        counts = np.bincount(self._first[found], minlength=YEARS)
        if len(self._spanning):
            held = among(self._spanning, found, self._size)
            begun = np.bincount(self._first[self._spanning[held]], minlength=YEARS)
            ended = np.bincount(self._ends[held], minlength=YEARS)
            # One that began before a year and did not end before it is in it, too.
            counts[1:] += np.cumsum(begun)[:-1] - np.cumsum(ended)[:-1]
        return counts


def _years(ordinals: Array) -> Array:
    """The years of proleptic Gregorian ordinals."""
    days = (ordinals.astype(np.int64) - _EPOCH).astype("datetime64[D]")
    years: Array = days.astype("datetime64[Y]").astype(np.int64) + 1970
    return years
