"""Answers as the outside sees them: JSON, marks, and strangers' texts among our own.

The command line prints the JSON that the site completes with its links, so what both need stands
above the archive and below the site. Pure functions: values in, text and dictionaries out.
"""

from indexer.presentation.addresses import Addresses
from indexer.presentation.isolation import Verbatim, isolated, visible, visible_json
from indexer.presentation.marks import Span, excerpt, highlight, spans
from indexer.presentation.problems import problem_json
from indexer.presentation.rendering import (
    Json,
    Versions,
    completions_json,
    document_json,
    photo_json,
    results_json,
    similar_json,
)
from indexer.web_address import picture_address, web_address
from search.parameters import facet_label, what_is_read

__all__ = [
    "Addresses",
    "Json",
    "Span",
    "Verbatim",
    "Versions",
    "completions_json",
    "document_json",
    "excerpt",
    "facet_label",
    "highlight",
    "isolated",
    "photo_json",
    "picture_address",
    "problem_json",
    "results_json",
    "similar_json",
    "spans",
    "visible",
    "visible_json",
    "web_address",
    "what_is_read",
]
