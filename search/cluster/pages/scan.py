"""Documents of a query in an order that the cluster knows, a few at first and then more.

Who asks for more goes on behind the last one that was given (``search_after``), as deep as it
likes: ``from`` ends at ten thousand. The commit that a view sees is the same all the while.
"""

from collections.abc import Sequence
from typing import Any

from search.cluster.commits.view import Answer, Body, View
from search.cluster.pages.reading import Candidate
from search.cluster.schema.compile import Query, every
from search.document import KINDS
from search.request import Sort

MOST = 5000
"""Documents that are asked for at once."""

_PLACED = ("id", "kind", "article", "position", "first", "last", "picture", "shared")

Order = list[dict[str, Any]]


def order_of(sort: Sort) -> Order:
    """The order of results; what is tied goes by date, and then as ``search.ranking`` says."""
    by_place = [{"article": "asc"}, {"position": "asc"}, {"id": "asc"}]
    direction = "asc" if sort == "oldest" else "desc"
    by_date = {"first": {"order": direction, "missing": "_last"}}
    by_score = [{"_score": "desc"}] if sort == "relevance" else []
    return [*by_score, by_date, *by_place]


class Scan:
    """One pass over the documents of a query.

    Args:
        light: only what places documents is fetched, not their texts.

    Attributes:
        is_done: whether there are no more.
    """

    def __init__(self, view: View, query: Query, sort: Sort, *, light: bool = False) -> None:
        self._view = view
        self._query = query
        self._source = list(_PLACED) if light else True
        self._order = order_of(sort)
        self._after: list[Any] = []
        self.is_done = False

    def more(self, count: int) -> list[Candidate]:
        """The next documents: as many as are asked for, ``MOST`` at most, or all that are left."""
        if self.is_done:
            return []
        size = min(count, MOST)
        return self._taken(self._view.search(self._body(size)), size)

    def opening(self, count: int) -> Body:
        """What asks for the first documents, for who asks for those of several scans at once."""
        return self._body(min(count, MOST))

    def opened(self, answer: Answer, count: int) -> list[Candidate]:
        """The first documents, out of the answer to that."""
        return self._taken(answer, min(count, MOST))

    def _taken(self, answer: Answer, size: int) -> list[Candidate]:
        found = [Candidate(hit, self._view.fold) for hit in answer["hits"]["hits"]]
        self.is_done = len(found) < size
        if found:
            self._after = found[-1].after
        return found

    def _body(self, size: int) -> Body:
        body: Body = {
            "size": size,
            "query": self._query,
            "sort": self._order,
            "track_scores": True,
            "track_total_hits": False,
            "_source": self._source,
        }
        return body | {"search_after": self._after} if self._after else body


def whole(view: View, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Some documents with their texts."""
    ids: Query = {"terms": {"id": [one.id for one in candidates]}}
    found = Scan(view, every([*view.among(*KINDS), ids]), "newest").more(len(candidates) + 1)
    by_id = {one.id: one for one in found}
    return [by_id[one.id] for one in candidates]
