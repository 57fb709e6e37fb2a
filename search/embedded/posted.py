"""Posting lists of documents, ready to be intersected and summed.

A segment has postings of *entries* (see ``search.embedded.pools``). A search asks for documents,
and for what an occurrence adds to their scores. Both are worked out when a token is first asked
for. What BM25 needs of an occurrence, its count and the length of its field, is kept as one small
*code*; an average length makes of all codes a table of gains, by the very expression of
``search.ranking``, so a sum of gains is, to the last bit, the formula's. A list that many
documents are in is kept as the codes of all documents, 0 for those that are not in it; one that not
quite so many are in has its bits besides (see ``bits``).

Codes are numbered by what they gain, so that the occurrences that gain most are found by comparing
bytes, a million in a fortieth of the time that looking up their gains takes. Another average may
turn a few codes around. Nothing is numbered anew for that: a search then compares with the lowest
code that gains enough, and looks at a few documents more.

A list stays right through updates: documents that are deleted are taken out of what is found, not
of lists; idf, weights and averages are applied by the search. So lists are remembered (``memory``)
for as long as their segment is read.
"""

from collections import defaultdict
from typing import Any

import numpy as np

from search.embedded.arrays import Array, Ids, Mask, narrowed
from search.embedded.bits import Bits, Ranks, held, members, packed, split
from search.embedded.sets import NOBODY, Docs, marked
from search.ranking import flattening, saturation

_LAID = 8
"""A list of more than one document in so many is kept as the codes of all."""

_PACKED = 64
"""A list of more than one document in so many has its bits at hand."""

_SEARCHED = 256
"""So few documents are searched for; of more, the ranks say where they stand."""

_LOOKED_UP = 4
"""With more postings than so many for each document, the documents are searched for in the list."""

_FEW = 64
"""Shorter lists are always searched: laying out costs some microseconds whatever it lays."""

_SPREAD = 4
"""Pairs are counted in a table while it has not more than so many times the postings' places."""

_PEAK = 256
"""So many of the documents that gain most are kept at hand."""

OVERHEAD = 1000
"""Bytes of a list besides its numbers, and of its key."""


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


class Posted:
    """The documents of a leaf with a token, deleted ones too.

    Args:
        ids: the documents, in order; counts: how often each has the token; lengths: of its field.

    Attributes:
        bits: the documents, where they are many.
        size: bytes that the list takes.
    """

    __slots__ = (
        "_codes", "_counts", "_gains", "_ids", "_laid", "_left", "_lengths", "_listed", "_many",
        "_peak", "_ranks", "_scaled", "_spare", "bits", "size",
    )  # fmt: skip

    def __init__(self, ids: Ids, counts: Array, lengths: Array, spare: Spare) -> None:
        self._many = len(ids)
        self._spare = spare
        self._gains: tuple[float, Array, float] = (-1.0, NOBODY, 0.0)
        self._scaled: tuple[float, float, Array] = (-1.0, -1.0, NOBODY)
        self._peak: tuple[Ids, Array, int] | None = None
        codes, self._counts, self._lengths = _coded(counts, lengths)
        times = np.bincount(codes, minlength=len(self._counts))
        self._left = narrowed(np.append(times[::-1].cumsum()[::-1], 0))
        self._laid: Array | None = None
        self._ranks: Ranks | None = None
        self.bits: Bits | None = None
        if self._many * _PACKED > spare.documents:
            self.bits = packed(marked(ids, spare.documents))
        if self.bits is not None and self._many * _LAID > spare.documents:
            self._laid = np.zeros(spare.documents, dtype=codes.dtype)
            self._laid[ids] = codes
            self._ids, self._codes = NOBODY, codes[:0]
        else:
            # A number that no document has ends the list, so every search in it finds a place.
            self._ids = np.append(ids, spare.documents)
            self._codes = np.append(codes, codes.dtype.type(0))
            self._ranks = None if self.bits is None else Ranks(self.bits)
        self._listed = self._ids[:-1]
        kept = (
            self._ids, self._codes, self._laid, self.bits, self._ranks, self._counts,
            self._lengths, self._left,
        )  # fmt: skip
        self.size = sum(array.nbytes for array in kept if array is not None) + OVERHEAD
        # What is worked out when it is asked for: two tables of gains, and the peak.
        self.size += 8 * (2 * len(self._counts) + min(self._many, 2 * _PEAK))

    def __len__(self) -> int:
        return self._many

    @property
    def ids(self) -> Ids:
        """The documents, in order."""
        if self._laid is None or self.bits is None:
            return self._listed
        return members(self.bits)

    @property
    def docs(self) -> Docs:
        """The same as a set."""
        ids = self._listed if self._laid is None else None
        return Docs(self._spare.documents, ids=ids, bits=self.bits)

    def has(self, found: Ids) -> Mask:
        """Which of some documents have the token."""
        if self._ranks is not None:
            return held(self._ranks.bits, found)
        return self.codes(found) > 0

    def codes(self, found: Ids) -> Array:
        """The code of the token in each of some documents; 0 where it is not."""
        if self._laid is not None:
            return self._laid[found]
        if found is self._listed:
            return self._codes[:-1]
        if self._ranks is not None and len(found) > _SEARCHED:
            words, alone = split(found)
            places = self._ranks.places(words, alone)
            there = held(self._ranks.bits, found)
        elif self._ranks is None and len(found) * _LOOKED_UP > self._many > _FEW:
            return self._read(found)
        else:
            places = self._ids.searchsorted(found)
            there = self._ids[places] == found
        codes = self._codes[places]
        codes *= there
        return codes

    def codes_of(self, members: Ids, words: Ids, alone: Bits) -> Array:
        """The code in each of some documents that have the token; they are ``split``, too."""
        if self._ranks is None:
            return self.codes(members)
        return self._codes[self._ranks.places(words, alone)]

    def scaled(self, factor: float, average: float) -> Array:
        """``factor`` times what the token adds to a document, by its code; 0 at code 0."""
        known = self._scaled
        if known[0] != factor or known[1] != average:
            known = self._scaled = factor, average, factor * self._table(average)[1]
        return known[2]

    def top(self, average: float) -> float:
        """The most that the token adds to any document."""
        return self._table(average)[2]

    def many(self, gain: float, average: float) -> int:
        """A bound on how many documents gain so much, which is more than 0."""
        return int(self._left[self._lowest(gain, average)])

    def reaching(self, gain: float, average: float) -> Ids:
        """The documents that gain so much, which is more than 0, and maybe some others."""
        return self._from(self._lowest(gain, average))

    @property
    def peak(self) -> Ids:
        """Some of the documents that gain most, in no order."""
        return self._highest()[0]

    def _highest(self) -> tuple[Ids, Array, int]:
        """Documents with the highest codes, their codes, and from which code none is missing."""
        if self._peak is None:
            code = max(1, int(np.count_nonzero(self._left >= _PEAK)) - 1)
            ids = self._scanned(code)
            codes = self.codes(ids)
            order = codes.argsort(kind="stable")
            if len(order) > 2 * _PEAK:
                order, code = order[-_PEAK:], code + 1
            self._peak = ids[order], codes[order], code
        return self._peak

    def _lowest(self, gain: float, average: float) -> int:
        """The lowest code that gains so much; the number of codes if none does."""
        enough = self._table(average)[1] >= gain
        return int(enough.argmax()) if enough.any() else len(enough)

    def _from(self, code: int) -> Ids:
        """The documents with this code or a higher one."""
        ids, codes, complete = self._highest()
        if code >= complete:
            return np.sort(ids[codes.searchsorted(code) :])
        return self._scanned(code)

    def _scanned(self, code: int) -> Ids:
        if self._laid is not None:
            return (self._laid >= code).nonzero()[0]
        return self._listed[self._codes[:-1] >= code]

    def _table(self, average: float) -> tuple[float, Array, float]:
        """The gain of each code with an average length, and the highest of them."""
        known = self._gains
        if known[0] != average:
            flat = flattening(self._lengths.astype(np.float64), average or 1.0)
            gains = saturation(self._counts.astype(np.float64), flat)
            known = self._gains = average, gains, float(gains.max(initial=0.0))
        return known

    def _read(self, found: Ids) -> Array:
        """Lays the codes out, reads, and clears: by the list, never by the archive."""
        laid = self._spare.take(self._codes.dtype)
        ids = self._listed
        laid[ids] = self._codes[:-1]
        read: Array = laid[found]
        laid[ids] = 0
        self._spare.give(laid)
        return read


def _coded(counts: Array, lengths: Array) -> tuple[Array, Array, Array]:
    """A code for each pair of a count and a length, and the count and the length of each code.

    Codes rise with what they gain in documents of these lengths. Code 0 stands for no occurrence.
    """
    if not len(counts):
        return NOBODY, np.zeros(1, dtype=np.uint8), np.zeros(1, dtype=np.uint8)
    step = int(counts.max()) + 1
    pairs = lengths.astype(np.int64) * step + counts
    last = int(pairs.max())
    if last > _SPREAD * len(pairs):
        known, pairs = np.unique(pairs, return_inverse=True)
    else:
        known = np.bincount(pairs).nonzero()[0]
        numbers = np.zeros(last + 1, dtype=np.int64)
        numbers[known] = np.arange(len(known))
        pairs = numbers[pairs]
    of_known, of_lengths = known % step, known // step
    flat = flattening(of_lengths.astype(np.float64), float(lengths.mean()))
    gains = saturation(of_known.astype(np.float64), flat)
    order = gains.argsort(kind="stable")
    codes = np.empty(len(order), dtype=np.int64)
    codes[order] = np.arange(1, len(order) + 1)
    codes = narrowed(codes)[pairs]
    return codes, narrowed(np.append(0, of_known[order])), narrowed(np.append(0, of_lengths[order]))
