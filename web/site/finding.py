"""Asking the archive what an address asks for: shared by pages, JSON and thumbnails."""

import time
from dataclasses import replace
from typing import Any

from indexer import Archive, Document, DocumentMissingError, Results, Suggestion
from web.addresses.search_request import SearchRequest
from web.server.metrics import process_metrics
from web.site.problems import BeyondLastPage

_IDS = ("article", "picture")


def find(archive: Archive, asked: SearchRequest, **options: Any) -> Results:
    """Search, and put what was wrong with the address before the archive's own notices.

    ``options`` of ``Archive.search`` are what a page wants besides what its address says.

    Raises:
        BeyondLastPage: there are results, or none at all, but not so many pages of them.
    """
    asked = _now(archive, asked)
    results = run_search(archive, asked, **options)
    process_metrics().found(results.total)
    if results.page > results.pages:
        raise BeyondLastPage(asked.parameters, results.pages)
    return replace(results, notices=(*asked.notices, *results.notices))


def run_search(archive: Archive, asked: SearchRequest, **options: Any) -> Results:
    """Search, and have it measured: for what nobody asked in so many words, as a page beside."""
    started = time.perf_counter()
    results = archive.search(asked.query, **{**asked.arguments, **options})
    process_metrics().searched(time.perf_counter() - started)
    return results


def _now(archive: Archive, asked: SearchRequest) -> SearchRequest:
    """The search with former ids of posts that were moved replaced: addresses are written down."""
    filters = tuple(
        (name, (name in _IDS and archive.moved(value)) or value) for name, value in asked.filters
    )
    return asked if filters == asked.filters else replace(asked, filters=filters)


def complete(archive: Archive, asked: SearchRequest, limit: int) -> tuple[Suggestion, ...]:
    """What the text of an address may be completed to, ``limit`` at most."""
    return archive.suggest(asked.query, limit=limit, **asked.narrowing)


def find_photo(archive: Archive, document_id: str) -> Document:
    """The photo with an id.

    Raises:
        DocumentMissingError: there is none, or it is a paragraph.
    """
    document = archive.get(document_id)
    if document.kind != "photo":
        raise DocumentMissingError(f"{document_id} is a paragraph and not a photo")
    return document
