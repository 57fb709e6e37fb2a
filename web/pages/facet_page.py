"""All values of one facet among the results of a search: from a request to ``facet.html``."""

from collections.abc import Iterable
from dataclasses import dataclass

from indexer import Facet, Results
from indexer.presentation import facet_label
from web.addresses.params import SearchRequest, shortened
from web.pages.facet_boxes import facet_choices, facet_search
from web.pages.facet_contexts import FacetPage
from web.site.frame import Frame, Link
from web.site.site import Visitor

VALUES = 500  # of a facet that its page lists
QUERY_LENGTH = 60
ORDERS = ("count", "name")


@dataclass(frozen=True, slots=True)
class FacetRequest:
    """Which values of a facet: those that hold a text, by their counts or by their names."""

    name: str
    text: str = ""
    order: str = ORDERS[0]


def read_facet_request(name: str, items: Iterable[tuple[str, str]]) -> FacetRequest:
    """What an address asks of a facet; an order that there is not is the usual one."""
    given = dict(items)
    order = given.get("facet_order", "")
    text = given.get("facet_text", "").strip()
    return FacetRequest(name, text, order if order in ORDERS else ORDERS[0])


def facet_page(
    asked: FacetRequest,
    request: SearchRequest,
    results: Results,
    visitor: Visitor,
    frame: Frame,
) -> FacetPage:
    """The context of the page."""
    empty = Facet(asked.name, ())
    facet = next((one for one in results.facets if one.name == asked.name), empty)
    left = facet.distinct - len(facet.items)
    parameters = request.parameters
    return FacetPage(
        frame=frame,
        name=asked.name,
        label=facet_label(asked.name, visitor.language),
        summary=_summary(facet, request, visitor),
        back=Link(visitor.t("back_to_results"), visitor.links.search(parameters)),
        orders=_orders(asked, request, visitor),
        search=facet_search(facet, parameters, visitor, text=asked.text),
        choices=facet_choices(facet, parameters, visitor),
        more=visitor.t("more_values", n=f"{left:,}") if left > 0 else "",
        none="" if facet.items else visitor.t("no_value"),
    )


def _summary(facet: Facet, request: SearchRequest, visitor: Visitor) -> str:
    count = f"{facet.distinct:,}"
    if not request.query:
        return visitor.t("values_all", n=count)
    return visitor.t("values_of", n=count, query=shortened(request.query, QUERY_LENGTH))


def _orders(asked: FacetRequest, request: SearchRequest, visitor: Visitor) -> list[Link]:
    parameters = {**request.parameters, "facet_text": (asked.text,)}
    return [
        Link(
            visitor.t(f"order_{order}"),
            visitor.links.facet(
                asked.name, parameters, facet_order=() if order == ORDERS[0] else (order,)
            ),
            order == asked.order,
        )
        for order in ORDERS
    ]
