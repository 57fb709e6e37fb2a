"""Rules by which a day or a stretch of days comes round every year.

``7月1日``, 元宵节, 立春 and 夏天 are all the same kind of thing: given a year they are a period. So
a phrase with a year asks its rule once, and one without asks it for every year from 1900 to 2100,
which is what the tables of the lunar library cover.

The year of a lunar day is the one that people mean: 2018年除夕 and 2018年腊八 lead to the Spring
Festival of 2018, although the lunar year in which they lie is that of 2017; every other lunar
month has the number of the year in which it mostly lies.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Protocol

from borax.calendars.lunardate import (
    MAX_LUNAR_YEAR,
    MIN_LUNAR_YEAR,
    MIN_SOLAR_DATE,
    LCalendars,
    TermUtils,
)

from search.text.dates import DateRange

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The years for which a yearly phrase is worked out."""

_LAST_LUNAR_MONTH = 12


class Rule(Protocol):
    """A period of every year."""

    def in_year(self, year: int) -> DateRange | None:
        """The period of one year; None where that year has none, or its calendar is unknown."""


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to a day of the Gregorian calendar, into the next year if need be.

    A ``last_day`` of 0 is the last of its month; a 29 February that only ends a period counts as
    the last day, too.
    """

    month: int
    day: int
    last_month: int
    last_day: int

    def in_year(self, year: int) -> DateRange | None:
        """See ``Rule``."""
        wraps = bool(self.last_day) and (self.last_month, self.last_day) < (self.month, self.day)
        last_year = year + (wraps or self.last_month < self.month)
        one_day = (self.month, self.day) == (self.last_month, self.last_day)
        longest = calendar.monthrange(last_year, self.last_month)[1]
        leap_end = not one_day and (self.last_month, self.last_day) == (2, 29)
        last_day = longest if leap_end or not self.last_day else self.last_day
        try:
            return DateRange(date(year, self.month, self.day),
                             date(last_year, self.last_month, last_day))  # fmt: skip
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class LunarDays:
    """A day or a whole month (``day`` 0) of the lunar calendar."""

    month: int
    day: int
    leap: bool = False

    def in_year(self, year: int) -> DateRange | None:
        """See ``Rule``."""
        lunar_year = year - (self.month == _LAST_LUNAR_MONTH)
        start, days = _lunar_months().get((lunar_year, self.month, self.leap), (0, 0))
        if not days or self.day > days:  # outside the tables; no such month or day in this year
            return None
        first = start + max(self.day, 1) - 1
        last = first if self.day else start + days - 1
        return DateRange(date.fromordinal(first), date.fromordinal(last))


@cache
def _lunar_months() -> dict[tuple[int, int, bool], tuple[int, int]]:
    """Year, month and leap of every lunar month, with its first day as an ordinal and its length.

    The library counts from 1900 for each date it is asked for, which 200 years of a phrase are not
    worth waiting for.
    """
    months = {}
    start = MIN_SOLAR_DATE.toordinal()
    for year in range(MIN_LUNAR_YEAR, MAX_LUNAR_YEAR + 1):
        for month, days, leap in LCalendars.iter_year_month(year):
            months[year, month, bool(leap)] = start, days
            start += days
    return months


@dataclass(frozen=True, slots=True)
class SolarTerm:
    """The day on which one of the 24 solar terms begins, by its place in the Gregorian year."""

    index: int

    def in_year(self, year: int) -> DateRange | None:
        """See ``Rule``."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        day = TermUtils.nth_term_day(year, self.index)
        return DateRange(day, day)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The second Sunday of May, and the like; Monday is 0."""

    month: int
    nth: int
    weekday: int

    def in_year(self, year: int) -> DateRange | None:
        """See ``Rule``."""
        ahead = (self.weekday - date(year, self.month, 1).weekday()) % 7
        day = date(year, self.month, 1 + ahead + 7 * (self.nth - 1))
        return DateRange(day, day)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A period of another rule with its ends moved by so many days."""

    rule: Rule
    first: int
    last: int

    def in_year(self, year: int) -> DateRange | None:
        """See ``Rule``."""
        period = self.rule.in_year(year)
        if period is None or period.first is None or period.last is None:
            return None
        return DateRange(
            period.first + timedelta(days=self.first), period.last + timedelta(days=self.last)
        )


def every_year(rule: Rule) -> tuple[DateRange, ...]:
    """The period in every year that is covered, sorted and disjoint."""
    found = (rule.in_year(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
    return tuple(period for period in found if period)
