"""What names a year: 2018年, 二〇一八年, 18年, 去年, 民国三十八年, and a bare 2018.

A number with 年 is a year when it has four digits from 1800 to 2100; ``100年`` and ``三十年`` are
how long something took. Of two digits it is one only where something follows that years have and
stretches of time have not (``18年7月``, ``08年国庆``), or where no number begins so (``08年``,
``九八年``). 18 means 2018 up to the year after the present one, else 1918.

A bare ``2018`` is a year from 1900 to 2100 and where it stands as a piece of its own or before a
name (``2018俄罗斯世界杯``), but not before what is counted (``2018人``) or within a longer number.
"""

import re
from dataclasses import dataclass
from datetime import date

from search.calendar.numerals import (
    ARABIC_BEGINS,
    BEGINS,
    BLANK,
    COUNT,
    FULL_YEAR,
    FULL_YEAR_HAN,
    HAN_BEGINS,
    PLACE,
    number,
)

_ERAS = {
    "民国": 1911, "道光": 1820, "咸丰": 1850, "同治": 1861, "光绪": 1874, "宣统": 1908,
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
}  # fmt: skip
"""The year before the first of each era; the months of the lunar calendar are not told apart."""

_RELATIVE = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1}

_YEAR = re.compile(
    rf"(?:公元)?(?:{ARABIC_BEGINS}(?<!元前)(?P<arabic>{FULL_YEAR})|{HAN_BEGINS}(?P<han>{FULL_YEAR_HAN}))"
    rf"{BLANK}年(?!代(?!表)|[级龄])"
    rf"|(?P<era>{'|'.join(_ERAS)}){BLANK}(?P<of>{COUNT}|元){BLANK}年(?![代级])"
    rf"|{BEGINS}(?P<short>[0-9]{{2}}|{PLACE}{{2}}){BLANK}年(?![代级])"
    r"|(?P<relative>大前年|(?<!年)前年(?![年轻前])|(?<![过失老除])去年(?!轻)|今年|本年|(?<![文光透清声说])明年)(?:度(?![假过]))?"
)
_BARE = re.compile(
    rf"{ARABIC_BEGINS}{HAN_BEGINS}(?<!元前)(?:19[0-9]{{2}}|20[0-9]{{2}}|2100)(?![0-9a-z]|{BLANK}年)"
)
_LONG_AGO = re.compile(r"\s?(?:多?年?前|来|间|的?历史|之久|的?文明|以上|老|古)")
_NEVER_BEFORE_BARE = re.compile(r"[共约近达超逾满编号增跌涨减]\s?$")
_COUNTED = re.compile(
    r"\s?(?:[人名位个只条件幅辆架艘部户所座栋套吨斤亩次届级款版号路页秒岁期集倍步项例种毫厘股点余度块分升亿月场]"
    r"|元(?![旦宵])|多(?!哈|伦)|张(?!家|掖)|台(?![湾北州中南])|家(?!博)|克(?![罗拉里])|里(?!约)|米(?!兰)"
    r"|千(?!岛)|万(?![达宁科])|天(?!津|宫|舟)|日(?!本|内|照)|周(?!口|杰)|平[方米]|公[里斤顷分升尺]|英[里尺]"
    r"|美元|小时|[%‰°])"
    r"|\s(?:[kcm]?m|k?g|km|[kmgt]b|m?w|kw|px|hz|ml|mah)\b"
)
_MORE_NUMBER = re.compile(r"\s?[-./:,'~+—–−*/=](?=\s?[0-9a-z])|[%‰°+_]|[-./:,']s?[0-9a-z]")


@dataclass(frozen=True, slots=True)
class Year:
    """A year that was named.

    Attributes:
        value: which.
        end: where its name ends in the folded text.
        alone: whether the name is enough, without a month or a festival.
        relative: whether it is one seen from today.
    """

    value: int
    end: int
    alone: bool = True
    relative: bool = False


def year_at(text: str, start: int, today: date) -> Year | None:
    """The year that is named, with 年 or as 去年, at a place of a folded text."""
    match = _YEAR.match(text, start)
    if match is None:
        return None
    end = match.end()
    if relative := match["relative"]:
        return Year(today.year + _RELATIVE[relative], end, relative=True)
    if era := match["era"]:
        return Year(_ERAS[era] + number(match["of"]), end)
    if short := match["short"]:
        return Year(_whole(number(short), today), end, _is_no_duration(short))
    value = number(match["arabic"] or match["han"])
    return None if value % 100 == 0 and _LONG_AGO.match(text, end) else Year(value, end)


def bare_year_at(text: str, start: int) -> Year | None:
    """The year of four digits without 年, as a beginning of a phrase or a phrase of its own."""
    match = _BARE.match(text, start)
    if match is None:
        return None
    end = match.end()
    counts = _COUNTED.match(text, end) or _NEVER_BEFORE_BARE.search(text[max(0, start - 2) : start])
    alone = not counts and not _MORE_NUMBER.match(text, end)
    return Year(int(match[0]), end, alone)


def _whole(short: int, today: date) -> int:
    """The year of two digits: at most the next one."""
    year = 2000 + short
    return year if year <= today.year + 1 else year - 100


def _is_no_duration(short: str) -> bool:
    """Whether two digits before 年 can only be a year: 08年, 九八年; 七八年 is seven or eight."""
    first, second = (number(digit) for digit in short)
    if short.isascii():
        return first == 0
    return first == 0 or not (first < second <= first + 2 or first < 4)
