"""A segment: documents as arrays in one mapped file, those of a commit or of several merged.

Documents are numbered photos first, then paragraphs, each by article and place in it; an article
is never spread over segments, so replacing it is marking one article deleted and writing another.
A document's searchable texts are entries of stores (see ``store``); the rest of it is a small JSON
text of its own, read when the document is shown.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import fields
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from search.document import KINDS, Document, Kind
from search.fields import FIELDS, Field
from search.index.arrays import Array, ArrayFile, Texts, read_json, texts_arrays
from search.index.inversion import symbol_arrays, word_arrays
from search.index.store import STORE_OF, STORES, StoreReader
from search.origin import unpacked
from search.picture import picture_number
from search.text.analyzer import Analyzer

_LISTS = frozenset(("creator", "place", "person", "tag", "category", "article_creator"))
_NAMES = frozenset(field.name for field in fields(Document))
LONGEST_ARTICLE_ID = 16  # bytes; longer ones would need an index of their own

_SERIALS = count()

ARTICLE_ID = np.dtype(f"S{LONGEST_ARTICLE_ID}")

PICTURES = "photo.pictures"
"""The array of the pictures of photos, by number (``search.picture``); 0 where there is none."""


def picture_array(photos: Iterable[Document]) -> Array:
    """The pictures of some photos."""
    return np.array([picture_number(photo.image) for photo in photos], dtype=np.uint64)


class SegmentReader:
    """A segment, mapped for reading, with some of its articles deleted.

    Args:
        deleted: ranks of the articles that are no longer live.

    Attributes:
        serial: a number that no other segment of this process has or had.
        state: a number that no other segment, and none with other deletions, has or had.
        live: for each kind, which of its documents are live.
    """

    def __init__(self, path: Path, deleted: Iterable[int] = ()) -> None:
        self._file = ArrayFile(path)
        self.serial = next(_SERIALS)
        self.stores = {store: StoreReader(self._file, store) for store in STORES}
        self.articles = self._file["articles"]
        self._records = self._file.texts("records")
        self.sizes = {kind: len(self._file[f"{kind}.first"]) for kind in KINDS}
        self.size = sum(self.sizes.values())
        self._stored = {kind: self._file.texts(f"{kind}.stored") for kind in KINDS}
        self._ids = self._file.texts("ids")
        self._delete(frozenset(deleted))

    def _delete(self, deleted: frozenset[int]) -> None:
        self.deleted = deleted
        self.state = next(_SERIALS)
        self.alive = np.ones(len(self.articles), dtype=np.bool_)
        self.alive[list(deleted)] = False
        self.alive.setflags(write=False)
        self.live = {kind: self.alive[self._file[f"{kind}.articles"]] for kind in KINDS}

    def with_deleted(self, deleted: frozenset[int]) -> "SegmentReader":
        """The same segment, mapped once, with other articles deleted."""
        other = copy(self)
        other._delete(deleted)  # noqa: SLF001 - a copy of ourselves
        return other

    def array(self, name: str) -> Array:
        """One of the arrays of the segment."""
        return self._file[name]

    def optional(self, name: str) -> Array | None:
        """One of the arrays of the segment, if it has it."""
        return self._file.get(name)

    def texts(self, name: str) -> Texts:
        """Some of the texts of the segment."""
        return self._file.texts(name)

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

    def number(self, document: str) -> tuple[Kind, int] | None:
        """The kind of a live document and its number among those of its kind, by its id."""
        place, found = self._ids.find(document.encode(errors="surrogatepass"))
        if not found:
            return None
        kind, local = self._local(int(self._file["ids.numbers"][place]))
        return (kind, local) if self.live[kind][local] else None

    def _local(self, number: int) -> tuple[Kind, int]:
        photos = self.sizes["photo"]
        return ("photo", number) if number < photos else ("paragraph", number - photos)

    def documents_of(self, kind: Kind, rank: int) -> tuple[int, int]:
        """The first document of an article among those of a kind, and the one after its last."""
        ranks = self._file[f"{kind}.articles"]
        if rank > np.iinfo(ranks.dtype).max:  # they are stored as narrow as the last one needs
            return 0, 0
        wanted = ranks.dtype.type(rank)
        return int(ranks.searchsorted(wanted)), int(ranks.searchsorted(wanted, "right"))

    def of_article(self, rank: int) -> list[tuple[Kind, int]]:
        """An article's documents, by kind and number in it, in the article's order."""
        found: list[tuple[int, Kind, int]] = []
        for kind in KINDS:
            first, last = self.documents_of(kind, rank)
            places = self._file[f"{kind}.positions"][first:last].tolist()
            found += [(place, kind, first + i) for i, place in enumerate(places)]
        return [(kind, local) for _, kind, local in sorted(found)]

    def entries(self, kind: Kind, field: Field) -> Array:
        """The entry of each document of a kind in a field, counted from 1; 0 for none."""
        return self._file[f"{kind}.{field}.entries"]

    def document(self, kind: Kind, local: int) -> Document:
        """A document, put together from its own text and its entries."""
        stored: dict[str, Any] = {
            name: tuple(value) if name in _LISTS else value
            for name, value in read_json(self._stored[kind][local]).items()
            if name in _NAMES
        }
        stored["origins"] = unpacked(stored.get("origins", ""))
        for field in FIELDS[kind]:
            entry = int(self.entries(kind, field)[local])
            if entry:
                texts = self.stores[STORE_OF[field]].values_of(entry - 1)
                stored[field] = texts if field in _LISTS else texts[0]
        return Document(**stored)

    def stream(self, kind: Kind, local: int, field: Field) -> str:
        """The character stream of a document's field."""
        entry = int(self.entries(kind, field)[local])
        return self.stores[STORE_OF[field]].streams[entry - 1] if entry else ""

    def verify(self, analyzer: Analyzer, *, words: bool = True) -> Iterator[str]:
        """Read everything: the bytes against their checksums, the postings against the texts.

        Not those of ``words`` where these were cut by another segmenter than the analyzer's.
        """
        faults = [f"array {name} is damaged" for name in self._file.damaged()]
        yield from faults
        if faults:
            return
        for name, array in self._inverted_anew(analyzer, words=words):
            if not np.array_equal(array, self._file[name]):
                yield f"array {name} is not what its texts give"
        for kind in KINDS:
            for local in range(self.sizes[kind]):
                document = self.document(kind, local)
                if self.live[kind][local] and self.number(document.id) != (kind, local):
                    yield f"document {document.id} is not found by its id"
                if kind == "photo" and self._file[PICTURES][local] != picture_number(
                    document.image
                ):
                    yield f"document {document.id} has the number of another picture"

    def _inverted_anew(self, analyzer: Analyzer, *, words: bool) -> Iterator[tuple[str, Array]]:
        for store, reader in self.stores.items():
            tokens = [analyzer.field(reader.values_of(entry)) for entry in range(len(reader))]
            streams = [one.stream for one in tokens]
            yield from texts_arrays(f"{store}.streams", streams).items()
            yield from symbol_arrays(store, streams).items()
            if words:
                known: dict[str, int] = {}
                numbers = [known.setdefault(w, len(known)) for one in tokens for w in one.words]
                lengths = np.array([len(one.words) for one in tokens], dtype=np.int64)
                cut = np.array(numbers, dtype=np.int64)
                yield from word_arrays(store, known, cut, lengths).items()
