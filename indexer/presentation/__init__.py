"""Answers as the outside sees them: addresses, JSON, marks, and the two languages' labels.

The command line prints the JSON that the site sends, so what both need stands above the archive
and below the site. Pure functions: values in, text and dictionaries out.
"""

from indexer.presentation.links import (
    Parameters,
    article_url,
    document_url,
    photo_url,
    search_url,
    thumbnail_url,
    with_toggled,
)
from indexer.presentation.problems import problem_json
from indexer.presentation.rendering import (
    FACET_LABELS,
    Json,
    Span,
    excerpt,
    facet_item_url,
    facet_label,
    highlight,
    photo_json,
    search_json,
    spans,
)

__all__ = [
    "FACET_LABELS",
    "Json",
    "Parameters",
    "Span",
    "article_url",
    "document_url",
    "excerpt",
    "facet_item_url",
    "facet_label",
    "highlight",
    "photo_json",
    "photo_url",
    "problem_json",
    "search_json",
    "search_url",
    "spans",
    "thumbnail_url",
    "with_toggled",
]
