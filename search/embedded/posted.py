"""Posting lists of documents, ready to be intersected and summed.

A segment has postings of *entries* (see ``search.embedded.pools``). A search asks for documents,
and for what an occurrence adds to their scores. Both are worked out when a token is first asked
for. What BM25 needs of an occurrence, its count and the length of its field, is kept as one small
*code*; an average length makes of all codes a table of gains, by the very expression of
``search.ranking``, so a sum of gains is, to the last bit, the formula's. How documents and codes
are laid out depends on how many there are (see ``forms``).

Codes are numbered by what they gain, so that the occurrences that gain most are found by comparing
bytes, a million in a fortieth of the time that looking up their gains takes. Another average may
turn a few codes around. Nothing is numbered anew for that: a search then compares with the lowest
code that gains enough, and looks at a few documents more.

A list stays right through updates: documents that are deleted are taken out of what is found, not
of lists; idf, weights and averages are applied by the search. So lists are remembered (``memory``)
for as long as their segment is read.
"""

from abc import ABC, abstractmethod

import numpy as np

from search.embedded.arrays import Array, Ids, Mask, narrowed
from search.embedded.bits import Bits
from search.embedded.sets import NOBODY, Docs
from search.ranking import flattening, saturation

_SPREAD = 4
"""Pairs are counted in a table while it has not more than so many times the postings' places."""

_PEAK = 256
"""So many of the documents that gain most are kept at hand."""

OVERHEAD = 1000
"""Bytes of a list besides its numbers, and of its key."""


class Coding:
    """The codes of a list's occurrences and what stands behind each.

    Args:
        counts: how often each document has the token; lengths: of its field.

    Attributes:
        codes: of the documents, in their order.
        counts, lengths: of each code.
        left: how many documents have each code or a higher one; 0 beyond the last.
    """

    __slots__ = ("codes", "counts", "left", "lengths")

    def __init__(self, counts: Array, lengths: Array) -> None:
        self.codes, self.counts, self.lengths, times = _coded(counts, lengths)
        self.left = narrowed(np.append(times[::-1].cumsum()[::-1], 0))


class Posted(ABC):
    """The documents of a leaf with a token, deleted ones too.

    Attributes:
        bits: the documents, where they are many.
        size: bytes that the list takes.
    """

    __slots__ = (
        "_counts", "_documents", "_gains", "_left", "_lengths", "_many", "_peak", "_scaled",
        "bits", "size",
    )  # fmt: skip

    def __init__(self, coding: Coding, documents: int, bits: Bits | None, size: int) -> None:
        self._many = len(coding.codes)
        self._documents = documents
        self._counts, self._lengths, self._left = coding.counts, coding.lengths, coding.left
        self._gains: tuple[float, Array, float] = (-1.0, NOBODY, 0.0)
        self._scaled: tuple[float, float, Array] = (-1.0, -1.0, NOBODY)
        self._peak: tuple[Ids, Array, int] | None = None
        self.bits = bits
        kept = (self._counts, self._lengths, self._left)
        self.size = size + sum(array.nbytes for array in kept) + OVERHEAD
        # What is worked out when it is asked for: two tables of gains, and the peak.
        self.size += 8 * (2 * len(self._counts) + min(self._many, 2 * _PEAK))

    def __len__(self) -> int:
        return self._many

    @property
    @abstractmethod
    def ids(self) -> Ids:
        """The documents, in order."""

    @abstractmethod
    def has(self, found: Ids) -> Mask:
        """Which of some documents have the token."""

    @abstractmethod
    def codes(self, found: Ids) -> Array:
        """The code of the token in each of some documents; 0 where it is not."""

    @abstractmethod
    def codes_of(self, members: Ids, words: Ids, alone: Bits) -> Array:
        """The code in each of some documents that have the token; they are ``split``, too."""

    @abstractmethod
    def _from(self, code: int) -> Ids:
        """The documents with this code or a higher one, in order."""

    @property
    def docs(self) -> Docs:
        """The documents as a set."""
        if self.bits is not None:
            return Docs(self._documents, bits=self.bits)
        return Docs(self._documents, ids=self.ids)

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
        code = self._lowest(gain, average)
        ids, codes, complete = self._highest()
        if code >= complete:
            return np.sort(ids[codes.searchsorted(code) :])
        return self._from(code)

    @property
    def peak(self) -> Ids:
        """Some of the documents that gain most, in no order."""
        return self._highest()[0]

    def _highest(self) -> tuple[Ids, Array, int]:
        """Documents with the highest codes, their codes, and from which code none is missing."""
        if self._peak is None:
            code = max(1, int(np.count_nonzero(self._left >= _PEAK)) - 1)
            ids = self._from(code)
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

    def _table(self, average: float) -> tuple[float, Array, float]:
        """The gain of each code with an average length, and the highest of them."""
        known = self._gains
        if known[0] != average:
            flat = flattening(self._lengths.astype(np.float64), average or 1.0)
            gains = saturation(self._counts.astype(np.float64), flat)
            known = self._gains = average, gains, float(gains.max(initial=0.0))
        return known


def _coded(counts: Array, lengths: Array) -> tuple[Array, Array, Array, Array]:
    """A code for each pair of a count and a length; of each code, count, length and frequency.

    Codes rise with what they gain in documents of these lengths. Code 0 stands for no occurrence.
    """
    if not len(counts):
        nothing = np.zeros(1, dtype=np.uint8)
        return NOBODY, nothing, nothing, nothing
    step = int(counts.max()) + 1
    pairs = lengths.astype(np.int64) * step + counts
    last = int(pairs.max())
    if last > _SPREAD * len(pairs):
        known, places, times = np.unique(pairs, return_inverse=True, return_counts=True)
    else:
        times = np.bincount(pairs)
        known, places = times.nonzero()[0], None
        times = times[known]
    of_known, of_lengths = known % step, known // step
    flat = flattening(of_lengths.astype(np.float64), float(lengths.mean()))
    order = saturation(of_known.astype(np.float64), flat).argsort(kind="stable")
    numbers = np.empty(len(order), dtype=np.int64)
    numbers[order] = np.arange(1, len(order) + 1)
    numbers = narrowed(numbers)
    if places is None:
        table = np.zeros(last + 1, dtype=numbers.dtype)
        table[known] = numbers
        codes = table[pairs]
    else:
        codes = numbers[places]
    of_known, of_lengths = of_known[order], of_lengths[order]
    return (
        codes,
        narrowed(np.append(0, of_known)),
        narrowed(np.append(0, of_lengths)),
        np.append(0, times[order]),
    )
