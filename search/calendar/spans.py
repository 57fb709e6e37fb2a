"""Spans of years that have a name: decades, the begin and end of centuries, five-year plans.

90年代 is the nineties of the last century; 上世纪 and 20世纪 run from 1900 to 1999, as their
decades do. A century by itself is too wide to say anything of a picture and stands in too many
names (21世纪经济报道), so it is read only with a decade or with 初, 中叶, 末. Of the plans
those from 十一五 on are read alone; the others are numbers (``八五`` is also 85) and need 期间 or
时期.
"""

import re
from datetime import date

from search.calendar.dated import Phrase
from search.calendar.meaning import Meaning, definite
from search.calendar.numerals import BEGINS, BLANK, ONE_TO_NINE, number
from search.text.dates import DateRange

_TENS = "[一二三四五六七八九]"
_DECADE = re.compile(
    rf"(?:{BEGINS}(?P<full>(?:1[89]|20)[0-9]0)|(?:(?P<of>(?:上个?|本)世纪|{BEGINS}(?:1[89]|2[01]|十[八九]|二十一?){BLANK}世纪){BLANK})?"
    rf"{BEGINS}(?:(?P<n>[0-9]0)|(?:(?P<first>[二三四五六七八])(?={_TENS}十))?(?P<han>{_TENS}?)十)){BLANK}年代(?!表)"
    r"(?P<phase>[初早前中后末晚]期|初|中(?!\w)|末)?"
)
_ENGLISH_DECADE = re.compile(
    r"(?<![0-9a-z])(?<![0-9a-z][-./:,'])(?P<y>(?:1[89]|20)[0-9]0)'?s(?![0-9a-z])"
)
_CENTURY = re.compile(
    rf"(?:(?P<of>(?:上个?|本)世纪|{BEGINS}(?:1[89]|2[01]|十[八九]|二十一?){BLANK}世纪))(?P<phase>初[期叶]?|中[期叶]|末[期叶]?)"
)
_PHASES = {"初": (0, 3), "早": (0, 3), "前": (0, 3), "中": (4, 6), "后": (6, 9), "晚": (6, 9),
           "末": (7, 9)}  # fmt: skip
_CENTURY_PHASES = {"初": (0, 9), "中": (40, 69), "末": (90, 99)}

_PLAN = re.compile(
    rf"{BEGINS}[“\"]?(?:(?P<late>十[一二三四五]五)(?![年月日号%届])|(?P<early>{ONE_TO_NINE}五|十五)(?=[”\"]?{BLANK}(?:期间|时期|规划期|计划期)))"
    rf"[”\"]?(?:{BLANK}(?:期间|时期|规划期间?|计划期间?))?"
)
_FIRST_PLANS = {1: (1953, 1957), 2: (1958, 1962)}
_PLAN_YEARS = 5
_PLAIN_NUMBERS = 10
"""Up to 十五 the name of a plan is a number as well."""


def span_at(text: str, start: int, today: date) -> Phrase | None:
    """The span of years that begins at a place of a folded text."""
    if match := _DECADE.match(text, start):
        return _decade(match, today)
    if match := _ENGLISH_DECADE.match(text, start):
        first = int(match["y"])
        return match.end(), definite(_years(first, first + 9), spellings=_decade_spellings(first))
    if match := _CENTURY.match(text, start):
        first, last = _CENTURY_PHASES[match["phase"][0]]
        century = _century(match["of"], today)
        return match.end(), definite(_years(century + first, century + last), spellings=())
    if match := _PLAN.match(text, start):
        return match.end(), _plan(match["late"] or match["early"])
    return None


def _decade(match: re.Match[str], today: date) -> Phrase | None:
    """One decade or, as 八九十年代, two."""
    if match["full"]:
        first = last = int(match["full"])
    else:
        tens = int(match["n"]) // 10 if match["n"] else number(match["han"] or "一")
        if not match["of"] and tens < 2:  # 十年代, 10年代: of which century?
            return None
        century = _century(match["of"], today) if match["of"] else 1900
        last = century + 10 * tens
        first = century + 10 * number(match["first"]) if match["first"] else last
    if first > last:
        return None
    phase = match["phase"]
    begin, end = _PHASES[phase[0]] if phase else (0, 9)
    spelled = () if phase or first != last else _decade_spellings(first)
    return match.end(), definite(_years(first + begin, last + end), spellings=spelled)


def _decade_spellings(first: int) -> tuple[str, ...]:
    tens = first % 100 // 10
    if first // 100 != 19 or tens < 2:
        return (f"{first}年代",)
    return (f"{10 * tens}年代", f"{'二三四五六七八九'[tens - 2]}十年代", f"{first}年代")


def _century(written: str, today: date) -> int:
    if written[0] in "上本":
        return today.year // 100 * 100 - (100 if written[0] == "上" else 0)
    return (number(written.removesuffix("世纪").strip()) - 1) * 100


def _plan(written: str) -> Meaning:
    place = number(written.removesuffix("五"))
    start = 1951 + _PLAN_YEARS * place
    first, last = _FIRST_PLANS.get(place, (start, start + _PLAN_YEARS - 1))
    name, english = f"“{written}”时期", f"five-year plan no. {place}"
    return definite(
        _years(first, last), name, english, () if place <= _PLAIN_NUMBERS else (written,)
    )


def _years(first: int, last: int) -> DateRange:
    return DateRange(date(first, 1, 1), date(last, 12, 31))
