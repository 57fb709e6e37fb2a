"""What a reader may have meant who found little: other queries as links, each with its count.

The archive offers them among the parts of the interpretation. They are no chips under the box:
nothing was searched by them, so there is nothing to take out.
"""

from collections.abc import Sequence

from indexer import Part
from web.addresses.params import shortened
from web.addresses.search_request import SearchRequest
from web.pages.results_contexts import Correction
from web.site.site import Visitor

OFFERED = 3
TEXT_LENGTH = 60  # characters of a query that a link shows


def corrections(
    parts: Sequence[Part], request: SearchRequest, visitor: Visitor
) -> list[Correction]:
    """The offers, the first of them, each query once."""
    offered: dict[str, int | None] = {}
    for part in parts:
        if is_correction(part) and part.strict:
            offered.setdefault(part.strict, part.count)
    return [
        Correction(
            text=shortened(query, TEXT_LENGTH),
            count="" if count is None else visitor.t("correction_count", n=f"{count:,}"),
            url=visitor.links.search(request.parameters, q=(query,), page=()),
        )
        for query, count in list(offered.items())[:OFFERED]
    ]


def is_correction(part: Part) -> bool:
    """Whether a part is an offer and not of the query that was searched."""
    return part.kind == "correction"
