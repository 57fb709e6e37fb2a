"""What a reader who found nothing could try next, the likeliest first.

Examples are made of the archive's own names, places and tags: an example that finds nothing teaches
nothing, and a name written here would be some other archive's.
"""

from collections.abc import Iterator, Sequence

from indexer import Facet, Results
from indexer.presentation import facet_label
from web.addresses.params import SearchRequest
from web.site.frame import Link
from web.site.site import Visitor

_EXAMPLES = ("creator", "place", "tag")


def tips(
    request: SearchRequest, results: Results, offered: Sequence[Facet], visitor: Visitor
) -> list[Link]:
    """The tips; those without an address are advice. ``offered``: the whole archive's facets."""
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


def unfiltered(request: SearchRequest, visitor: Visitor) -> str:
    """The same search without its filters."""
    names = {name: () for name, _ in request.filters}
    if request.values("picture"):
        names["duplicates"] = ()  # which only one picture needs
    return visitor.links.search({**request.parameters, **names}, page=())


def _examples(offered: Sequence[Facet], visitor: Visitor) -> Iterator[Link]:
    """A query in one field for each facet that has a value."""
    values = {facet.name: facet.items[0].value for facet in offered if facet.items}
    for name in _EXAMPLES:
        value = values.get(name, "").replace('"', "")
        if value:
            word = value if value.isalnum() else f'"{value}"'
            field = name if visitor.language == "en" else facet_label(name, "zh")
            query = f"{field}:{word}"
            url = visitor.links.search({"q": (query,)})
            yield Link(visitor.t(f"help_{name}", query=query), url)
