"""The filters in force as chips beside the parts of the query: pressing one takes it out."""

from indexer import PARAMETERS, Results
from web.addresses.links import toggled
from web.addresses.search_request import SearchRequest
from web.pages.facet_boxes import value_label
from web.pages.results_contexts import Chip
from web.site.site import Visitor
from web.wording.dates import readable

_LABELS = {parameter.name: parameter for parameter in PARAMETERS}


def chips(request: SearchRequest, results: Results, visitor: Visitor) -> list[Chip]:
    """A chip for each value of each filter."""
    found = []
    for name, value in request.filters:
        kept = request.parameters
        if name == "picture":
            kept = {**kept, "duplicates": ()}
        elif name == "article":
            kept = {**kept, "groups": ()}
        text = filter_text(name, value, results, visitor)
        found.append(
            Chip(
                _LABELS[name].label(visitor.language),
                text,
                visitor.links.search(toggled(kept, name, value)),
                visitor.t("remove_filter", value=text),
            )
        )
    return found


def filter_text(name: str, value: str, results: Results, visitor: Visitor) -> str:
    """What a filter asks for, in words."""
    match name:
        case "taken":
            return readable(value, visitor.language)
        case "article" if results.hits:
            return results.hits[0].document.headline
        case "picture":
            return visitor.t("this_picture")
        case _:
            return value_label(name, value, visitor)


def unfiltered(request: SearchRequest, visitor: Visitor) -> str:
    """The same search without its filters."""
    names = {name: () for name, _ in request.filters}
    if request.values("picture"):
        names["duplicates"] = ()  # which only one picture needs
    if request.values("article"):
        names["groups"] = ()
    return visitor.links.search({**request.parameters, **names}, page=())
