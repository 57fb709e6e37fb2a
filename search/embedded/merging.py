"""Merges segments into one, array by array, without analysing any text again.

A compaction and a build that outgrew its memory end here: both have segments on the disk and want
one. Live articles of all sources move; every array of the result is made on its own and written
in pieces, so the memory needed is that of a few numbers a document, not of the postings.

Entries of a pool with the same values become one. New entries are numbered source by source, so a
term's postings of one source follow those of the source before and nothing is sorted: a
posting's place is where its term begins plus what earlier sources have of the term. Without
deletions the result is, to the last byte, what one builder would have written that was given the
articles of all sources one after the other (tests/search/test_merging.py).

Of a facet's value the smallest spelling of every source is kept; a spelling may thus outlive the
document that had it, as it does between compactions.
"""

import heapq
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.document import KINDS, Kind
from search.embedded.arrays import Array, Named, Pieces, Texts, named_texts, narrowed, write_arrays
from search.embedded.building import entry_arrays
from search.embedded.pools import POOL_OF, POOLS, Pool
from search.embedded.segment import SegmentReader
from search.embedded.sets import stretches
from search.fields import FIELDS
from search.request import VALUE_FACETS, ValueFacet
from search.text.analyzer import STREAMS, Stream

Numbers = NDArray[np.int64]

_PIECE = 1 << 21
"""Postings worked on at once."""


def merge(path: Path, sources: Sequence[SegmentReader]) -> int:
    """Write the live articles of some segments as one; returns how many documents it has.

    No article is live in two of them.
    """
    merging = _Merging(sources)
    write_arrays(path, merging.arrays())
    return merging.size


class _Merging:
    """The numbers that everything gets in the merged segment.

    Attributes:
        size: how many documents there are.
    """

    def __init__(self, sources: Sequence[SegmentReader]) -> None:
        self._sources = sources
        self._names = np.concatenate([source.articles[source.alive] for source in sources])
        self._ranking = np.argsort(self._names, kind="stable")
        ranks = np.empty(len(self._names), dtype=np.int64)
        ranks[self._ranking] = np.arange(len(ranks))
        self._ranks = _split(ranks, [source.alive for source in sources])
        self._orders = {kind: self._order(kind) for kind in KINDS}
        self.size = sum(map(len, self._orders.values()))

    def _live_ranks(self, source: int, kind: Kind) -> Numbers:
        """The merged rank of the article of each live document."""
        reader = self._sources[source]
        articles = reader.array(f"{kind}.articles")[reader.live[kind]]
        return self._ranks[source][articles]

    def _order(self, kind: Kind) -> Numbers:
        """The live documents, source by source, in the order of the merged segment."""
        ranks = [self._live_ranks(source, kind) for source in range(len(self._sources))]
        return np.argsort(np.concatenate(ranks), kind="stable")

    def _column(self, kind: Kind, columns: Sequence[Array]) -> Array:
        """A value of all documents of each source as one of the merged documents."""
        live = zip(columns, self._sources, strict=True)
        joined = np.concatenate([column[source.live[kind]] for column, source in live])
        ordered: Array = joined[self._orders[kind]]
        return ordered

    def _arrays_named(self, name: str) -> list[Array]:
        return [source.array(name) for source in self._sources]

    def arrays(self) -> Iterator[Named]:
        """All arrays of the merged segment."""
        yield "articles", self._names[self._ranking]
        records = [source.texts("records") for source in self._sources]
        alive = [np.flatnonzero(source.alive) for source in self._sources]
        yield from named_texts("records", _picked(records, alive, self._ranking))
        entries: dict[Pool, list[Numbers]] = {}
        sizes: dict[Pool, int] = {}
        for pool in POOLS:
            merged = _PoolMerging(self._sources, pool)
            entries[pool], sizes[pool] = merged.numbers, merged.size
            yield from merged.arrays()
        for kind in KINDS:
            yield from self._kind_arrays(kind)
            for field in FIELDS[kind]:
                own = self._arrays_named(f"{kind}.{field}.entries")
                pool = POOL_OF[field]
                mapped = [_renumbered(e, n) for e, n in zip(own, entries[pool], strict=True)]
                column = self._column(kind, mapped)
                yield from entry_arrays(kind, field, column, sizes[pool]).items()
            ranks = [self._live_ranks(source, kind) for source in range(len(self._sources))]
            yield f"{kind}.articles", narrowed(np.concatenate(ranks)[self._orders[kind]])
        yield from self._id_arrays()

    def _kind_arrays(self, kind: Kind) -> Iterator[Named]:
        stored = [source.texts(f"{kind}.stored") for source in self._sources]
        live = [np.flatnonzero(source.live[kind]) for source in self._sources]
        yield from named_texts(f"{kind}.stored", _picked(stored, live, self._orders[kind]))
        positions = self._column(kind, self._arrays_named(f"{kind}.positions"))
        yield f"{kind}.positions", narrowed(positions)
        for name in (f"{kind}.first", f"{kind}.last"):
            yield name, self._column(kind, self._arrays_named(name))
        numbers = self._new_numbers(kind)
        for facet in VALUE_FACETS:
            yield from self._facet_arrays(kind, facet, numbers)

    def _new_numbers(self, kind: Kind) -> list[Numbers]:
        """The number that each document of each source gets among its kind; -1 if deleted."""
        order = self._orders[kind]
        numbers = np.empty(len(order), dtype=np.int64)
        numbers[order] = np.arange(len(order))
        return _split(numbers, [source.live[kind] for source in self._sources])

    def _facet_arrays(
        self, kind: Kind, facet: ValueFacet, numbers: Sequence[Numbers]
    ) -> Iterator[Named]:
        name = f"{kind}.facets.{facet}"
        spelled: dict[bytes, bytes] = {}
        documents, owners, ordinals = [], [], []
        for source, reader in enumerate(self._sources):
            document = numbers[source][reader.array(f"{name}.documents")]
            ordinal = reader.array(f"{name}.ordinals").astype(np.int64)[document >= 0]
            documents.append(document[document >= 0])
            ordinals.append(ordinal)
            values, labels = reader.texts(f"{name}.values"), reader.texts(f"{name}.labels")
            held = np.unique(ordinal).tolist()
            owners.append((held, [values.raw(own) for own in held]))
            for own, value in zip(*owners[-1], strict=True):
                label = labels.raw(own)
                spelled[value] = min(spelled.get(value, label), label)
        ranks = {value: rank for rank, value in enumerate(sorted(spelled))}
        merged = []
        for ordinal, (held, values_held) in zip(ordinals, owners, strict=True):
            table = np.zeros(max(held, default=0) + 1, dtype=np.int64)
            table[held] = [ranks[value] for value in values_held]
            merged.append(table[ordinal])
        joined = np.concatenate(documents)
        order = np.argsort(joined, kind="stable")
        yield from named_texts(f"{name}.values", ranks)
        yield from named_texts(f"{name}.labels", (spelled[value] for value in ranks))
        yield f"{name}.documents", narrowed(joined[order])
        yield f"{name}.ordinals", narrowed(np.concatenate(merged)[order])

    def _id_arrays(self) -> Iterator[Named]:
        """Sources have their ids in order, so theirs are woven together."""
        photos = len(self._orders["photo"])
        new = {kind: self._new_numbers(kind) for kind in KINDS}
        numbers: list[int] = []

        def of_source(source: int) -> Iterator[tuple[bytes, int]]:
            reader = self._sources[source]
            ids, owners = reader.texts("ids"), reader.array("ids.numbers")
            moved = np.concatenate(
                [new[kind][source] + (photos if kind == "paragraph" else 0) for kind in KINDS]
            )
            live = np.concatenate([reader.live[kind] for kind in KINDS])
            for place in np.flatnonzero(live[owners]).tolist():
                yield ids.raw(place), int(moved[owners[place]])

        def woven() -> Iterator[bytes]:
            for text, number in heapq.merge(*map(of_source, range(len(self._sources)))):
                numbers.append(number)
                yield text

        yield from named_texts("ids", woven())
        yield "ids.numbers", narrowed(np.array(numbers, dtype=np.int64))


class _PoolMerging:
    """One pool of all sources.

    Attributes:
        numbers: by source, the merged number of each entry; -1 where no live document has it.
        size: how many entries there are.
    """

    def __init__(self, sources: Sequence[SegmentReader], pool: Pool) -> None:
        self._pool = pool
        self._sources = sources
        self._readers = [source.pools[pool] for source in sources]
        used = [_used(source, pool) for source in sources]
        originals = _originals([reader.values for reader in self._readers], used)
        fresh = originals == np.arange(len(originals))
        self.size = int(np.count_nonzero(fresh))
        self.numbers = _split((np.cumsum(fresh) - 1)[originals], used)
        self._fresh = [split == 1 for split in _split(fresh.astype(np.int64), used)]

    def arrays(self) -> Iterator[Named]:
        """The arrays of the merged pool, in the order in which a builder writes them."""
        fresh = [np.flatnonzero(mask) for mask in self._fresh]
        in_order = np.arange(self.size)
        values = [reader.values for reader in self._readers]
        yield from named_texts(f"{self._pool}.values", _picked(values, fresh, in_order))
        streams = [reader.streams for reader in self._readers]
        yield from named_texts(f"{self._pool}.streams", _picked(streams, fresh, in_order))
        for stream in STREAMS:
            yield from self._stream_arrays(stream)

    def _stream_arrays(self, stream: Stream) -> Iterator[Named]:
        name = f"{self._pool}.{stream}"
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


def _used(source: SegmentReader, pool: Pool) -> NDArray[np.bool_]:
    """Which entries of a pool some live document has."""
    used = np.zeros(len(source.pools[pool].values) + 1, dtype=np.bool_)
    for kind in KINDS:
        for field in FIELDS[kind]:
            if POOL_OF[field] == pool:
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


def _renumbered(entries: Array, numbers: Numbers) -> Numbers:
    """Entries counted from 1, with 0 for none, in merged numbers."""
    return np.concatenate(([0], numbers + 1))[entries]


def _split(values: Numbers, masks: Sequence[NDArray[np.bool_]]) -> list[Numbers]:
    """Values that belong to the places marked in each mask, laid out; -1 elsewhere."""
    found, begin = [], 0
    for mask in masks:
        laid = np.full(len(mask), -1, dtype=np.int64)
        end = begin + int(np.count_nonzero(mask))
        laid[mask] = values[begin:end]
        found.append(laid)
        begin = end
    return found


def _picked(texts: Sequence[Texts], chosen: Sequence[Numbers], order: Numbers) -> Iterator[bytes]:
    """Texts chosen of each source, in an order of all that were chosen."""
    owners = np.repeat(np.arange(len(texts)), [len(numbers) for numbers in chosen])
    numbers = np.concatenate(chosen)
    for place in order:
        yield texts[owners[place]].raw(int(numbers[place]))
