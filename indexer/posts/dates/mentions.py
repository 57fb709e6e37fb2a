"""The dates that a caption names, of whatever they are.

Years in Arabic digits or Han characters (一九八二年), of the Republic (民國67年) or an emperor;
months and days behind them or alone; points between them (1957.7); a holiday that has a fixed
month. A year without 年 (``摄于1979``) may be any number, so it is marked as bare: the rules in
``taken`` ask for more around it. The numerals are those of the query language; its phrases are not
read here, for a query is all date and a caption is prose: what is no date must stay as it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.calendar.numerals import DAY, FULL_YEAR_HAN, MONTH, number

_ERAS = {"民国": 1911, "民國": 1911, "光绪": 1874, "光緒": 1874, "宣统": 1908, "宣統": 1908}
"""The year before the first of each era in which there were photographers."""

_HOLIDAYS = {
    "国庆": 10, "國慶": 10, "元旦": 1, "妇女节": 3, "劳动节": 5, "五一": 5, "青年节": 5,
    "儿童节": 6, "六一": 6, "建军节": 8, "教师节": 9, "平安夜": 12, "圣诞": 12,
}  # fmt: skip
"""Holidays of a fixed day: their month, for pictures of a holiday are taken around it."""

_COUNT = r"(?:[1-9]\d?|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_ERA = rf"(?P<era>{'|'.join(_ERAS)})\s?(?P<of>{_COUNT}|元)"
_YEAR = rf"(?:(?P<year>(?:1[89]|20)\d{{2}})|(?P<han>{FULL_YEAR_HAN})|{_ERA})\s*年"
_MONTH = rf"(?P<month>\d{{1,2}}|{MONTH})\s*月(?:份)?"
_DAY = rf"(?P<day>\d{{1,2}}|{DAY})\s*[日号號]"
_DATE = re.compile(
    r"(?<![\d一二三四五六七八九〇零])(?<![.．])"
    rf"(?:(?:{_YEAR}|(?P<relative>今年|去年|前年))"
    rf"(?:\s*(?:{_MONTH}(?:\s*{_DAY})?|(?P<holiday>{'|'.join(_HOLIDAYS)})(?:节|節)?))?"
    r"|(?P<m_month>\d{1,2})\s*月(?:份)?(?:\s*(?P<m_day>\d{1,2})\s*[日号號])?"
    r"|(?P<n_year>(?:1[89]|20)\d{2})(?P<mark>[-/.])(?P<n_month>\d{1,2})(?:(?P=mark)(?P<n_day>\d{1,2}))?(?![-/.]?\d)"
    r"|(?P<bare>(?:1[89]|20)\d{2})(?![\d年]|\s年|\s?[-–—~～/.:：]\s?\d)"
    r"|(?P<only_day>\d{1,2})\s*日)"
    r"(?:\s*(?:[（(][^（）()]{1,6}[）)])?\s*(?:[-—–~～－]{1,2}|至|到)\s*(?=\d)"
    r"(?:(?P<to_year>(?:1[89]|20)\d{2})\s*年\s*)?(?:(?P<to_month>\d{1,2})\s*月\s*)?"
    r"(?:(?P<to_day>\d{1,2})\s*[日号號])?)?"
)
_WORDS = re.compile(
    r"(?>(?:\s|上旬|中旬|下旬|[初中底末]|[春夏秋冬](?:天|季(?![班赛新招学]))?(?![季])|凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚间|晚上|夜间|晚|夜)*)"
)
_SENTENCE_END = re.compile(r"[。！？；]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A date that stands in a text, from the start to the end of a period, year perhaps unknown.

    Attributes:
        start: where it begins.
        end: where it ends, with words of the time of day or year behind it.
        years_ago: for 去年, in which case the year is of the post.
        bare: whether it is a number that need be no date: 1979, 1957.7.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    to: tuple[int | None, int | None, int | None] | None = None
    years_ago: int | None = None
    in_first_sentence: bool = True
    bare: bool = False


def mentions(caption: str) -> Iterator[Mention]:
    """All dates of a caption, in order."""
    stop = _SENTENCE_END.search(caption)
    first_ends = stop.start() if stop else len(caption)
    for match in _DATE.finditer(caption):
        part = match.groupdict()
        to = tuple(_number(part, name) for name in ("to_year", "to_month", "to_day"))
        words = _WORDS.match(caption, match.end())
        yield Mention(
            start=match.start(),
            end=words.end() if words else match.end(),
            year=_year(part),
            month=_number(part, "month", "m_month", "n_month")
            or _HOLIDAYS.get(part["holiday"] or ""),
            day=_number(part, "day", "m_day", "n_day", "only_day"),
            to=(to[0], to[1], to[2]) if any(to) else None,
            years_ago={"今年": 0, "去年": 1, "前年": 2}.get(part["relative"] or ""),
            in_first_sentence=match.start() <= first_ends,
            bare=bool(part["bare"] or (part["n_year"] and not part["n_day"])),
        )


def _year(part: dict[str, str | None]) -> int | None:
    if part["era"]:
        return _ERAS[part["era"]] + number(part["of"] or "")
    return _number(part, "year", "han", "n_year", "bare")


def _number(part: dict[str, str | None], *names: str) -> int | None:
    return next((number(text) for name in names if (text := part[name])), None)
