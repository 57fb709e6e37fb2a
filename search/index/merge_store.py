"""Merges one store of several segments: its texts, its dictionary, its posting lists.

Entries with the same values become one. New entries are numbered source by source, so a term's
postings of one source follow those of the source before and nothing is sorted: a posting's place is
where its term begins plus what earlier sources have of the term.
"""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from search.document import KINDS
from search.fields import FIELDS
from search.index.arrays import Array, Named, Pieces, Texts, named_texts, narrowed, stretches
from search.index.segment import SegmentReader
from search.index.store import STORE_OF, Store
from search.text.analyzer import STREAMS, Stream

Numbers = NDArray[np.int64]

_PIECE = 1 << 21
"""Postings worked on at once."""


class StoreMerge:
    """One store of all sources.

    Attributes:
        numbers: by source, the merged number of each entry; -1 where no live document has it.
        size: how many entries there are.
    """

    def __init__(self, sources: Sequence[SegmentReader], store: Store) -> None:
        self._store = store
        self._sources = sources
        self._readers = [source.stores[store] for source in sources]
        used = [_used(source, store) for source in sources]
        originals = _originals([reader.values for reader in self._readers], used)
        fresh = originals == np.arange(len(originals))
        self.size = int(np.count_nonzero(fresh))
        self.numbers = split((np.cumsum(fresh) - 1)[originals], used)
        self._fresh = [split == 1 for split in split(fresh.astype(np.int64), used)]

    def arrays(self) -> Iterator[Named]:
        """The arrays of the merged store, in the order in which a builder writes them."""
        fresh = [np.flatnonzero(mask) for mask in self._fresh]
        in_order = np.arange(self.size)
        values = [reader.values for reader in self._readers]
        yield from named_texts(f"{self._store}.values", picked(values, fresh, in_order))
        streams = [reader.streams for reader in self._readers]
        yield from named_texts(f"{self._store}.streams", picked(streams, fresh, in_order))
        for stream in STREAMS:
            yield from self._stream_arrays(stream)

    def _stream_arrays(self, stream: Stream) -> Iterator[Named]:
        name = f"{self._store}.{stream}"
        lists = [
            _Lists(source, name, numbers, fresh)
            for source, numbers, fresh in zip(self._sources, self.numbers, self._fresh, strict=True)
        ]
        if stream == "words":
            terms = _terms(self._sources, f"{name}.terms", lists)
        else:
            keys = np.unique(np.concatenate([one.keys(f"{name}.keys") for one in lists]))
            for one in lists:
                one.number(keys.searchsorted(one.keys(f"{name}.keys")))
            yield f"{name}.keys", keys
        count = len(terms) if stream == "words" else len(keys)
        sizes = sum((one.sizes(count) for one in lists), np.zeros(count, dtype=np.int64))
        starts = np.concatenate(([0], np.cumsum(sizes)))
        yield f"{name}.starts", narrowed(starts)
        for part in ("entries", "counts"):
            kind = np.result_type(*(one.type_of(part) for one in lists))
            yield f"{name}.{part}", Pieces(kind, partial(_woven, lists, starts, part, kind))
        lengths = zip(self._readers, self._fresh, strict=True)
        yield (
            f"{name}.lengths",
            narrowed(np.concatenate([r.lengths[stream][fresh] for r, fresh in lengths])),
        )
        if stream == "words":
            yield from named_texts(f"{name}.terms", terms)


class _Lists:
    """The posting lists of one source for one stream, without entries that others have."""

    def __init__(
        self,
        source: SegmentReader,
        name: str,
        numbers: Numbers,
        fresh: NDArray[np.bool_],
    ) -> None:
        self._source = source
        self._name = name
        self._numbers = numbers
        self._fresh = fresh
        self._starts = source.array(f"{name}.starts").astype(np.int64)
        self._sizes = np.zeros(len(self._starts) - 1, dtype=np.int64)
        entries = source.array(f"{name}.entries")
        for first, last in _ranges(self._starts):
            begin, end = self._starts[first], self._starts[last]
            kept = fresh[entries[begin:end]]
            places = self._starts[first:last] - begin
            self._sizes[first:last] = np.add.reduceat(kept, places, dtype=np.int64)
        self.held = np.flatnonzero(self._sizes)
        self._terms = np.zeros(0, dtype=np.int64)

    def keys(self, name: str) -> Array:
        """The keys that still have postings."""
        held: Array = self._source.array(name)[self.held]
        return held

    def number(self, terms: Numbers) -> None:
        """Set the merged numbers of the terms ``held``, which rise."""
        self._terms = terms

    def sizes(self, count: int) -> Numbers:
        """How many postings there are of each of ``count`` merged terms."""
        sizes = np.zeros(count, dtype=np.int64)
        sizes[self._terms] = self._sizes[self.held]
        return sizes

    def type_of(self, part: str) -> np.dtype[np.generic]:
        """The type of a part of the postings."""
        if part == "entries":
            return np.dtype(np.uint32)
        return self._source.array(f"{self._name}.{part}").dtype

    def within(self, first: int, last: int, part: str) -> tuple[Array, Numbers, Numbers]:
        """The postings of merged terms: a part of them, the terms, and how many of each."""
        begin, end = self._terms.searchsorted((first, last))
        own = self.held[begin:end]
        places = stretches(self._starts[own], self._starts[own + 1])
        entries = self._source.array(f"{self._name}.entries")[places]
        kept = self._fresh[entries]
        if part == "entries":
            read: Array = self._numbers[entries[kept]]
        else:
            read = self._source.array(f"{self._name}.{part}")[places[kept]]
        return read, self._terms[begin:end], self._sizes[own]


def _woven(
    lists: Sequence[_Lists], starts: Numbers, part: str, kind: np.dtype[np.generic]
) -> Iterator[Array]:
    """A part of the merged postings, piece by piece."""
    for first, last in _ranges(starts):
        piece = np.empty(int(starts[last] - starts[first]), dtype=kind)
        filled = starts[first:last] - starts[first]
        for one in lists:
            read, terms, sizes = one.within(first, last, part)
            begin = filled[terms - first]
            piece[stretches(begin, begin + sizes)] = read
            filled[terms - first] += sizes
        yield piece


def _ranges(starts: Numbers) -> Iterator[tuple[int, int]]:
    """Ranges of terms with about ``_PIECE`` postings each, and at least one term."""
    first, count = 0, len(starts) - 1
    while first < count:
        last = int(starts.searchsorted(starts[first] + _PIECE, side="right")) - 1
        last = min(max(last, first + 1), count)
        yield first, last
        first = last


def _terms(sources: Sequence[SegmentReader], name: str, lists: Sequence[_Lists]) -> Sequence[bytes]:
    """The merged words; numbers them in every source."""
    own = [
        [texts.raw(number) for number in one.held.tolist()]
        for texts, one in zip((source.texts(name) for source in sources), lists, strict=True)
    ]
    terms = sorted(set().union(*own))
    ranks = {term: rank for rank, term in enumerate(terms)}
    for one, words in zip(lists, own, strict=True):
        one.number(np.array([ranks[word] for word in words], dtype=np.int64))
    return terms


def _used(source: SegmentReader, store: Store) -> NDArray[np.bool_]:
    """Which entries of a store some live document has."""
    used = np.zeros(len(source.stores[store].values) + 1, dtype=np.bool_)
    for kind in KINDS:
        for field in FIELDS[kind]:
            if STORE_OF[field] == store:
                used[source.array(f"{kind}.{field}.entries")[source.live[kind]]] = True
    return used[1:]


def _originals(texts: Sequence[Texts], used: Sequence[NDArray[np.bool_]]) -> Numbers:
    """For each used entry, source by source, the place of the first one with its values.

    Found by hashes of eight bytes, since the values of an archive need not fit in memory; what
    hashes alike is then compared.
    """
    chosen = [np.flatnonzero(mask) for mask in used]
    total = sum(map(len, chosen))
    raw = (t.raw(n) for t, numbers in zip(texts, chosen, strict=True) for n in numbers.tolist())
    hashes = np.fromiter(map(hash, raw), dtype=np.int64, count=total)
    order = np.argsort(hashes, kind="stable")
    same = hashes[order][1:] == hashes[order][:-1]
    owners = np.repeat(np.arange(len(texts)), [len(numbers) for numbers in chosen])
    entries = np.concatenate(chosen)
    originals = np.arange(total)
    first: dict[bytes, int] = {}
    for place in np.flatnonzero(np.append(same, False) | np.append(False, same)).tolist():
        number = int(order[place])
        value = texts[owners[number]].raw(int(entries[number]))
        originals[number] = first.setdefault(value, number)
    return originals


def split(values: Numbers, masks: Sequence[NDArray[np.bool_]]) -> list[Numbers]:
    """Values that belong to the places marked in each mask, laid out; -1 elsewhere."""
    found, begin = [], 0
    for mask in masks:
        laid = np.full(len(mask), -1, dtype=np.int64)
        end = begin + int(np.count_nonzero(mask))
        laid[mask] = values[begin:end]
        found.append(laid)
        begin = end
    return found


def picked(texts: Sequence[Texts], chosen: Sequence[Numbers], order: Numbers) -> Iterator[bytes]:
    """Texts chosen of each source, in an order of all that were chosen."""
    owners = np.repeat(np.arange(len(texts)), [len(numbers) for numbers in chosen])
    numbers = np.concatenate(chosen)
    for place in order:
        yield texts[owners[place]].raw(int(numbers[place]))
