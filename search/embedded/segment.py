"""A segment: the documents of one transaction, as arrays in one mapped file.

Documents are numbered photos first, then paragraphs, each by article and place in it; an article
is never spread over segments, so replacing it is marking one article deleted and writing another.
A document's searchable texts are entries of pools (see ``pools``); the rest of it is a small JSON
text of its own, read when the document is shown.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass, fields
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from search.document import KINDS, Document, Kind
from search.embedded.arrays import Array, ArrayFile, Texts, narrowed, texts_arrays, write_arrays
from search.embedded.pools import POOL_OF, POOLS, Pool, PoolBuilder, PoolReader
from search.embedded.values import Values, Years
from search.engine import NOTHING_ANALYSED
from search.errors import ArgumentError
from search.fields import FIELDS, Field, values
from search.request import VALUE_FACETS, ValueFacet
from search.text.analyzer import Analyzer, FieldTokens, Stream
from search.text.dates import parse

_POOLED = frozenset(POOL_OF)
_LISTS = frozenset(("creator", "place", "person", "category"))
_NAMES = frozenset(field.name for field in fields(Document))
_LONGEST_ARTICLE_ID = 16  # bytes; longer ones would need an index of their own

_A_ROW = 2400
_A_SYMBOL = 12
_WRITING_A_SYMBOL = 60
"""Bytes of memory, measured generously: a document, a symbol kept, and one being inverted."""

_SERIALS = count()

ARTICLE_ID = np.dtype(f"S{_LONGEST_ARTICLE_ID}")


@dataclass(frozen=True, slots=True)
class _Row:
    """A document while its segment is made."""

    document: Document
    entries: Mapping[Field, int]


class SegmentBuilder:
    """Collects articles in memory and writes them as a segment."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._pools = {pool: PoolBuilder(pool) for pool in POOLS}
        self._rows: dict[Kind, list[_Row]] = {kind: [] for kind in KINDS}
        self._articles: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._articles)

    @property
    def memory(self) -> int:
        """About how many bytes are needed to hold what was added and to write it."""
        rows = sum(map(len, self._rows.values())) + len(self._articles)
        symbols = [pool.symbols for pool in self._pools.values()]
        return rows * _A_ROW + sum(symbols) * _A_SYMBOL + max(symbols) * _WRITING_A_SYMBOL

    def add(
        self,
        article: str,
        documents: Iterable[Document],
        record: str,
        analysed: Mapping[tuple[str, ...], FieldTokens] = NOTHING_ANALYSED,
    ) -> None:
        """Take up an article; its documents may come in any order.

        Raises:
            ArgumentError: the article's id is too long, or it is here already.
            DateError: a document's date is none; an index must not hold what it cannot sort.
        """
        if len(article.encode()) > _LONGEST_ARTICLE_ID or article in self._articles:
            raise ArgumentError(f"article id {article!r}: use a new one of at most 16 bytes")
        self._articles[article] = record
        for document in sorted(documents, key=lambda document: document.position):
            if document.article != article:
                raise ArgumentError(f"document {document.id!r} is not of article {article!r}")
            if document.date:
                parse(document.date)
            self._rows[document.kind].append(_Row(document, self._entries(document, analysed)))

    def _entries(
        self, document: Document, analysed: Mapping[tuple[str, ...], FieldTokens]
    ) -> dict[Field, int]:
        entries = {}
        for field in FIELDS[document.kind]:
            found = values(document, field)
            if found:
                entries[field] = self._entry(POOL_OF[field], found, analysed)
        return entries

    def _entry(
        self,
        pool: Pool,
        texts: tuple[str, ...],
        analysed: Mapping[tuple[str, ...], FieldTokens],
    ) -> int:
        number = self._pools[pool].number(texts, None)
        if number is None:
            tokens = analysed.get(texts) or self._analyzer.field(texts)
            number = self._pools[pool].number(texts, tokens)
        assert number is not None  # noqa: S101 - it was given tokens
        return number

    def write(self, path: Path) -> int:
        """Write the segment; returns how many documents it has."""
        articles = sorted(self._articles)
        ranks = {article: rank for rank, article in enumerate(articles)}
        names = np.array([article.encode() for article in articles], dtype=ARTICLE_ID)
        arrays: dict[str, Array] = {"articles": names}
        arrays |= texts_arrays("records", [self._articles[article] for article in articles])
        for pool in self._pools.values():
            arrays |= pool.arrays()
        numbered = []
        for kind in KINDS:
            rows = sorted(self._rows[kind], key=lambda row: ranks[row.document.article])
            arrays |= _kind_arrays(kind, rows, self._analyzer)
            for field in FIELDS[kind]:
                column = np.array([row.entries.get(field, -1) + 1 for row in rows], dtype=np.int64)
                arrays |= entry_arrays(kind, field, column, len(self._pools[POOL_OF[field]]))
            arrays[f"{kind}.articles"] = narrowed(
                np.array([ranks[row.document.article] for row in rows], dtype=np.int64)
            )
            numbered += rows
        arrays |= _id_arrays([row.document.id for row in numbered])
        write_arrays(path, arrays.items())
        return len(numbered)


def _kind_arrays(kind: Kind, rows: Sequence[_Row], analyzer: Analyzer) -> dict[str, Array]:
    arrays = texts_arrays(f"{kind}.stored", (_stored(row.document) for row in rows))
    positions = np.array([row.document.position for row in rows], dtype=np.int64)
    days = [parse(row.document.date) if row.document.date else None for row in rows]
    arrays[f"{kind}.positions"] = narrowed(positions)
    arrays[f"{kind}.first"] = np.array([d.first_ordinal if d else 0 for d in days], dtype=np.int32)
    arrays[f"{kind}.last"] = np.array([d.last_ordinal if d else 0 for d in days], dtype=np.int32)
    for facet in VALUE_FACETS:
        arrays |= _facet_arrays(
            f"{kind}.facets.{facet}", [values(r.document, facet) for r in rows], analyzer
        )
    return arrays


def entry_arrays(kind: Kind, field: Field, entries: Array, size: int) -> dict[str, Array]:
    """The entry of each document (0 stands for none), and the documents of each entry.

    The latter is left out where the entries are the documents, one by one.
    """
    arrays = {f"{kind}.{field}.entries": narrowed(entries)}
    if len(entries) == size and np.array_equal(entries, np.arange(1, size + 1)):
        return arrays
    filled = np.flatnonzero(entries)
    order = filled[np.argsort(entries[filled], kind="stable")]
    counts = np.bincount(entries[filled] - 1, minlength=size)
    arrays[f"{kind}.{field}.spread"] = narrowed(np.concatenate(([0], np.cumsum(counts))))
    arrays[f"{kind}.{field}.documents"] = narrowed(order)
    return arrays


def _stored(document: Document) -> str:
    """What no pool keeps of a document; what is empty is left out."""
    kept = {n: v for n, v in asdict(document).items() if v and n not in _POOLED}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _facet_arrays(
    name: str, rows: Sequence[tuple[str, ...]], analyzer: Analyzer
) -> dict[str, Array]:
    """Pairs of document and value; spellings that fold alike are one value with all of them."""
    labels: dict[str, set[str]] = {}
    pairs: list[tuple[int, str]] = []
    for number, row in enumerate(rows):
        folded = {}
        for spelling in row:
            folded[analyzer.fold.text(spelling)] = spelling
        for value, spelling in folded.items():
            labels.setdefault(value, set()).add(spelling)
            pairs.append((number, value))
    ranks = {value: rank for rank, value in enumerate(sorted(labels))}
    arrays = texts_arrays(f"{name}.values", sorted(labels))
    arrays |= texts_arrays(f"{name}.labels", (min(labels[value]) for value in sorted(labels)))
    arrays[f"{name}.documents"] = narrowed(np.array([n for n, _ in pairs], dtype=np.int64))
    arrays[f"{name}.ordinals"] = narrowed(np.array([ranks[v] for _, v in pairs], dtype=np.int64))
    return arrays


def _id_arrays(ids: Sequence[str]) -> dict[str, Array]:
    """The ids in order, and for each the number of its document."""
    order = sorted(range(len(ids)), key=lambda number: ids[number].encode())
    arrays = texts_arrays("ids", (ids[number] for number in order))
    arrays["ids.numbers"] = narrowed(np.array(order, dtype=np.int64))
    return arrays


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents with a token, in order, and how often each has it."""

    ids: Array
    counts: Array


class SegmentReader:
    """A segment, mapped for reading, with some of its articles deleted.

    Args:
        deleted: ranks of the articles that are no longer live.

    Attributes:
        serial: a number that no other segment of this process has or had.
    """

    def __init__(self, path: Path, deleted: Iterable[int] = ()) -> None:
        self._file = ArrayFile(path)
        self.serial = next(_SERIALS)
        self.pools = {pool: PoolReader(self._file, pool) for pool in POOLS}
        self.articles = self._file["articles"]
        self._records = self._file.texts("records")
        self.sizes = {kind: len(self._file[f"{kind}.first"]) for kind in KINDS}
        self.size = sum(self.sizes.values())
        self._stored = {kind: self._file.texts(f"{kind}.stored") for kind in KINDS}
        self._ids = self._file.texts("ids")
        self._values: dict[tuple[Kind, ValueFacet], Values] = {}
        self._years: dict[Kind, Years] = {}
        self._delete(frozenset(deleted))

    def _delete(self, deleted: frozenset[int]) -> None:
        self.deleted = deleted
        alive = np.ones(len(self.articles), dtype=np.bool_)
        alive[list(deleted)] = False
        self.alive = alive
        self.live = {kind: alive[self._file[f"{kind}.articles"]] for kind in KINDS}

    def with_deleted(self, deleted: frozenset[int]) -> "SegmentReader":
        """The same segment, mapped once, with other articles deleted."""
        other = copy(self)
        other._delete(deleted)  # noqa: SLF001 - a copy of ourselves
        return other

    def array(self, name: str) -> Array:
        """One of the arrays of the segment."""
        return self._file[name]

    def has(self, name: str) -> bool:
        """Whether the segment has an array of this name."""
        return name in self._file

    def texts(self, name: str) -> Texts:
        """Some of the texts of the segment."""
        return self._file.texts(name)

    def values(self, kind: Kind, facet: ValueFacet) -> Values:
        """What all documents of a kind have of a facet."""
        found = self._values.get((kind, facet))
        if found is None:
            name = f"{kind}.facets.{facet}"
            pairs = self.array(f"{name}.documents"), self.array(f"{name}.ordinals")
            count = len(self.texts(f"{name}.values"))
            found = self._values[kind, facet] = Values(*pairs, count, self.sizes[kind])
        return found

    def years(self, kind: Kind) -> Years:
        """The years of the dates of all documents of a kind."""
        found = self._years.get(kind)
        if found is None:
            days = self.array(f"{kind}.first"), self.array(f"{kind}.last")
            found = self._years[kind] = Years(*days)
        return found

    def base(self, kind: Kind) -> int:
        """The number of the first document of a kind."""
        return 0 if kind == "photo" else self.sizes["photo"]

    def rank(self, article: str) -> int | None:
        """The rank of a live article."""
        encoded = article.encode(errors="surrogatepass")
        rank = int(np.searchsorted(self.articles, np.array(encoded, dtype=ARTICLE_ID)))
        found = rank < len(self.articles) and self.articles[rank] == encoded
        return rank if found and self.alive[rank] else None

    def records(self) -> Iterator[tuple[str, str]]:
        """The live articles and what the builder remembers of their posts."""
        for rank in map(int, np.flatnonzero(self.alive)):
            yield self.articles[rank].decode(), self._records[rank]

    def record(self, article: str) -> str | None:
        """What the builder remembers of a live article's post."""
        rank = self.rank(article)
        return None if rank is None else self._records[rank]

    def verify(self, analyzer: Analyzer) -> Iterator[str]:
        """Read everything: the bytes against their checksums, the postings against the texts."""
        faults = [f"array {name} is damaged" for name in self._file.damaged()]
        yield from faults
        if faults:
            return
        for pool, reader in self.pools.items():
            anew = PoolBuilder(pool)
            for entry in range(len(reader.values)):
                texts = reader.values_of(entry)
                anew.number(texts, analyzer.field(texts))
            for name, array in anew.arrays().items():
                if not np.array_equal(array, self._file[name]):
                    yield f"array {name} is not what its texts give"
        for number in range(self.size):
            document = self.document(number)
            if self.number(document.id) not in (number, None):
                yield f"document {document.id} is not found by its id"

    def number(self, document: str) -> int | None:
        """The number of a live document by its id."""
        place, found = self._ids.find(document.encode(errors="surrogatepass"))
        if not found:
            return None
        number = int(self._file["ids.numbers"][place])
        kind, local = self.local(number)
        return number if self.live[kind][local] else None

    def local(self, number: int) -> tuple[Kind, int]:
        """The kind of a document and its number among those of its kind."""
        photos = self.sizes["photo"]
        return ("photo", number) if number < photos else ("paragraph", number - photos)

    def of_article(self, rank: int) -> list[int]:
        """The numbers of an article's documents, in the article's order."""
        found = []
        for kind in KINDS:
            ranks = self._file[f"{kind}.articles"]
            wanted = ranks.dtype.type(rank)
            first, last = np.searchsorted(ranks, wanted), np.searchsorted(ranks, wanted, "right")
            places = self._file[f"{kind}.positions"][first:last]
            base = self.base(kind) + int(first)
            found += [(int(place), base + i) for i, place in enumerate(places)]
        return [number for _, number in sorted(found)]

    def entry(self, kind: Kind, field: Field, local: int) -> int | None:
        """The pool entry of a document's field, or None."""
        entry = int(self._file[f"{kind}.{field}.entries"][local])
        return entry - 1 if entry else None

    def document(self, number: int) -> Document:
        """A document, put together from its own text and its entries."""
        kind, local = self.local(number)
        stored: dict[str, Any] = {
            name: tuple(value) if name in _LISTS else value
            for name, value in json.loads(self._stored[kind][local]).items()
            if name in _NAMES
        }
        for field in FIELDS[kind]:
            entry = self.entry(kind, field, local)
            if entry is not None:
                texts = self.pools[POOL_OF[field]].values_of(entry)
                stored[field] = texts if field in _LISTS else texts[0]
        return Document(**stored)

    def postings(self, kind: Kind, field: Field, stream: Stream, token: str) -> Postings:
        """The documents of a kind with a token, deleted ones too."""
        return self.spread(kind, field, *self.pools[POOL_OF[field]].postings(stream, token))

    def spread(self, kind: Kind, field: Field, entries: Array, counts: Array) -> Postings:
        """Postings of entries as postings of the documents whose field they are."""
        name = f"{kind}.{field}.spread"
        if name not in self._file:
            return Postings(entries.astype(np.int64), counts.astype(np.float64))
        starts = self._file[name].astype(np.int64)
        first, last = starts[entries], starts[entries + 1]
        lengths = last - first
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(
            first - ends + lengths, lengths
        )
        ids = self._file[f"{kind}.{field}.documents"][places].astype(np.int64)
        repeated = np.repeat(counts, lengths).astype(np.float64)
        order = np.argsort(ids, kind="stable")
        return Postings(ids[order], repeated[order])

    def terms(self, field: Field, stream: Stream) -> Sequence[str]:
        """The terms of a field's pool; some may stand in no document of the field."""
        return self.pools[POOL_OF[field]].terms(stream)

    def lengths(self, kind: Kind, field: Field, stream: Stream) -> Array:
        """How many tokens of a stream each document has in a field."""
        lengths = self.pools[POOL_OF[field]].lengths[stream]
        return np.concatenate(([0], lengths))[self._file[f"{kind}.{field}.entries"]].astype(
            np.float64
        )

    def stream(self, number: int, field: Field) -> bytes:
        """The character stream of a document's field, encoded."""
        kind, local = self.local(number)
        entry = self.entry(kind, field, local)
        return b"" if entry is None else self.pools[POOL_OF[field]].streams.raw(entry)
