"""The view and the bars of a timeline, apart from where documents are counted.

What is in view follows from the filter and from the first and the last day of the results; the unit
from the view; and how many documents overlap each unit from how many begin and how many end in it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from search.lazily import lazily
from search.results import Timeline, TimelineBar, TimelineUnit
from search.text.dates import DateRange, parse

MOST_DAYS = 62
"""Days in view that are shown one by one."""

MOST_MONTHS = 24
"""Months in view that are shown one by one; of more, years."""

_PRECISION: dict[TimelineUnit, int] = {"year": 4, "month": 7, "day": 10}
"""How much of an ISO date names a unit."""

_LAST = date.max.toordinal()


class Days(NamedTuple):
    """Days, both included, as ordinals."""

    first: int
    last: int


class Ends(NamedTuple):
    """How many documents begin, and how many end, before the bars, in each of them, and after."""

    starting: Sequence[int]
    ending: Sequence[int]


class Bars:
    """The units in view.

    Attributes:
        unit: what a bar is.
        begin: the first day. end: the day after the last.
    """

    def __init__(self, view: Days) -> None:
        self.unit, self._dates = _units(view)
        self.begin = self._dates[0].toordinal()
        self.end = parse(self.names[-1]).last_ordinal + 1

    @lazily
    def names(self) -> list[str]:
        """Each as an EDTF date."""
        return [start.isoformat()[: _PRECISION[self.unit]] for start in self._dates]

    @lazily
    def starts(self) -> list[int]:
        """The first day of each."""
        return [*map(date.toordinal, self._dates)]

    def timeline(
        self,
        ends: Ends,
        exact: Sequence[int],
        taken: Sequence[DateRange],
        *,
        seen: int,
        undated: int,
    ) -> Timeline:
        """The documents in view.

        Args:
            exact: how many lie in each bar. taken: the filter.
            seen: how many are in view. undated: how many have no date.
        """
        counts = _overlapping(ends)
        bars = tuple(
            TimelineBar(name, count, own, bool(taken) and parse(name) in taken)
            for name, count, own in zip(self.names, counts, exact, strict=True)
            if count
        )
        coarser = seen - sum(exact)
        first, last = self.names[0], self.names[-1]
        return Timeline(self.unit, bars, first, last, coarser, undated, wider(taken))


def nothing_in_view(taken: Sequence[DateRange], undated: int) -> Timeline:
    """The timeline of results that have no date."""
    return Timeline("year", (), "", "", 0, undated, wider(taken))


def view_of(taken: Sequence[DateRange], results: Days | None) -> Days | None:
    """Which days to show; None where no result has a date.

    Args:
        results: from the first to the last day of the results.
    """
    hull = _hull(taken)
    if hull.first == hull.last:
        month = parse(date.fromordinal(hull.first).isoformat()[:7])
        return Days(month.first_ordinal, month.last_ordinal)
    if results is None:
        return None
    return Days(max(hull.first, results.first), min(hull.last, results.last))


def _hull(taken: Sequence[DateRange]) -> Days:
    """The days from the first to the last that filters ask for."""
    first = min((one.first_ordinal for one in taken), default=0)
    last = max((one.last_ordinal for one in taken), default=_LAST)
    return Days(max(first, 1), min(last, _LAST))


def _units(view: Days) -> tuple[TimelineUnit, list[date]]:
    """In what to count, and where each begins."""
    first, last = date.fromordinal(view.first), date.fromordinal(view.last)
    if view.last - view.first < MOST_DAYS:
        return "day", [*map(date.fromordinal, range(view.first, view.last + 1))]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= MOST_MONTHS:
        return "month", [date(month // 12, month % 12 + 1, 1) for month in months]
    return "year", [date(year, 1, 1) for year in range(first.year, last.year + 1)]


def _overlapping(ends: Ends) -> Iterator[int]:
    """How many documents overlap each bar: what began by then and did not end before."""
    begun = accumulate(ends.starting)
    ended = accumulate(ends.ending, initial=0)
    overlapping = [began - over for began, over in zip(begun, ended, strict=False)]
    return iter(overlapping[1:-1])


def wider(taken: Sequence[DateRange]) -> str | None:
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
