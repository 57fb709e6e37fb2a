"""The JSON of the site, whether it is well, and its icon."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from indexer.presentation import photo_json, what_is_read
from web.addresses import media_types
from web.addresses.params import read_limit, read_request
from web.addresses.query_string import items_of
from web.formats.answers import FRESH, json_answer
from web.formats.article_json import article_json
from web.formats.search_json import search_json
from web.formats.suggestions import suggestions_json
from web.site.finding import complete, find, find_photo
from web.site.site import site_of, visitor_of


def search(request: Request) -> Response:
    """``/search.json``: the parameters of ``/search``."""
    asked = read_request(items_of(request))
    archive = site_of(request).archive
    results = find(archive, asked, explain=asked.explain)
    visitor = visitor_of(request)
    versions = archive.pictures.versions(hit.document for hit in results.hits)
    return json_answer(
        request,
        search_json(
            results,
            asked.parameters,
            links=visitor.links,
            language=visitor.language,
            versions=versions,
        ),
    )


def photo(request: Request) -> Response:
    """``/photos/{id}.json``: a photo and its neighbours in the article."""
    archive = site_of(request).archive
    document = find_photo(archive, request.path_params["id"])
    documents = archive.article(document.article).documents
    versions = archive.pictures.versions(documents)
    trouble = site_of(request).trouble(document)
    links = visitor_of(request).links
    return json_answer(
        request,
        photo_json(document, documents, addresses=links, versions=versions, trouble=trouble),
    )


def article(request: Request) -> Response:
    """``/articles/{id}.json``: an article, its text and photos in order."""
    archive = site_of(request).archive
    found = archive.article(request.path_params["id"])
    versions = archive.pictures.versions(found.documents)
    links = visitor_of(request).links
    return json_answer(request, article_json(found, links=links, versions=versions))


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
    return json_answer(request, content, media_types.SUGGESTIONS, headers=FRESH)


def health(request: Request) -> Response:
    """``/healthz``: 200 while the archive answers."""
    counts = dict(site_of(request).archive.counts)
    return JSONResponse(
        {"status": "ok", "documents": counts}, headers={"Cache-Control": "no-store"}
    )


async def favicon(request: Request) -> Response:
    """``/favicon.ico``: for programs that ask without having read a page, which names its own."""
    return Response(
        site_of(request).favicon,
        media_type="image/vnd.microsoft.icon",
        headers={"Cache-Control": "public, max-age=86400"},  # it changes with a version, if ever
    )
