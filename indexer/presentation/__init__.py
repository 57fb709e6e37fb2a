"""Answers as the outside sees them: addresses, JSON, marks, and the two languages' labels.

The command line prints the JSON that the site sends, so what both need stands above the archive
and below the site. Pure functions: values in, text and dictionaries out.
"""

from indexer.presentation.isolation import Verbatim, isolated, visible, visible_json
from indexer.presentation.links import (
    Parameters,
    article_url,
    document_url,
    photo_url,
    same_picture_url,
    search_url,
    thumbnail_url,
    what_is_read,
    with_toggled,
)
from indexer.presentation.problems import problem_json
from indexer.presentation.rendering import (
    FACET_LABELS,
    Json,
    Span,
    Versions,
    completions_json,
    excerpt,
    facet_item_url,
    facet_label,
    highlight,
    photo_json,
    search_json,
    spans,
)
from indexer.presentation.suggestions import MOST_SUGGESTIONS, suggestions_json
from indexer.web_address import picture_address, web_address

__all__ = [
    "FACET_LABELS",
    "MOST_SUGGESTIONS",
    "Json",
    "Parameters",
    "Span",
    "Verbatim",
    "Versions",
    "article_url",
    "completions_json",
    "document_url",
    "excerpt",
    "facet_item_url",
    "facet_label",
    "highlight",
    "isolated",
    "photo_json",
    "photo_url",
    "picture_address",
    "problem_json",
    "same_picture_url",
    "search_json",
    "search_url",
    "spans",
    "suggestions_json",
    "thumbnail_url",
    "visible",
    "visible_json",
    "web_address",
    "what_is_read",
    "with_toggled",
]
