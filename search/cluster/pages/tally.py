"""How many documents have each value of a facet, and how many values there are, exactly.

OpenSearch counts all values of a shard in one pass, which costs little, and gives the most frequent
of them, which costs some ten times as much as counting. So few are asked for at first, and an
answer is taken for what it proves. A count may be too low by as much as is said of it
(``doc_count_error_upper_bound``), and what no shard gave has at most as many documents as the
answer may be wrong by and its last value has. Where that leaves no doubt about the first values,
those tied with the last of them included, they are the first.

Else there is a bound by now: the last of the first values has so many documents at least. A value
that has as many in n shards has an nth of them in one, so shards are asked for the values that have
an nth there (``shard_min_doc_count``), and then these are counted everywhere. Where all values are
wanted, or too many are that frequent, they are read in their order, page by page (``composite``).

How many values there are is counted without giving them: shards tell which they have by numbers of
64 bits, and these are put together. An estimate (``cardinality``) would be cheaper still; its
sketch takes some in ten thousand values for the same one, and who pages through the list would
notice.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from search.cluster.commits.view import Answer, View
from search.cluster.pages.counting import Aggregation, Counting
from search.cluster.schema.compile import Query
from search.request import ValueFacet

FIRST = 200
"""Values that each shard gives at first."""

AT_ONCE = 10_000
"""Values that are given at once; more would be a strain (65,535 are refused)."""

LONGEST_PATTERN = 900
"""UTF-16 units of a pattern; OpenSearch takes 1,000."""

_PLAIN = frozenset(" -_")
_HELD = 60
"""Characters of a text by which values are looked for; Lucene finds longer patterns too complex."""

MOST_NUMBERS = 5_000_000
"""Values of documents up to which shards keep the different ones in their memory."""


class Tally:
    """The values of a facet over what a query finds.

    Args:
        most: how many of the most frequent are wanted; None is all.
        holding: only values in which this stands; of values that are cut, in what is left.
    """

    def __init__(
        self,
        counting: Counting,
        query: Query,
        facet: ValueFacet,
        *,
        most: int | None,
        holding: str = "",
    ) -> None:
        self._counting = counting
        self._query = query
        self._facet = facet
        self._most = most
        self._holding = holding
        self._asked: list[str] = []
        self._bounded = ""
        self._are_candidates_counted = False
        self._are_counted = False
        size = AT_ONCE if most is None else min(AT_ONCE, max(FIRST, 2 * most))
        self._name = self._named(size, holding)
        counting.ask(query, self._name, self._terms(size))

    def ask_more(self) -> bool:
        """Ask what is left to know of the first values; whether anything is."""
        if self.is_proved:
            return False
        edge = self._edge
        if edge is None or len(self._counted_in_parts) >= AT_ONCE:
            self._read_all()
        elif self._bounded:
            self.ask_values(one["key"] for one in (*self._buckets, *self._counted_in_parts))
            self._are_candidates_counted = True
        else:
            least = -(-edge // self._counting.shards(self._query))
            self._bounded = self._named("from", str(least))
            at_least = {"shard_min_doc_count": least, "min_doc_count": least}
            terms = self._terms(AT_ONCE)["terms"] | at_least
            self._counting.ask(self._query, self._bounded, {"terms": terms})
        return True

    @property
    def _counted_in_parts(self) -> list[Answer]:
        """The values that are frequent in a shard."""
        return self._counting.buckets(self._query, self._bounded) if self._bounded else []

    def _read_all(self) -> None:
        self._name = self._named("all", self._holding)
        self._counting.keep(self._query, self._name, {"buckets": self._pages()})

    def _terms(self, size: int) -> Aggregation:
        terms: dict[str, Any] = {
            "field": f"{self._facet}.value",
            "size": 2 * size,
            "shard_size": size,
            "show_term_doc_count_error": True,
        }
        if self._holding:
            terms["include"] = f".*{pattern(self._holding[:_HELD])}.*"
        return {"terms": terms}

    def _pages(self) -> list[Answer]:
        found = all_values(self._counting.view, self._query, f"{self._facet}.value")
        return [
            {"key": value, "doc_count": number} for value, number in found if self._holding in value
        ]

    def _named(self, what: object, text: str) -> str:
        digest = blake2b(text.encode(), digest_size=16).hexdigest()
        return f"{self._facet} {what} {digest}"

    @property
    def is_whole(self) -> bool:
        """Whether all values are known."""
        told = self._counting.told(self._query, self._name)
        return not (told.get("sum_other_doc_count") or told.get("doc_count_error_upper_bound"))

    @property
    def is_proved(self) -> bool:
        """Whether it is known which values are the first, and which are tied with the last."""
        edge = self._edge
        if self.is_whole or self._are_candidates_counted:
            return True
        if edge is None:
            return False
        told, last = self._counting.told(self._query, self._name), self._buckets[-1]
        beyond = told["doc_count_error_upper_bound"] + last["doc_count"]
        return beyond < edge and not any(
            one["doc_count_error_upper_bound"]
            for one in self._buckets
            if one["doc_count"] + one["doc_count_error_upper_bound"] >= edge
        )

    @property
    def _edge(self) -> int | None:
        """How many documents the last of the first values has at least."""
        buckets = self._buckets
        if self._most is None or len(buckets) < self._most:
            return None
        return int(buckets[self._most - 1]["doc_count"])

    @property
    def _buckets(self) -> list[dict[str, Any]]:
        """Values with counts that are not too high, the highest first."""
        return self._counting.buckets(self._query, self._name)

    def counts(self) -> dict[str, int]:
        """How many documents have each value, as far as that is known."""
        counted = {
            one["key"]: int(one["doc_count"])
            for one in self._buckets
            if not one.get("doc_count_error_upper_bound")
        }
        if len(self._holding) > _HELD:
            counted = {value: n for value, n in counted.items() if self._holding in value}
        for name in self._asked:
            for one in self._counting.buckets(self._query, name):
                counted[one["key"]] = int(one["doc_count"])
        return counted

    def ask_values(self, values: Iterable[str]) -> None:
        """Have some values counted, whether they are frequent or not."""
        known = {} if self.is_whole else self.counts()
        left = [] if self.is_whole else sorted({*values} - known.keys())
        for start in range(0, len(left), AT_ONCE):
            some = left[start : start + AT_ONCE]
            terms = {"field": f"{self._facet}.value", "include": some, "size": len(some)}
            self._asked.append(self._named("these", "\0".join(some)))
            self._counting.ask(self._query, self._asked[-1], {"terms": terms})

    def ask_distinct(self) -> None:
        """Have it counted how many values there are, where that is not known."""
        if self.is_whole or self._holding:
            return
        other = self._counting.told(self._query, self._name)["sum_other_doc_count"]
        if other > MOST_NUMBERS:
            self._read_all()
        else:
            self.ask_numbers()

    def ask_numbers(self) -> None:
        """Have the different values counted by their numbers."""
        self._are_counted = True
        self._counting.ask(self._query, self._distinct_name, _numbers(self._facet))

    @property
    def _distinct_name(self) -> str:
        return f"{self._facet} distinct"

    @property
    def is_counted(self) -> bool:
        """Whether it is known how many values there are."""
        return self._are_counted or self.is_whole

    @property
    def distinct(self) -> int:
        """How many values there are."""
        if self.is_whole:
            return len(self.counts())
        return int(self._counting.told(self._query, self._distinct_name)["value"])


def _numbers(facet: ValueFacet) -> Aggregation:
    """How many different values there are."""
    return {
        "scripted_metric": {
            "params": {"field": f"{facet}.number"},
            "init_script": "state.found = new HashSet()",
            "map_script": "state.found.addAll(doc[params.field])",
            "combine_script": "return new ArrayList(state.found)",
            "reduce_script": """
                Set all = new HashSet();
                for (found in states) { if (found != null) { all.addAll(found) } }
                return all.size()
            """,
        }
    }


def pattern(text: str) -> str:
    """A text as a pattern that it alone matches."""
    return "".join(c if c.isalnum() or c in _PLAIN or c > "\x7f" else f"\\{c}" for c in text)


def units(text: str) -> int:
    """How long a text is for OpenSearch, which counts two where a symbol lies beyond the BMP."""
    return len(text) + sum(c > "\uffff" for c in text)


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
