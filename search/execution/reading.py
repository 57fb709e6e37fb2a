"""Scores a few documents by reading them instead of looking their terms up.

A search that is down to a handful of documents still asks, field by field, for every token that
adds to scores and every run that is rewarded: hundreds of questions about a photo, and most of the
answers are no. The character streams of its fields, which are kept with the index, say no much
faster than a posting list does. A character or a bigram stands in them as often as it was indexed.
A word that does not stand there was not indexed; one that does is looked up among its entries,
since it may stand across the borders of other words.

What is added to a score is worked out by the same expression from the same numbers as in
``scorer``, so it is the same to the last bit.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

import numpy as np

from search.fields import Field
from search.index.arrays import Array
from search.query.tree import Run, Term
from search.ranking import RUN_LENGTH, flattening, saturation
from search.snapshot.segment_searcher import SegmentSearcher
from search.text.analyzer import Stream

_LONG = 1 << 14
"""In a text of more bytes a token is looked up, not counted: 3 million take 5 ms each."""

_FEW_PIECES = 64
"""Of more runs than these those of the text are made and compared."""


Held = tuple[int, int, bytes]
"""A document by its place, its entry in a field, and the field's stream."""


class Reading(ABC):
    """A few documents; each field is read when it is first asked about.

    Attributes:
        scores: what was added to each document so far.
    """

    def __init__(self, count: int) -> None:
        self.scores = [0.0] * count
        self._pieces: dict[str, frozenset[str]] = {}
        self._fields: dict[Field, Sequence[Held]] = {}

    @abstractmethod
    def _held(self, field: Field) -> Sequence[Held]:
        """What those have that have something in a field."""

    @abstractmethod
    def _stream(self, field: Field, place: int) -> bytes | None:
        """The stream of a field of a document; None where it has nothing there."""

    @abstractmethod
    def _length(self, field: Field, stream: Stream, entry: int) -> float:
        """How many tokens of a stream an entry of a field has."""

    @abstractmethod
    def _indexed(self, term: Term, entry: int) -> int:
        """How often an entry has a token, as it was indexed."""

    def has(self, field: Field, text: str) -> bool:
        """Whether some symbols stand in a field of any of the documents."""
        needle = text.encode()
        return any(needle in stream for _, _, stream in self._read(field))

    def has_term(self, term: Term) -> bool:
        """Whether any of the documents has a term."""
        return any(self.counts(term))

    def add(self, term: Term, factor: float, average: float) -> None:
        """Add what a term gains."""
        for place, count, length in self.counts(term):
            self.scores[place] += factor * saturation(float(count), flattening(length, average))

    def counts(self, term: Term) -> Iterator[tuple[int, int, float]]:
        """Of each document with a term: its place, how often it has it, and the field's length."""
        needle = term.token.encode()
        for place, entry, text in self._read(term.field):
            if needle in text and (count := self._count(term, needle, entry, text)):
                length = self._length(term.field, term.stream, entry)
                yield place, count, length

    def reward(self, run: Run, amount: float) -> None:
        """Add an amount where a run stands."""
        needle = run.text.encode()
        for place, _, text in self._read(run.field):
            if needle in text:
                self.scores[place] += amount

    def together(self, text: str, fields: Sequence[Field], place: int) -> int:
        """How many of some symbols stand in fields of a document in runs of ``RUN_LENGTH``."""
        streams = [stream for field in fields if (stream := self._stream(field, place)) is not None]
        if any(text.encode() in stream for stream in streams):
            return len(text)
        pieces = self._pieces_of(text)
        held = {piece for stream in streams for piece in _standing(pieces, stream)}
        covered = end = 0
        for start in range(len(text) - RUN_LENGTH + 1) if held else ():
            if text[start : start + RUN_LENGTH] in held:
                covered += start + RUN_LENGTH - max(start, end)
                end = start + RUN_LENGTH
        return covered

    def _pieces_of(self, text: str) -> frozenset[str]:
        """The runs of ``RUN_LENGTH`` in some symbols."""
        found = self._pieces.get(text)
        if found is None:
            starts = range(len(text) - RUN_LENGTH + 1)
            found = frozenset(text[start : start + RUN_LENGTH] for start in starts)
            self._pieces[text] = found
        return found

    def _read(self, field: Field) -> Sequence[Held]:
        """What those have that have something in a field; remembered."""
        known = self._fields.get(field)
        if known is None:
            known = self._fields[field] = self._held(field)
        return known

    def _count(self, term: Term, needle: bytes, entry: int, text: bytes) -> int:
        """How often an entry has a token that stands in its stream."""
        if term.stream == "words" or len(text) > _LONG:
            return self._indexed(term, entry)
        if term.stream == "bigrams" and term.token[0] == term.token[1]:
            return _overlapping(needle, text)
        return text.count(needle)


class SegmentReading(Reading):
    """A few documents of a segment."""

    def __init__(self, searcher: SegmentSearcher, ids: Array) -> None:
        super().__init__(len(ids))
        self._searcher = searcher
        self._ids = ids
        self._entries: dict[Field, list[int]] = {}

    def _held(self, field: Field) -> Sequence[Held]:
        streams = self._searcher.store(field).streams
        numbers = self._numbers(field)
        return [(place, n - 1, streams.raw(n - 1)) for place, n in enumerate(numbers) if n]

    def _stream(self, field: Field, place: int) -> bytes | None:
        number = self._numbers(field)[place]
        return self._searcher.store(field).streams.raw(number - 1) if number else None

    def _numbers(self, field: Field) -> list[int]:
        """The entry of each document in a field, counted from 1; 0 for none."""
        if field not in self._entries:
            numbers = self._searcher.segment.entries(self._searcher.kind, field)
            self._entries[field] = numbers[self._ids].tolist()
        return self._entries[field]

    def _length(self, field: Field, stream: Stream, entry: int) -> float:
        return float(self._searcher.store(field).lengths[stream][entry])

    def _indexed(self, term: Term, entry: int) -> int:
        postings = self._searcher.postings(*term)
        entries, counts = postings.entries, postings.counts
        place = int(entries.searchsorted(np.uint32(entry)))
        there = place < len(entries) and int(entries[place]) == entry
        return int(counts[place]) if there else 0


def _standing(pieces: frozenset[str], stream: bytes) -> Iterator[str]:
    """Which of some runs stand in a stream."""
    if len(pieces) <= _FEW_PIECES:
        return (piece for piece in pieces if piece.encode() in stream)
    symbols = stream.decode()
    runs = zip(*(symbols[start:] for start in range(RUN_LENGTH)), strict=False)
    return iter(pieces.intersection(map("".join, runs)))


def _overlapping(pair: bytes, text: bytes) -> int:
    """How often a symbol written twice stands in a text: twice where it stands three times."""
    count, start = 0, text.find(pair)
    while start >= 0:
        count += 1
        start = text.find(pair, start + len(pair) // 2)
    return count
