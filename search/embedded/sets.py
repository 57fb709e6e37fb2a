"""Sets of numbers as sorted arrays: what is among, in all, in any.

Two ways compete. Searching the sorted numbers costs by how many there are, with a logarithm; a mask
costs by the range of the numbers, without one. What is dense is done by masks, or by their bits.
"""

from collections.abc import Sequence

import numpy as np

from search.embedded.arrays import Array, Ids, Mask
from search.embedded.bits import Bits, counted, held, members, unpacked

NOBODY: Ids = np.empty(0, dtype=np.int64)

_SORTED = 16
"""Joining is merging, which a mask beats when more than one in so many is joined."""

_SEARCHED = 24
_SWEPT = 32
"""Searching for a number costs as much as marking so many, or as clearing _SWEPT times as many."""


class Docs:
    """Some of ``size`` documents, as sorted numbers, a mask or bits, whichever is at hand.

    What nobody needs as numbers never is: half a million of them are counted, tested and
    intersected as a mask in a twentieth of the time that listing them takes.

    Attributes:
        bits: the documents packed, if that is at hand.
    """

    __slots__ = ("_count", "_ids", "_mask", "_others", "_size", "bits")

    def __init__(
        self,
        size: int,
        *,
        ids: Ids | None = None,
        mask: Mask | None = None,
        bits: Bits | None = None,
    ) -> None:
        self._size = size
        self._ids = ids
        self._mask = mask
        self._others: Docs | None = None
        self.bits = bits
        self._count = None if ids is None else len(ids)

    @property
    def listed(self) -> bool:
        """Whether the documents are at hand as numbers."""
        return self._ids is not None

    def __len__(self) -> int:
        if self._count is None:
            bits = self.bits
            self._count = int(np.count_nonzero(self.mask)) if bits is None else counted(bits)
        return self._count

    @property
    def ids(self) -> Ids:
        """The documents, in order. Not to be changed."""
        if self._ids is None:
            bits = self.bits
            self._ids = self.mask.nonzero()[0] if bits is None else members(bits)
        return self._ids

    @property
    def mask(self) -> Mask:
        """For each of all documents, whether it is here. Not to be changed."""
        if self._mask is None:
            if self.bits is not None:
                self._mask = unpacked(self.bits, self._size)
            else:
                self._mask = marked(NOBODY if self._ids is None else self._ids, self._size)
        return self._mask

    def has(self, found: Ids) -> Mask:
        """Which of some documents are here."""
        if self._mask is not None:
            return self._mask[found]
        return among(found, self.ids, self._size) if self.bits is None else held(self.bits, found)

    def both(self, others: "Docs") -> "Docs":
        """Those that are among others, too."""
        if self.bits is not None and others.bits is not None:
            return Docs(self._size, bits=self.bits & others.bits)
        if self.listed:
            return self.those(others.has(self.ids))
        if others.listed:
            return others.those(self.has(others.ids))
        return Docs(self._size, mask=self.mask & others.mask)

    def sample(self, many: int) -> Ids:
        """Some of them, about ``many`` if there are as many, in order."""
        step = max(1, len(self) // many)
        return self.ids[::step] if self.listed else self.mask[::step].nonzero()[0] * step

    def those(self, chosen: Mask) -> "Docs":
        """Some of them, by a mask over ``ids``."""
        return Docs(self._size, ids=self.ids[chosen])

    def without(self, others: "Docs") -> "Docs":
        """Those that are not among others."""
        if self._ids is not None:
            return self.those(~others.has(self._ids))
        if self.bits is not None and others.bits is not None:
            return Docs(self._size, bits=self.bits & ~others.bits)
        return Docs(self._size, mask=self.mask & ~others.mask)

    def others(self, live: Mask | None) -> "Docs":
        """The documents that are not here and are live, all of them if ``live`` is None."""
        if self._others is None:
            self._others = Docs(self._size, mask=~self.mask).alive(live)
        return self._others

    def alive(self, live: Mask | None) -> "Docs":
        """Those that are live; all of them if ``live`` is None."""
        if live is None:
            return self
        if self._ids is None:
            return Docs(self._size, mask=self.mask & live)
        return self.those(live[self._ids])


def among(some: Array, others: Array, size: int) -> Mask:
    """Which of some numbers below ``size`` are among others, which are in order."""
    if not len(others):
        return np.zeros(len(some), dtype=np.bool_)
    if len(some) * _SEARCHED > len(others) + size // _SWEPT:
        return marked(others, size)[some]
    wanted = some.astype(others.dtype, copy=False)  # or searchsorted would convert the long side
    places = others.searchsorted(wanted)
    np.minimum(places, len(others) - 1, out=places)
    found: Mask = others[places] == wanted
    return found


def marked(numbers: Array, size: int) -> Mask:
    """A mask of ``size`` with some numbers in it."""
    mask = np.zeros(size, dtype=np.bool_)
    mask[numbers] = True
    return mask


def union(lists: Sequence[Array], size: int) -> Docs:
    """What is in any of some ordered lists of numbers below ``size``."""
    filled = [numbers for numbers in lists if len(numbers)]
    if len(filled) < 2:
        return Docs(size, ids=filled[0] if filled else NOBODY)
    if sum(map(len, filled)) * _SORTED > size:
        mask = np.zeros(size, dtype=np.bool_)
        for numbers in filled:
            mask[numbers] = True
        return Docs(size, mask=mask)
    joined = np.concatenate(filled)
    joined.sort(kind="stable")  # merges what is in order already, in a tenth of the time
    fresh = np.ones(len(joined), dtype=np.bool_)
    np.not_equal(joined[1:], joined[:-1], out=fresh[1:])
    return Docs(size, ids=joined[fresh])


def stretches(starts: Array, ends: Array) -> Ids:
    """All numbers of some half-open intervals, one after the other."""
    lengths = ends - starts
    reached = np.cumsum(lengths)
    total = int(reached[-1]) if len(reached) else 0
    found: Ids = np.arange(total) + np.repeat(starts - reached + lengths, lengths)
    return found
