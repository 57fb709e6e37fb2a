"""Dates of digits and marks: 2018-07-01, 2018.7.1, 2018/7, 20180701, and stretches of them.

A day needs one mark twice; a month written with a dot (``2018.7``) is a decimal number as well, so
it must stand as a piece of its own with nothing counted behind it. Six digits (``201807``) are a
post code as easily as a month and are not read.
"""

import re
from datetime import date

from search.calendar.dated import Phrase
from search.calendar.meaning import definite
from search.calendar.numerals import ARABIC_BEGINS, BLANK, FULL_YEAR, HAN_BEGINS
from search.text.dates import DateError, DateRange, parse

_MONTH = "(?:1[0-2]|0?[1-9])"
_ENDS = r"(?![0-9]|\s?[-.][0-9]|\s?/[0-9]{1,3}(?![0-9]))"
_YEAR = rf"{ARABIC_BEGINS}{HAN_BEGINS}(?P<y>{FULL_YEAR})"

_DAY = re.compile(
    rf"{_YEAR}(?P<mark>[-./])(?P<m>{_MONTH})(?P=mark)(?P<d>[0-3]?[0-9])(?:日|(?![0-9]|\.[0-9]))"
)
_COMPACT = re.compile(rf"{_YEAR}(?P<m>0[1-9]|1[0-2])(?P<d>[0-3][0-9])(?![0-9a-z]|[-./][0-9])")
_MONTH_ONLY = re.compile(
    rf"{_YEAR}(?P<mark>[-/])(?P<m>{_MONTH})(?:月|{_ENDS}(?![%‰°a-z]|\s?(?:年|赛季)))"
)
_DOTTED_MONTH = re.compile(rf"(?<!\w){_YEAR}\.(?P<m>{_MONTH})(?:月|(?![\w%‰°+]|\s\w|[-./,:][0-9]))")
_TO = re.compile(rf"{BLANK}(?P<to>至|到|[-‐‑‒–—―−~/]{{1,2}}){BLANK}")
_SHORT_END = re.compile(
    r"(?:(?P<m>1[0-2]|0?[1-9])(?P<mark>[./-]))?(?P<d>[0-3]?[0-9])(?![0-9.]|[年月])日?"
)
_LONGEST = 12


def numeric_at(text: str, start: int, today: date) -> Phrase | None:  # noqa: ARG001  as others
    """The date of digits that begins at a place of a folded text."""
    match, period = _one(text, start)
    if match is None:
        return None
    if period is None:
        return match.end(), None
    return _stretch(text, match, period) or (match.end(), definite(period))


def _one(text: str, start: int) -> tuple[re.Match[str] | None, DateRange | None]:
    for pattern in (_DAY, _COMPACT, _MONTH_ONLY, _DOTTED_MONTH):
        if match := pattern.match(text, start):
            return match, _period(match["y"], match["m"], match.groupdict().get("d"))
    return None, None


def _period(year: str, month: str, day: str | None) -> DateRange | None:
    parts = (year, month, day) if day else (year, month)
    try:
        return parse("-".join(part.zfill(2) for part in parts))
    except DateError:
        return None


def _stretch(text: str, match: re.Match[str], begins: DateRange) -> Phrase | None:
    """A date continued to another: 2018-07-01至2018-07-03, 2018.7.1-7.3, 2018.7.1-3."""
    to = _TO.match(text, match.end())
    mark = match.groupdict().get("mark")
    if to is None or to["to"] == mark == "-":
        return None
    rest = text[to.end() : to.end() + _LONGEST]
    last, ends = _one(rest, 0)
    if last is None and to["to"] != mark and "d" in match.groupdict():
        last = _SHORT_END.match(rest)
        ends = _period(match["y"], last["m"] or match["m"], last["d"]) if last else None
    if last is None or ends is None or ends.last_ordinal <= begins.last_ordinal:
        return None
    return to.end() + last.end(), definite(DateRange(begins.first, ends.last))
