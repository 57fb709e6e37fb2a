"""All values of one facet among the results of a search: from a request to ``facet.html``."""

from indexer import FACET_ORDERS, Facet, Results, ValueFacet
from indexer.presentation import facet_label
from web.addresses.links import Parameters
from web.addresses.params import shortened
from web.addresses.search_request import SearchRequest
from web.pages.facet_boxes import facet_choices, facet_search
from web.pages.facet_contexts import FacetPage
from web.site.frame import Frame, Link
from web.site.site import Visitor

VALUES = 500  # of a facet that its page lists
QUERY_LENGTH = 60

NO_MORE: Parameters = dict.fromkeys(("facet", "facet_values", "facet_text", "facet_order"), ())
"""What the page asks for and the results do not."""


def facet_page(
    name: ValueFacet,
    request: SearchRequest,
    results: Results,
    visitor: Visitor,
    frame: Frame,
) -> FacetPage:
    """The context of the page."""
    facet = next((one for one in results.facets if one.name == name), Facet(name, ()))
    left = facet.distinct - len(facet.items)
    parameters = {**request.parameters, **NO_MORE}
    return FacetPage(
        frame=frame,
        name=name,
        label=facet_label(name, visitor.language),
        summary=_summary(facet, request, visitor),
        back=Link(visitor.t("back_to_results"), visitor.links.search(parameters)),
        orders=_orders(name, request, visitor),
        search=facet_search(facet, parameters, visitor, text=request.facet_text),
        choices=facet_choices(facet, parameters, visitor),
        more=visitor.t("more_values", n=f"{left:,}") if left > 0 else "",
        none="" if facet.items else visitor.t("no_value"),
    )


def _summary(facet: Facet, request: SearchRequest, visitor: Visitor) -> str:
    count = f"{facet.distinct:,}"
    if not request.query:
        return visitor.t("values_all", n=count)
    return visitor.t("values_of", n=count, query=shortened(request.query, QUERY_LENGTH))


def _orders(name: ValueFacet, request: SearchRequest, visitor: Visitor) -> list[Link]:
    return [
        Link(
            visitor.t(f"order_{order}"),
            visitor.links.facet(
                name, request.parameters, facet_order=() if order == FACET_ORDERS[0] else (order,)
            ),
            order == request.facet_order,
        )
        for order in FACET_ORDERS
    ]
