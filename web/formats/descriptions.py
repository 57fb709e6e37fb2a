"""The handlers of what describes the site to machines: for crawlers, browsers and programs."""

import re
from collections.abc import Iterator, Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from indexer import MAX_PER_PAGE, Archive, Document
from web.addresses import media_types
from web.formats import opensearch as described
from web.formats import sitemap
from web.formats.answers import FRESH, json_answer, streamed, whole
from web.formats.openapi import openapi_json
from web.site.origin import absolute_links, canonical_links, origin_of
from web.site.site import site_of, visitor_of

_PART = re.compile(r"[1-9][0-9]{0,8}")

ROBOTS = """\
User-agent: *
Disallow: {root}/facets/
Disallow: {root}/search
Disallow: {root}/selection
Disallow: {root}/suggest

Sitemap: {site}/sitemap.xml
"""


def robots(request: Request) -> Response:
    """``/robots.txt``: photos, articles and pictures may be listed, what is searched or
    chosen may not.

    Robots read the one of a host; that of a site below a path is for the host's to take over.
    """
    links = visitor_of(request).links
    text = ROBOTS.format(root=links.root, site=origin_of(request) + links.root)
    return PlainTextResponse(text, headers={"Cache-Control": "no-cache"})


def opensearch(request: Request) -> Response:
    """``/opensearch.xml``."""
    icon = site_of(request).statics["icon.svg"]
    content = described.opensearch(absolute_links(request), visitor_of(request).t, icon=icon)
    return whole(request, content, media_types.OPENSEARCH, headers=FRESH)


def sitemap_index(request: Request) -> Response:
    """``/sitemap.xml``: the list of its parts."""
    archive = site_of(request).archive
    links, photos = canonical_links(request), archive.counts["photo"]
    content = sitemap.sitemap_index(photos, links=links, built=archive.built)
    return whole(request, content, media_types.XML, headers=FRESH)


def sitemap_part(request: Request) -> Response:
    """``/sitemap-{part}.xml``: a part, counted from 1."""
    archive, text = site_of(request).archive, request.path_params["part"]
    part = int(text) if _PART.fullmatch(text) else 0
    if not 1 <= part <= sitemap.parts(archive.counts["photo"]):
        raise HTTPException(404)
    content = sitemap.sitemap_part(_photos(archive, part), canonical_links(request))
    return streamed(request, content, media_types.XML, FRESH)


def openapi(request: Request) -> Response:
    """``/openapi.json``."""
    links = absolute_links(request)
    return json_answer(request, openapi_json(links.root, origin_of(request)))


def _photos(archive: Archive, part: int) -> Iterator[Sequence[Document]]:
    for page in range((part - 1) * sitemap.PAGES + 1, part * sitemap.PAGES + 1):
        found = archive.search(sort="newest", duplicates="show", page=page, per_page=MAX_PER_PAGE)
        yield [hit.document for hit in found.hits]
        if page >= found.pages:
            return
