"""All that a search finds, page by page: ``from`` ends at ten thousand hits, going on does not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Hit = Mapping[str, Any]
"""A document as it was found."""


def paged(
    ask: Callable[[dict[str, Any]], Sequence[Hit]], body: Mapping[str, Any], size: int
) -> Iterator[Hit]:
    """All hits of a search, in its order.

    Args:
        ask: gives the hits of a body.
        body: has a ``sort`` in which no two documents stand alike.
        size: hits that are asked for at once.
    """
    asked = {**body, "size": size, "track_total_hits": False}
    while True:
        hits = ask(asked)
        yield from hits
        if len(hits) < size:
            return
        asked = {**asked, "search_after": hits[-1]["sort"]}
