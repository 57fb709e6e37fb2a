"""What makes our segments an index that Whoosh opens: the read side of its codec interface.

Whoosh keeps the table of contents (schema, segments, deletions) and, through these classes, reads
terms, postings, lengths and stored fields, so that ``whoosh.index.open_dir`` and
``searcher.search(query, limit=None)`` work while this package can be imported. The write side is
``SegmentWriter``; nothing is ever written through ``add_document``.

The table of contents pickles ``ArraySegment`` under this module's name.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from search.document import Kind
from search.index.arrays import Array, stretches
from search.index.segment import SegmentReader
from search.index.store import STORE_OF, Postings
from search.index.whoosh_schema import field_name, stream_fields
from search.index.whoosh_stock import ListMatcher, TermInfo, base

_FIELDS = {field_name(*address): address for address in stream_fields()}


class ArraySegment(base.Segment):  # type: ignore[misc]
    """A segment in the table of contents.

    Articles are replaced whole, so what is deleted is kept as ranks of articles.
    """

    def __init__(self, indexname: str, documents: int = 0) -> None:
        super().__init__(indexname)
        self.documents = documents
        self.deleted_articles: frozenset[int] = frozenset()
        self.deleted_documents: frozenset[int] = frozenset()

    def codec(self) -> "ArrayCodec":
        """How to read the segment."""
        return ArrayCodec()

    def path(self, directory: Path) -> Path:
        """The file of the segment."""
        name: str = self.make_filename(".arrays")
        return directory / name

    def open(self, directory: Path) -> SegmentReader:
        """The segment for reading."""
        return SegmentReader(self.path(directory), self.deleted_articles)

    def reopen(self, directory: Path, before: SegmentReader | None) -> SegmentReader:
        """The segment for reading; what is mapped already is not mapped again."""
        if before is None:
            return self.open(directory)
        if before.deleted == self.deleted_articles:
            return before
        return before.with_deleted(self.deleted_articles)

    def without(self, articles: set[int], reader: SegmentReader) -> "ArraySegment":
        """The segment with more articles deleted, by their ranks."""
        other = ArraySegment(self.indexname, self.documents)
        other.segid = self.segid
        other.deleted_articles = self.deleted_articles | articles
        documents = (d for rank in articles for d in reader.of_article(rank))
        numbers = {reader.base(kind) + local for kind, local in documents}
        other.deleted_documents = self.deleted_documents | numbers
        return other

    def doc_count_all(self) -> int:
        return self.documents

    def deleted_count(self) -> int:
        return len(self.deleted_documents)

    def deleted_docs(self) -> frozenset[int]:
        return self.deleted_documents

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.deleted_documents

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: FBT001, FBT002
        raise NotImplementedError("articles are replaced whole, through search.index.writer")


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads array segments for Whoosh."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> "ArrayTerms":
        return ArrayTerms(segment.open(Path(storage.folder)))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> "ArrayDocuments":
        return ArrayDocuments(segment.open(Path(storage.folder)), segment)


class ArrayTerms(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment. Whoosh's fields are named by kind, field and stream."""

    def __init__(self, segment: SegmentReader) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return len(self._postings(*term)[0]) > 0

    def _postings(self, fieldname: str, text: bytes) -> tuple[Array, Array]:
        """The documents with a token, in order, and how often each has it."""
        if fieldname not in _FIELDS:
            return np.empty(0, dtype=np.int64), np.empty(0)
        kind, field, stream = _FIELDS[fieldname]
        found = self._segment.stores[STORE_OF[field]].postings(stream, text.decode())
        ids, counts = _of_documents(self._segment, f"{kind}.{field}", found)
        return ids + self._segment.base(kind), counts

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for fieldname in sorted(_FIELDS):
            yield from self.terms_from(fieldname, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for text in self._texts(fieldname):
            if text >= prefix and (fieldname, text) in self:
                yield fieldname, text

    def _texts(self, fieldname: str) -> list[bytes]:
        if fieldname not in _FIELDS:
            return []
        _, field, stream = _FIELDS[fieldname]
        terms = self._segment.stores[STORE_OF[field]].terms(stream)
        return sorted(term.encode() for term in terms)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[Any]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        ids, counts = self._postings(fieldname, text)
        if not len(ids):
            raise KeyError((fieldname, text))
        lengths = _lengths(self._segment, fieldname)[ids]
        return TermInfo(
            weight=float(counts.sum()),
            df=len(ids),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(counts.max()),
            minid=int(ids[0]),
            maxid=int(ids[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self._postings(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._postings(fieldname, text)[0])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        ids, counts = self._postings(fieldname, text)
        return ListMatcher(
            ids.tolist(),
            weights=counts.tolist(),
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text) if len(ids) else None,
        )

    def cursor(self, fieldname: str, fieldobj: Any) -> base.FieldCursor:
        raise NotImplementedError("terms are read with terms_from")

    def indexed_field_names(self) -> list[str]:
        return sorted(_FIELDS)

    def close(self) -> None:
        """Nothing to do: the map goes with its last user."""


class ArrayDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """Lengths and stored fields of a segment."""

    def __init__(self, segment: SegmentReader, entry: ArraySegment) -> None:
        self._segment = segment
        self._entry = entry

    def close(self) -> None:
        """Nothing to do: the map goes with its last user."""

    def doc_count(self) -> int:
        return self._entry.doc_count_all() - self._entry.deleted_count()

    def doc_count_all(self) -> int:
        return self._entry.doc_count_all()

    def has_deletions(self) -> bool:
        return self._entry.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        return self._entry.is_deleted(docnum)

    def deleted_docs(self) -> frozenset[int]:
        return self._entry.deleted_docs()

    def supports_columns(self) -> bool:
        return False

    def has_column(self, fieldname: str) -> bool:  # noqa: ARG002 - Whoosh's signature
        return False

    def list_columns(self) -> list[str]:
        return []

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        if fieldname not in _FIELDS:
            return default
        return int(_lengths(self._segment, fieldname)[docnum])

    def field_length(self, fieldname: str) -> int:
        return int(_lengths(self._segment, fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        lengths = _lengths(self._segment, fieldname)
        return int(lengths[lengths > 0].min(initial=np.iinfo(np.int32).max)) if len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        return int(_lengths(self._segment, fieldname).max(initial=0))

    def has_vector(self, docnum: int, fieldname: str) -> bool:  # noqa: ARG002 - Whoosh's signature
        return False

    def stored_fields(self, docnum: int) -> dict[str, str]:
        photos = self._segment.sizes["photo"]
        address: tuple[Kind, int] = (
            ("photo", docnum) if docnum < photos else ("paragraph", docnum - photos)
        )
        document = self._segment.document(*address)
        return {"id": document.id, "article": document.article, "kind": document.kind}


def _of_documents(segment: SegmentReader, name: str, postings: Postings) -> tuple[Array, Array]:
    """Postings of entries as those of the documents that have them in a field."""
    spread = segment.optional(f"{name}.spread")
    if spread is None:
        return postings.entries.astype(np.int64), postings.counts.astype(np.float64)
    first = spread[postings.entries].astype(np.int64)
    last = spread[postings.entries + np.uint32(1)].astype(np.int64)
    ids = segment.array(f"{name}.documents")[stretches(first, last)].astype(np.int64)
    counts = np.repeat(postings.counts, last - first).astype(np.float64)
    order = np.argsort(ids, kind="stable")
    return ids[order], counts[order]


def _lengths(segment: SegmentReader, fieldname: str) -> Array:
    """The lengths of a Whoosh field for all documents of the segment."""
    lengths = np.zeros(segment.size)
    if fieldname in _FIELDS:
        kind, field, stream = _FIELDS[fieldname]
        first = segment.base(kind)
        own = np.append(0, segment.stores[STORE_OF[field]].lengths[stream])
        lengths[first : first + segment.sizes[kind]] = own[segment.entries(kind, field)]
    return lengths
