"""Builders that receive documents one article at a time: for building speed, memory and size.

All index the same documents: the words of every field of photos and paragraphs, and the texts to
show. All get the words ready cut, so the clock runs on the index alone. Ours also indexes the
characters and bigrams of every field.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol, Self

from whoosh.analysis import IDAnalyzer
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Positions
from whoosh.index import create_in

from search import locate
from search.document import Document
from search.fields import FIELDS, Field, values
from search.manifest import Manifest
from search.text.analyzer import Analyzer
from tests.benchmarks.peers.peer import load

MEMORY_MB = 256
"""For every builder that can be told."""

_FIELDS: Sequence[Field] = tuple(dict.fromkeys(f for fields in FIELDS.values() for f in fields))


class Builder(Protocol):
    """Builds one index; ``seconds`` is the time spent on it so far, without making its input."""

    seconds: float

    def put(self, documents: Sequence[Document]) -> None:
        """Add the documents of an article."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None:
        """Commit."""


class HuabaoBuilder:
    """This engine's own writer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._analyzer = Analyzer()
        self.seconds = 0.0

    def put(self, documents: Sequence[Document]) -> None:
        """See ``Builder``."""
        texts = {values(d, field) for d in documents for field in FIELDS[d.kind]} - {()}
        analysed = {held: self._analyzer.field(held) for held in texts}
        started = time.perf_counter()
        self._writer.put(documents[0].article, documents, "{}", analysed=analysed)
        self.seconds += time.perf_counter() - started

    def __enter__(self) -> Self:
        manifest = Manifest.today(built="", source={})
        self._writer = self._stack.enter_context(locate(str(self._folder)).build(manifest))
        return self

    def __exit__(self, *exception: Any) -> None:
        started = time.perf_counter()
        self._stack.__exit__(*exception)
        self.seconds += time.perf_counter() - started


class WhooshBuilder:
    """Stock Whoosh: its SegmentWriter, one process, positions as its TEXT fields have them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        schema = Schema(id=ID(unique=True), kind=ID(), document=STORED())
        for field in _FIELDS:
            schema.add(field, FieldType(Positions(), IDAnalyzer(), scorable=True))
        self._writer = create_in(folder, schema).writer(limitmb=MEMORY_MB)
        self._analyzer = Analyzer()
        self.seconds = 0.0

    def put(self, documents: Sequence[Document]) -> None:
        """See ``Builder``."""
        for document in documents:
            words = dict(cut(self._analyzer, document))
            stored = shown(document)
            started = time.perf_counter()
            self._writer.add_document(id=document.id, kind=document.kind, document=stored, **words)
            self.seconds += time.perf_counter() - started

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        started = time.perf_counter()
        self._writer.commit()
        self.seconds += time.perf_counter() - started


class TantivyBuilder:
    """tantivy-py with one indexing thread beside ours."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._tantivy = load("tantivy")
        schema = self._tantivy.SchemaBuilder()
        schema.add_text_field("document", stored=True, tokenizer_name="raw", index_option="basic")
        for name in ("id", "kind"):
            schema.add_text_field(name, tokenizer_name="raw", index_option="basic")
        for field in _FIELDS:
            schema.add_text_field(field, tokenizer_name="blanks", index_option="position")
        index = self._tantivy.Index(schema.build(), path=str(folder))
        tokenizer = self._tantivy.Tokenizer.whitespace()
        index.register_tokenizer("blanks", self._tantivy.TextAnalyzerBuilder(tokenizer).build())
        self._writer = index.writer(heap_size=MEMORY_MB * 1_000_000, num_threads=1)
        self._analyzer = Analyzer()
        self.seconds = 0.0

    def put(self, documents: Sequence[Document]) -> None:
        """See ``Builder``."""
        for document in documents:
            words = dict(cut(self._analyzer, document))
            stored = shown(document)
            started = time.perf_counter()
            made = self._tantivy.Document(id=document.id, kind=document.kind, document=stored)
            for field, tokens in words.items():
                made.add_text(field, " ".join(tokens))
            self._writer.add_document(made)
            self.seconds += time.perf_counter() - started

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        started = time.perf_counter()
        self._writer.commit()
        self._writer.wait_merging_threads()
        self.seconds += time.perf_counter() - started


def cut(analyzer: Analyzer, document: Document) -> Iterator[tuple[Field, tuple[str, ...]]]:
    """The words of each field that has any."""
    for field in FIELDS[document.kind]:
        if words := analyzer.field(values(document, field)).words:
            yield field, words


def shown(document: Document) -> str:
    """The document as a peer stores it, with what is empty left out."""
    held = {name: value for name, value in asdict(document).items() if value}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))
