"""What the index of a build holds, for whoever writes it: searched, deleted, refreshed, whole.

Answers are of all shards or none, and hold what was refreshed: what is written now is not in them.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from search.cluster.wire.client import Client
from search.cluster.wire.paging import paged
from search.cluster.wire.tasks import done_in_background
from search.cluster.writing.pictures import WHOLE
from search.errors import IndexUnreachableError

_PAGE = 1_000
_SECONDS = 300.0
_DELETING = 3_600.0

_FEW = 10_000
"""Documents that are deleted while one waits; the cluster keeps a note of all work without."""

_ANYWAY = {"conflicts": "proceed"}

Clause = dict[str, Any]
Source = dict[str, Any]


class Contents:
    """The documents of an index, visible or not.

    Args:
        check: raises where writing is over, called now and then.
    """

    def __init__(self, client: Client, index: str, check: Callable[[], None]) -> None:
        self._client = client
        self._index = index
        self._check = check

    def refresh(self) -> None:
        """Have everything that was written found from now on, in all copies."""
        done = self._client.call("POST", f"{self._index}/_refresh", seconds=_SECONDS)
        if done["_shards"]["failed"]:
            raise IndexUnreachableError(
                f"{self._client.address}: not all shards of {self._index} are there; "
                "look at its nodes: GET _cluster/health"
            )

    def some(self, clauses: Sequence[Clause], most: int, *fields: str) -> list[Source]:
        """The sources of documents to which all clauses apply; of fields, those alone."""
        body = {"size": most, "query": {"bool": {"filter": list(clauses)}}}
        body |= {"_source": list(fields)} if fields else {}
        return [hit["_source"] for hit in self._found(body)]

    def all_of(self, version: str) -> Iterator[Source]:
        """The sources of an article's version, however many, and of its record."""
        body = {
            "query": {"term": {"version": version}},
            "sort": [{"position": {"missing": -1}}, {"id": {"missing": "_first"}}],
        }
        return (hit["_source"] for hit in paged(self._found, body, _PAGE))

    def states(self) -> list[str]:
        """The names of the documents of the state, or of many of them."""
        body = {"size": _PAGE, "query": {"term": {"kind": "state"}}, "_source": False}
        return [hit["_id"] for hit in self._found(body)]

    def latest(self) -> int:
        """The number of the latest transaction that wrote anything, whatever came of it; or 0."""
        self.refresh()
        body = {
            "size": 0,
            "track_total_hits": False,
            "aggs": {"latest": {"max": {"field": "since"}}},
        }
        path = f"{self._index}/_search"
        found = self._client.call("POST", path, body, params=WHOLE, seconds=_SECONDS)
        return int(found["aggregations"]["latest"]["value"] or 0)

    def delete(self, wanted: Sequence[Clause]) -> bool:
        """Delete the documents to which any clause applies, maybe many; none of the state.

        Returns:
            Whether none is left. What is done in the background ends with its node, or halfway, and
            whether it is done is asked of the index alone.
        """
        query = {"bool": {"should": list(wanted), "must_not": {"term": {"kind": "state"}}}}
        path, body = f"{self._index}/_delete_by_query", {"query": query}
        counted = self._count(body)
        if not counted:
            return True
        if counted <= _FEW:
            self._client.call("POST", path, body, params=_ANYWAY, seconds=_SECONDS)
        else:
            done_in_background(
                self._client, path, body, self._check, params=_ANYWAY, seconds=_DELETING
            )
        self.refresh()
        return not self._count(body)

    def delete_states(self, names: Sequence[str]) -> None:
        """Delete documents of the state."""
        body = {"query": {"ids": {"values": list(names)}}}
        path = f"{self._index}/_delete_by_query"
        self._client.call("POST", path, body, params=_ANYWAY, seconds=_SECONDS)

    def _count(self, body: dict[str, Any]) -> int:
        counted = self._client.call("POST", f"{self._index}/_count", body, seconds=_SECONDS)
        if counted["_shards"]["failed"]:
            raise IndexUnreachableError(
                f"{self._client.address}: not all shards of {self._index} answer; "
                "look at its nodes: GET _cluster/health"
            )
        return int(counted["count"])

    def _found(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        path = f"{self._index}/_search"
        body = {**body, "track_total_hits": False}
        found = self._client.call("POST", path, body, params=WHOLE, seconds=_SECONDS)
        hits: list[dict[str, Any]] = found["hits"]["hits"]
        return hits
