"""The results by time: how many are of each year, month or day.

The number on a bar is what a click on it finds. A filter by date finds every document whose date
has a day in common with it, so a document known to be of 2018 counts in each month of that year;
how many are known to be of a month and no other is told beside it, and how many are of none. To
give every document to one bar would look tidier, and its number would not be what the link finds.

The filter decides what is in view, as far as the results reach: a year of which all photos are of
July is shown by its days in July. One day is shown among those of its month.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from search.execution.filters import Filter, Filters, Passing
from search.execution.found import Found
from search.index.arrays import Array, Ids
from search.results import Timeline, TimelineBar, TimelineUnit
from search.snapshot.snapshot import Snapshot
from search.text.dates import DateRange, parse

MOST_DAYS = 62
"""Days in view that are shown one by one."""

MOST_MONTHS = 24
"""Months in view that are shown one by one; of more, years."""

_PRECISION: dict[TimelineUnit, int] = {"year": 4, "month": 7, "day": 10}
"""How much of an ISO date names a unit."""

_LAST = date.max.toordinal()


class _View(NamedTuple):
    """Days, both included, as ordinals."""

    first: int
    last: int


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
    view = _view(filters.taken, results)
    wider = _wider(filters.taken)
    if view is None:
        return Timeline("year", (), "", "", 0, undated, wider)
    unit, starts = _units(view)
    names = [start.isoformat()[: _PRECISION[unit]] for start in starts]
    counts, exact, coarser = _counted(dates, [*map(date.toordinal, starts)], _end(names[-1]))
    bars = tuple(
        TimelineBar(name, count, own, _is_selected(name, filters.taken))
        for name, count, own in zip(names, counts.tolist(), exact.tolist(), strict=True)
        if count
    )
    return Timeline(unit, bars, names[0], names[-1], coarser, undated, wider)


def _dated(snapshot: Snapshot, found: Found) -> _Dates:
    first, last = (days[found.numbers] for days in snapshot.days)
    if len(first) and not first.min():
        return _Dates(first[first > 0], last[first > 0])
    return _Dates(first, last)


def _view(taken: Sequence[DateRange], results: _Dates) -> _View | None:
    """Which days to show; None where no result has a date."""
    hull = _hull(taken)
    if hull.first == hull.last:
        month = parse(date.fromordinal(hull.first).isoformat()[:7])
        return _View(month.first_ordinal, month.last_ordinal)
    if not len(results.first):
        return None
    return _View(max(hull.first, int(results.first.min())), min(hull.last, int(results.last.max())))


def _hull(taken: Sequence[DateRange]) -> _View:
    """The days from the first to the last that filters ask for."""
    first = min((one.first_ordinal for one in taken), default=0)
    last = max((one.last_ordinal for one in taken), default=_LAST)
    return _View(max(first, 1), min(last, _LAST))


def _units(view: _View) -> tuple[TimelineUnit, list[date]]:
    """In what to count, and where each begins."""
    first, last = date.fromordinal(view.first), date.fromordinal(view.last)
    if view.last - view.first < MOST_DAYS:
        return "day", [*map(date.fromordinal, range(view.first, view.last + 1))]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= MOST_MONTHS:
        return "month", [date(month // 12, month % 12 + 1, 1) for month in months]
    return "year", [date(year, 1, 1) for year in range(first.year, last.year + 1)]


def _end(name: str) -> int:
    """The day after a unit."""
    return parse(name).last_ordinal + 1


def _counted(dates: _Dates, starts: Sequence[int], end: int) -> tuple[Ids, Ids, int]:
    """How many documents overlap each unit, how many lie in it, and how many in none alone."""
    begin, count = starts[0], len(starts)
    first, last = dates
    if len(first) and (first.min() < begin or last.max() >= end):
        seen = (last >= begin) & (first < end)
        first, last = first[seen], last[seen]
    units = np.repeat(np.arange(count), np.diff([*starts, end]))
    # What reaches beyond the view lies in no unit of it: those beside it are one more at each end.
    units = np.concatenate(([0], units + 1, [count + 1]))
    reached = [units[(days - (begin - 1)).clip(0, end - begin + 1)] for days in (first, last)]
    starting, ending = (np.bincount(places, minlength=count + 2) for places in reached)
    overlapping = starting.cumsum() - ending.cumsum() + ending
    exact = np.bincount(reached[0][reached[0] == reached[1]], minlength=count + 2)[1:-1]
    return overlapping[1:-1], exact, len(first) - int(exact.sum())


def _is_selected(name: str, taken: Sequence[DateRange]) -> bool:
    return bool(taken) and parse(name) in taken


def _wider(taken: Sequence[DateRange]) -> str | None:
    """The filter one step out: the month or the year around it, or none at all."""
    if not taken:
        return None
    hull = _hull(taken)
    first = date.fromordinal(hull.first).isoformat()
    for precision in (_PRECISION["month"], _PRECISION["year"]):
        around = parse(first[:precision])
        if hull.last <= around.last_ordinal and hull != (around.first_ordinal, around.last_ordinal):
            return first[:precision]
    return ""
