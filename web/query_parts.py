"""The query as it was understood, in parts that a reader can take out.

Shown where there is something to tell: one word alone was read as it stands in the box. A link
repeats what is left of the query, so the links of a hundred parts would be as long as a book; after
the first few parts it is only said how many more there are.
"""

from collections.abc import Sequence

from indexer import Part
from indexer.presentation import Parameters, isolated, search_url
from web.contexts import Link, QueryPart
from web.params import shortened
from web.site import Visitor

SHOWN = 12
TEXT_LENGTH = 40  # characters of a part
ADDED = 4  # of what a part adds


def query_parts(
    parts: Sequence[Part], parameters: Parameters, visitor: Visitor
) -> Sequence[QueryPart]:
    """The first parts; none where the query is one plain text."""
    if len(parts) < 2 and all(part.kind == "text" for part in parts):
        return ()
    return [_shown(part, parameters, visitor) for part in parts[:SHOWN]]


def more_parts(parts: Sequence[Part], visitor: Visitor) -> str:
    """How many are not shown, in words; empty where all are."""
    left = len(parts) - SHOWN
    return visitor.t("more_values", n=left) if left > 0 else ""


def _shown(part: Part, parameters: Parameters, visitor: Visitor) -> QueryPart:
    said = part.english if visitor.language == "en" else part.chinese
    text = shortened(said, TEXT_LENGTH)
    return QueryPart(
        kind=part.kind,
        text=text,
        adds=_added(part.adds, visitor),
        strict=_strict(part, parameters, visitor),
        remove=Link(visitor.t("remove_part", value=text), _search(parameters, part.without)),
    )


def _added(adds: Sequence[str], visitor: Visitor) -> str:
    """What is looked for besides, the first of it."""
    if not adds:
        return ""
    shown = [isolated(shortened(one, TEXT_LENGTH)) for one in adds[:ADDED]]
    words = visitor.t("comma").join(shown)
    return visitor.t("adds" if len(adds) <= ADDED else "adds_more", words=words)


def _strict(part: Part, parameters: Parameters, visitor: Visitor) -> Link | None:
    if part.strict is None:
        return None
    name = "strict_date" if part.kind == "date" else "strict"
    return Link(visitor.t(name), _search(parameters, part.strict))


def _search(parameters: Parameters, query: str) -> str:
    return search_url("/search", parameters, q=(query,), page=())
