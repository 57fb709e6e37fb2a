"""The articles of a commit, one after the other, as they are stored."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from search.cluster.commits.view import View
from search.cluster.schema.compile import Query, every
from search.cluster.schema.stored import analysed_of, document_of
from search.cluster.wire.paging import Hit
from search.document import Document, Kind
from search.text.analyzer import FieldTokens

_PAGE = 1000
"""Documents that are read at once."""

_ARTICLES = 1000
"""Articles that are asked for at once."""


class Article(NamedTuple):
    """Some documents of an article, and the tokens of their texts as they are stored."""

    documents: Sequence[Document]
    analysed: Mapping[tuple[str, ...], FieldTokens]


def article_of(hits: Sequence[Hit]) -> Article:
    """An article of its stored documents."""
    analysed: dict[tuple[str, ...], FieldTokens] = {}
    for hit in hits:
        analysed.update(analysed_of(hit["_source"]))
    return Article([document_of(hit["_source"]) for hit in hits], analysed)


def stored_articles(view: View, *kinds: Kind) -> Iterator[list[Hit]]:
    """The documents of some kinds as they are stored, by article and in its order."""
    for _, hits in groupby(_hits(view, kinds, ()), key=lambda hit: hit["_source"]["article"]):
        yield list(hits)


def photos_of(view: View, articles: set[str]) -> Iterator[Document]:
    """The photos of some articles."""
    ordered = sorted(articles)
    for start in range(0, len(ordered), _ARTICLES):
        wanted: Query = {"terms": {"article": ordered[start : start + _ARTICLES]}}
        for hit in _hits(view, ("photo",), (wanted,)):
            yield document_of(hit["_source"])


def _hits(view: View, kinds: Sequence[Kind], clauses: Sequence[Query]) -> Iterator[Hit]:
    body = {
        "query": every([*view.among(*kinds), *clauses]),
        "sort": [{"article": "asc"}, {"position": "asc"}, {"id": "asc"}],
    }
    return view.all_hits(body, _PAGE)
