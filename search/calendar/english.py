"""English dates: July 2018, July 1, 2018, 1st of July 2018, Oct 2018.

A month by its name is a date only with a year or a day: May and March are words of their own.
"""

import re
from datetime import date

from search.calendar.dated import Phrase
from search.calendar.meaning import Part, in_year, yearly
from search.calendar.numerals import FULL_YEAR
from search.calendar.rules import Days
from search.calendar.wording import ENGLISH_MONTHS

_NAMES = {name.lower()[:3]: number for number, name in enumerate(ENGLISH_MONTHS, start=1)}
_MONTH = (
    r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_BEGINS = r"(?<![0-9a-z])(?<![0-9a-z][-./:,'])"
_ENDS = r"(?![0-9a-z]|[.:/,-][0-9])"

_DATE = re.compile(
    rf"{_BEGINS}(?:(?P<d>{_DAY})\s(?:of\s)?)?{_MONTH}(?:\s(?P<d2>{_DAY})(?![0-9a-z]))?"
    rf"(?:,?\s(?P<y>{FULL_YEAR}){_ENDS})?{_ENDS}"
)


def english_at(text: str, start: int, today: date) -> Phrase | None:  # noqa: ARG001  as others
    """The English date that begins at a place of a folded text."""
    match = _DATE.match(text, start)
    if match is None or bool(match["d"]) + bool(match["d2"]) + bool(match["y"]) == 0:
        return None
    if match["d"] and match["d2"]:
        return None
    month, day = _NAMES[match["m"][:3]], int((match["d"] or match["d2"] or "0").rstrip("dhnrst"))
    part = Part(Days(month, day or 1, month, day))
    return match.end(), in_year(part, int(match["y"])) if match["y"] else yearly(part)
