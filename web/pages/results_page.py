"""The page of results: from a request and its answer to the context of ``search.html``."""

from collections.abc import Sequence

from indexer import KINDS, SORTS, Facet, Results
from indexer.presentation import Versions
from web.addresses.chosen import MOST, TITLE, Chosen
from web.addresses.params import shortened
from web.addresses.search_request import VIEWS, SearchRequest
from web.pages.chips import chips, unfiltered
from web.pages.corrections import corrections
from web.pages.facet_boxes import facet_boxes
from web.pages.hit_cards import hit_cards, related
from web.pages.paging import paging
from web.pages.query_parts import query_parts
from web.pages.results_contexts import DateForm, SearchPage
from web.pages.timeline import timeline
from web.pages.tips import Count, empty_page
from web.site.frame import Frame, Link
from web.site.site import Visitor, hidden

QUERY_LENGTH = 60  # characters of the query that the headline repeats

_TAB_TEXTS = {"photo": "photos", "paragraph": "texts", "all": "everything"}


def search_page(
    request: SearchRequest,
    results: Results,
    visitor: Visitor,
    frame: Frame,
    *,
    versions: Versions,
    count: Count,
    note: str = "",
    offered: Sequence[Facet] = (),
) -> SearchPage:
    """The context of a page of results.

    ``versions`` are those of the pictures found, ``note`` is what readers should know of them;
    ``count`` and ``offered`` help where nothing is found: how many a search would find, and the
    whole archive's facets.
    """
    parameters = request.parameters
    full, close = hit_cards(request, results, visitor, versions=versions)
    return SearchPage(
        frame=frame,
        summary=_summary(request, results, visitor),
        detail=_detail(results, visitor),
        notes=[*filter(None, (make(request, results, visitor) for make in (_groups, _copies)))],
        tabs=_tabs(request, results, visitor),
        sorts=_sorts(request, results, visitor),
        views=_views(request, visitor),
        understood=query_parts(results.interpretation, request, visitor),
        corrections=corrections(results.interpretation, request, visitor),
        notices=[n.english if visitor.language == "en" else n.chinese for n in results.notices],
        note=note,
        chips=chips(request, results, visitor),
        remove_all=unfiltered(request, visitor),
        facets=facet_boxes(results.facets, parameters, visitor),
        timeline=timeline(request, results, visitor),
        dates=DateForm(
            request.since,
            request.until,
            hidden(parameters, "taken", "page", lang=(visitor.links.language,)),
        ),
        layout=request.layout,
        cards=full,
        related=related(close, results, visitor),
        paging=paging(request, results, visitor),
        empty=None if results.hits else empty_page(request, results, offered, visitor, count),
        picks=picks(request, results, visitor),
    )


def picks(request: SearchRequest, results: Results, visitor: Visitor) -> list[Link]:
    """The photos of this page as a selection, and those of all results."""
    here = [hit.document.id for hit in results.hits if hit.document.kind == "photo"]
    if not here:
        return []
    page = Chosen(ids=tuple(here[:MOST]), title=shortened(request.query, TITLE))
    found = results.total + results.related
    everything = visitor.links.to(
        "/selection/results",
        request.parameters,
        **dict.fromkeys(("page", "per_page", "kind", "view", "groups"), ()),
    )
    return [
        Link(visitor.t("pick_page"), page.address(visitor.links)),
        Link(visitor.t("pick_every" if found <= MOST else "pick_all"), everything),
    ]


def _with(request: SearchRequest, visitor: Visitor, **changes: Sequence[str]) -> str:
    return visitor.links.search({**request.parameters, "page": (), **changes})


def _summary(request: SearchRequest, results: Results, visitor: Visitor) -> str:
    total = f"{results.total:,}"
    if not results.query:
        return visitor.t("summary_all", total=total)
    name = "summary_one" if results.total == 1 else "summary"
    if results.related and not results.total:
        name = "summary_related"
    return visitor.t(name, query=shortened(request.query, QUERY_LENGTH), total=total)


def _detail(results: Results, visitor: Visitor) -> str:
    if results.pages == 1:
        return ""
    return visitor.t("page_of", page=f"{results.page:,}", pages=f"{results.pages:,}")


def _copies(request: SearchRequest, results: Results, visitor: Visitor) -> Link | None:
    """The other way to show what shows the same picture."""
    if request.duplicates == "show":
        url = _with(request, visitor, duplicates=())
        return None if request.values("picture") else Link(visitor.t("fold_copies"), url)
    if results.pictures == results.total:
        return None
    name = "copies_one" if results.pictures == 1 else "copies"
    text = visitor.t(name, pictures=f"{results.pictures:,}")
    return Link(text, _with(request, visitor, duplicates=("show",)))


def _groups(request: SearchRequest, results: Results, visitor: Visitor) -> Link | None:
    """The other way to show photos of an article that match by what they share."""
    if request.groups == "show":
        url = _with(request, visitor, groups=())
        return None if request.values("article") else Link(visitor.t("fold_groups"), url)
    if results.rows == results.pictures:
        return None
    text = visitor.t("groups", rows=f"{results.rows:,}")
    return Link(text, _with(request, visitor, groups=("show",)))


def _sorts(request: SearchRequest, results: Results, visitor: Visitor) -> list[Link]:
    """The orders to choose from; where nothing is looked for, the best are the newest."""
    first, *others = SORTS if results.query else SORTS[1:]
    current = request.sort if request.sort in others else first
    return [
        Link(
            visitor.t(f"sort_{sort}"),
            _with(request, visitor, sort=() if sort == first else (sort,)),
            sort == current,
        )
        for sort in (first, *others)
    ]


def _views(request: SearchRequest, visitor: Visitor) -> list[Link]:
    """The layouts of photos; the page stays, since the order does."""
    if request.kind != "photo":
        return []
    return [
        Link(
            visitor.t(f"view_{view}"),
            visitor.links.search(request.parameters, view=() if view == VIEWS[0] else (view,)),
            view == request.view,
        )
        for view in VIEWS
    ]


def _tabs(request: SearchRequest, results: Results, visitor: Visitor) -> list[Link]:
    numbers = {str(kind): count for kind, count in results.counts.items()}
    numbers["all"] = sum(numbers.values())
    return [
        Link(
            f"{visitor.t(_TAB_TEXTS[kind])} {numbers.get(kind, 0):,}",
            _with(request, visitor, kind=() if kind == "photo" else (kind,)),
            kind == request.kind,
        )
        for kind in (*KINDS, "all")
    ]
