"""The days that have a name: festivals, days of remembrance, the 24 solar terms.

A table says what each is called and when it is; the rest of this module is about when a name is
*not* a date. Four rules:

- A name of digits (五一, 八一, 十一) is read only where nothing follows it, or a word that makes it
  a holiday; 五一路, 八一队 and 十一人 are none. 十一 alone is eleven.
- A name that begins a longer one is not read: 春节联欢晚会, 清明上河图.
- A bare name (国庆, 中秋, 立春) behind a surname is a person: 李国庆. 李国庆节 is none.
- A solar term that is an everyday word (小雪, 大寒, 白露) needs 节气 or 当天 behind it, or a year
  in front; what is weather as well (大雪, 小雪, 雨水) needs the former even then.

A festival is one day. With 期间, 假期 or 长假 it is a stretch of days by a plain convention, not
the days off of a certain year: these change by decree, and pictures of a holiday are taken around
it.
"""

import re
from dataclasses import dataclass

from search.calendar.meaning import Part
from search.calendar.rules import Days, LunarDays, NthWeekday, Rule, Shifted, SolarTerm
from search.calendar.solar_terms import CHINESE, ENGLISH, EVERYDAY, WEATHER


@dataclass(frozen=True, slots=True)
class Festival:
    """A day with a name.

    Attributes:
        names: what it is called, its full name first.
        english: its English name.
        rule: when it is.
        holiday: by how many days the holiday begins earlier and ends later.
    """

    names: tuple[str, ...]
    english: str
    rule: Rule
    holiday: tuple[int, int] = (0, 0)


def _on(
    names: str, english: str, month: int, day: int, before: int = 0, after: int = 0
) -> Festival:
    rule = Days(month, day, month, day)
    return Festival(tuple(names.split()), english, rule, (-before, after))


def _lunar(
    names: str, english: str, month: int, day: int, before: int = 0, after: int = 0
) -> Festival:
    return Festival(tuple(names.split()), english, LunarDays(month, day), (-before, after))


_NEW_YEAR = LunarDays(1, 1)

FESTIVALS = (
    _on("元旦 元旦节", "New Year's Day", 1, 1, 0, 2),
    _on("情人节", "Valentine's Day", 2, 14),
    _on("妇女节 国际妇女节 三八妇女节 三八国际妇女节 三八国际劳动妇女节 三八节 三八",
        "International Women's Day", 3, 8),
    _on("植树节", "Arbor Day", 3, 12),
    _on("愚人节", "April Fools' Day", 4, 1),
    _on("世界地球日 地球日", "Earth Day", 4, 22),
    _on("世界读书日 读书日", "World Book Day", 4, 23),
    _on("中国航天日 航天日", "Space Day of China", 4, 24),
    _on("劳动节 国际劳动节 五一劳动节 五一国际劳动节 五一节 五一", "Labour Day", 5, 1, 0, 4),
    _on("青年节 五四青年节 五四", "Youth Day", 5, 4),
    _on("国际护士节 护士节", "Nurses Day", 5, 12),
    _on("儿童节 国际儿童节 六一儿童节 六一国际儿童节 六一节 六一", "Children's Day", 6, 1),
    _on("世界环境日 环境日", "World Environment Day", 6, 5),
    _on("建党节 七一建党节 七一", "Founding Day of the Party", 7, 1),
    _on("建军节 八一建军节 八一", "Army Day", 8, 1),
    _on("抗战胜利纪念日", "Victory Day", 9, 3),
    _on("教师节", "Teachers' Day", 9, 10),
    _on("九一八 九一八纪念日", "18 September", 9, 18),
    _on("烈士纪念日", "Martyrs' Day", 9, 30),
    _on("国庆节 国庆 国庆日 十一国庆节 十一国庆 十一", "National Day", 10, 1, 0, 6),
    _on("万圣节", "Halloween", 10, 31),
    _on("记者节 中国记者节", "Journalists' Day", 11, 8),
    _on("全国消防日 消防日", "Fire Safety Day", 11, 9),
    _on("双十一 双11", "Singles' Day", 11, 11),
    _on("国家宪法日 宪法日", "Constitution Day", 12, 4),
    _on("双十二 双12", "Double Twelve", 12, 12),
    _on("国家公祭日 公祭日 南京大屠杀死难者国家公祭日", "National Memorial Day", 12, 13),
    _on("平安夜 圣诞夜", "Christmas Eve", 12, 24),
    _on("圣诞节 圣诞", "Christmas", 12, 25),
    Festival(("母亲节",), "Mother's Day", NthWeekday(5, 2, 6)),
    Festival(("父亲节",), "Father's Day", NthWeekday(6, 3, 6)),
    Festival(("感恩节",), "Thanksgiving", NthWeekday(11, 4, 3)),
    _lunar("春节 新春佳节 大年初一 年初一 正月初一", "Spring Festival", 1, 1, 1, 6),
    _lunar("元宵节 元宵佳节 元宵 正月十五 正月十五元宵节 上元节", "Lantern Festival", 1, 15),
    _lunar("龙抬头 二月二", "Longtaitou Festival", 2, 2),
    _lunar("三月三", "Double Third Festival", 3, 3),
    _lunar("端午节 端午 端阳节 五月初五", "Dragon Boat Festival", 5, 5, 1, 1),
    _lunar("七夕 七夕节 七夕情人节 七月初七", "Qixi Festival", 7, 7),
    _lunar("中元节 七月十五", "Zhongyuan Festival", 7, 15),
    _lunar("中秋节 中秋 中秋佳节 八月十五", "Mid-Autumn Festival", 8, 15, 1, 1),
    _lunar("重阳节 重阳 九九重阳节 九九重阳 九月初九", "Double Ninth Festival", 9, 9),
    _lunar("下元节", "Xiayuan Festival", 10, 15),
    _lunar("腊八节 腊八 腊月初八", "Laba Festival", 12, 8),
    Festival(("小年", "小年夜"), "Little New Year", Shifted(LunarDays(12, 23), 0, 1)),
    Festival(("除夕", "除夕夜", "大年夜", "大年三十", "年三十"), "New Year's Eve",
             Shifted(_NEW_YEAR, -1, -1)),
    Festival(("清明节", "清明"), "Qingming Festival",
             SolarTerm(CHINESE.index("清明")), (-1, 1)),
    Festival(("中国农民丰收节", "农民丰收节", "丰收节"), "Farmers' Harvest Festival",
             SolarTerm(CHINESE.index("秋分"))),
)  # fmt: skip

_TERMS = {
    name: Part(SolarTerm(index), name, english)
    for index, (name, english) in enumerate(zip(CHINESE, ENGLISH, strict=True))
    if name != "清明"  # which is a festival
}
_NAMED = {name: festival for festival in FESTIVALS for name in festival.names}
_DIGITS = frozenset(("三八", "五一", "五四", "六一", "七一", "八一", "九一八", "十一"))
_NEEDS_MORE = frozenset(("十一", "元宵"))
"""Eleven, and a dish: read with a year or a word for the holiday only."""

NAME = re.compile("|".join(sorted((*_NAMED, *_TERMS), key=len, reverse=True)))
"""Whatever may be one of these days."""

_HOLIDAY = re.compile(r"[”\"’'」]?\s?(?:国庆)?(?:小?长假|假期|假日|期间|黄金周|放假)")
_THE_DAY = re.compile(r"\s?(?:当天|当日|这天|这一天|当晚)")
_TERM_SAID = re.compile(r"节气|当天|当日|这天|这一天")
_TERM_DAY = re.compile(r"[节日](?!\w)")
_AFTER_DIGITS = re.compile(
    r"$|[^\w]|期间|前[夕后]|当[天日]|这天|假|长假|小长假|出[行游]|旅游|返程|客流"
)

_SURNAMES = frozenset(
    "李王张刘陈杨赵黄吴徐孙胡朱郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴"
    "钟汪田姜范姚谭廖邹熊陆郝孔崔邱秦史顾侯邵孟段钱汤尹黎易武赖龚庞殷施洪翟颜倪严牛温芦俞章葛伍韦申"
    "毕聂焦邢岳梅莫庄辛祁耿牟詹苗凌费纪靳盛童欧甄裴卫瞿鲍覃霍翁柯阮桂闵柴冉闫尚肖"
)
"""Frequent surnames that do not end a place or a word that festivals follow (贺, 于, 江)."""

_SURNAMES_AND_WORDS = frozenset("林马周高何余方任万金")
"""Those that end places as well (吉林国庆): surnames where nothing stands in front."""

_FULL_NAME = 3

_NEVER_BEFORE = {
    "国庆": re.compile(r"[全我本各外建开立帝王两每举爱祖他强大小亡救卖报治回归]$|[^中]国$"),
    "春分": re.compile(r"[青新]$"),
    "立春": re.compile(r"[成建设创确树]$"), "立夏": re.compile(r"[成建设创确树]$"),
    "立秋": re.compile(r"[成建设创确树]$"), "立冬": re.compile(r"[成建设创确树]$"),
    "谷雨": re.compile(r"[山峡河]$"),
    "清明": re.compile(r"[治风神]$"),
    "小年": re.compile(r"[大几多从最很]$"),
    "情人节": re.compile(r"白色$"),
}  # fmt: skip
_NEVER_AFTER = {
    "春节": re.compile("联欢|晚会|序曲"),
    "清明": re.compile("上河|[澈朗亮廉]"),
    "国庆": re.compile("[祝贺功幸]|典礼"),
    "冬至": re.compile(r"\s?[0-9今次翌春夏]"),
    "夏至": re.compile(r"\s?[0-9今次翌秋冬]"),
    "春分": re.compile("[享别会组为]"),
    "秋分": re.compile("[享别会组为外]"),
    "处暑": re.compile("[假期]"),
    "重阳": re.compile("[木宫]"),
    "小年": re.compile("[轻纪级龄糕]"),
    "二月二": re.compile("[日号十]"),
    "三月三": re.compile("[日号十]"),
    "七月十五": re.compile("[日号]"),
    "八月十五": re.compile("[日号]"),
    "正月十五": re.compile("[日号]"),
    "七夕": re.compile("鸟"),
}  # fmt: skip
_BEFORE = 2
"""Characters in front of a name that can make it another word."""


def festival_at(text: str, start: int, *, dated: bool = False) -> tuple[int, Part] | None:
    """The day with a name that begins at a place of a folded text, and where it ends.

    Args:
        text: the folded text.
        start: where the name begins.
        dated: whether a year stands in front or behind.
    """
    match = NAME.match(text, start)
    if match is None or _is_other_word(text, match):
        return None
    name, end = match[0], match.end()
    if name in _TERMS:
        return _term(text, name, end, dated=dated)
    holiday = _HOLIDAY.match(text, end)
    if holiday:
        return holiday.end(), _holiday(_NAMED[name])
    if name in _DIGITS and not _AFTER_DIGITS.match(text, end):
        return None
    if not dated and (name in _NEEDS_MORE or _is_person(text, name, start)):
        return None
    day = _THE_DAY.match(text, end)
    return day.end() if day else end, _day(_NAMED[name])


def _is_other_word(text: str, match: re.Match[str]) -> bool:
    before = _NEVER_BEFORE.get(match[0])
    after = _NEVER_AFTER.get(match[0])
    start = match.start()
    return bool(
        (before and before.search(text[max(0, start - _BEFORE) : start]))
        or (after and after.match(text, match.end()))
        or (match[0][0] in "一二三四五六七八九十" and text[max(0, start - 1) : start] in _LONGER)
    )


_LONGER = frozenset("0123456789〇零一二三四五六七八九十百千万第")


def _is_person(text: str, name: str, start: int) -> bool:
    before = text[max(0, start - 1) : start]
    first_of_its_run = not text[max(0, start - 2) : max(0, start - 1)].isalnum()
    surname = before in _SURNAMES or (first_of_its_run and before in _SURNAMES_AND_WORDS)
    return surname and len(name) == _FULL_NAME - 1


def _term(text: str, name: str, end: int, *, dated: bool) -> tuple[int, Part] | None:
    said = _TERM_SAID.match(text, end)
    if said:
        return said.end(), _TERMS[name]
    if name in WEATHER or (name in EVERYDAY and not dated):
        return None
    if not dated and _is_person(text, name, end - len(name)):
        return None
    day = _TERM_DAY.match(text, end)
    return day.end() if day else end, _TERMS[name]


def _day(festival: Festival) -> Part:
    return Part(festival.rule, festival.names[0], festival.english)


def _holiday(festival: Festival) -> Part:
    before, after = festival.holiday
    if not before and not after:
        return _day(festival)
    rule: Rule = Shifted(festival.rule, before, after)
    if isinstance(festival.rule, Days):
        month, day = festival.rule.month, festival.rule.day
        rule = Days(month, day + before, month, day + after)
    return Part(rule, f"{festival.names[0]}假期", f"{festival.english} holiday")
