"""Inverted texts: every distinct text of a segment once, with its tokens.

A headline belongs to all photos of an article, a paragraph to itself and to the photos beside it, a
credit line to hundreds of photos. Each is indexed once, as an *entry* of a pool, and documents
refer to entries; a posting list of a field is the pool's list, spread to the documents of its
entries. That keeps the context of photos, the bulk of all text, from being indexed three times.
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from search.embedded.arrays import (
    Array,
    ArrayFile,
    narrowed,
    numbers_from,
    read_json,
    texts_arrays,
)
from search.fields import Field
from search.text.analyzer import STREAMS, FieldTokens, Stream
from search.text.fold import GAP, SEPARATOR

Pool = Literal[
    "caption", "passage", "headline", "creator", "agency", "credit", "place", "person"
]  # fmt: skip

POOL_OF: Mapping[Field, Pool] = {
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
}
"""Where the texts of each field are kept."""

POOLS: tuple[Pool, ...] = tuple(dict.fromkeys(POOL_OF.values()))

_REMEMBERED = 1 << 14
"""Terms of a pool of which it is kept where their postings are, about 500 bytes each."""

_PAIR = 21  # bits of a code point
_NO_TOKEN = np.array([ord(GAP), ord(SEPARATOR)], dtype=np.uint32)


class PoolBuilder:
    """Collects the entries of one pool in memory.

    Attributes:
        symbols: how long all character streams are.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._numbers: dict[tuple[str, ...], int] = {}
        self._streams: list[str] = []
        self._vocabulary: dict[str, int] = {}
        self._words = array("I")
        self._lengths = array("I")
        self.symbols = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, values: tuple[str, ...], tokens: FieldTokens | None) -> int | None:
        """The number of an entry; None where it is new and its tokens are not given yet."""
        found = self._numbers.get(values)
        if found is None and tokens is not None:
            found = self._numbers[values] = len(self._numbers)
            self._streams.append(tokens.stream)
            self._lengths.append(len(tokens.words))
            known = self._vocabulary
            self._words.extend(known.setdefault(word, len(known)) for word in tokens.words)
            self.symbols += len(tokens.stream)
        return found

    def arrays(self) -> dict[str, Array]:
        """The pool as it is stored."""
        name = self._pool
        values = (json.dumps(entry, ensure_ascii=False) for entry in self._numbers)
        arrays = texts_arrays(f"{name}.values", values)
        arrays |= texts_arrays(f"{name}.streams", self._streams)
        arrays |= self._word_arrays()
        symbols, entries = self._symbols()
        letters = ~np.isin(symbols, _NO_TOKEN)
        arrays |= _key_arrays(
            f"{name}.characters", symbols[letters], entries[letters], len(self._streams)
        )
        beside = letters[:-1] & letters[1:] & (entries[:-1] == entries[1:])
        pairs = (symbols[:-1].astype(np.uint64) << np.uint64(_PAIR)) | symbols[1:]
        arrays |= _key_arrays(
            f"{name}.bigrams", pairs[beside], entries[:-1][beside], len(self._streams)
        )
        return arrays

    def _symbols(self) -> tuple[Array, Array]:
        """Every symbol of every stream as a code point, and the entry it stands in."""
        symbols = numbers_from("".join(self._streams).encode("utf-32-le"), np.uint32)
        lengths = np.array([len(stream) for stream in self._streams], dtype=np.int64)
        return symbols, np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)

    def _word_arrays(self) -> dict[str, Array]:
        seen = self._vocabulary
        terms = sorted(seen)
        rank = np.empty(len(terms), dtype=np.uint32)
        rank[[seen[term] for term in terms]] = np.arange(len(terms), dtype=np.uint32)
        lengths = np.array(self._lengths, dtype=np.int64)
        entries = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        keys = rank[np.array(self._words, dtype=np.int64)]
        arrays = _key_arrays(f"{self._pool}.words", keys, entries, len(lengths))
        del arrays[f"{self._pool}.words.keys"]
        return arrays | texts_arrays(f"{self._pool}.words.terms", terms)


def _key_arrays(name: str, keys: Array, entries: Array, size: int) -> dict[str, Array]:
    """Invert tokens: sorted distinct keys, and for each its entries with counts."""
    order = np.argsort(keys, kind="stable")
    keys, entries = keys[order], entries[order]
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (entries[1:] != entries[:-1])
    firsts = np.flatnonzero(fresh)
    counts = np.diff(firsts, append=len(keys))
    posted = keys[firsts]
    border = np.ones(len(posted), dtype=np.bool_)
    border[1:] = posted[1:] != posted[:-1]
    starts = np.flatnonzero(border)
    return {
        f"{name}.keys": posted[starts],
        f"{name}.starts": narrowed(np.append(starts, len(posted))),
        f"{name}.entries": entries[firsts],
        f"{name}.counts": narrowed(counts),
        f"{name}.lengths": narrowed(np.bincount(entries, minlength=size)),
    }


class PoolReader:
    """One pool of a segment, mapped."""

    def __init__(self, file: ArrayFile, pool: Pool) -> None:
        self._known: dict[tuple[Stream, str], tuple[Array, Array]] = {}
        self.values = file.texts(f"{pool}.values")
        self.streams = file.texts(f"{pool}.streams")
        self._terms = file.texts(f"{pool}.words.terms")
        self.lengths: dict[Stream, Array] = {s: file[f"{pool}.{s}.lengths"] for s in STREAMS}
        self._starts = {stream: file[f"{pool}.{stream}.starts"] for stream in STREAMS}
        self._entries = {stream: file[f"{pool}.{stream}.entries"] for stream in STREAMS}
        self._counts = {stream: file[f"{pool}.{stream}.counts"] for stream in STREAMS}
        self._keys: dict[Stream, Array] = {
            "characters": file[f"{pool}.characters.keys"],
            "bigrams": file[f"{pool}.bigrams.keys"],
        }

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.values)

    def values_of(self, entry: int) -> tuple[str, ...]:
        """The original values of an entry."""
        return tuple(read_json(self.values[entry]))

    def postings(self, stream: Stream, token: str) -> tuple[Array, Array]:
        """The entries with a token, in order, and how often each has it."""
        key = stream, token
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = self.numbered(stream, self._number(stream, token))
        return found

    def numbered(self, stream: Stream, number: int | None) -> tuple[Array, Array]:
        """The postings of a term by its number in the sorted order of the stream's terms."""
        if number is None:
            return _NOTHING, _NOTHING
        first, last = self._starts[stream][number : number + 2]
        return self._entries[stream][first:last], self._counts[stream][first:last]

    def _number(self, stream: Stream, token: str) -> int | None:
        if stream == "words":
            number, found = self._terms.find(token.encode())
            return number if found else None
        keys = self._keys[stream]
        key = _key(token)
        number = int(np.searchsorted(keys, keys.dtype.type(key)))
        return number if number < len(keys) and int(keys[number]) == key else None

    def terms(self, stream: Stream) -> Sequence[str]:
        """All terms of a stream, in the order of their numbers."""
        if stream == "words":
            return [self._terms[number] for number in range(len(self._terms))]
        return [_token(int(key), stream) for key in self._keys[stream]]

    def words_from(self, prefix: str) -> list[str]:
        """The words that begin with ``prefix``."""
        encoded = prefix.encode()
        number, _ = self._terms.find(encoded)
        found = []
        while number < len(self._terms) and self._terms.raw(number).startswith(encoded):
            found.append(self._terms[number])
            number += 1
        return found


_NOTHING = np.empty(0, dtype=np.uint32)


def _key(token: str) -> int:
    return ord(token) if len(token) == 1 else ord(token[0]) << _PAIR | ord(token[1])


def _token(key: int, stream: Stream) -> str:
    if stream == "characters":
        return chr(key)
    return chr(key >> _PAIR) + chr(key & ((1 << _PAIR) - 1))
