"""The HTML pages: front page, results, values of a facet, photo, article, what there is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from indexer import VALUE_FACETS, Document
from indexer.pictures import WIDTHS, Trouble
from indexer.presentation import facet_label, web_address
from web.addresses.params import came_from, led_by, read_request, shortened
from web.addresses.query_string import items_of
from web.addresses.search_request import SearchRequest
from web.pages.about_page import about_page
from web.pages.article_page import article_page
from web.pages.cards import photo_card
from web.pages.facet_boxes import facet_boxes
from web.pages.facet_page import VALUES, facet_page
from web.pages.json_ld import data_block, image_object
from web.pages.photo_page import Surroundings, photo_page
from web.pages.photo_rows import rows
from web.pages.results_contexts import HomePage
from web.pages.results_page import search_page
from web.pages.walking import article_walk, search_walk
from web.site.alternates import formats_of, formats_of_article, formats_of_photo
from web.site.finding import find, find_photo, run_search
from web.site.origin import canonical_links
from web.site.site import Site, Visitor, site_of, visitor_of

HIGHLIGHTS = 18  # photos of the front page
TITLE = 60  # characters of a text in a document's title
EAGER = 4  # of these, which are seen before anybody scrolls
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
        frame=site.frame(
            request, visitor, title="", parameters=parameters, indexed=True, parts=("results",)
        ),
        holdings=visitor.t(
            "holdings",
            photos=f"{counts.get('photo', 0):,}",
            texts=f"{counts.get('paragraph', 0):,}",
        ),
        facets=[boxes[name] for name in BROWSED if name in boxes],
        cards=[
            photo_card(document, visitor, versions=versions, eager=number < EAGER)
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
    results = find(site.archive, asked, timeline=True)
    title = shortened(asked.query, TITLE) or visitor.t("results")
    frame = site.frame(
        request,
        visitor,
        title=title,
        parameters=asked.parameters,
        alternates=formats_of(asked.parameters, visitor),
        parts=("results",),
    )
    documents = [hit.document for hit in results.hits]
    page = search_page(
        asked,
        results,
        visitor,
        frame,
        versions=site.archive.pictures.versions(documents),
        count=lambda other: _count(site, other),
        note=_unfetched(site, visitor, documents),
        offered=() if results.hits else site.archive.search("", per_page=1).facets,
    )
    return site.render("search.html", page)


def facet(request: Request) -> Response:
    """``/facets/{name}``: all values of a facet among the results of a search."""
    site, visitor = site_of(request), visitor_of(request)
    name = request.path_params["name"]
    if name not in VALUE_FACETS:
        raise HTTPException(404)
    asked = read_request(items_of(request))
    results = find(
        site.archive, replace(asked, page=1, per_page=1, facet=name, facet_values=VALUES)
    )
    title = facet_label(name, visitor.language)
    frame = site.frame(
        request, visitor, title=title, parameters=asked.parameters, parts=("results",)
    )
    return site.render("facet.html", facet_page(name, asked, results, visitor, frame))


def about(request: Request) -> Response:
    """``/about``: what the archive holds, and how to ask it."""
    site, visitor = site_of(request), visitor_of(request)
    title = visitor.t("about")
    frame = site.frame(request, visitor, title=title, indexed=True, parts=("about",))
    return site.render("about.html", about_page(site.archive, visitor, frame))


def photo(request: Request) -> Response:
    """``/photos/{id}``."""
    site, visitor = site_of(request), visitor_of(request)
    archive = site.archive
    document = find_photo(archive, request.path_params["id"])
    article = archive.article(document.article)
    photos = [other for other in article.documents if other.kind == "photo"]
    asked = led_by(items_of(request))
    results = {} if asked is None else came_from(asked)
    versions = archive.pictures.versions(article.documents)
    title = shortened(document.caption or document.headline, TITLE)
    own, trouble = canonical_links(request), _trouble(site, document)
    around = Surroundings(
        article=article,
        results=results,
        search=search_walk(archive, asked, document, visitor) if asked else None,
        within=article_walk(photos, document, visitor, results),
        rows=rows(archive, document, photos, visitor, results=results, versions=versions),
        why=archive.explain(asked.query, document.id) if asked and asked.query else None,
        trouble=trouble,
        described=data_block(
            image_object(document, links=own, version=versions.get(document.id, ""))
        ),
        url=own.photo(document.id),
        image=(trouble and web_address(document.image))
        or own.thumbnail(document.id, width=WIDTHS[-1]),
        today=f"{datetime.now().astimezone():%F}",
    )
    frame = site.frame(
        request,
        visitor,
        title=title,
        came_from=results,
        indexed=True,
        alternates=formats_of_photo(document.id, visitor),
        parts=("photo",),
    )
    page = photo_page(document, around, visitor, frame, versions=versions)
    return site.render("photo.html", page)


def article(request: Request) -> Response:
    """``/articles/{id}``."""
    site, visitor = site_of(request), visitor_of(request)
    found = site.archive.article(request.path_params["id"])
    frame = site.frame(
        request,
        visitor,
        title=found.title,
        indexed=True,
        alternates=formats_of_article(found.id, visitor),
    )
    versions = site.archive.pictures.versions(found.documents)
    note = _unfetched(site, visitor, found.documents)
    page = article_page(found, visitor, frame, versions=versions, note=note)
    return site.render("article.html", page)


def _count(site: Site, asked: SearchRequest) -> int:
    """How many results a search has, close ones among them where no others are."""
    return run_search(site.archive, asked.plain()).total


def _trouble(site: Site, document: Document) -> Trouble | None:
    """Why a photo has no picture; to whoever looks at it alone its picture comes first."""
    if site.backlog is not None:
        site.backlog.note((document,))
    return site.trouble(document)


def _unfetched(site: Site, visitor: Visitor, documents: Sequence[Document]) -> str:
    """How pictures come from the web, said once on a page whose pictures nobody has fetched.

    Where the site fetches them itself, those of the page are noted, and it says that they come.
    """
    if site.backlog is not None:
        message, count = "pictures_coming", site.backlog.note(documents)
    else:
        message, count = "never_fetched", site.archive.pictures.never_fetched(documents)
    return visitor.t(message, n=f"{count:,}") if count else ""
