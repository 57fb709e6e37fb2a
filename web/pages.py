"""The HTML pages: front page, results, photo, article."""

from starlette.requests import Request
from starlette.responses import Response

from web.contexts import HomePage
from web.finding import find, find_photo
from web.params import came_from, read_request, shortened
from web.reading import article_page, photo_page
from web.results_page import facet_boxes, search_page
from web.site import reader_of, site_of
from web.views import photo_card

HIGHLIGHTS = 18  # photos of the front page
TITLE = 60  # characters of a text in a document's title
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
    results = find(site.archive, asked)
    title = shortened(asked.query, TITLE) or reader.t("results")
    frame = site.frame(request, reader, title=title, parameters=asked.parameters)
    offered = () if results.hits else site.archive.search("", per_page=1).facets
    return site.render("search.html", search_page(asked, results, reader, frame, offered=offered))


def photo(request: Request) -> Response:
    """``/photos/{id}``."""
    site, reader = site_of(request), reader_of(request)
    document = find_photo(site.archive, request.path_params["id"])
    article = site.archive.article(document.article)
    results = came_from(request.query_params.multi_items())
    title = shortened(document.caption or document.headline, TITLE)
    frame = site.frame(request, reader, title=title, came_from=results, indexed=True)
    return site.render("photo.html", photo_page(document, article, reader, frame, results))


def article(request: Request) -> Response:
    """``/articles/{id}``."""
    site, reader = site_of(request), reader_of(request)
    found = site.archive.article(request.path_params["id"])
    frame = site.frame(request, reader, title=found.title, indexed=True)
    return site.render("article.html", article_page(found, reader, frame))
