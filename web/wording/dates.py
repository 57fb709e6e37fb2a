"""Dates as people read them, from the EDTF strings of the archive.

EDTF (ISO 8601-2) keeps the precision of what a caption said; the page must not add any: a photo of
``2018-07`` is of July 2018 and not of its first day. What is not understood is shown as it stands.
"""

from indexer import ArgumentError, Document, parse_date
from web.wording.messages import Language, Messages

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

Parts = tuple[int, int, int]


def date_text(document: Document, t: Messages) -> str:
    """The date that filters and sorting use, saying which of the two it is."""
    if document.taken:
        return t("taken_on", date=readable(document.taken, t.language))
    return published_text(document.published, t)


def published_text(moment: str, t: Messages) -> str:
    """The day of a post."""
    if not moment:
        return t("no_date")
    return t("published_on", date=readable(moment[:10], t.language))


def readable(edtf: str, language: Language) -> str:
    """A date or interval in words: ``2018年7月1日``, ``1 July 2018``; ``../2018`` is open."""
    start, slash, end = edtf.partition("/")
    if not slash:
        return _one(edtf, language)
    if start in ("", ".."):
        return f"至 {_one(end, language)}" if language == "zh" else f"until {_one(end, language)}"
    if end in ("", ".."):
        return (
            f"{_one(start, language)}起" if language == "zh" else f"since {_one(start, language)}"
        )
    return _interval(start, end, language)


def parts(text: str) -> Parts | None:
    """Year, month and day of a plain date, 0 where it has none; None for anything else."""
    try:
        parse_date(text)
    except ArgumentError:
        return None
    if "/" in text:
        return None
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    return year, month, day


def ended(edtf: str, language: Language) -> str:
    """The last part of a plain date, where its beginning stands before: ``7月``, ``July``."""
    year, month, day = parts(edtf) or (0, 0, 0)
    if language == "zh":
        return f"{day}日" if day else f"{month}月" if month else f"{year}年"
    return str(day) if day else _MONTHS[month - 1] if month else str(year)


def tick(edtf: str, language: Language, *, whole: bool = False) -> str:
    """A plain date under a drawing, as short as it can be; ``whole``: with what is above it."""
    year, month, day = parts(edtf) or (0, 0, 0)
    if not month:
        return str(year)
    short = _MONTHS[month - 1][:3]
    if day:
        text = f"{month}月{day}日" if language == "zh" else f"{day} {short}"
        return text if whole else str(day)
    if not whole:
        return f"{month}月" if language == "zh" else short
    return f"{year}年{month}月" if language == "zh" else f"{short} {year}"


def _one(text: str, language: Language) -> str:
    date = parts(text[:10])
    if date is None:
        return text
    return _chinese(*date) if language == "zh" else _english(*date)


def _interval(start: str, end: str, language: Language) -> str:
    first, last = parts(start), parts(end)
    dash = "—" if language == "zh" else "–"
    if first is None or last is None:
        return f"{_one(start, language)}{dash}{_one(end, language)}"
    if language == "en":
        same = sum(1 for a, b in zip(first, last, strict=True) if a == b and a)
        if same == 2 and first[:2] == last[:2] and first[2]:
            return f"{first[2]}–{_english(*last)}"
        return f"{_english(*first)} – {_english(*last)}"
    year, month, day = last
    if first[:2] == (year, month) and first[2] and day:
        return f"{_chinese(*first)}—{day}日"
    if first[0] == year and first[1] and month:
        return f"{_chinese(*first)}—{month}月" + (f"{day}日" if day else "")
    return f"{_chinese(*first)}—{_chinese(*last)}"


def _chinese(year: int, month: int, day: int) -> str:
    return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")


def _english(year: int, month: int, day: int) -> str:
    return (f"{day} " if day else "") + (f"{_MONTHS[month - 1]} " if month else "") + str(year)
