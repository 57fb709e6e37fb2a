"""Dates and times as the heads of posts state them, in all the ways in which engines write them.

ISO 8601 with its variants (weeks, fractions, blanks, no marks at all), RFC 822, ``asctime`` and
what JavaScript prints, English (``May 6, 2021``, ``6 May 2021``), Chinese (``2021年5月6日``,
``二〇二一年五月六日``, ``2021/5/6 上午 9:05``), the calendar of the Republic (``民國110年5月6日``),
and seconds or milliseconds since 1970.

Nothing is guessed. ``02/03/2021`` is no date, because half of the world reads it the other way;
``13/03/2021`` is one. ``110/5/6`` without its era is none, nor is a month without a day or a year
of two digits where RFC 822 does not say which. ``CST`` names the zone of China in some programs and
that of Chicago in others: it is no zone. A time that no clock shows leaves the day.

dateutil was looked at and is not used: it fills in what is missing from today, takes ``02/03/2021``
for a day in February and ``5`` for a day of this month, and knows no Chinese; forbidding all that
costs more than these forms.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

_LONGEST = 200
"""Characters in which a date stands."""

_HAN = "〇零○一二三四五六七八九十百廿卅"
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": 0, "○": 0}
_TENS = {"十": 10, "廿": 20, "卅": 30}

_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s{1,3})?"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # 2021-05-06, 2021年5月6日, 二〇二一年五月六日, 民國110年5月6日
        (
            rf"(?:(?:公元|西元)?\s?(?P<year>\d{{4}}|[〇零○一二三四五六七八九]{{4}})|"
            rf"(?:(?:中[華华])?民[國国]?|R\.?O\.?C\.?)\s?(?P<republic>元|\d{{1,3}}|[{_HAN}]{{1,6}}))"
            rf"\s?[-/.年]\s?(?P<month>\d{{1,2}}|[{_HAN}]{{1,3}})"
            rf"\s?[-/.月]\s?(?P<day>\d{{1,2}}|[{_HAN}]{{1,4}})(?!\d)(?:\s?[日号號])?"
        ),
        r"(?P<year>\d{4})-(?P<ordinal>\d{3})(?![\d-])",
        r"(?P<year>\d{4})-?W(?P<week>\d{2})-?(?P<weekday>[1-7])(?!\d)",
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?=T?\d{4}(?:\d{2})?(?!\d)|(?!\d))",
        rf"{_WEEKDAY}{_MONTH}\s{{0,3}}{_ENGLISH_DAY}\s?,?\s{{1,3}}(?P<year>\d{{4}})(?!\d)",
        rf"{_WEEKDAY}{_ENGLISH_DAY}(?:\sof)?[\s-]{{1,3}}{_MONTH},?[\s-]{{1,3}}(?P<year>\d{{4}})(?!\d)",
        rf"{_WEEKDAY}{_ENGLISH_DAY}\s{_MONTH}\s(?P<short>\d{{2}})(?=\s\d{{1,2}}:)",
        rf"(?P<year>\d{{4}})[\s,-]\s?{_MONTH}[\s-]{_ENGLISH_DAY}(?!\d)",
        # 五月 6, 2021: WordPress in Chinese
        rf"(?P<month>\d{{1,2}}|[{_HAN}]{{1,3}})月\s?(?P<day>\d{{1,2}})[,日]\s?(?P<year>\d{{4}})(?!\d)",
        r"(?P<one>\d{1,2})(?P<mark>[-/.])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)",
    )
)
_TIME = re.compile(
    r"[\s,T]{0,3}(?:\(?(?:星期|[周週])[一二三四五六日天]\)?\s?|[A-Z][a-z]{2},?\s)?(?:at\s)?"
    r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间)?\s?"
    r"(?P<hour>\d{1,2})\s?(?:[:时時点點]\s?(?P<minute>\d{2})?(?:\s?[:分]\s?(?P<second>\d{2})?)?"
    r"秒?(?:[.,]\d{1,9})?|(?=\s?[ap]\.?m\b))"
    r"\s?(?P<meridiem>[ap]\.?m\b)?",
    re.IGNORECASE,
)
_BARE_TIME = re.compile(r"T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?!\d)")
_ZONE = re.compile(
    r"\s?(?:(?:GMT|UTC)?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d)|"
    r"(?P<name>Z|UTC?|GMT|E[SD]T|M[SD]T|CDT|P[SD]T)(?![A-Za-z])|\(?(?P<peking>北京时间|北京時間)\)?)",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    rf"{_WEEKDAY}(?P<day>[a-z]{{3}}\s{{1,2}}\d{{1,2}})\s(?P<time>\d{{1,2}}:\d{{2}}(?::\d{{2}})?)"
    r"(?P<zone>\s[A-Z+:\d-]{1,9})?\s(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"(?P<whole>\d{9,10}|\d{13})(?:\.\d{1,9})?")
_EPOCHS = range(631152000, 1900000000)
"""Seconds from 1990 to 2030; a later number may as well be ``YYYYMMDDHH``."""

_LABEL = re.compile(
    r"(?>(?:(?:发布|發布|發佈|发表|發表|刊登|创建|建立|撰写|日期|时间|時間|于|於|在|"
    r"(?:first )?(?:posted|published|written|created|date|time)|on|at)\s?[:：]?\s?){1,4})(?=[\w(])",
    re.IGNORECASE,
)
"""What people write before a date in the place of one."""

_HOURS = {"E": -5, "M": -7, "P": -8, "C": -6}
"""Of the zones that RFC 822 names by their first letter, in winter."""

_FARTHEST = timedelta(hours=14)
_TURN_OF_THE_CENTURY = 50
"""RFC 5322, 4.3: two digits up to 49 are of this century."""


def stated_moment(text: str) -> date | datetime | None:
    """Read a date, or a time with its zone where it has one; None where it is no date.

    White space is collapsed first, and of a long text the beginning is read.
    """
    text = " ".join(unicodedata.normalize("NFKC", text[:_LONGEST])[:_LONGEST].split())
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        return _since_1970(epoch["whole"])
    text = text[found.end() :] if (found := _LABEL.match(text)) else text
    text = _ASCTIME.sub(r"\g<day>, \g<year> \g<time>\g<zone>", text, count=1)
    for form in _FORMS:
        match = form.match(text)
        if match:
            return _moment(match, text[match.end() :])
    return None


def is_epoch(text: str) -> bool:
    """Whether a text counts from 1970."""
    return _EPOCH.fullmatch(text.strip()) is not None


def _since_1970(digits: str) -> datetime | None:
    seconds = int(digits) if len(digits) <= 10 else int(digits) // 1000
    return datetime.fromtimestamp(seconds, UTC) if seconds in _EPOCHS else None


def _moment(match: re.Match[str], rest: str) -> date | datetime | None:
    try:
        day = _day(match.groupdict())
    except ValueError:
        return None
    time = _BARE_TIME.match(rest) or _TIME.match(rest)
    clock = _clock(time.groupdict("")) if time else None
    if day is None or time is None or clock is None:
        return day
    zone = _zone(_ZONE.match(rest, time.end()))
    return datetime(day.year, day.month, day.day, *clock, tzinfo=zone)


def _day(part: dict[str, str | None]) -> date | None:
    """The day that a form names.

    Raises:
        ValueError: no calendar has it.
    """
    if part.get("week"):
        return date.fromisocalendar(*(int(part[name] or 0) for name in ("year", "week", "weekday")))
    year = _year(part)
    if ordinal := part.get("ordinal"):
        return datetime.strptime(f"{year} {ordinal}", "%Y %j").date()  # noqa: DTZ007 - a day
    if part.get("mark"):
        one, other = int(part["one"] or 0), int(part["other"] or 0)
        readings = {(month, day) for month, day in ((one, other), (other, one)) if month <= 12}
        return date(year, *readings.pop()) if len(readings) == 1 else None
    month = (part["month"] or "").lower()
    number = _MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else _number(month)
    return date(year, number, _number(part["day"] or ""))


def _year(part: dict[str, str | None]) -> int:
    if short := part.get("short"):
        return int(short) + (2000 if int(short) < _TURN_OF_THE_CENTURY else 1900)
    if republic := part.get("republic"):
        return 1911 + (1 if republic == "元" else _number(republic))
    return _number(part["year"] or "")


def _number(text: str) -> int:
    """A number below a thousand, or of digits one by one.

    Raises:
        ValueError: it is none.
    """
    if text.isdecimal():
        return int(text)
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    return sum(_summands(text))


def _summands(text: str) -> Iterator[int]:
    pending: int | None = None
    for character in text:
        if character in _DIGITS:
            yield pending or 0
            pending = _DIGITS[character]
        elif character == "百":
            yield 100 * (1 if pending is None else pending)
            pending = None
        else:
            yield _TENS[character] * (pending or 1)
            pending = None
    yield pending or 0


def _clock(part: dict[str, str]) -> tuple[int, int, int] | None:
    """Hour, minute and second of a day; None where no clock shows them."""
    hour, minute, second = (int(part[name] or 0) for name in ("hour", "minute", "second"))
    half, meridiem = part.get("half", ""), part.get("meridiem", "").lower()[:1]
    if hour == 12 and half in ("晚上", "晚间"):
        return None  # the end of this day for some, of the last for others
    morning = meridiem == "a" or half in ("凌晨", "清晨", "早上", "早晨", "上午")
    evening = meridiem == "p" or half in ("下午", "傍晚", "晚上", "晚间")
    if morning and hour == 12:
        hour = 0
    elif (evening and hour < 12) or (half == "中午" and hour < 3):
        hour += 12
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _zone(match: re.Match[str] | None) -> timezone | None:
    if match is None:
        return None
    if match["peking"]:
        return timezone(timedelta(hours=8))
    if name := (match["name"] or "").upper():
        hours = _HOURS.get(name[0]) if name[1:] in ("ST", "DT") else 0
        return timezone(timedelta(hours=(hours or 0) + (name[1:] == "DT"))) if hours else UTC
    shift = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if shift > _FARTHEST:
        return None
    return timezone(shift if match["sign"] == "+" else -shift)
