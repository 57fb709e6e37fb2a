"""How many documents have each value of a field: all values, exactly.

A facet tells how many different values there are, and which are the most frequent, so all have to
be known. OpenSearch counts the values of a shard in one pass and gives the most frequent of them;
whether any are left out it says itself: where no document is in a bucket beyond
(``sum_other_doc_count``) and no count may be too low (``doc_count_error_upper_bound``), every value
is there and every number exact. ``AT_ONCE`` are asked for at first. Where an answer is not whole,
the values are read in their order, page by page (``composite``), which leaves nothing out however
many there are.

An estimate of how many there are (``cardinality``) would be cheaper. Its sketch is off by some in
ten thousand, and a reader who pages through the list would notice.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from search.cluster.compile import Query
from search.cluster.counting import Aggregation, Counting
from search.cluster.view import View
from search.lazily import lazily

AT_ONCE = 10_000
"""Values that are asked for at once: more would be a strain (65,535 are refused)."""

LONGEST_PATTERN = 900
"""Characters of a pattern; OpenSearch takes 1,000."""

_PLAIN = frozenset(" -_")
_HELD = 60
"""Characters of a text by which values are looked for; Lucene finds longer patterns too complex."""


class Tally:
    """The values of a field over what a query finds.

    Args:
        holding: only values in which this stands; of values that are cut, in what is left.
    """

    def __init__(self, counting: Counting, query: Query, field: str, holding: str = "") -> None:
        self._counting = counting
        self._query = query
        self._field = field
        self._holding = holding
        counting.ask(query, self._name, self._aggregation)

    @lazily
    def _name(self) -> str:
        if not self._holding:
            return self._field
        return f"{self._field} {blake2b(self._holding.encode(), digest_size=16).hexdigest()}"

    @property
    def _aggregation(self) -> Aggregation:
        terms: dict[str, Any] = {"field": self._field, "size": AT_ONCE, "shard_size": AT_ONCE}
        if self._holding:
            terms["include"] = f".*{pattern(self._holding[:_HELD])}.*"
        return {"terms": terms}

    @property
    def is_whole(self) -> bool:
        """Whether all values are known."""
        told = self._counting.told(self._query, self._name)
        return not (told.get("sum_other_doc_count") or told.get("doc_count_error_upper_bound"))

    @lazily
    def counts(self) -> dict[str, int]:
        """How many documents have each value; those that none has are left out."""
        buckets = self._counting.buckets(self._query, self._name)
        counted = {one["key"]: int(one["doc_count"]) for one in buckets}
        if len(self._holding) <= _HELD:
            return counted
        return {value: number for value, number in counted.items() if self._holding in value}

    def complete(self, view: View) -> None:
        """Have all values counted, however many."""
        found = [
            one for one in all_values(view, self._query, self._field) if self._holding in one[0]
        ]
        buckets = [{"key": value, "doc_count": number} for value, number in found]
        self._counting.keep(self._query, self._name, {"buckets": buckets})


def complete(view: View, tallies: Iterable[Tally]) -> None:
    """Have all values of some tallies, where they are not known yet."""
    for tally in tallies:
        if not tally.is_whole:
            tally.complete(view)


def pattern(text: str) -> str:
    """A text as a pattern that it alone matches."""
    return "".join(c if c.isalnum() or c in _PLAIN or c > "\x7f" else f"\\{c}" for c in text)


def all_values(view: View, query: Query, field: str) -> Iterator[tuple[str, int]]:
    """All values of a field in order, with how many documents have each; page by page."""
    source = {"value": {"terms": {"field": field}}}
    composite: dict[str, Any] = {"size": AT_ONCE, "sources": [source]}
    while True:
        body = {
            "size": 0,
            "track_total_hits": False,
            "query": query,
            "aggs": {"values": {"composite": composite}},
        }
        told = view.search(body)["aggregations"]["values"]
        for bucket in told["buckets"]:
            yield bucket["key"]["value"], int(bucket["doc_count"])
        if "after_key" not in told:
            return
        composite = composite | {"after": told["after_key"]}
