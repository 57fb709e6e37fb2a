"""The query as it was understood, in parts that a reader can take out.

Shown where there is something to tell: one word alone was read as it stands in the box. A link
repeats what is left of the query, so the links of a hundred parts would be as long as a book; after
the first few parts it is only said how many more there are.
"""

from collections.abc import Sequence

from indexer import Part
from web.addresses.links import Parameters
from web.addresses.params import shortened
from web.addresses.search_request import SearchRequest
from web.pages.corrections import is_correction
from web.pages.results_contexts import QueryPart, QueryParts
from web.site.frame import Link
from web.site.site import Visitor

SHOWN = 12
TEXT_LENGTH = 60  # characters of a part


def query_parts(
    parts: Sequence[Part], request: SearchRequest, visitor: Visitor
) -> QueryParts | None:
    """The parts of a query, the first of them; None where it is one plain text and no more."""
    parts = [part for part in parts if not is_correction(part)]
    readings = [part for part in parts if _is_reading(part)]
    typed = [part for part in parts if not _is_reading(part)]
    alone = len(typed) == 1 and typed[0].kind == "text"
    told = readings if alone else parts
    if not (told or request.exact):
        return None
    left = len(told) - SHOWN
    return QueryParts(
        parts=[_shown(part, request.parameters, visitor) for part in told[:SHOWN]],
        rest=visitor.t("more_values", n=left) if left > 0 else "",
        exact=_exact(request, visitor) if readings or request.exact else None,
    )


def _is_reading(part: Part) -> bool:
    """Whether nobody typed it."""
    return bool(part.adds or part.source)


def _shown(part: Part, parameters: Parameters, visitor: Visitor) -> QueryPart:
    said = shortened(part.english if visitor.language == "en" else part.chinese, TEXT_LENGTH)
    text = said
    if part.kind == "date" and _is_reading(part):
        text = visitor.t("date_reading", value=said)
    strict = None
    if part.strict is not None:
        name = "strict_date" if part.kind == "date" else "strict"
        strict = Link(visitor.t(name), _search(parameters, part.strict, visitor))
    return QueryPart(
        kind=part.kind,
        text=text,
        is_reading=_is_reading(part),
        strict=strict,
        remove=Link(
            visitor.t("remove_part", value=text), _search(parameters, part.without, visitor)
        ),
    )


def _exact(request: SearchRequest, visitor: Visitor) -> Link:
    """The search for nothing but what was typed; where it is that one, the way out of it."""
    url = visitor.links.search(request.parameters, exact=() if request.exact else ("1",), page=())
    return Link(visitor.t("exact"), url, request.exact)


def _search(parameters: Parameters, query: str, visitor: Visitor) -> str:
    return visitor.links.search(parameters, q=(query,), page=())
