"""Sets of numbers as packed bits: sixty-four documents to a word.

What is in two frequent lists is found by one ``&`` over an eighth of the bytes that a mask has, and
counted without being listed. Bits cost by the range of the numbers; so only what is frequent is
packed, and what is rare stays a list.
"""

import numpy as np
from numpy.typing import NDArray

from search.embedded.arrays import Ids, Mask

Bits = NDArray[np.uint64]

_WORD = 64
_SHIFT = 6
_PLACE = 63
_ONE = np.uint64(1)

_UNPACKED = 24
"""Testing a bit takes as long as unpacking so many."""


def packed(mask: Mask) -> Bits:
    """A mask as bits; those beyond its end are 0."""
    words = -(-len(mask) // _WORD)
    held = np.zeros(words * 8, dtype=np.uint8)
    held[: -(-len(mask) // 8)] = np.packbits(mask, bitorder="little")
    return held.view(np.uint64)


def unpacked(bits: Bits, size: int) -> Mask:
    """Bits as a mask of ``size``, which may be changed."""
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(np.bool_)


def counted(bits: Bits) -> int:
    """How many numbers are in a set."""
    return int(np.bitwise_count(bits).sum())


def members(bits: Bits) -> Ids:
    """The numbers in a set, in order; those of a sparse one are found by its bytes."""
    octets = bits.view(np.uint8)
    filled = (octets != 0).nonzero()[0]
    if len(filled) * 2 > len(octets):
        return np.unpackbits(octets, bitorder="little").view(np.bool_).nonzero()[0]
    found = np.unpackbits(octets[filled], bitorder="little").view(np.bool_).nonzero()[0]
    ids: Ids = (filled[found >> 3] << 3) + (found & 7)
    return ids


def split(found: Ids) -> tuple[Ids, Bits]:
    """For each of some numbers, the word it is in, and a word with its bit alone."""
    return found >> _SHIFT, _ONE << (found & _PLACE).view(np.uint64)


def held(bits: Bits, found: Ids) -> Mask:
    """Which of some numbers are in a set; for many of them all bits are unpacked."""
    size = len(bits) * _WORD
    if len(found) * _UNPACKED > size:
        return unpacked(bits, size)[found]
    words, alone = split(found)
    alone &= bits[words]
    mask: Mask = alone.astype(np.bool_)
    return mask


class Ranks:
    """Where the numbers of a set stand in its order: its bits, and counts before every word.

    This is the rank of succinct data structures (Jacobson, 1989) with words for blocks.
    """

    __slots__ = ("_before", "_bits")

    def __init__(self, bits: Bits) -> None:
        self._bits = bits
        self._before = np.zeros(len(bits), dtype=np.int32)
        np.cumsum(np.bitwise_count(bits[:-1]), out=self._before[1:])

    @property
    def nbytes(self) -> int:
        """Bytes that bits and counts take."""
        return self._bits.nbytes + self._before.nbytes

    def places(self, words: Ids, alone: Bits) -> Ids:
        """How many members are smaller than each of some numbers, which are ``split``."""
        smaller = alone - _ONE
        smaller &= self._bits[words]
        places: Ids = self._before[words] + np.bitwise_count(smaller)
        return places
