"""A store: every distinct text of some fields of a segment once, with its dictionary and postings.

A headline belongs to all photos of an article, a paragraph to itself and to the photos beside it, a
credit line to hundreds of photos. Each is kept and inverted once, as an *entry* of a store, and
documents refer to entries; what is true of an entry is true of the documents that have it. That
keeps the context of photos, the bulk of all text, from being indexed three times.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from search.fields import Field
from search.index.arrays import Array, ArrayFile, read_json
from search.index.inversion import PAIR
from search.text.analyzer import STREAMS, Stream

Store = Literal[
    "caption", "passage", "headline", "creator", "agency", "credit", "place", "person",
    "tag",
]  # fmt: skip

STORE_OF: Mapping[Field, Store] = {
    "caption": "caption",
    "text": "passage",
    "before": "passage",
    "after": "passage",
    "headline": "headline",
    "creator": "creator",
    "agency": "agency",
    "credit": "credit",
    "place": "place",
    "person": "person",
    "tag": "tag",
}
"""Where the texts of each field are kept."""

STORES: tuple[Store, ...] = tuple(dict.fromkeys(STORE_OF.values()))


class Postings(NamedTuple):
    """The entries with a term, in order, and how often each has it; mapped."""

    entries: Array
    counts: Array


class StoreReader:
    """One store of a segment, mapped."""

    def __init__(self, file: ArrayFile, store: Store) -> None:
        self.values = file.texts(f"{store}.values")
        self.streams = file.texts(f"{store}.streams")
        self._terms = file.texts(f"{store}.words.terms")
        self.lengths: dict[Stream, Array] = {s: file[f"{store}.{s}.lengths"] for s in STREAMS}
        self._starts = {stream: file[f"{store}.{stream}.starts"] for stream in STREAMS}
        self._entries = {stream: file[f"{store}.{stream}.entries"] for stream in STREAMS}
        self._counts = {stream: file[f"{store}.{stream}.counts"] for stream in STREAMS}
        self._keys: dict[Stream, Array] = {
            "characters": file[f"{store}.characters.keys"],
            "bigrams": file[f"{store}.bigrams.keys"],
        }

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.values)

    def values_of(self, entry: int) -> tuple[str, ...]:
        """The original values of an entry."""
        return tuple(read_json(self.values[entry]))

    def postings(self, stream: Stream, token: str) -> Postings:
        """The entries with a token."""
        number = self._number(stream, token)
        if number is None:
            return _NOTHING
        first, last = self._starts[stream][number : number + 2].tolist()
        return Postings(self._entries[stream][first:last], self._counts[stream][first:last])

    def _number(self, stream: Stream, token: str) -> int | None:
        """The number of a term in the sorted order of the stream's terms."""
        if stream == "words":
            number, found = self._terms.find(token.encode())
            return number if found else None
        keys = self._keys[stream]
        key = keys.dtype.type(_key(token))
        number = int(keys.searchsorted(key))
        return number if number < len(keys) and keys[number] == key else None

    def terms(self, stream: Stream) -> Sequence[str]:
        """All terms of a stream, in the order of their numbers."""
        if stream == "words":
            return [self._terms[number] for number in range(len(self._terms))]
        return [_token(int(key), stream) for key in self._keys[stream]]

    def weighed(self, stream: Stream, weights: Array) -> Array:
        """How often each term of a stream stands in the entries, each counted by its weight."""
        starts = self._starts[stream].astype(np.int64)
        if len(starts) < 2:
            return np.empty(0, dtype=np.int64)
        summed: Array = np.add.reduceat(
            weights[self._entries[stream]] * self._counts[stream], starts[:-1]
        )
        return summed

    def words_from(self, prefix: str) -> list[str]:
        """The words that begin with ``prefix``."""
        encoded = prefix.encode()
        number, _ = self._terms.find(encoded)
        found = []
        while number < len(self._terms) and self._terms.raw(number).startswith(encoded):
            found.append(self._terms[number])
            number += 1
        return found


_NOTHING = Postings(np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.uint8))


def _key(token: str) -> int:
    return ord(token) if len(token) == 1 else ord(token[0]) << PAIR | ord(token[1])


def _token(key: int, stream: Stream) -> str:
    if stream == "characters":
        return chr(key)
    return chr(key >> PAIR) + chr(key & ((1 << PAIR) - 1))
