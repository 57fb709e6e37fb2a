"""A segment being made: articles collected in memory, then written as arrays.

The file is described in ``segment``, which reads it; ``merge`` makes one of several.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from search.document import KINDS, Document, Kind
from search.engine import NOTHING_ANALYSED
from search.errors import ArgumentError
from search.fields import FIELDS, Field, values
from search.index.arrays import Array, narrowed, texts_arrays, write_arrays
from search.index.entries import entry_arrays
from search.index.segment import ARTICLE_ID, LONGEST_ARTICLE_ID, PICTURES, picture_array
from search.index.store import STORE_OF, STORES, Store
from search.index.store_writer import StoreWriter
from search.origin import packed
from search.request import VALUE_FACETS
from search.text.analyzer import Analyzer, FieldTokens
from search.text.dates import parse_closed

_KEPT = {
    kind: tuple(field.name for field in fields(Document) if field.name not in FIELDS[kind])
    for kind in KINDS
}
"""What is kept of a document by itself; stores have the rest."""

_A_ROW = 2400
_A_SYMBOL = 12
_WRITING_A_SYMBOL = 60
"""Bytes of memory, measured generously: a document, a symbol kept, and one being inverted."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A document while its segment is made."""

    document: Document
    entries: Mapping[Field, int]


class SegmentWriter:
    """Collects articles in memory and writes them as a segment."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._stores = {store: StoreWriter(store) for store in STORES}
        self._rows: dict[Kind, list[_Row]] = {kind: [] for kind in KINDS}
        self._articles: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._articles)

    @property
    def memory(self) -> int:
        """About how many bytes are needed to hold what was added and to write it."""
        rows = sum(map(len, self._rows.values())) + len(self._articles)
        symbols = [store.symbols for store in self._stores.values()]
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
            DateError: when a document was taken or published is no date, or is open at an end; an
                index must not hold what it cannot sort.
        """
        if len(article.encode()) > LONGEST_ARTICLE_ID or article in self._articles:
            raise ArgumentError(f"article id {article!r}: use a new one of at most 16 bytes")
        in_order = sorted(documents, key=lambda document: document.position)
        for document in in_order:  # all of them before any is taken up
            if document.article != article:
                raise ArgumentError(f"document {document.id!r} is not of article {article!r}")
            for date in filter(None, (document.taken, document.published[:10])):
                parse_closed(date)
        self._articles[article] = record
        for document in in_order:
            self._rows[document.kind].append(_Row(document, self._entries(document, analysed)))

    def _entries(
        self, document: Document, analysed: Mapping[tuple[str, ...], FieldTokens]
    ) -> dict[Field, int]:
        entries = {}
        for field in FIELDS[document.kind]:
            found = values(document, field)
            if found:
                entries[field] = self._entry(STORE_OF[field], found, analysed)
        return entries

    def _entry(
        self,
        store: Store,
        texts: tuple[str, ...],
        analysed: Mapping[tuple[str, ...], FieldTokens],
    ) -> int:
        number = self._stores[store].number(texts, None)
        if number is None:
            tokens = analysed.get(texts) or self._analyzer.field(texts)
            number = self._stores[store].number(texts, tokens)
        assert number is not None  # noqa: S101 - it was given tokens
        return number

    def write(self, path: Path) -> int:
        """Write the segment; returns how many documents it has."""
        articles = sorted(self._articles)
        ranks = {article: rank for rank, article in enumerate(articles)}
        names = np.array([article.encode() for article in articles], dtype=ARTICLE_ID)
        arrays: dict[str, Array] = {"articles": names}
        arrays |= texts_arrays("records", [self._articles[article] for article in articles])
        for store in self._stores.values():
            arrays |= store.arrays()
        numbered = []
        for kind in KINDS:
            rows = sorted(self._rows[kind], key=lambda row: ranks[row.document.article])
            arrays |= _kind_arrays(kind, rows, self._analyzer)
            if kind == "photo":
                arrays[PICTURES] = picture_array(row.document for row in rows)
            for field in FIELDS[kind]:
                column = np.array([row.entries.get(field, -1) + 1 for row in rows], dtype=np.int64)
                arrays |= entry_arrays(kind, field, column, len(self._stores[STORE_OF[field]]))
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
    days = [parse_closed(row.document.date) if row.document.date else None for row in rows]
    arrays[f"{kind}.positions"] = narrowed(positions)
    arrays[f"{kind}.first"] = np.array([d.first_ordinal if d else 0 for d in days], dtype=np.int32)
    arrays[f"{kind}.last"] = np.array([d.last_ordinal if d else 0 for d in days], dtype=np.int32)
    for facet in VALUE_FACETS:
        arrays |= _facet_arrays(
            f"{kind}.facets.{facet}", [values(r.document, facet) for r in rows], analyzer
        )
    return arrays


def _stored(document: Document) -> str:
    """What no store keeps of a document; what is empty is left out."""
    kept = {name: value for name in _KEPT[document.kind] if (value := getattr(document, name))}
    if document.origins:
        kept["origins"] = packed(document.origins)
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
