"""How a period is written: as EDTF, and in words of both languages.

A period is written as coarsely as it can be without loss: all of July is ``2018-07`` and not its
first and last day, ten whole years are ``1980/1989``.
"""

import calendar
from datetime import date

from search.calendar.numerals import by_place, counted
from search.text.dates import DateRange

_Parts = tuple[int, ...]
_LAST_MONTH = 12

ENGLISH_MONTHS = tuple(calendar.month_name)[1:]


def edtf(period: DateRange) -> str:
    """The period as EDTF."""
    first, last = _parts(period)
    start = _edtf(first) if first else ".."
    end = _edtf(last) if last else ".."
    return start if start == end else f"{start}/{end}"


def chinese(period: DateRange, *, year: bool = True) -> str:
    """The period in Chinese; without ``year`` one that comes round every year."""
    first, last = _parts(period)
    if not first or not last:
        return f"{_chinese(first)}起" if first else f"{_chinese(last)}及以前"
    start = _chinese(first, 0 if year else 1)
    if first == last:
        return start
    if len(first) == 1:
        return f"{start}至{_chinese(last)}"
    return f"{start}至{_chinese(last, _shared(first, last, year=year))}"


def english(period: DateRange, *, year: bool = True) -> str:
    """The period in English; without ``year`` one that comes round every year."""
    first, last = _parts(period)
    if not first or not last:
        return f"since {_english(first)}" if first else f"until {_english(last)}"
    end = _english(last, 0 if year else 1)
    if first == last:
        return end
    if len(first) == 1:
        return f"{_english(first)}–{end}"
    shared = _shared(first, last, year=year)
    dash = "–" if shared == len(first) - 1 else " – "
    return f"{_english_start(first, shared)}{dash}{end}"


def spellings(period: DateRange) -> tuple[str, ...]:
    """Other ways to write one day, month or year, or in Arabic digits a stretch of them."""
    first, last = _parts(period)
    if not first or not last:
        return ()
    if first != last:
        return (chinese(period),)
    return _all_ways(first)


def yearly_spellings(period: DateRange) -> tuple[str, ...]:
    """The same without the year, for what comes round every year."""
    first, last = _parts(period)
    if first != last:
        return (chinese(period, year=False),)
    return _all_ways(first, 1)


def month_day(day: date) -> str:
    """A day as captions write it in the year in which it is new."""
    return f"{day.month}月{day.day}日"


def _all_ways(parts: _Parts, skipped: int = 0) -> tuple[str, ...]:
    han = "".join(f"{counted(part)}{unit}" for part, unit in zip(parts[1:], "月日", strict=False))
    if skipped:
        return (_chinese(parts, 1), han)
    years = (by_place(parts[0], "〇"), by_place(parts[0], "零"))
    return tuple(dict.fromkeys((_chinese(parts), *(f"{year}年{han}" for year in years))))


def _parts(period: DateRange) -> tuple[_Parts, _Parts]:
    """Both ends as year, month, day, as far as they are needed; empty where they are open."""
    first, last = period.first, period.last
    begins_month = first is None or first.day == 1
    ends_month = last is None or last.day == calendar.monthrange(last.year, last.month)[1]
    whole_months = begins_month and ends_month
    begins_year = first is None or first.month == 1
    whole_years = whole_months and begins_year and (last is None or last.month == _LAST_MONTH)
    kept = 1 if whole_years else 2 if whole_months else 3
    ends = [(day.year, day.month, day.day)[:kept] if day else () for day in (first, last)]
    return ends[0], ends[1]


def _shared(first: _Parts, last: _Parts, *, year: bool) -> int:
    """How many parts the end need not repeat; of a yearly period the year is never written."""
    if first[0] != last[0]:
        return 0 if year else 1
    return 2 if len(first) > 2 and first[1] == last[1] else 1


def _edtf(parts: _Parts) -> str:
    return "-".join((f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])))


def _chinese(parts: _Parts, skipped: int = 0) -> str:
    return "".join(
        f"{part}{unit}" for part, unit in list(zip(parts, "年月日", strict=False))[skipped:]
    )


def _english(parts: _Parts, skipped: int = 0) -> str:
    year = "" if skipped else str(parts[0])
    month = ENGLISH_MONTHS[parts[1] - 1] if len(parts) > 1 else ""
    day = str(parts[2]) if len(parts) > 2 else ""
    return " ".join(filter(None, (day, month, year)))


def _english_start(parts: _Parts, shared: int) -> str:
    """The begin of a period without what its end says as well."""
    if not shared:
        return _english(parts)
    return _english(parts, 1) if shared == 1 else str(parts[2])
