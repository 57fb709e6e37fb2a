"""The results by time, as ``search.execution.timeline`` tells it, by one search more than the page.

What is in view hangs on the first and the last day of what was found, which are counted with the
page's facets. Then each bar is counted: how many documents begin in it, how many end in it, and how
many lie in it alone, which is known of each document by unit. How many overlap a bar follows from
the first two (``search.execution.bars``).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from search.cluster.pages.counting import Aggregation, Counting
from search.cluster.pages.filters import Filters, Passing
from search.cluster.schema.compile import Query, every, overlapping
from search.execution.bars import Bars, Days, Ends, nothing_in_view, view_of
from search.execution.filters import Filter
from search.results import Timeline, TimelineUnit

_WITHIN: Mapping[TimelineUnit, Query] = {
    "year": {"exists": {"field": "within_year"}},
    "month": {"exists": {"field": "month"}},
    "day": {"term": {"span": 0}},
}
"""What finds the documents that lie in one unit."""


class TimelineCounts:
    """The timeline of what some filters leave: ask with the page, then read."""

    def __init__(self, counting: Counting, filters: Filters, passing: Passing) -> None:
        self._counting = counting
        self._filters = filters
        self._found = passing.found()
        self._everything = passing.found(Filter("year"))
        counting.ask(self._found, "earliest", {"min": {"field": "first"}})
        counting.ask(self._found, "latest", {"max": {"field": "last"}})

    def timeline(self, undated: int) -> Timeline:
        """The documents that pass every filter but that of dates, as far as they are in view.

        Args:
            undated: how many of them have no date.
        """
        view = view_of(self._filters.taken, self._reach())
        if view is None:
            return nothing_in_view(self._filters.taken, undated)
        bars = Bars(view)
        seen = every([self._everything, overlapping(bars.begin, bars.end - 1)])
        lying = {"filter": _WITHIN[bars.unit], "aggs": {"bars": _bars("first", bars)}}
        self._counting.ask(seen, "first", _bars("first", bars))
        self._counting.ask(seen, "last", _bars("last", bars))
        self._counting.ask(seen, bars.unit, lying)
        self._counting.finish()
        begun, over, own = (
            self._counting.told(seen, name) for name in ("first", "last", bars.unit)
        )
        ends = Ends(_counts(begun, bars), _counts(over, bars))
        exact = _counts(own.get("bars", {}), bars)[1:-1]
        total = self._counting.total(seen)
        return bars.timeline(ends, exact, self._filters.taken, seen=total, undated=undated)

    def _reach(self) -> Days | None:
        """From the first to the last day of what was found."""
        first, last = (
            self._counting.told(self._found, name).get("value") for name in ("earliest", "latest")
        )
        return None if first is None or last is None else Days(int(first), int(last))


def _bars(field: str, bars: Bars) -> Aggregation:
    """How many documents have a day before the bars, in each of them, and after."""
    starts = bars.starts
    within = [
        {"from": start, "to": after}
        for start, after in zip(starts, [*starts[1:], bars.end], strict=True)
    ]
    return {"range": {"field": field, "ranges": [{"to": starts[0]}, *within, {"from": bars.end}]}}


def _counts(told: Mapping[str, Any], bars: Bars) -> Sequence[int]:
    counted = [int(bucket["doc_count"]) for bucket in told.get("buckets", ())]
    return counted or [0] * (len(bars.starts) + 2)
