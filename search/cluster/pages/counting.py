"""Counts over the documents that some queries find, as few searches as can be.

What is counted over the same documents is one search, and all searches go together. A search that
only counts is answered by the shards from their caches when it comes again; here its answer is
remembered besides, for as long as the commit is the live one, so that the second page of a result,
or the same result in another order, costs nothing at all.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from search.cluster.commits.view import Answer, Body, View
from search.cluster.schema.compile import NOTHING, Query

Aggregation = Mapping[str, Any]
"""What is counted, as OpenSearch reads it."""

_TOTAL = "total"

_BUCKET_BYTES = 250
"""Bytes of what is remembered of a value."""


class Counting:
    """What is to be counted, and what came of it.

    Attributes:
        view: over what.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self._asked: dict[str, tuple[Query, dict[str, Aggregation]]] = {}
        self._sent: list[str] = []
        self._known: dict[tuple[str, str], Answer] = {}
        self._keys: dict[int, tuple[Query, str]] = {}

    def ask(self, query: Query, name: str, aggregation: Aggregation) -> None:
        """Have something counted over what a query finds.

        Args:
            name: what tells it apart from all else that is counted over the same, ever.
        """
        known = query == NOTHING or (self._recall(query, _TOTAL) and self._recall(query, name))
        if not known:
            self._asked.setdefault(self._key(query), (query, {}))[1][name] = aggregation

    def ask_total(self, query: Query) -> None:
        """Have it counted what a query finds."""
        if query != NOTHING and not self._recall(query, _TOTAL):
            self._asked.setdefault(self._key(query), (query, {}))

    def _recall(self, query: Query, name: str) -> bool:
        """Whether an answer is known, or was remembered."""
        key = self._key(query), name
        if key not in self._known:
            found = self.view.memory.get((self.view.owner, *key))
            if found is None:
                return False
            self._known[key] = found
        return True

    def bodies(self) -> list[Body]:
        """The searches that are left to do."""
        self._sent = list(self._asked)
        return [
            {"size": 0, "track_total_hits": True, "query": query}
            | ({"aggs": aggregations} if aggregations else {})
            for query, aggregations in self._asked.values()
        ]

    def answered(self, answers: Sequence[Answer]) -> None:
        """Take the answers of those searches."""
        for key, answer in zip(self._sent, answers, strict=True):
            self._keep(
                key, _TOTAL, answer["hits"]["total"] | {"shards": answer["_shards"]["total"]}
            )
            for name, told in answer.get("aggregations", {}).items():
                self._keep(key, name, told)
            del self._asked[key]

    def keep(self, query: Query, name: str, told: Answer) -> None:
        """Take an answer that was found in another way."""
        self._keep(self._key(query), name, told)

    def _keep(self, key: str, name: str, told: Answer) -> None:
        self._known[key, name] = told
        size = len(key) + _BUCKET_BYTES * (1 + len(told.get("buckets", ())))
        self.view.memory.put((self.view.owner, key, name), told, size)

    def finish(self) -> None:
        """Do the searches that are left."""
        bodies = self.bodies()
        if bodies:
            self.answered(self.view.searches(bodies))

    def told(self, query: Query, name: str) -> Answer:
        """What came of something that was counted; empty for a query that finds nothing."""
        return {} if query == NOTHING else self._known[self._key(query), name]

    def buckets(self, query: Query, name: str) -> list[dict[str, Any]]:
        """The values that were counted."""
        found: list[dict[str, Any]] = self.told(query, name).get("buckets", [])
        return found

    def count(self, query: Query, name: str) -> int:
        """How many documents something has that was counted."""
        return int(self.told(query, name).get("doc_count", 0))

    def total(self, query: Query) -> int:
        """How many documents a query finds."""
        return int(self.told(query, _TOTAL).get("value", 0))

    def shards(self, query: Query) -> int:
        """How many shards were asked."""
        return int(self.told(query, _TOTAL).get("shards", 1))

    def _key(self, query: Query) -> str:
        found = self._keys.get(id(query))
        if found is None:
            found = self._keys[id(query)] = query, json.dumps(query, ensure_ascii=False)
        return found[1]
