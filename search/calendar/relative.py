"""Days, weeks and months seen from today: 昨天, 上周末, 最近三天, 三个月前.

A week begins on Monday. 最近三天 are the last three days with today; 三年前 is that whole year, as
三个月前 is that whole month: memory is no finer. 明天 and 下周 are not read: nobody
has pictures of them. 去年 and its like are in ``search.calendar.years``, since parts follow them.
"""

import calendar
import re
from datetime import date, timedelta

from search.calendar.dated import Phrase
from search.calendar.meaning import definite
from search.calendar.numerals import BEGINS, BLANK, COUNT, number
from search.text.dates import DateRange

_DAYS = {"大前天": 3, "前天": 2, "昨天": 1, "昨日": 1, "昨晚": 1, "昨夜": 1,
         "今天": 0, "今日": 0, "今晚": 0, "今晨": 0, "今早": 0}  # fmt: skip
_DAY = re.compile(
    r"大前天|(?<![以之目年月日午])前天(?![气空下])|昨[天日晚夜]"
    r"|(?<![如现至])今天(?![气空下])|(?<![如至])今日(?!头条|说法|关注|俄罗斯|视线|中国)|今[晚晨早]"
)
_AGO = {"上上": 2, "上": 1, "这": 0, "本": 0}
_WEEK = re.compile(
    r"(?<![马晚早以史海网线件日资成根基])(?P<ago>上上|[上本这])(?:一?个)?(?:周|星期|礼拜)"
    r"(?P<day>末|[一二三四五六日天])?(?![年岁围边转密全到期长口])"
)
_MONTH = re.compile(
    r"(?<![天海网线件日])(?P<ago>上上|[上本这])(?:一?个)?月(?P<third>[初底末]|[上中下]旬)?(?![球亮光饼色])"
)
_UNIT = r"(?:个?(?P<unit>天|日|周|星期|礼拜)|个(?P<month>月)|(?P<year>年)(?![级纪代]))"
_RECENT = re.compile(
    rf"(?:最近|过去|(?<![附接临靠将远最相新])近)(?:的)?{BLANK}"
    rf"(?:(?P<n>{COUNT}){BLANK}(?:个季度|{_UNIT})|(?P<half>半年|半个月))(?:以?来|内)?"
)
_BEFORE = re.compile(rf"{BEGINS}(?P<n>{COUNT}){BLANK}{_UNIT}(?:以|之)?前(?![后夕往来])")
_MOST_YEARS_AGO = 20
_THIRDS = {
    "初": (0, 9),
    "上": (0, 9),
    "中": (10, 19),
    "下": (20, 30),
    "底": (20, 30),
    "末": (20, 30),
}


def relative_at(text: str, start: int, today: date) -> Phrase | None:
    """The phrase seen from today that begins at a place of a folded text."""
    for pattern, read in _FORMS:
        if match := pattern.match(text, start):
            period = read(match, today)
            return (match.end(), definite(period, spellings=_spelled(period))) if period else None
    return None


def _spelled(period: DateRange) -> tuple[str, ...] | None:
    """One day, month or year is written in many ways; what is between two days as none."""
    return () if period.first != period.last else None


def _day(match: re.Match[str], today: date) -> DateRange:
    day = today - timedelta(days=_DAYS[match[0]])
    return DateRange(day, day)


def _week(match: re.Match[str], today: date) -> DateRange | None:
    monday = today - timedelta(days=today.weekday() + 7 * _AGO[match["ago"]])
    day = match["day"]
    if day == "末":
        return DateRange(monday + timedelta(days=5), monday + timedelta(days=6))
    if day is None:
        return DateRange(monday, monday + timedelta(days=6))
    only = monday + timedelta(days="一二三四五六日天".index(day) if day != "天" else 6)
    return DateRange(only, only)


def _month(match: re.Match[str], today: date) -> DateRange:
    whole = _month_of(_months_before(today, _AGO[match["ago"]]))
    if not (third := match["third"]) or not (whole.first and whole.last):
        return whole
    first, last = _THIRDS[third[0]]
    end = whole.first + timedelta(days=last)
    return DateRange(whole.first + timedelta(days=first), min(end, whole.last))


def _recent(match: re.Match[str], today: date) -> DateRange:
    count = number(match["n"]) if match["n"] else 1
    tomorrow = today + timedelta(days=1)
    if match["unit"]:
        days = count * (1 if match["unit"] in "天日" else 7)
        return DateRange(tomorrow - timedelta(days=days), today)
    if match["half"] == "半个月":
        return DateRange(tomorrow - timedelta(days=15), today)
    months = 6 if match["half"] else count * (12 if match["year"] else 1 if match["month"] else 3)
    return DateRange(_months_before(today, months) + timedelta(days=1), today)


def _before(match: re.Match[str], today: date) -> DateRange | None:
    count = number(match["n"])
    if match["year"]:
        year = today.year - count
        known = count <= _MOST_YEARS_AGO
        return DateRange(date(year, 1, 1), date(year, 12, 31)) if known else None
    if match["month"]:
        return _month_of(_months_before(today, count))
    if match["unit"] in "天日":
        day = today - timedelta(days=count)
        return DateRange(day, day)
    monday = today - timedelta(days=today.weekday() + 7 * count)
    return DateRange(monday, monday + timedelta(days=6))


def _months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    return first + timedelta(days=min(day.day, _length(first)) - 1)


def _length(first: date) -> int:
    return calendar.monthrange(first.year, first.month)[1]


def _month_of(day: date) -> DateRange:
    first = day.replace(day=1)
    return DateRange(first, first + timedelta(days=_length(first) - 1))


_FORMS = ((_DAY, _day), (_WEEK, _week), (_MONTH, _month), (_RECENT, _recent), (_BEFORE, _before))
