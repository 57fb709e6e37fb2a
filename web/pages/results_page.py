"""The page of results: from a request and its answer to the context of ``search.html``."""

from collections.abc import Sequence
from dataclasses import replace

from indexer import KINDS, SORTS, Facet, FacetItem, Hit, Results
from indexer.presentation import Versions, facet_label, isolated
from web.addresses.links import Parameters, facet_toggled, toggled
from web.addresses.params import SearchRequest, shortened
from web.pages.contexts import (
    Card,
    Chip,
    Choice,
    DateForm,
    FacetBox,
    Paging,
    Related,
    SearchPage,
)
from web.pages.corrections import corrections
from web.pages.query_parts import query_parts
from web.pages.tips import tips, unfiltered
from web.pages.views import paragraph_card, photo_card
from web.site.frame import Frame, Link
from web.site.site import Visitor, hidden
from web.wording.dates import readable

CHOICES = 6  # values of a facet that are shown at once
FEW = 2  # more than these, which are not worth a fold
EAGER = 6  # pictures that a browser should not wait with
AROUND = 2  # pages named on each side of the current one
MISSED = 4  # words that a hit lacks and that it names
QUERY_LENGTH = 60  # characters of the query that the headline repeats

_TAB_TEXTS = {"photo": "photos", "paragraph": "texts", "all": "everything"}


def search_page(
    request: SearchRequest,
    results: Results,
    visitor: Visitor,
    frame: Frame,
    *,
    versions: Versions,
    note: str = "",
    offered: Sequence[Facet] = (),
) -> SearchPage:
    """The context of a page of results; ``offered``: the whole archive's facets, for examples.

    ``versions`` are those of the pictures found, ``note`` is what readers should know of them.
    """
    parameters = request.parameters
    shown = [
        (hit.related, card(hit, number, request, visitor, versions))
        for number, hit in _numbered(results)
    ]
    return SearchPage(
        frame=frame,
        summary=_summary(request, results, visitor),
        detail=_detail(results, visitor),
        undated=_undated(request, results, visitor),
        copies=_copies(request, results, visitor),
        tabs=_tabs(request, results, visitor),
        sorts=_sorts(request, results, visitor),
        understood=query_parts(results.interpretation, request, visitor),
        corrections=corrections(results.interpretation, request, visitor),
        notices=[n.english if visitor.language == "en" else n.chinese for n in results.notices],
        note=note,
        chips=_chips(request, results, visitor),
        remove_all=unfiltered(request, visitor),
        facets=facet_boxes(results.facets, parameters, visitor),
        dates=DateForm(
            request.since,
            request.until,
            hidden(parameters, "taken", "page", lang=(visitor.links.language,)),
        ),
        layout="grid" if request.kind == "photo" else "list",
        cards=[card for is_below, card in shown if not is_below],
        related=_related([card for is_below, card in shown if is_below], results, visitor),
        paging=_paging(request, results, visitor),
        help=[] if results.hits else tips(request, results, offered, visitor),
    )


def card(
    hit: Hit, number: int, request: SearchRequest, visitor: Visitor, versions: Versions
) -> Card:
    """A hit as a card, with what it lacks and links to what it stands for."""
    if hit.document.kind == "paragraph":
        shown = paragraph_card(hit.document, visitor, hit=hit, number=number)
    else:
        first = number <= (request.page - 1) * request.per_page + EAGER
        shown = photo_card(
            hit.document,
            visitor,
            versions=versions,
            hit=hit,
            number=number,
            eager=first,
            results=request.parameters,
        )
    more = elsewhere = None
    if hit.group > 1:
        url = _with(request, visitor, article=(hit.document.article,))
        more = Link(visitor.t("more_in_article", n=f"{hit.group - 1:,}"), url)
    if hit.elsewhere:
        url = visitor.links.same_picture(request.parameters, hit.document.id)
        name = "elsewhere_one" if hit.elsewhere == 1 else "elsewhere"
        elsewhere = Link(visitor.t(name, n=f"{hit.elsewhere:,}"), url)
    missing = _missing(hit.missing, visitor)
    return replace(shown, missing=missing, more=more, elsewhere=elsewhere)


def _missing(words: Sequence[str], visitor: Visitor) -> str:
    """Which words a hit lacks, the first of them."""
    if not words:
        return ""
    named = (isolated(shortened(word, QUERY_LENGTH)) for word in words[:MISSED])
    name = "missing" if len(words) <= MISSED else "missing_more"
    return visitor.t(name, words=visitor.t("comma").join(named), total=len(words))


def _related(cards: Sequence[Card], results: Results, visitor: Visitor) -> Related | None:
    """The hits below the line, under one heading on every page that has any."""
    if not cards:
        return None
    name = "related_one" if results.related == 1 else "related_count"
    return Related(visitor.t("related"), visitor.t(name, n=f"{results.related:,}"), cards)


def facet_boxes(
    facets: Sequence[Facet], parameters: Parameters, visitor: Visitor, *, choices: int = CHOICES
) -> list[FacetBox]:
    """The facets that have values, years in their own order; the kinds are tabs."""
    boxes = []
    for facet in facets:
        if facet.name == "kind" or not facet.items:
            continue
        items = facet.items
        if facet.name == "year":
            items = tuple(sorted(items, key=lambda item: item.value, reverse=True))
        shown = [_choice(facet.name, item, parameters, visitor) for item in items]
        limit = len(shown) if len(shown) <= choices + FEW else choices
        first = [c for i, c in enumerate(shown) if i < limit or c.selected]
        rest = [c for i, c in enumerate(shown) if i >= limit and not c.selected]
        boxes.append(
            FacetBox(
                facet.name,
                facet_label(facet.name, visitor.language),
                first,
                rest,
                visitor.t("more_values", n=len(rest)),
            )
        )
    return boxes


def _choice(facet: str, item: FacetItem, parameters: Parameters, visitor: Visitor) -> Choice:
    chosen = facet_toggled(parameters, facet, item.value)
    return Choice(item.label, f"{item.count:,}", visitor.links.search(chosen), item.selected)


def _numbered(results: Results) -> list[tuple[int, Hit]]:
    return list(enumerate(results.hits, (results.page - 1) * results.per_page + 1))


def _with(request: SearchRequest, visitor: Visitor, **changes: Sequence[str]) -> str:
    return visitor.links.to("/search", {**request.parameters, "page": (), **changes})


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


def _undated(request: SearchRequest, results: Results, visitor: Visitor) -> Link | None:
    """What the dates leave out: without them, undated documents are among the results."""
    if not (request.values("taken") and results.undated):
        return None
    name = "undated_one" if results.undated == 1 else "undated"
    return Link(
        visitor.t(name, n=f"{results.undated:,}"),
        _with(request, visitor, taken=()),
    )


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


def _sorts(request: SearchRequest, results: Results, visitor: Visitor) -> list[Link]:
    """The orders to choose from; where nothing is looked for, the best are the newest."""
    first, *others = SORTS if results.query else SORTS[1:]
    current = request.sort if request.sort in others else first
    return [
        Link(
            visitor.t(f"sort_{sort}"),
            visitor.links.search(
                request.parameters, page=(), sort=() if sort == first else (sort,)
            ),
            sort == current,
        )
        for sort in (first, *others)
    ]


def _tabs(request: SearchRequest, results: Results, visitor: Visitor) -> list[Link]:
    numbers = {**_counts(results), "all": sum(results.counts.values())}
    return [
        Link(
            f"{visitor.t(_TAB_TEXTS[kind])} {numbers.get(kind, 0):,}",
            visitor.links.search(
                request.parameters, page=(), kind=() if kind == "photo" else (kind,)
            ),
            kind == request.kind,
        )
        for kind in (*KINDS, "all")
    ]


def _counts(results: Results) -> dict[str, int]:
    return {str(kind): count for kind, count in results.counts.items()}


def _chips(request: SearchRequest, results: Results, visitor: Visitor) -> list[Chip]:
    chips = []
    for name, value in request.filters:
        text, kept = value, request.parameters
        if name == "taken":
            text = readable(value, visitor.language)
        elif name == "article" and results.hits:
            text = results.hits[0].document.headline
        elif name == "picture":
            text, kept = visitor.t("this_picture"), {**kept, "duplicates": ()}
        chips.append(
            Chip(
                visitor.t("dates" if name == "taken" else name),
                text,
                visitor.links.search(toggled(kept, name, value)),
                visitor.t("remove_filter", value=text),
            )
        )
    return chips


def _paging(request: SearchRequest, results: Results, visitor: Visitor) -> Paging:
    here, last = results.page, results.pages

    def page(number: int, text: str) -> Link:
        url = visitor.links.search(request.parameters, page=(str(number),) if number > 1 else ())
        return Link(text, url, number == here)

    pages: list[Link | None] = []
    before = 0
    for number in _page_numbers(here, last):
        if number > before + 1:
            pages.append(None)
        pages.append(page(number, f"{number:,}"))
        before = number
    return Paging(
        page(here - 1, visitor.t("previous_page")) if here > 1 else None,
        pages,
        page(here + 1, visitor.t("next_page")) if here < last else None,
    )


def _page_numbers(here: int, last: int) -> list[int]:
    """The first page, the last, and those around the current one."""
    if last == 1:
        return []
    return sorted({1, last, *range(max(1, here - AROUND), min(last, here + AROUND) + 1)})
