"""Posting lists of documents, ready to be intersected and summed, and the memory that holds them.

A segment has postings of *entries* (see ``search.embedded.pools``). A search asks for documents,
and for what an occurrence adds to their scores: the *impact*, BM25's saturation of its count. Both
are worked out when a token is first asked for. An impact is a float64 made by the very expression
of ``search.ranking``, so a sum of impacts is, to the last bit, the formula's.

A list stays right through updates: documents that are deleted are taken out of what is found, not
of lists; idf and weights are applied by the search; and the average length is rounded
(``search.ranking.rounded``), so that it rarely changes. What is remembered is bounded by bytes.
"""

import threading
from collections.abc import Hashable

import numpy as np

from search.embedded.arrays import Array
from search.embedded.sets import Ids, Mask, marked

_MASKED = 32
_LAID = 4
"""A list of more than one document in so many has a mask, and its impacts laid out, too."""

_LOOKED_UP = 8
"""With more postings than so many for each document, the documents are searched for in the list."""

_FEW = 64
"""Shorter lists are always searched: laying out costs some microseconds whatever it lays."""

_OVERHEAD = 600  # bytes of a list besides its numbers, and of its key

LIMIT = 256 << 20
"""Bytes of posting lists that an engine remembers."""


class Spare:
    """Arrays of zeros, one number for each document of a leaf, lent and given back as zeros.

    There are as many as searches were ever at work on the leaf at the same moment.
    """

    def __init__(self, documents: int) -> None:
        self._documents = documents
        self._idle: list[Array] = []

    def take(self) -> Array:
        """An array that nobody else has."""
        try:
            return self._idle.pop()
        except IndexError:
            return np.zeros(self._documents)

    def give(self, zeros: Array) -> None:
        """Give an array back."""
        self._idle.append(zeros)


class Posted:
    """The documents of a leaf with a token, deleted ones too.

    Attributes:
        ids: in order.
        impacts: of each.
        average: the average length that the impacts were made with.
        top: the highest impact, or 0.
        size: bytes that the list takes.
    """

    __slots__ = ("_laid", "_mask", "_spare", "average", "ids", "impacts", "size", "top")

    def __init__(
        self, ids: Ids, impacts: Array, average: float, documents: int, spare: "Spare"
    ) -> None:
        self.ids = ids
        self.impacts = impacts
        self.average = average
        self.top = float(impacts.max()) if len(ids) else 0.0
        self._spare = spare
        self._mask = marked(ids, documents) if len(ids) * _MASKED > documents else None
        self._laid: Array | None = None
        if len(ids) * _LAID > documents:
            self._laid = np.zeros(documents)
            self._laid[ids] = impacts
        extra = sum(a.nbytes for a in (self._mask, self._laid) if a is not None)
        self.size = ids.nbytes + impacts.nbytes + extra + _OVERHEAD

    def __len__(self) -> int:
        return len(self.ids)

    def has(self, found: Ids) -> Mask:
        """Which of some documents have the token."""
        if self._mask is not None:
            return self._mask[found]
        ids = self.ids
        if not len(ids):
            return np.zeros(len(found), dtype=np.bool_)
        if len(found) * _LOOKED_UP > len(ids) > _FEW:
            return self._read(found) > 0
        places = ids.searchsorted(found)
        places[places == len(ids)] = 0
        mask: Mask = ids[places] == found
        return mask

    def values(self, found: Ids) -> Array:
        """The impact of the token in each of some documents; 0 where it is not."""
        if self._laid is not None:
            return self._laid[found]
        ids = self.ids
        if not len(ids):
            return np.zeros(len(found))
        if len(found) * _LOOKED_UP > len(ids) > _FEW:
            return self._read(found)
        places = ids.searchsorted(found)
        places[places == len(ids)] = 0
        read = self.impacts[places]
        read[ids[places] != found] = 0.0
        return read

    def _read(self, found: Ids) -> Array:
        """Lays the impacts out, reads, and clears: by the list, never by the archive."""
        laid = self._spare.take()
        laid[self.ids] = self.impacts
        read: Array = laid[found]
        laid[self.ids] = 0.0
        self._spare.give(laid)
        return read


class Memory:
    """Remembers posting lists up to a number of bytes; safe to share between threads.

    There are two generations. A list that is asked for moves to the young one; when that holds
    half of what is allowed it becomes the old one, and the old one is forgotten. So what is in
    use stays, and nothing is counted or reordered when a list is found.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._half = limit // 2
        self._young: dict[Hashable, Posted] = {}
        self._old: dict[Hashable, Posted] = {}
        self._held = 0
        self._moving = threading.Lock()

    def get(self, key: Hashable) -> Posted | None:
        """The list under a key, if it is remembered."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: Hashable, posted: Posted) -> None:
        """Remember a list; one that is too large by itself is not."""
        if posted.size > self._half:
            return
        with self._moving:
            if self._held + posted.size > self._half:
                self._old, self._young, self._held = self._young, {}, 0
            replaced = self._young.get(key)
            self._held += posted.size - (replaced.size if replaced else 0)
            self._young[key] = posted

    @property
    def size(self) -> int:
        """Bytes of all that is remembered."""
        with self._moving:
            lists = {**self._old, **self._young}
        return sum(posted.size for posted in lists.values())
