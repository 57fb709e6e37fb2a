"""Merges segments into one, array by array, without analysing any text again.

A compaction and a build that outgrew its memory end here: both have segments on the disk and want
one. Live articles of all sources move; every array of the result is made on its own and written
in pieces, so the memory needed is that of a few numbers a document, not of the postings.

Stores are merged in ``merge_store``. Without deletions the result is, to the last byte, what one
writer would have written that was given the articles of all sources one after the other
(tests/search/test_merging.py).

Of a facet's value the smallest spelling of every source is kept; a spelling may thus outlive the
document that had it, as it does between compactions.
"""

import heapq
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from search.document import KINDS, Kind
from search.fields import FIELDS
from search.index.arrays import Array, Named, named_texts, narrowed, write_arrays
from search.index.entries import entry_arrays
from search.index.merge_store import Numbers, StoreMerge, picked, split
from search.index.segment import PICTURES, SegmentReader
from search.index.store import STORE_OF, STORES, Store
from search.request import VALUE_FACETS, ValueFacet


def merge(path: Path, sources: Sequence[SegmentReader]) -> int:
    """Write the live articles of some segments as one; returns how many documents it has.

    No article is live in two of them.
    """
    merging = _Merge(sources)
    write_arrays(path, merging.arrays())
    return merging.size


class _Merge:
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
        self._ranks = split(ranks, [source.alive for source in sources])
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
        yield from named_texts("records", picked(records, alive, self._ranking))
        entries: dict[Store, list[Numbers]] = {}
        sizes: dict[Store, int] = {}
        for store in STORES:
            merged = StoreMerge(self._sources, store)
            entries[store], sizes[store] = merged.numbers, merged.size
            yield from merged.arrays()
        for kind in KINDS:
            yield from self._kind_arrays(kind)
            for field in FIELDS[kind]:
                own = self._arrays_named(f"{kind}.{field}.entries")
                store = STORE_OF[field]
                mapped = [_renumbered(e, n) for e, n in zip(own, entries[store], strict=True)]
                column = self._column(kind, mapped)
                yield from entry_arrays(kind, field, column, sizes[store]).items()
            ranks = [self._live_ranks(source, kind) for source in range(len(self._sources))]
            yield f"{kind}.articles", narrowed(np.concatenate(ranks)[self._orders[kind]])
        yield from self._id_arrays()

    def _kind_arrays(self, kind: Kind) -> Iterator[Named]:
        stored = [source.texts(f"{kind}.stored") for source in self._sources]
        live = [np.flatnonzero(source.live[kind]) for source in self._sources]
        yield from named_texts(f"{kind}.stored", picked(stored, live, self._orders[kind]))
        positions = self._column(kind, self._arrays_named(f"{kind}.positions"))
        yield f"{kind}.positions", narrowed(positions)
        copied = (f"{kind}.first", f"{kind}.last", *((PICTURES,) if kind == "photo" else ()))
        for name in copied:
            yield name, self._column(kind, self._arrays_named(name))
        numbers = self._new_numbers(kind)
        for facet in VALUE_FACETS:
            yield from self._facet_arrays(kind, facet, numbers)

    def _new_numbers(self, kind: Kind) -> list[Numbers]:
        """The number that each document of each source gets among its kind; -1 if deleted."""
        order = self._orders[kind]
        numbers = np.empty(len(order), dtype=np.int64)
        numbers[order] = np.arange(len(order))
        return split(numbers, [source.live[kind] for source in self._sources])

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


def _renumbered(entries: Array, numbers: Numbers) -> Numbers:
    """Entries counted from 1, with 0 for none, in merged numbers."""
    return np.concatenate(([0], numbers + 1))[entries]
