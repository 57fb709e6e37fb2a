"""The documents that a search found, by segment and as one list of numbers."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from search.index.arrays import Array, Ids
from search.lazily import lazily
from search.snapshot.docset import NOBODY, DocSet, docset, ids_of
from search.snapshot.segment_searcher import SegmentSearcher

Parts = Sequence[tuple[int, SegmentSearcher, DocSet]]
"""Documents by segment: its number in its kind, who searches it, the documents."""

Key = Callable[[Ids], Array]
"""What some documents are compared by."""

_SAMPLE = 64
"""For each document wanted, so many are looked at to find a bound that the first are below."""


class Found:
    """Documents by segment.

    Attributes:
        parts: (number of the segment in its kind, searcher, documents), by the documents' numbers.
    """

    def __init__(self, parts: Iterable[tuple[int, SegmentSearcher, DocSet]]) -> None:
        self.parts = [part for part in parts if part[2]]

    def __len__(self) -> int:
        return sum([len(docs) for _, _, docs in self.parts])

    @lazily
    def numbers(self) -> Ids:
        """The documents, in order."""
        return _joined([(one.base, docs) for _, one, docs in self.parts])

    def others(self) -> Ids:
        """The live documents of the same segments that were not found, in order."""
        return _joined([(one.base, one.everybody - docs) for _, one, docs in self.parts])

    def among(self, numbers: Ids) -> "Found":
        """Those of the documents that have some numbers, in order."""
        parts = []
        for segment, one, docs in self.parts:
            begin, end = numbers.searchsorted((one.base, one.base + one.size))
            parts.append((segment, one, docs & docset(numbers[begin:end] - one.base)))
        return Found(parts)

    def without(self, others: "Found") -> "Found":
        """The documents without some of them."""
        left = {(one.kind, segment): docs for segment, one, docs in others.parts}
        return Found(
            (segment, one, docs - left.get((one.kind, segment), NOBODY))
            for segment, one, docs in self.parts
        )


def _joined(parts: Sequence[tuple[int, DocSet]]) -> Ids:
    pieces = [base + ids_of(docs).astype(np.int64) for base, docs in parts]
    return np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int64)


def nth_of_some(values: Array, count: int) -> float:
    """A value that at least ``count`` values are not above: the one that so many of a sample are.

    Partitioning a million values takes 10 ms, and most pages want the first few of them.
    """
    if not count:
        return float(values.min())
    some = values[:: max(1, len(values) // (_SAMPLE * count))]
    return float(np.partition(some, count - 1)[count - 1])


def first(keys: Sequence[Key], numbers: Ids, count: int) -> Ids:
    """The ``count`` documents that are first by some keys, in their order.

    A key is looked at only where those before it are tied.
    """
    chosen = _cut(keys, numbers, count)
    if len(chosen) < 2:
        return chosen[:count]
    values = keys[0](chosen)
    order = values.argsort(kind="stable")
    ranked = values[order]
    if (ranked[1:] == ranked[:-1]).any():
        order = np.lexsort([*(key(chosen) for key in reversed(keys[1:])), values])
    return chosen[order][:count]  # what all keys tie, too


def _cut(keys: Sequence[Key], numbers: Ids, count: int) -> Ids:
    """The first by some keys, and among them all that are tied by all keys."""
    if len(numbers) <= count or not keys:
        return numbers
    values = keys[0](numbers)
    if values.dtype.kind != "S":
        early = (values <= nth_of_some(values, count)).nonzero()[0]
        numbers, values = numbers[early], values[early]
    # NumPy partitions no strings; by the time an id decides, few are left.
    ranked = np.sort(values) if values.dtype.kind == "S" else np.partition(values, count - 1)
    edge = ranked[count - 1]
    sure = numbers[values < edge]
    return np.concatenate((sure, _cut(keys[1:], numbers[values == edge], count - len(sure))))
