"""A posting list: the entries of a store with a term, and how often each has it.

It is mapped, not made: a first search costs little more than what it reads. Two things are made of
a list when they are first needed, and stay with it: the set of its entries, and, of a frequent
term, its counts laid out for all entries, so that they are read without a search.
"""

from collections.abc import Callable

import numpy as np

from search.index.arrays import Array
from search.index.store import Postings
from search.snapshot.docset import NOBODY, DocSet, docset, nbytes

_FREQUENT = 64
"""The counts of a term that one entry in so many has may be laid out."""

_LAID = 16
"""They are, when more than one in so many of the list's length is asked for."""

_A_LIST = 400
"""Bytes of memory."""


class PostingList:
    """The posting list of a term.

    Args:
        size: how many entries the store has.
        grown: is told when the list takes more bytes of memory.

    Attributes:
        entries: in order; counts: how often each has the term. Both are mapped.
        nbytes: bytes of memory that it takes now.
    """

    __slots__ = ("_grown", "_laid", "_members", "_size", "counts", "entries", "nbytes")

    def __init__(
        self, postings: Postings, size: int, grown: "Callable[[PostingList, int], None]"
    ) -> None:
        self.entries, self.counts = postings
        self.nbytes = _A_LIST
        self._size = size
        self._grown = grown
        self._members: DocSet | None = None
        self._laid: Array | None = None

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def _is_frequent(self) -> bool:
        return len(self) * _FREQUENT > self._size

    @property
    def members(self) -> DocSet:
        """The entries as a set."""
        if self._members is None:
            self._members = docset(self.entries) if len(self.entries) else NOBODY
            self._grow(nbytes(self._members))
        return self._members

    def _grow(self, by: int) -> None:
        self.nbytes += by
        self._grown(self, self.nbytes)

    def counts_at(self, entries: Array) -> Array:
        """How often each of some entries has the term; the list must not be empty.

        Args:
            entries: uint32, in any order; the size of the store stands for none.
        """
        if self._laid is not None:
            return self._laid[entries]
        if self._is_frequent and len(entries) * _LAID > len(self):
            laid = np.zeros(self._size + 1, dtype=self.counts.dtype)
            laid[self.entries] = self.counts
            self._laid = laid
            self._grow(laid.nbytes)
            return laid[entries]
        places = self.entries.searchsorted(entries)
        np.minimum(places, len(self) - 1, out=places)
        counts: Array = self.counts[places] * (self.entries[places] == entries)
        return counts
