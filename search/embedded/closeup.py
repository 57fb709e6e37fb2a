"""Reads a few documents instead of looking their tokens up.

A search that is down to a handful of documents still asks, field by field, for every token that
adds to scores and every run that is rewarded: hundreds of questions about a photo, and most of the
answers are no. The character streams of its fields, which are kept with the index, say no much
faster than a posting list does. A character or a bigram stands in them as often as
it was indexed. A word that does not stand there was not indexed; one that does is looked up among
its entries, since it may stand across the borders of other words.

What is added to a score is worked out by the expression that makes the tables of ``posted``, from
the same numbers, so it is the same to the last bit.
"""

from collections.abc import Sequence

from search.embedded.arrays import Ids
from search.embedded.gain import Gain
from search.embedded.leaf import ENTRY, Leaf
from search.fields import Field
from search.query.tree import Run, Term
from search.ranking import flattening, saturation

_TEXT = 16
_LOOKED_UP = 64
"""Reading a field of a document costs as much as trying so many tokens on it; to look a token up
among postings, for all documents, as much as so many."""


def pays(documents: int, fields: int, tokens: int) -> bool:
    """Whether so many documents are rather read than so many tokens of some fields looked up."""
    return documents * (fields * _TEXT + tokens) < tokens * _LOOKED_UP


class Closeup:
    """The scores of a few documents of a leaf; each field is read when it is first asked about.

    Attributes:
        scores: what was added to each document so far.
    """

    def __init__(self, leaf: Leaf, found: Ids) -> None:
        self.scores = [0.0] * len(found)
        self._leaf = leaf
        self._found = found
        self._fields: dict[Field, Sequence[tuple[int, int, bytes]]] = {}

    def add(self, gain: Gain) -> None:
        """Add what a token gains."""
        field, stream, token = gain.term
        needle = token.encode()
        for place, entry, text in self._read(field):
            if needle in text and (count := self._count(gain.term, needle, entry, text)):
                length = float(self._leaf.pool(field).lengths[stream][entry])
                flat = flattening(length, gain.average)
                self.scores[place] += gain.factor * saturation(float(count), flat)

    def reward(self, run: Run, amount: float) -> None:
        """Add an amount where a run stands."""
        needle = run.text.encode()
        for place, _, text in self._read(run.field):
            if needle in text:
                self.scores[place] += amount

    def _read(self, field: Field) -> Sequence[tuple[int, int, bytes]]:
        """The documents that have something in a field: their places, entries and streams."""
        known = self._fields.get(field)
        if known is None:
            known = self._fields[field] = self._leaf.texts_at(field, self._found)
        return known

    def _count(self, term: Term, needle: bytes, entry: int, text: bytes) -> int:
        """How often an entry has a token that stands in its stream."""
        field, stream, token = term
        if stream == "words":
            entries, counts = self._leaf.pool(field).postings(stream, token)
            place = int(entries.searchsorted(ENTRY(entry)))
            there = place < len(entries) and int(entries[place]) == entry
            return int(counts[place]) if there else 0
        if stream == "bigrams" and token[0] == token[1]:
            return _overlapping(needle, text)
        return text.count(needle)


def _overlapping(pair: bytes, text: bytes) -> int:
    """How often a symbol written twice stands in a text: twice where it stands three times."""
    count, start = 0, text.find(pair)
    while start >= 0:
        count += 1
        start = text.find(pair, start + len(pair) // 2)
    return count
