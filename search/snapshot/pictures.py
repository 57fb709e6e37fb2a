"""Which live photos show the same picture, over all segments in one numbering.

A picture is called by the first photo that shows it. Segments have a number for every picture that
hangs on its address alone (``search.picture``); sorting them once for a commit finds those that
stand twice. Most pictures of many archives stand once, so those that do not are kept as sets, too:
a search that finds none of them has nothing to fold.
"""

from collections.abc import Sequence

import numpy as np

from search.index.arrays import Array, Ids
from search.snapshot.docset import NOBODY, DocSet, docset, ids_of
from search.snapshot.segment_searcher import SegmentSearcher


class Pictures:
    """The pictures of all documents of a snapshot.

    Args:
        photos: the searchers of photos, whose numbers come before all others.
        size: how many documents there are.
    """

    def __init__(self, photos: Sequence[SegmentSearcher], size: int) -> None:
        numbers, first = _shared(photos)
        self.size = size
        self._first: Array | None = None
        self._shared = [_within(one, numbers) for one in photos]
        if len(numbers):
            self._first = np.arange(size, dtype=np.uint32)
            self._first[numbers] = first
            self._first.setflags(write=False)

    @property
    def are_distinct(self) -> bool:
        """Whether no picture stands twice."""
        return self._first is None

    def of(self, numbers: Array) -> Array:
        """The picture of each of some documents; one that has none is its own."""
        return numbers if self._first is None else self._first[numbers]

    def shared(self, one: SegmentSearcher) -> DocSet:
        """The documents of a segment whose picture others show, too."""
        return self._shared[one.place] if one.kind == "photo" else NOBODY


def _shared(photos: Sequence[SegmentSearcher]) -> tuple[Ids, Ids]:
    """The live photos whose picture others show, too, and for each the first of these."""
    live = [ids_of(one.everybody) for one in photos]
    based = zip(photos, live, strict=True)
    numbers = np.concatenate([np.empty(0, np.int64), *(one.base + ids for one, ids in based)])
    based = zip(photos, live, strict=True)
    held = np.concatenate(
        [np.empty(0, np.uint64), *(one.array("pictures")[ids] for one, ids in based)]
    )
    order = held.argsort(kind="stable")
    numbers, ranked = numbers[order].astype(np.int64), held[order]
    fresh = np.ones(len(ranked), dtype=np.bool_)
    np.not_equal(ranked[1:], ranked[:-1], out=fresh[1:])
    starts = fresh.nonzero()[0]
    sizes = np.diff(starts, append=len(ranked))
    several = np.repeat(sizes > 1, sizes) & (ranked > 0)
    return numbers[several], np.repeat(numbers[starts], sizes)[several]


def _within(one: SegmentSearcher, numbers: Ids) -> DocSet:
    """Those of some documents that a searcher has."""
    mine = numbers[(numbers >= one.base) & (numbers < one.base + one.size)]
    return docset(np.sort(mine) - one.base)
