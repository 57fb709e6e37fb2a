"""The handlers of searches and photos in formats that are read away from the site."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from indexer import MAX_PER_PAGE, Archive, Hit, Results
from web.addresses import media_types
from web.addresses.params import read_request
from web.addresses.query_string import items_of
from web.addresses.search_request import SearchRequest
from web.formats import ninjs, table
from web.formats.answers import UNLISTED, attachment, json_answer, streamed, whole
from web.formats.atom import atom
from web.formats.feed import Feed, feed_of
from web.formats.json_feed import json_feed
from web.formats.rss import rss
from web.formats.tags import Tags
from web.site.finding import find, find_photo, run_search
from web.site.origin import absolute_links
from web.site.site import site_of, visitor_of


def search_atom(request: Request) -> Response:
    """``/search.atom``."""
    return _feed(request, "atom", media_types.ATOM, atom)


def search_rss(request: Request) -> Response:
    """``/search.rss``."""
    return _feed(request, "rss", media_types.RSS, rss)


def search_json_feed(request: Request) -> Response:
    """``/search.feed.json``."""
    return json_answer(request, json_feed(_fed(request, "feed.json")), media_types.JSON_FEED)


def search_csv(request: Request) -> Response:
    """``/search.csv``: all results, whatever page is asked for, each photo of a group too.

    Close results are in it where full ones leave room for them on the first page made; only there
    is it known how many they are.
    """
    asked = replace(_asked(request), groups="show", page=1, per_page=MAX_PER_PAGE)
    archive, language = site_of(request).archive, visitor_of(request).language
    first, links = find(archive, asked), absolute_links(request)

    def text() -> Iterator[str]:
        yield table.header(language)
        yield from table.rows(_pages(archive, asked, first), links)

    found = first.rows + first.related_rows
    count = min(found, table.MOST_ROWS)
    headers = {
        **UNLISTED,
        **_named(asked.query, count, found),
        "X-Rows": str(count),
        "X-Total": str(found),
    }
    return streamed(request, text(), media_types.CSV, headers)


def search_ninjs(request: Request) -> Response:
    """``/search.ninjs``: a page of results."""
    asked = _asked(request)
    archive = site_of(request).archive
    results = find(archive, asked)
    content = ninjs.results_ninjs(
        results,
        asked.parameters,
        links=absolute_links(request),
        tags=_tags(request),
        versions=archive.pictures.versions(hit.document for hit in results.hits),
    )
    return json_answer(request, content, media_types.NINJS)


def photo_ninjs(request: Request) -> Response:
    """``/photos/{id}.ninjs``."""
    archive = site_of(request).archive
    photo = find_photo(archive, request.path_params["id"])
    content = ninjs.photo_ninjs(
        photo,
        links=absolute_links(request),
        tags=_tags(request),
        versions=archive.pictures.versions([photo]),
    )
    return json_answer(request, content, media_types.NINJS)


def article_ninjs(request: Request) -> Response:
    """``/articles/{id}.ninjs``."""
    archive = site_of(request).archive
    article = archive.article(request.path_params["id"])
    content = ninjs.article_ninjs(
        article,
        links=absolute_links(request),
        tags=_tags(request),
        versions=archive.pictures.versions(article.documents),
    )
    return json_answer(request, content, media_types.NINJS)


def _asked(request: Request) -> SearchRequest:
    """The search of an address; what a page shows beside its results is in no export."""
    return read_request(items_of(request)).plain()


def _feed(
    request: Request, form: str, media_type: str, written: Callable[[Feed], bytes]
) -> Response:
    return whole(request, written(_fed(request, form)), media_type)


def _fed(request: Request, form: str) -> Feed:
    asked = _asked(request)
    archive, visitor = site_of(request).archive, visitor_of(request)
    results = find(archive, asked)
    return feed_of(
        results,
        asked.parameters,
        form=form,
        links=absolute_links(request),
        t=visitor.t,
        tags=_tags(request),
        built=archive.built,
        versions=archive.pictures.versions(hit.document for hit in results.hits),
    )


def _pages(archive: Archive, asked: SearchRequest, first: Results) -> Iterator[Sequence[Hit]]:
    """The pages of an answer, of which the first is there; no more than that one counts."""
    yield first.hits
    left = first.rows + first.related_rows - len(first.hits)
    for page in range(2, first.pages + 1):
        hits = run_search(archive, asked, page=page).hits
        yield hits[:left]
        left -= len(hits)


def _named(query: str, count: int, found: int) -> dict[str, str]:
    """A file's name that says what it holds, and of how much where that is not all."""
    rest = "" if count == found else f"（共{found}）"
    return attachment("csv", "huabao", first="画报", text=query, last=f"{count}{rest}")


def _tags(request: Request) -> Tags:
    return Tags(site_of(request).settings.tag_authority)
