"""The results by time: how many are of each year, month or day.

The number on a bar is what a click on it finds. A filter by date finds every document whose date
has a day in common with it, so a document known to be of 2018 counts in each month of that year;
how many are known to be of a month and no other is told beside it, and how many are of none. To
give every document to one bar would look tidier, and its number would not be what the link finds.

The filter decides what is in view, as far as the results reach: a year of which all photos are of
July is shown by its days in July. One day is shown among those of its month.
"""

from typing import NamedTuple

import numpy as np

from search.execution.bars import Bars, Days, Ends, nothing_in_view, view_of
from search.execution.filters import Filter, Filters, Passing
from search.execution.found import Found
from search.index.arrays import Array
from search.results import Timeline
from search.snapshot.snapshot import Snapshot


class _Dates(NamedTuple):
    """The first and the last day of each of some dated documents."""

    first: Array
    last: Array


def timeline(snapshot: Snapshot, filters: Filters, passing: Passing) -> Timeline:
    """The documents that pass every filter but that of dates, as far as they are in view."""
    everything = passing.found(Filter("year"))
    found = passing.found()
    dates = _dated(snapshot, everything)
    undated = len(everything) - len(dates.first)
    results = dates if found is everything else _dated(snapshot, found)
    view = view_of(filters.taken, _reach(results))
    if view is None:
        return nothing_in_view(filters.taken, undated)
    bars = Bars(view)
    ends, exact, seen = _counted(dates, bars)
    return bars.timeline(ends, exact, filters.taken, seen=seen, undated=undated)


def _dated(snapshot: Snapshot, found: Found) -> _Dates:
    first, last = (days[found.numbers] for days in snapshot.days)
    if len(first) and not first.min():
        return _Dates(first[first > 0], last[first > 0])
    return _Dates(first, last)


def _reach(dates: _Dates) -> Days | None:
    """From the first to the last day of some documents."""
    if not len(dates.first):
        return None
    return Days(int(dates.first.min()), int(dates.last.max()))


def _counted(dates: _Dates, bars: Bars) -> tuple[Ends, list[int], int]:
    """How many documents begin and end in each bar, how many lie in it, and how many are seen."""
    begin, end, count = bars.begin, bars.end, len(bars.starts)
    first, last = dates
    if len(first) and (first.min() < begin or last.max() >= end):
        seen = (last >= begin) & (first < end)
        first, last = first[seen], last[seen]
    units = np.repeat(np.arange(count), np.diff([*bars.starts, end]))
    # What reaches beyond the view lies in no unit of it: those beside it are one more at each end.
    units = np.concatenate(([0], units + 1, [count + 1]))
    reached = [units[(days - (begin - 1)).clip(0, end - begin + 1)] for days in (first, last)]
    starting, ending = (np.bincount(places, minlength=count + 2).tolist() for places in reached)
    exact = np.bincount(reached[0][reached[0] == reached[1]], minlength=count + 2)[1:-1]
    return Ends(starting, ending), exact.tolist(), len(first)
