"""Dates as archives write them: EDTF strings, read as the whole period they mean.

Extended Date/Time Format (ISO 8601-2, https://www.loc.gov/standards/datetime/), the part that
captions and filters need: a year, a month or a day, two of them joined by ``/``, and ``..`` for an
open end. ``2018`` is all of 2018 and ``2018-01/2018-06`` ends on 30 June: a period always counts
whole, so that a filter by year finds what was taken on one of its days. Points in time, as
``datetime`` has them, would need a convention for the missing month that every caller repeats.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from search.arguments import text as text_argument
from search.errors import ArgumentError, shortened

_OPEN = ".."
_TYPED = re.compile(
    r"([0-9]{4})\s*[年./-](?:\s*([0-9]{1,2})\s*(?:[月./-]|$)(?:\s*([0-9]{1,2})\s*日?)?)?"
)
_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


_CLOSED = "2018, 2018-07, 2018-07-01 or 2018-01/2018-06"
_FORMS = "2018, 2018-07, 2018-07-01, 2018-01/2018-06, ../2018 or 2018/.."


class DateError(ArgumentError):
    """A date is not one that EDTF and the calendar know; ``argument`` is its name, if known."""

    def __init__(self, text: str, *, argument: str = "", forms: str = _FORMS) -> None:
        shown, remedy = shortened(text), f"write {forms}"
        named = f"{argument}={shown}" if argument else shown
        super().__init__(f"{named} is not a date: {remedy}")
        self.text = text
        self.argument, self.shown, self.remedy = argument, shown, remedy


@dataclass(frozen=True, slots=True)
class DateRange:
    """A period of whole days; None is an open end.

    Attributes:
        first: its first day.
        last: its last day, included.
    """

    first: date | None
    last: date | None

    @property
    def first_ordinal(self) -> int:
        """The first day as a proleptic Gregorian ordinal; 0, before any date, where it is open."""
        return self.first.toordinal() if self.first else 0

    @property
    def last_ordinal(self) -> int:
        """The last day as an ordinal; one after any date where it is open."""
        return self.last.toordinal() if self.last else date.max.toordinal() + 1

    def overlaps(self, other: "DateRange") -> bool:
        """Whether the two periods share a day."""
        return self.first_ordinal <= other.last_ordinal and other.first_ordinal <= self.last_ordinal


def parse(text: str) -> DateRange:
    """Read an EDTF date or interval.

    Raises:
        ArgumentError: not a string.
        DateError: the text is neither, names a day that no calendar has, or ends before it begins.
    """
    start, slash, end = text_argument("text", text).strip().partition("/")
    first = None if slash and start == _OPEN else _period(start, text)[0]
    if not slash:
        return DateRange(first, _period(start, text)[1])
    last = None if end == _OPEN else _period(end, text)[1]
    if (first is None and last is None) or (first and last and last < first):
        raise DateError(text)
    return DateRange(first, last)


def parse_closed(text: str) -> DateRange:
    """Read the date of a document: a date or an interval that begins and ends.

    A filter may be open at one end. What was made at some time cannot: it would stand in the
    facet of every year to come, and before everything in the order of dates.

    Raises:
        DateError: as ``parse``, or one end is open.
    """
    found = parse(text)
    if found.first is None or found.last is None:
        raise DateError(text, forms=f"{_CLOSED}: a document's date begins and ends")
    return found


def _period(part: str, text: str) -> tuple[date, date]:
    match = _PART.fullmatch(part)
    if match is None:
        raise DateError(text)
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        return _days(year or 0, month, day)
    except ValueError as error:
        raise DateError(text) from error


def _days(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        first = date(year, month, 1)
        return first, first.replace(day=calendar.monthrange(year, month)[1])
    only = date(year, month, day)
    return only, only


def typed_date(text: str) -> str:
    """The date that a person typed, as EDTF: EDTF itself, or ``2018年7月1日``, ``2018.7``.

    Wide digits and marks count as narrow ones, blanks around the slash of an interval as none; its
    ends are spelled in any of these ways.

    Raises:
        ArgumentError: not a string.
        DateError: the text is no date.
    """
    written = unicodedata.normalize("NFKC", text_argument("text", text)).strip()
    edtf = _typed(written) or "/".join(
        _typed(end.strip()) or end.strip() for end in written.split("/")
    )
    try:
        parse(edtf)
    except DateError as error:
        raise DateError(text) from error
    return edtf


def _typed(text: str) -> str | None:
    """A date in one of the spellings that are not EDTF, as EDTF."""
    found = _TYPED.fullmatch(text)
    if found is None:
        return None
    year, *others = (part for part in found.groups() if part)
    return "-".join((year, *(f"{int(part):02}" for part in others)))
