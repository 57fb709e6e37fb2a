"""What a reader who found nothing could try next, the likeliest first.

First of all the search with one condition less, for each condition, with what that would find: of
five filters one is usually the one that leaves nothing. Examples are made of the archive's own
names, places and tags: an example that finds nothing teaches nothing, and a name written here would
be some other archive's.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from indexer import PARAMETERS, Facet, Results
from indexer.presentation import facet_label
from web.addresses.params import shortened
from web.addresses.search_request import SearchRequest
from web.pages.chips import filter_text, unfiltered
from web.pages.corrections import is_correction
from web.pages.results_contexts import EmptyPage
from web.site.frame import Link
from web.site.site import Visitor

CONDITIONS = 8  # of a search that are left out one by one, each at the price of a search
TEXT_LENGTH = 40  # characters of a condition

_EXAMPLES = ("creator", "place", "tag")
_LABELS = {parameter.name: parameter for parameter in PARAMETERS}

Count = Callable[[SearchRequest], int]
"""How many results a search has."""


def empty_page(
    request: SearchRequest,
    results: Results,
    offered: Sequence[Facet],
    visitor: Visitor,
    count: Count,
) -> EmptyPage:
    """What helps; ``offered``: the whole archive's facets."""
    return EmptyPage(
        fewer=_fewer(request, results, visitor, count),
        tips=_tips(request, results, offered, visitor),
    )


def _fewer(request: SearchRequest, results: Results, visitor: Visitor, count: Count) -> list[Link]:
    """The search without each of its conditions, where that finds something, the most first."""
    found = []
    for text, fewer in list(_without_one(request, results, visitor))[:CONDITIONS]:
        total = count(replace(fewer, page=1))
        if total:
            says = visitor.t("without_condition", value=text, n=f"{total:,}")
            found.append((total, Link(says, visitor.links.search(fewer.parameters, page=()))))
    return [link for _, link in sorted(found, key=lambda one: -one[0])]


def _without_one(
    request: SearchRequest, results: Results, visitor: Visitor
) -> Iterator[tuple[str, SearchRequest]]:
    for one in request.filters:
        name, value = one
        text = shortened(filter_text(name, value, results, visitor), TEXT_LENGTH)
        kept = tuple(other for other in request.filters if other != one)
        label = _LABELS[name].label(visitor.language)
        yield visitor.t("condition", field=label, value=text), replace(request, filters=kept)
    parts = [part for part in results.interpretation if not is_correction(part)]
    for part in parts if len(parts) > 1 or request.filters else ():
        said = part.english if visitor.language == "en" else part.chinese
        yield shortened(said, TEXT_LENGTH), replace(request, query=part.without)


def _tips(
    request: SearchRequest, results: Results, offered: Sequence[Facet], visitor: Visitor
) -> list[Link]:
    """The tips; those without an address are advice."""
    t = visitor.t
    found = []
    counts = {str(kind): count for kind, count in results.counts.items()}
    if request.filters:
        found.append(Link(t("help_filters"), unfiltered(request, visitor)))
    for kind, name in (("paragraph", "help_texts"), ("photo", "help_photos")):
        count = counts.get(kind, 0)
        if count and request.kind != kind:
            url = visitor.links.search(request.parameters, kind=(kind,), page=())
            found.append(Link(t(name, n=f"{count:,}"), url))
    found += [Link(t(f"help_{name}"), "") for name in ("fewer", "quotes", "minus")]
    found += _examples(offered, visitor)
    return [*found, Link(t("help_browse"), visitor.links.search())]


def _examples(offered: Sequence[Facet], visitor: Visitor) -> Iterator[Link]:
    """A query in one field for each facet that has a value."""
    values = {facet.name: facet.items[0].value for facet in offered if facet.items}
    for name in _EXAMPLES:
        word = worded(values.get(name, ""))
        if word:
            field = name if visitor.language == "en" else facet_label(name, "zh")
            query = f"{field}:{word}"
            url = visitor.links.search({"q": (query,)})
            yield Link(visitor.t(f"help_{name}", query=query), url)


def worded(value: str) -> str:
    """A name as one word of a query; empty where it has none."""
    value = value.replace('"', "")
    return value if value.isalnum() or not value else f'"{value}"'
