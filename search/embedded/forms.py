"""How posting lists are laid out: by how many of a leaf's documents they have.

What is rare is a sorted list. What is frequent is *ranked*: packed bits tell whether a document has
the token, and a count of the bits before it tells where its code stands. That takes a quarter of
the bytes of a list, and a document is looked up in constant time. What is more frequent still is
*laid out*, as a byte for every document of the leaf.
"""

from collections import defaultdict
from typing import Any

import numpy as np

from search.embedded.arrays import Array, Ids, Mask
from search.embedded.bits import Bits, Ranks, held, members, packed, split
from search.embedded.memory import Holders
from search.embedded.posted import Coding, Posted
from search.embedded.sets import marked

_RANKED = 64
"""A list of more than one document in so many is ranked, or laid out."""

_LAID = 4
"""A list of more than one document in so many is laid out."""

_LOOKED_UP = 4
"""With more postings than so many for each document, the documents are searched for in the list."""

_FEW = 64
"""Shorter lists are always searched: laying out costs some microseconds whatever it lays."""


class Spare:
    """Arrays of zeros, one number for each document of a leaf, lent and given back as zeros.

    There are as many as searches were ever at work on the leaf at the same moment.
    """

    def __init__(self, documents: int) -> None:
        self.documents = documents
        self._idle: defaultdict[np.dtype[Any], list[Array]] = defaultdict(list)

    def take(self, kind: np.dtype[Any]) -> Array:
        """An array of a type that nobody else has."""
        try:
            return self._idle[kind].pop()
        except IndexError:
            return np.zeros(self.documents, dtype=kind)

    def give(self, zeros: Array) -> None:
        """Give an array back."""
        self._idle[zeros.dtype].append(zeros)


def holders(ids: Ids, documents: int) -> Holders:
    """Some of so many documents, in order, as a set in the form that fits it."""
    if len(ids) * _RANKED <= documents:
        return Holders(documents, ids=ids)
    return Holders(documents, bits=packed(marked(ids, documents)))


def posted(ids: Ids, counts: Array, lengths: Array, spare: Spare) -> Posted:
    """A list in the form that fits it.

    Args:
        ids: the documents, in order; counts: how often each has the token; lengths: of its field.
    """
    coding = Coding(counts, lengths)
    if len(ids) * _RANKED <= spare.documents:
        return Listed(ids, coding, spare)
    bits = packed(marked(ids, spare.documents))
    if len(ids) * _LAID <= spare.documents:
        return Ranked(bits, coding, spare.documents)
    return Laid(ids, bits, coding, spare.documents)


class Listed(Posted):
    """Sorted documents, with their codes beside them."""

    __slots__ = ("_codes", "_ended", "_ids", "_own", "_spare")

    def __init__(self, ids: Ids, coding: Coding, spare: Spare) -> None:
        # A number that no document has ends the list, so every search in it finds a place.
        self._ended = np.append(ids, spare.documents)
        self._codes = np.append(coding.codes, coding.codes.dtype.type(0))
        self._ids, self._own = self._ended[:-1], self._codes[:-1]
        self._spare = spare
        super().__init__(coding, spare.documents, None, self._ended.nbytes + self._codes.nbytes)

    @property
    def ids(self) -> Ids:
        """See ``Posted``."""
        return self._ids

    def has(self, found: Ids) -> Mask:
        """See ``Posted``."""
        return self.codes(found) > 0

    def codes(self, found: Ids) -> Array:
        """See ``Posted``."""
        if found is self._ids:
            return self._own
        if len(found) * _LOOKED_UP > len(self._own) > _FEW:
            return self._read(found)
        places = self._ended.searchsorted(found)
        codes = self._codes[places]
        codes *= self._ended[places] == found
        return codes

    def _read(self, found: Ids) -> Array:
        """Lays the codes out, reads, and clears: by the list, never by the archive."""
        laid = self._spare.take(self._codes.dtype)
        laid[self._ids] = self._own
        read: Array = laid[found]
        laid[self._ids] = 0
        self._spare.give(laid)
        return read

    def codes_of(self, members: Ids, words: Ids, alone: Bits) -> Array:  # noqa: ARG002
        """See ``Posted``."""
        return self.codes(members)

    def _from(self, code: int) -> Ids:
        return self._ids[self._own >= code]


class Ranked(Posted):
    """Bits and ranks, with the codes of the documents in their order."""

    __slots__ = ("_codes", "_packed", "_ranks")

    def __init__(self, bits: Bits, coding: Coding, documents: int) -> None:
        self._packed = bits
        self._ranks = Ranks(bits)
        # A code that belongs to nobody ends the list: there is a place after the last.
        self._codes = np.append(coding.codes, coding.codes.dtype.type(0))
        super().__init__(coding, documents, bits, self._ranks.nbytes + self._codes.nbytes)

    @property
    def ids(self) -> Ids:
        """See ``Posted``."""
        return members(self._packed)

    def has(self, found: Ids) -> Mask:
        """See ``Posted``."""
        return held(self._packed, found)

    def codes(self, found: Ids) -> Array:
        """See ``Posted``."""
        words, alone = split(found)
        codes = self._codes[self._ranks.places(words, alone)]
        codes *= (alone & self._packed[words]) > 0
        return codes

    def codes_of(self, members: Ids, words: Ids, alone: Bits) -> Array:  # noqa: ARG002
        """See ``Posted``."""
        return self._codes[self._ranks.places(words, alone)]

    def _from(self, code: int) -> Ids:
        return members(self._packed)[self._codes[:-1] >= code]


class Laid(Posted):
    """The codes of all documents of the leaf, 0 for those that do not have the token."""

    __slots__ = ("_codes", "_packed")

    def __init__(self, ids: Ids, bits: Bits, coding: Coding, documents: int) -> None:
        self._packed = bits
        self._codes = np.zeros(documents, dtype=coding.codes.dtype)
        self._codes[ids] = coding.codes
        super().__init__(coding, documents, bits, bits.nbytes + self._codes.nbytes)

    @property
    def ids(self) -> Ids:
        """See ``Posted``."""
        return members(self._packed)

    def has(self, found: Ids) -> Mask:
        """See ``Posted``."""
        return self._codes[found] > 0

    def codes(self, found: Ids) -> Array:
        """See ``Posted``."""
        return self._codes[found]

    def codes_of(self, members: Ids, words: Ids, alone: Bits) -> Array:  # noqa: ARG002
        """See ``Posted``."""
        return self._codes[members]

    def _from(self, code: int) -> Ids:
        return (self._codes >= code).nonzero()[0]
