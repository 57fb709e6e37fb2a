"""Phrases of a year and a part of it: 2018年7月, 去年国庆, 2018-2020年, 正月十五, 元宵节 2022.

    phrase  = year [的] part | year | part | festival year
    stretch = phrase to phrase       with a year in both; 1月4日至6日 is a part
    open    = phrase 以来 | 至今 | 以后 | 以前

A part that the year does not have (2018年2月30日) is consumed and says nothing: reading the year
alone, or the day alone as one of every year, would be a guess at what was meant.
"""

import re
from datetime import date, timedelta

from search.calendar.festivals import festival_at
from search.calendar.meaning import Meaning, Part, definite, in_year, yearly
from search.calendar.numerals import BLANK
from search.calendar.parts import TO, part_at
from search.calendar.years import Year, bare_year_at, year_at
from search.text.dates import DateRange

Phrase = tuple[int, Meaning | None]
"""Where a phrase ends, and what it says; None where it says nothing and nothing in it is read."""

_JOINT = re.compile(rf"{BLANK}的?{BLANK}")
_TO = re.compile(TO)
_OPEN = re.compile(rf"{BLANK}(?:(?P<since>以来|至今)|(?P<after>以后|之后)|(?P<before>以前|之前))")
_LONGEST = 40
"""Characters of the end of a stretch: no date is longer."""


def dated_at(text: str, start: int, today: date) -> Phrase | None:
    """The phrase that begins at a place of a folded text."""
    year = year_at(text, start, today) or bare_year_at(text, start)
    if year is None:
        return _yearly_at(text, start, today)
    phrase = _of_year(text, year, today)
    end, meaning = phrase or (year.end, None)
    if phrase and meaning is None:
        return phrase
    period = meaning.periods[0] if meaning else _all_of(year)
    stretch = _stretch(text, end, period, today) if meaning or year.end == end else None
    return stretch or (_opened(text, end, period) if meaning else None) or phrase


def _of_year(text: str, year: Year, today: date) -> Phrase | None:
    """A year with its part, or alone where its name is enough."""
    whole = (year.end, definite(_all_of(year))) if year.alone else None
    joint = _JOINT.match(text, year.end)
    found = part_at(text, joint.end() if joint else year.end, dated=True)
    if found is None:
        return whole
    end, part = found
    meaning = _seen_from(part, year, today)
    return whole if meaning is None and part.chinese else (end, meaning)


def _seen_from(part: Part, year: Year, today: date) -> Meaning | None:
    """A part of a year; in January the winter of this year is the one that goes on."""
    meaning = in_year(part, year.value)
    if meaning and year.relative and meaning.periods[0].first_ordinal > today.toordinal():
        earlier = in_year(part, year.value - 1)
        if earlier and earlier.periods[0].last_ordinal >= today.toordinal():
            return earlier
    return meaning


def _all_of(year: Year) -> DateRange:
    return DateRange(date(year.value, 1, 1), date(year.value, 12, 31))


def _stretch(text: str, end: int, begins: DateRange, today: date) -> Phrase | None:
    """A phrase continued to another one with a year of its own."""
    to = _TO.match(text, end)
    if to is None:
        return None
    rest = text[to.end() : to.end() + _LONGEST]  # alone: the dash before it is no part of a code
    year = year_at(rest, 0, today) or bare_year_at(rest, 0)
    phrase = _of_year(rest, year, today) if year else None
    if phrase is None or phrase[1] is None:
        return None
    period = DateRange(begins.first, phrase[1].periods[0].last)
    if begins.last_ordinal >= period.last_ordinal:
        return None
    return to.end() + phrase[0], definite(period)


def _opened(text: str, end: int, period: DateRange) -> Phrase | None:
    """Everything since or until a phrase."""
    match = _OPEN.match(text, end)
    if match is None or period.first is None or period.last is None:
        return None
    if match["before"]:
        opened = DateRange(None, period.first - timedelta(days=1))
    elif match["after"]:
        opened = DateRange(period.last + timedelta(days=1), None)
    else:
        opened = DateRange(period.first, None)
    return match.end(), definite(opened)


def _yearly_at(text: str, start: int, today: date) -> Phrase | None:
    later = festival_at(text, start, dated=True)
    if later and (of_year := _festival_of_later_year(text, later, today)):
        return of_year
    found = part_at(text, start, dated=False)
    return (found[0], yearly(found[1])) if found else None


def _festival_of_later_year(text: str, found: tuple[int, Part], today: date) -> Phrase | None:
    """A festival with the year behind it: 元宵节 2022."""
    end, part = found
    joint = _JOINT.match(text, end)
    place = joint.end() if joint else end
    year = year_at(text, place, today) or bare_year_at(text, place)
    if year is None or not year.alone or year.relative:
        return None
    meaning = in_year(part, year.value)
    return (year.end, meaning) if meaning else None
