"""The dates in what a person typed: where each stands, which days it means, how else it is written.

    readings("去年国庆 青岛", today=date(2018, 7, 1))  →  去年国庆: 2017-10-01

This is a reading and no more: the words stay text for whoever searches, and what a date adds or
filters is decided there. Three rules make that safe:

- *What surrounds a phrase can only forbid it.* ``text[start:end]`` read alone is read the same, so
  that a part of a query can be shown, dropped and typed again by itself.
- *From left to right, the longest at each place.* A phrase that no calendar has (2018年2月30日) is
  passed over whole.
- *Bounded.* A phrase begins only at a digit or a word that begins one; every pattern is short, and
  of one text the first ``MOST`` dates are read.

Texts are read in their fold, so traditional characters, wide digits and capitals need no forms of
their own. A parser with a grammar for dates (dateparser and its like) reads 三八线 and 王国庆 as
dates and takes a point in time for a year; here a wrong date costs more than a missed one, since
the words are searched in any case.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from search.calendar.dated import Phrase, dated_at
from search.calendar.english import english_at
from search.calendar.festivals import NAME
from search.calendar.numeric import numeric_at
from search.calendar.relative import relative_at
from search.calendar.spans import span_at
from search.text.dates import DateError, DateRange, typed_date
from search.text.fold import Fold, Mapped

MOST = 32
"""Dates that are read of one text."""

_HAN_DIGIT = "〇○◯零一二三四五六七八九十廿卅两百"
_COUNT_FOLLOWS = rf"(?=的?\s{{0,2}}[0-9{_HAN_DIGIT}半])"
_BEGINNING = re.compile(
    "|".join(
        (
            "(?<![0-9a-z])[0-9]",
            rf"(?<![0-9a-z{_HAN_DIGIT}])[{_HAN_DIGIT}](?=[0-9{_HAN_DIGIT}年月日天周星礼个世至到\s~〜‐‑‒–—―−-])",
            r"公元(?=[0-9一二])|大?前[年天]|[去今本明]年|今[天日晚晨早]|昨[天日晚夜]",
            "(?:上上?|这|本)(?:一?个)?(?:周|月|星期|礼拜|世纪)",
            f"(?:最?近|过去){_COUNT_FOLLOWS}",
            f"(?:民国|道光|咸丰|同治|光绪|宣统|明治|大正|昭和|平成|令和)(?=元|\\s{{0,2}}[0-9{_HAN_DIGIT}])",
            "农历|阴历|旧历|夏历|[正冬腊元]月|大年初",
            rf"[“\"](?=[{_HAN_DIGIT}])",
            "(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
            NAME.pattern,
        )
    )
)
"""A necessary condition, cheap to look for, of any phrase."""

_FORMS = (dated_at, numeric_at, span_at, relative_at, english_at)


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date that stands in a text.

    Attributes:
        start: its first code point in the text.
        end: one after its last.
        text: what stands there.
        periods: which days it means, sorted and disjoint: one period, or one for each year from
            1900 to 2100 for what comes round yearly.
        recurring: whether it comes round yearly.
        edtf: the period as EDTF; of a yearly one its month and day (``07-01``, ``01-04/01-06``) or,
            where these change from year to year, its name (``元宵节``).
        spellings: what captions write for the same days; nothing that could say something else,
            but for a festival of a year the day without its year (``2月15日``).
        chinese: what it says, for people.
        english: the same.
    """

    start: int
    end: int
    text: str
    periods: tuple[DateRange, ...]
    recurring: bool
    edtf: str
    spellings: tuple[str, ...]
    chinese: str
    english: str


def readings(text: str, *, today: date) -> tuple[DateReading, ...]:
    """The dates in a text, from left to right, none within another."""
    folded = _fold().map(text)
    found: list[DateReading] = []
    position = 0
    while len(found) < MOST and (begins := _BEGINNING.search(folded.text, position)):
        start = begins.start()
        end, reading = _at(text, folded, start, today)
        if reading:
            found.append(reading)
        position = max(end, start + 1)
    return tuple(found)


def typed_period(text: str, *, today: date) -> str:
    """The period that a person typed into a field for dates, as EDTF.

    Whatever ``typed_date`` takes, and any phrase that is one definite period and fills the text.

    Raises:
        ArgumentError: not a string.
        DateError: the text is no date, more than a date, or one that comes round yearly.
    """
    try:
        return typed_date(text)
    except DateError:
        piece = text.strip()
        for reading in readings(piece, today=today)[:1]:
            if not reading.recurring and reading.text == piece:
                return reading.edtf
        raise


def _at(text: str, folded: Mapped, start: int, today: date) -> tuple[int, DateReading | None]:
    """Where the longest phrase from a place of the fold ends, and what it says."""
    phrases = [phrase for form in _FORMS if (phrase := _tried(form, folded.text, start, today))]
    if not phrases:
        return start, None
    end, meaning = max(phrases, key=lambda phrase: phrase[0])
    if meaning is None or not _is_whole(folded, start, end):
        return end, None
    first, last = folded.span(start, end)
    piece = text[first:last]
    fold = _fold()
    own = fold.stream(piece)
    return end, DateReading(
        first,
        last,
        piece,
        meaning.periods,
        meaning.recurring,
        meaning.edtf,
        tuple(one for one in meaning.spellings if fold.stream(one) != own),
        meaning.chinese,
        meaning.english,
    )


def _tried(
    form: Callable[[str, int, date], Phrase | None], text: str, start: int, today: date
) -> Phrase | None:
    try:
        return form(text, start, today)
    except (ValueError, OverflowError):  # before the first day or after the last of the calendar
        return None


def _is_whole(folded: Mapped, start: int, end: int) -> bool:
    """Whether a phrase of the fold begins and ends between characters of the text (not in ½)."""
    offsets = folded.offsets
    return not (
        (start and offsets[start - 1] == offsets[start])
        or (end < len(offsets) and offsets[end - 1] == offsets[end])
    )


@cache
def _fold() -> Fold:
    return Fold()
