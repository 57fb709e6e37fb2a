"""What a year can be put in front of: months, days, festivals, seasons, quarters.

Each pattern is bounded and needs its own words (月, 日, 季度), so none runs far into a text that is
no date. Conventions, where the language has none: 年初 and 年底 are two months, a season is the
three months of meteorologists (winter begins in December of its year), 暑假 is July and August,
寒假 the middle of January to the end of February, the three parts of a month are its 上旬, 中旬
and 下旬.
"""

import re
from collections.abc import Callable
from functools import partial

from search.calendar.festivals import festival_at
from search.calendar.meaning import Part
from search.calendar.numerals import BEGINS, BLANK, DAY, MONTH, ONE_TO_NINE, number
from search.calendar.rules import Days, LunarDays

Found = tuple[int, Part]
_Match = re.Match[str]

TO = rf"{BLANK}(?:至|到|[-‐‑‒–—―−~〜]{{1,2}}){BLANK}"
"""Between the begin and the end of a stretch of time."""

_NUMBERED = r"(?!\s?(?:楼|线|院|机|位|门|馆|厅|桥|井|台|球|车|船|舱|坑|矿|屏|文件|令))"
_DAY_SIGN = rf"(?:日|号{_NUMBERED})"
_NO_OTHER_MONTH = r"(?!天|革命|怀胎|[花河街雪]|围城|文学|球|有?余|一次|之[久内])"
_THIRDS = {
    "上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20),
    "下旬": (21, 0), "底": (21, 0), "末": (21, 0),
}  # fmt: skip
_THIRD = r"(?P<third>[上中下]旬|初(?![一二三四五六七八九十中高])|底|末|中(?!\w))"

_DAY_TO_DAY = re.compile(
    rf"{BEGINS}(?P<m>{MONTH}){BLANK}月{BLANK}(?P<d>{DAY}){BLANK}{_DAY_SIGN}?{TO}"
    rf"(?:(?P<m2>{MONTH}){BLANK}月{BLANK})?(?P<d2>{DAY}){BLANK}{_DAY_SIGN}"
)
_MONTH_DAY = re.compile(
    rf"{BEGINS}(?P<m>{MONTH}){BLANK}月份?{BLANK}(?:(?P<d>{DAY}){BLANK}{_DAY_SIGN}"
    rf"|(?P<bare>3[01]|[12][0-9]|0?[1-9])(?![\w.,:/%-]|\s\w))"
)
_MONTH_TO_MONTH = re.compile(
    rf"{BEGINS}(?P<m>{MONTH}){BLANK}(?:月份?)?{TO}(?P<m2>{MONTH}){BLANK}月份?(?!{BLANK}{DAY}{BLANK}日)"
)
_MONTH = re.compile(
    rf"{BEGINS}(?P<m>{MONTH}){BLANK}月(?!{BLANK}[0-9]{{1,2}}{BLANK}日)"
    rf"(?:份?{BLANK}{_THIRD}|份|{_NO_OTHER_MONTH})"
)

_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_LUNAR_DAY = rf"初(?:{ONE_TO_NINE}|十)|三十|(?:二十|廿|十){ONE_TO_NINE}?"
_LUNAR = re.compile(
    rf"{BEGINS}(?:(?P<calendar>农历|阴历|旧历|夏历){BLANK}(?P<leap>闰)?)?"
    rf"(?:(?P<named>[正冬腊])|(?P<m>十[一二]|{ONE_TO_NINE}|十))月"
    rf"(?P<d>{_LUNAR_DAY})?(?![日号])"
)
_NEW_YEAR_DAY = re.compile(rf"大年初(?P<d>{ONE_TO_NINE}|十)(?!{ONE_TO_NINE})")

_SEASONS = {
    "春": (Days(3, 1, 5, 31), "春季", "spring"), "夏": (Days(6, 1, 8, 31), "夏季", "summer"),
    "秋": (Days(9, 1, 11, 30), "秋季", "autumn"), "冬": (Days(12, 1, 2, 0), "冬季", "winter"),
}  # fmt: skip
_SEASON = re.compile(
    r"[初早仲盛晚深暮寒隆严]?(?P<season>[春夏秋冬])(?:[季天日](?!奥)|(?<=[初早仲盛晚深暮寒隆严].)|(?![^\W至到在的]))"
)
_PORTIONS = {
    "上半年": Part(Days(1, 1, 6, 30), "上半年", "first half", alone=False),
    "下半年": Part(Days(7, 1, 12, 31), "下半年", "second half", alone=False),
    "年初": Part(Days(1, 1, 2, 0), "年初", "early", alone=False),
    "年中": Part(Days(6, 1, 7, 31), "年中", "middle", alone=False),
    "年底": Part(Days(11, 1, 12, 31), "年底", "late", alone=False),
    "暑假": Part(Days(7, 1, 8, 31), "暑假", "summer holidays", alone=False),
    "寒假": Part(Days(1, 15, 2, 0), "寒假", "winter holidays", alone=False),
}
_SHORT_PORTIONS = {"初": "年初", "底": "年底", "末": "年底", "年末": "年底", "中": "年中",
                   "暑期": "暑假"}  # fmt: skip
_PORTION = re.compile(
    r"[上下]半年|年?初(?![一二三四五六七八九十中高级始步雪春夏秋冬])|年?底(?!特律)|年?末(?![代日])|年?中(?!\w)|暑[假期]|寒假"
)
_QUARTER = re.compile(rf"(?:第{BLANK}(?P<n>[一二三四1-4])|(?P<short>[一二三四首1-4])){BLANK}季度")
_QUARTERS = ("first quarter", "second quarter", "third quarter", "fourth quarter")


def part_at(text: str, start: int, *, dated: bool) -> Found | None:
    """The longest part that begins at a place of a folded text, and where it ends.

    Of two names for the same characters the festival's is taken: 正月十五 is 元宵节.

    Args:
        text: the folded text.
        start: where it begins.
        dated: whether a year stands in front: then seasons and quarters are read, too.
    """
    festival = festival_at(text, start, dated=dated)
    found = [festival] if festival else []
    found += [one for read in _READERS if (one := read(text, start))]
    if dated:
        found += [one for read in _DATED_READERS if (one := read(text, start))]
    return max(found, key=lambda one: one[0], default=None)


def _read(
    pattern: re.Pattern[str], make: Callable[[_Match], Part | None], text: str, start: int
) -> Found | None:
    match = pattern.match(text, start)
    part = make(match) if match else None
    return (match.end(), part) if match and part else None


def _day_to_day(match: _Match) -> Part:
    month = number(match["m"])
    last_month = number(match["m2"]) if match["m2"] else month
    return Part(Days(month, number(match["d"]), last_month, number(match["d2"])))


def _month_day(match: _Match) -> Part:
    month, day = number(match["m"]), number(match["d"] or match["bare"])
    return Part(Days(month, day, month, day))


def _month_to_month(match: _Match) -> Part:
    return Part(Days(number(match["m"]), 1, number(match["m2"]), 0))


def _month(match: _Match) -> Part:
    month, third = number(match["m"]), match["third"]
    first, last = _THIRDS[third] if third else (1, 0)
    return Part(Days(month, first, month, last))


def _lunar(match: _Match) -> Part | None:
    """A lunar date; a month with a plain number is lunar by 农历 or by 初, else of the Sun."""
    day, named = match["d"], match["named"]
    if not (named or match["calendar"] or (day and day[0] == "初")):
        return None
    month = _LUNAR_MONTHS[named] if named else number(match["m"])
    name = match[0].removeprefix(match["calendar"] or "").strip()
    if not named:
        name = f"农历{name}"
    count = number(day.removeprefix("初")) if day else 0
    english = f"day {count} of lunar month {month}" if day else f"lunar month {month}"
    rule = LunarDays(month, count, match["leap"] is not None)
    return Part(rule, name, f"{english} (leap)" if match["leap"] else english)


def _new_year_day(match: _Match) -> Part:
    day = number(match["d"])
    return Part(LunarDays(1, day), match[0], f"day {day} of lunar month 1")


def _season(match: _Match) -> Part:
    rule, name, english = _SEASONS[match["season"]]
    return Part(rule, name, english, alone=False)


def _portion(match: _Match) -> Part:
    return _PORTIONS[_SHORT_PORTIONS.get(match[0], match[0])]


def _quarter(match: _Match) -> Part:
    written = (match["n"] or match["short"]).replace("首", "一")
    quarter = number(written)
    rule = Days(3 * quarter - 2, 1, 3 * quarter, 0)
    return Part(rule, f"第{'一二三四'[quarter - 1]}季度", _QUARTERS[quarter - 1], alone=False)


_READERS = (
    partial(_read, _DAY_TO_DAY, _day_to_day),
    partial(_read, _MONTH_DAY, _month_day),
    partial(_read, _MONTH_TO_MONTH, _month_to_month),
    partial(_read, _MONTH, _month),
    partial(_read, _LUNAR, _lunar),
    partial(_read, _NEW_YEAR_DAY, _new_year_day),
)
_DATED_READERS = (
    partial(_read, _SEASON, _season),
    partial(_read, _PORTION, _portion),
    partial(_read, _QUARTER, _quarter),
)
