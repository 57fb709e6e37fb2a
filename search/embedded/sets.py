"""Sets of numbers as sorted arrays: what is among, in all, in any.

Two ways compete. Searching the sorted numbers costs by how many there are, with a logarithm; a mask
costs by the range of the numbers, without one. What is dense is done by masks.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.embedded.arrays import Array

Mask = NDArray[np.bool_]
Ids = NDArray[np.int64]

NOBODY: Ids = np.empty(0, dtype=np.int64)

DENSE = 16
"""What is more than one in so many is handled as a mask; below, searching sorted numbers wins."""


def among(some: Array, others: Array, size: int) -> Mask:
    """Which of some numbers below ``size`` are among others, which are in order."""
    if not len(others):
        return np.zeros(len(some), dtype=np.bool_)
    if (len(some) + len(others)) * DENSE > size:
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


def union(lists: Sequence[Array], size: int) -> Array:
    """What is in any of some ordered lists of numbers below ``size``."""
    filled = [numbers for numbers in lists if len(numbers)]
    if len(filled) < 2:
        return filled[0] if filled else NOBODY
    if sum(map(len, filled)) * DENSE > size:
        mask = np.zeros(size, dtype=np.bool_)
        for numbers in filled:
            mask[numbers] = True
        return mask.nonzero()[0]
    joined = np.concatenate(filled)
    joined.sort()
    fresh = np.ones(len(joined), dtype=np.bool_)
    np.not_equal(joined[1:], joined[:-1], out=fresh[1:])
    return joined[fresh]


def stretches(starts: Array, ends: Array) -> Ids:
    """All numbers of some half-open intervals, one after the other."""
    lengths = ends - starts
    reached = np.cumsum(lengths)
    total = int(reached[-1]) if len(reached) else 0
    found: Ids = np.arange(total) + np.repeat(starts - reached + lengths, lengths)
    return found
