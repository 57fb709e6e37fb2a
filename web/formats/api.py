"""The JSON of the site, and the files that machines look for."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from indexer.presentation import Json, photo_json, what_is_read
from web.addresses.params import read_limit, read_request
from web.addresses.query_string import items_of
from web.formats.search_json import search_json
from web.formats.suggestions import suggestions_json
from web.site.entity_tags import entity_tag, is_current
from web.site.finding import complete, find, find_photo
from web.site.site import site_of, visitor_of

ROBOTS = """\
User-agent: *
Disallow: /search
Disallow: /suggest
Disallow: /thumbnails/
"""

FRESH = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}


def search(request: Request) -> Response:
    """``/search.json``: the parameters of ``/search``."""
    asked = read_request(items_of(request))
    archive = site_of(request).archive
    results = find(archive, asked, explain=asked.explain)
    visitor = visitor_of(request)
    versions = archive.pictures.versions(hit.document for hit in results.hits)
    return _json(
        search_json(
            results,
            asked.parameters,
            links=visitor.links,
            language=visitor.language,
            versions=versions,
        )
    )


def photo(request: Request) -> Response:
    """``/photos/{id}.json``: a photo and its neighbours in the article."""
    archive = site_of(request).archive
    document = find_photo(archive, request.path_params["id"])
    documents = archive.article(document.article).documents
    versions = archive.pictures.versions(documents)
    trouble = archive.pictures.trouble(document)
    links = visitor_of(request).links
    return _json(
        photo_json(document, documents, addresses=links, versions=versions, trouble=trouble)
    )


def suggest(request: Request) -> Response:
    """``/suggest``: what the text of ``q`` may be completed to, among what its filters leave.

    To be asked for anew each time, since an update changes the counts; the tag makes that cheap.
    """
    items, visitor = items_of(request), visitor_of(request)
    asked, limit = read_request(items), read_limit(items)
    content = suggestions_json(
        what_is_read(asked.query),
        complete(site_of(request).archive, asked, limit) if asked.query else (),
        asked.parameters,
        links=visitor.links,
        language=visitor.language,
    )
    response = JSONResponse(content, headers=FRESH, media_type="application/x-suggestions+json")
    etag = entity_tag(bytes(response.body))
    response.headers["ETag"] = etag
    if is_current(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers={**FRESH, "ETag": etag})
    return response


def health(request: Request) -> Response:
    """``/healthz``: 200 while the archive answers."""
    counts = dict(site_of(request).archive.counts)
    return JSONResponse(
        {"status": "ok", "documents": counts}, headers={"Cache-Control": "no-store"}
    )


async def robots(request: Request) -> Response:  # noqa: ARG001  every handler takes the request
    """``/robots.txt``: photos and articles may be listed, what is searched and thumbnails not."""
    return PlainTextResponse(ROBOTS, headers={"Cache-Control": "no-cache"})


async def favicon(request: Request) -> Response:
    """``/favicon.ico``: for programs that ask without having read a page, which names its own."""
    return Response(
        site_of(request).favicon,
        media_type="image/vnd.microsoft.icon",
        headers={"Cache-Control": "public, max-age=86400"},  # it changes with a version, if ever
    )


def _json(content: Json) -> Response:
    return JSONResponse(content, headers=FRESH)
