"""What a phrase says, wherever it stands: its periods and how they are written.

A *part* is what a year can be put in front of: a month, a day, a festival, a season. With a year
it is a definite period, alone it is yearly; the same table of parts serves 元宵节, 2022年元宵节 and
去年元宵节.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from search.calendar import wording
from search.calendar.rules import Days, Rule, every_year
from search.text.dates import DateRange

_LEAP_YEAR = 2000
"""A year in which every day exists: a yearly phrase is written as its period of this year."""

_REMEMBERED = 64
"""Yearly phrases whose periods are remembered, at 25 KB each."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """See ``search.calendar.readings.DateReading``, which has the same without its place."""

    periods: tuple[DateRange, ...]
    edtf: str
    spellings: tuple[str, ...]
    chinese: str
    english: str
    recurring: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What comes round every year.

    Attributes:
        rule: which period it is in a year.
        chinese: its name; empty for plain months and days.
        english: the same.
        alone: whether it is read without a year. A season or a quarter is not: people who type
            冬天 want pictures of winter, not all that was taken in December.
    """

    rule: Rule
    chinese: str = ""
    english: str = ""
    alone: bool = True


def definite(
    period: DateRange,
    chinese: str = "",
    english: str = "",
    spellings: Iterable[str] | None = None,
) -> Meaning:
    """One period, with the name it was called by."""
    written = wording.spellings(period) if spellings is None else tuple(spellings)
    named = f"{wording.chinese(period)}（{chinese}）" if chinese else wording.chinese(period)
    called = f"{wording.english(period)} ({english})" if english else wording.english(period)
    return Meaning((period,), wording.edtf(period), written, named, called)


def in_year(part: Part, year: int) -> Meaning | None:
    """A part of one year; None where that year has no such day."""
    period = part.rule.in_year(year)
    if period is None:
        return None
    if not part.chinese:
        return definite(period)
    one_day = period.first is not None and period.first == period.last
    days = (wording.month_day(period.first),) if one_day and period.first else ()
    return definite(period, part.chinese, part.english, days)


@lru_cache(_REMEMBERED)
def yearly(part: Part) -> Meaning | None:
    """A part of any year; None where no year has such a day."""
    periods = every_year(part.rule)
    if not periods:
        return None
    example = part.rule.in_year(_LEAP_YEAR) if isinstance(part.rule, Days) else None
    if example is None:
        name, called = part.chinese, part.english
        return Meaning(periods, name, (), f"每年{name}", f"{called} of any year", recurring=True)
    days, called = wording.chinese(example, year=False), wording.english(example, year=False)
    edtf = "/".join(end.partition("-")[2] for end in wording.edtf(example).split("/"))
    if not edtf:  # from January to December
        return None
    one_day = example.first == example.last
    spelled = ((days,) if one_day else ()) if part.chinese else wording.yearly_spellings(example)
    if part.chinese:
        days, called = f"{part.chinese}（{days}）", f"{part.english} ({called})"
    return Meaning(periods, edtf, spelled, f"每年{days}", f"{called} of any year", recurring=True)
