"""Writes documents into a Whoosh index, one transaction at a time.

A transaction replaces or removes whole articles: their documents and the hidden record that says
which post they came from, so that the two can never disagree. Whoosh's commit is a rename;
nothing is visible before it, and after it everything is.
"""

from collections.abc import Iterable
from pathlib import Path

from whoosh.index import create_in, open_dir

from search.document import Document
from search.embedded.directory import sync_tree
from search.embedded.payload import analysed
from search.embedded.schema import RECORD, field_name, schema
from search.text.analyzer import STREAMS, Analyzer

MEMORY_MB = 256
"""How much of the postings Whoosh gathers in memory before it sorts a run to disk."""


class Writer:
    """One transaction on the index in ``path``; commit it or abort it."""

    def __init__(self, path: Path, analyzer: Analyzer, *, create: bool) -> None:
        self._path = path
        self._analyzer = analyzer
        index = create_in(path, schema()) if create else open_dir(path)
        self._writer = index.writer(limitmb=MEMORY_MB)

    def put(self, article: str, documents: Iterable[Document], record: str) -> None:
        """Store the documents of an article and the builder's record of its post."""
        self._writer.add_document(article=article, kind=RECORD, record=record)
        for document in documents:
            self._add(document)

    def _add(self, document: Document) -> None:
        payload, tokens = analysed(document, self._analyzer)
        indexed = {
            field_name(document.kind, field, stream): list(made.tokens(stream))
            for field, made in tokens.items()
            for stream in STREAMS
        }
        self._writer.add_document(
            id=document.id,
            article=document.article,
            kind=document.kind,
            payload=payload.to_json(),
            **indexed,
        )

    def drop(self, article: str) -> None:
        """Remove an article's documents and its record, if it has any."""
        self._writer.delete_by_term("article", article)

    def commit(self) -> None:
        """Make everything visible at once, and durable."""
        self._writer.commit()
        sync_tree(self._path)

    def abort(self) -> None:
        """Leave the index as it was."""
        self._writer.cancel()
