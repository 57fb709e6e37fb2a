"""A segment: documents as arrays in one mapped file, those of a commit or of several merged.

Documents are numbered photos first, then paragraphs, each by article and place in it; an article
is never spread over segments, so replacing it is marking one article deleted and writing another.
A document's searchable texts are entries of pools (see ``pools``); the rest of it is a small JSON
text of its own, read when the document is shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, fields
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from search.document import KINDS, Document, Kind
from search.embedded.arrays import Array, ArrayFile, Texts, read_json
from search.embedded.pools import POOL_OF, POOLS, PoolBuilder, PoolReader
from search.embedded.values import Values, Years
from search.fields import FIELDS, Field
from search.request import ValueFacet
from search.text.analyzer import Analyzer, Stream

_LISTS = frozenset(("creator", "place", "person", "category"))
_NAMES = frozenset(field.name for field in fields(Document))
LONGEST_ARTICLE_ID = 16  # bytes; longer ones would need an index of their own

_SERIALS = count()

ARTICLE_ID = np.dtype(f"S{LONGEST_ARTICLE_ID}")


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

    def verify(self, analyzer: Analyzer, *, words: bool = True) -> Iterator[str]:
        """Read everything: the bytes against their checksums, the postings against the texts.

        Not those of ``words`` where these were cut by another segmenter than the analyzer's.
        """
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
                if name.startswith(f"{pool}.words.") and not words:
                    continue
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

    def documents_of(self, kind: Kind, rank: int) -> tuple[int, int]:
        """The first document of an article among those of a kind, and the one after its last."""
        ranks = self._file[f"{kind}.articles"]
        if rank > np.iinfo(ranks.dtype).max:  # they are stored as narrow as the last one needs
            return 0, 0
        wanted = ranks.dtype.type(rank)
        return int(ranks.searchsorted(wanted)), int(ranks.searchsorted(wanted, "right"))

    def of_article(self, rank: int) -> list[int]:
        """The numbers of an article's documents, in the article's order."""
        found = []
        for kind in KINDS:
            first, last = self.documents_of(kind, rank)
            places = self._file[f"{kind}.positions"][first:last]
            base = self.base(kind) + first
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
            for name, value in read_json(self._stored[kind][local]).items()
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
