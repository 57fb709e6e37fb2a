"""Sets of documents, or of entries of a store: compressed bitmaps that cannot be changed.

One type for rare and frequent, for a handful and for half an archive: CRoaring chooses arrays or
bits for every 65,536 numbers by itself. Sorted arrays, masks and packed bits in NumPy, each with
limits where the next one begins, were measured to be no faster and took three times the code.
"""

import struct
from collections.abc import Sequence
from itertools import accumulate, islice

import numpy as np
from pyroaring import FrozenBitMap as DocSet

from search.index.arrays import Array, Mask

__all__ = ["NOBODY", "DocSet", "docset", "docset_of", "everybody", "ids_of", "membership", "nbytes"]

NOBODY = DocSet()

_BITS = 16
_SPARSE = 4096
_DENSE = 8192
_COOKIE = 12346
"""Of the format: bits of a number within its container, numbers up to which a container is an
array, bytes of one that is bits, and what a set without runs begins with."""

_OVERHEAD = 200
_A_CONTAINER = 80
_NO_IDS = np.empty(0, dtype=np.uint32)


def docset(numbers: Array) -> DocSet:
    """A set of some numbers, which must be in order.

    CRoaring takes numbers one by one, which costs 5 ns each; its file format takes them by the
    thousand (Roaring format specification, without run containers).
    """
    if not len(numbers):
        return NOBODY
    numbers = numbers.astype(np.uint32, copy=False)
    first, last = int(numbers[0]) >> _BITS, int(numbers[-1]) >> _BITS
    if first == last and len(numbers) <= _SPARSE:
        return _joined([(first, len(numbers), numbers.astype(np.uint16).tobytes())])
    borders = np.arange(first, last + 2, dtype=np.uint64) << np.uint64(_BITS)
    ends = numbers.searchsorted(borders[1:-1].astype(np.uint32)).tolist()
    low = numbers.astype(np.uint16)
    containers = []
    for key, begin, end in zip(
        range(first, last + 1), [0, *ends], [*ends, len(numbers)], strict=True
    ):
        if end - begin > _SPARSE:
            mask = np.zeros(1 << _BITS, dtype=np.bool_)
            mask[low[begin:end].astype(np.intp)] = True
            containers.append((key, end - begin, _packed(mask)))
        elif end > begin:
            containers.append((key, end - begin, low[begin:end].tobytes()))
    return _joined(containers)


def docset_of(mask: Mask) -> DocSet:
    """The set of the places where a mask is true."""
    containers = []
    for key in range(-(-len(mask) >> _BITS)):
        block = mask[key << _BITS : (key + 1) << _BITS]
        many = int(np.count_nonzero(block))
        if many > _SPARSE:
            containers.append((key, many, _packed(block)))
        elif many:
            containers.append((key, many, block.nonzero()[0].astype(np.uint16).tobytes()))
    return _joined(containers)


def _packed(mask: Mask) -> bytes:
    """A mask as bits, of a whole container."""
    return np.packbits(mask, bitorder="little").tobytes().ljust(_DENSE, b"\0")


def _joined(containers: Sequence[tuple[int, int, bytes]]) -> DocSet:
    """Containers (key, how many numbers, content) as a set."""
    count = len(containers)
    heads = [half for key, many, _ in containers for half in (key, many - 1)]
    starts = accumulate((len(held) for _, _, held in containers[:-1]), initial=8 + 8 * count)
    head = struct.pack(f"<II{2 * count}H{count}I", _COOKIE, count, *heads, *islice(starts, count))
    return DocSet.deserialize(head + b"".join(held for _, _, held in containers))


def everybody(size: int) -> DocSet:
    """The numbers below ``size``."""
    return DocSet(range(size))


def ids_of(docs: DocSet) -> Array:
    """The numbers of a set in order, as uint32."""
    return np.frombuffer(docs.to_array(), dtype=np.uint32) if docs else _NO_IDS


def membership(ids: Array, docs: DocSet) -> Mask:
    """Which of some numbers, in order, are in a set."""
    held = ids_of(docset(ids) & docs)
    mask = np.zeros(len(ids), dtype=np.bool_)
    mask[ids.searchsorted(held)] = True
    return mask


def nbytes(docs: DocSet) -> int:
    """About how many bytes a set takes, at most."""
    if not docs:
        return _OVERHEAD
    containers = min(len(docs), (docs.max() >> _BITS) + 1)
    return min(2 * len(docs), containers * _DENSE) + containers * _A_CONTAINER + _OVERHEAD
