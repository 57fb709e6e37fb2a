"""The HTML pages: front page, results, photo, article."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from indexer import Archive, Document, DocumentMissingError, Results
from web.contexts import HomePage
from web.params import SearchRequest, read_request
from web.reading import article_page, photo_page
from web.results_page import facet_boxes, search_page
from web.site import reader_of, site_of
from web.views import photo_card

HIGHLIGHTS = 18  # photos of the front page
BROWSE = 9  # values of a facet on the front page
BROWSED = ("year", "place", "creator")  # its facets, in this order


def home(request: Request) -> Response:
    """``/``: the search box and recent photos; the results, when there is a query."""
    asked = read_request(request.query_params.multi_items())
    if asked.query or asked.filters:
        return search(request)
    site, reader = site_of(request), reader_of(request)
    parameters = {"lang": (reader.explicit,)}
    counts = dict(site.archive.counts)
    shown = site.archive.search("", per_page=1)
    offered = facet_boxes(shown.facets, parameters, reader, choices=BROWSE)
    boxes = {box.name: box for box in offered if len(box.choices) > 1}
    page = HomePage(
        frame=site.frame(request, reader, title="", parameters=parameters, indexed=True),
        holdings=reader.t(
            "holdings",
            photos=f"{counts.get('photo', 0):,}",
            texts=f"{counts.get('paragraph', 0):,}",
        ),
        facets=[boxes[name] for name in BROWSED if name in boxes],
        cards=[
            photo_card(document, reader, eager=number < BROWSE // 2)
            for number, document in enumerate(site.archive.highlights(HIGHLIGHTS))
        ],
        browse=reader.url("/search"),
    )
    return site.render("home.html", page)


def search(request: Request) -> Response:
    """``/search``: a page of results; without a query, everything, newest first."""
    site, reader = site_of(request), reader_of(request)
    asked = read_request(request.query_params.multi_items())
    results = run(site.archive, asked)
    title = asked.query or reader.t("results")
    frame = site.frame(request, reader, title=title, parameters=asked.parameters)
    return site.render("search.html", search_page(asked, results, reader, frame))


def photo(request: Request) -> Response:
    """``/photos/{id}``."""
    site, reader = site_of(request), reader_of(request)
    document = find_photo(site.archive, request.path_params["id"])
    article = site.archive.article(document.article)
    title = (document.caption or document.headline)[:40]
    frame = site.frame(request, reader, title=title, indexed=True)
    return site.render("photo.html", photo_page(document, article, reader, frame))


def article(request: Request) -> Response:
    """``/articles/{id}``."""
    site, reader = site_of(request), reader_of(request)
    found = site.archive.article(request.path_params["id"])
    frame = site.frame(request, reader, title=found.title, indexed=True)
    return site.render("article.html", article_page(found, reader, frame))


def run(archive: Archive, asked: SearchRequest) -> Results:
    """Ask the archive, and put what was wrong with the address before its own notices."""
    results = archive.search(
        asked.query,
        kind=asked.kind,
        taken=asked.taken or None,
        creator=asked.creator or None,
        agency=asked.agency or None,
        place=asked.place or None,
        category=asked.category or None,
        article=asked.article or None,
        sort=asked.sort,
        page=asked.page,
        per_page=asked.per_page,
    )
    return replace(results, notices=(*asked.notices, *results.notices))


def find_photo(archive: Archive, document_id: str) -> Document:
    """The photo with an id.

    Raises:
        DocumentMissingError: there is none, or it is a paragraph.
    """
    document = archive.get(document_id)
    if document.kind != "photo":
        raise DocumentMissingError(f"{document_id} is a paragraph and not a photo")
    return document
