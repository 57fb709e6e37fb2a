"""The HTML pages: front page, results, photo, article."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from indexer import Document
from web.addresses.params import came_from, read_request, shortened
from web.addresses.query_string import items_of
from web.pages.contexts import HomePage
from web.pages.json_ld import data_block, image_object
from web.pages.reading import article_page, photo_page
from web.pages.results_page import facet_boxes, search_page
from web.pages.views import photo_card
from web.site.alternates import formats_of, formats_of_photo
from web.site.finding import find, find_photo
from web.site.origin import absolute_links
from web.site.site import Site, Visitor, site_of, visitor_of

HIGHLIGHTS = 18  # photos of the front page
TITLE = 60  # characters of a text in a document's title
BROWSE = 9  # values of a facet on the front page
BROWSED = ("year", "place", "tag", "creator")  # its facets, in this order


def home(request: Request) -> Response:
    """``/``: the search box and recent photos; the results, when there is a query."""
    asked = read_request(items_of(request))
    if asked.query or asked.filters:
        return search(request)
    site, visitor = site_of(request), visitor_of(request)
    parameters = {"lang": (visitor.links.language,)}
    counts = dict(site.archive.counts)
    shown = site.archive.search("", per_page=1)
    recent = site.archive.highlights(HIGHLIGHTS)
    versions = site.archive.pictures.versions(recent)
    offered = facet_boxes(shown.facets, parameters, visitor, choices=BROWSE)
    boxes = {box.name: box for box in offered if len(box.choices) > 1}
    page = HomePage(
        frame=site.frame(request, visitor, title="", parameters=parameters, indexed=True),
        holdings=visitor.t(
            "holdings",
            photos=f"{counts.get('photo', 0):,}",
            texts=f"{counts.get('paragraph', 0):,}",
        ),
        facets=[boxes[name] for name in BROWSED if name in boxes],
        cards=[
            photo_card(document, visitor, versions=versions, eager=number < BROWSE // 2)
            for number, document in enumerate(recent)
        ],
        browse=visitor.links.search(),
        note=_unfetched(site, visitor, recent),
    )
    return site.render("home.html", page)


def search(request: Request) -> Response:
    """``/search``: a page of results; without a query, everything, newest first."""
    site, visitor = site_of(request), visitor_of(request)
    asked = read_request(items_of(request))
    results = find(site.archive, asked)
    title = shortened(asked.query, TITLE) or visitor.t("results")
    frame = site.frame(
        request,
        visitor,
        title=title,
        parameters=asked.parameters,
        alternates=formats_of(asked.parameters, visitor),
    )
    documents = [hit.document for hit in results.hits]
    page = search_page(
        asked,
        results,
        visitor,
        frame,
        versions=site.archive.pictures.versions(documents),
        note=_unfetched(site, visitor, documents),
        offered=() if results.hits else site.archive.search("", per_page=1).facets,
    )
    return site.render("search.html", page)


def photo(request: Request) -> Response:
    """``/photos/{id}``."""
    site, visitor = site_of(request), visitor_of(request)
    document = find_photo(site.archive, request.path_params["id"])
    article = site.archive.article(document.article)
    results = came_from(items_of(request))
    title = shortened(document.caption or document.headline, TITLE)
    frame = site.frame(
        request,
        visitor,
        title=title,
        came_from=results,
        indexed=True,
        alternates=formats_of_photo(document, visitor),
    )
    pictures = site.archive.pictures
    versions = pictures.versions(article.documents)
    described = image_object(
        document, links=absolute_links(request), version=versions.get(document.id, "")
    )
    query = "".join(results.get("q", ()))
    page = photo_page(
        document,
        article,
        visitor,
        frame,
        results,
        versions=versions,
        described=data_block(described),
        trouble=pictures.trouble(document),
        why=site.archive.explain(query, document.id) if query else None,
    )
    return site.render("photo.html", page)


def article(request: Request) -> Response:
    """``/articles/{id}``."""
    site, visitor = site_of(request), visitor_of(request)
    found = site.archive.article(request.path_params["id"])
    frame = site.frame(request, visitor, title=found.title, indexed=True)
    versions = site.archive.pictures.versions(found.documents)
    note = _unfetched(site, visitor, found.documents)
    page = article_page(found, visitor, frame, versions=versions, note=note)
    return site.render("article.html", page)


def _unfetched(site: Site, visitor: Visitor, documents: Sequence[Document]) -> str:
    """How pictures come from the web, said once on a page whose pictures nobody has fetched."""
    if site.settings.fetch_pictures:
        return ""
    count = site.archive.pictures.never_fetched(documents)
    return visitor.t("never_fetched", n=f"{count:,}") if count else ""
