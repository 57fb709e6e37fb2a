"""The way past a photo: through the results that a reader came from, and through its article.

The address of a photo's page repeats the parameters of the results, their page among them, so the
photo is looked for on that page; its neighbours may be on the pages beside. A photo that is not
there (a copy that was folded, an index that has changed) has no place in these results, and the
page says none.
"""

from collections.abc import Sequence
from dataclasses import replace

from indexer import Archive, Document, Results
from web.addresses.links import Parameters
from web.addresses.params import came_from
from web.addresses.search_request import SearchRequest
from web.pages.photo_contexts import Walk
from web.site.finding import run_search
from web.site.frame import Link
from web.site.site import Visitor


def search_walk(
    archive: Archive, asked: SearchRequest, document: Document, visitor: Visitor
) -> Walk | None:
    """The way through the results of a search; None where the photo is not on its page."""
    page = run_search(archive, asked.plain())
    ids = [hit.document.id for hit in page.hits]
    if document.id not in ids:
        return None
    at = ids.index(document.id)
    number = (page.page - 1) * page.per_page + at + 1
    return Walk(
        visitor.t("walk_search"),
        f"{number:,} / {page.rows + page.related_rows:,}",
        _beside(archive, asked, page, at - 1, "previous_photo", visitor),
        _beside(archive, asked, page, at + 1, "next_photo", visitor),
    )


def article_walk(
    photos: Sequence[Document], document: Document, visitor: Visitor, results: Parameters
) -> Walk:
    """The way through the photos of an article."""
    at = next((n for n, photo in enumerate(photos) if photo.id == document.id), 0)

    def link(number: int, text: str) -> Link | None:
        if not 0 <= number < len(photos):
            return None
        return Link(visitor.t(text), visitor.links.photo(photos[number].id, results))

    return Walk(
        visitor.t("walk_article"),
        f"{at + 1:,} / {len(photos):,}",
        link(at - 1, "previous_photo"),
        link(at + 1, "next_photo"),
    )


def _beside(
    archive: Archive, asked: SearchRequest, page: Results, at: int, text: str, visitor: Visitor
) -> Link | None:
    """The photo at a place of a page; one before its first or after its last is on another."""
    hits, number = page.hits, page.page
    if not 0 <= at < len(hits):
        number += 1 if at > 0 else -1
        if not 1 <= number <= page.pages:
            return None
        there = run_search(archive, replace(asked.plain(), page=number))
        hits, at = there.hits, 0 if at > 0 else -1
    if not hits or hits[at].document.kind != "photo":
        return None
    parameters = came_from(replace(asked, page=number))
    return Link(visitor.t(text), visitor.links.photo(hits[at].document.id, parameters))
