"""When a picture was made, as its caption says.

A caption names several dates: of the picture, of the event, of history. In order of trust: a date
in brackets before 摄 or at the end, a date before 拍摄, the date after ``这是``, the date that
opens the caption, a day in the first sentence. A later date in the text is background and is never
taken, nor is one that lies after the post. A date without a year gets it from an earlier full date
of the same caption, or from the post: the nearest such day that is not after its publication (a
December date in a January post is last year's).

What stands before and behind a date is looked at through a window: a caption that is a list of
dates would else be read again for each of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from search.text.dates import DateError, parse

_DATE = re.compile(
    r"(?<!\d)(?<![.．])"
    r"(?:(?:(?P<year>(?:1[89]|20)\d{2})\s*年|(?P<relative>今年|去年|前年))"
    r"(?:\s*(?P<month>\d{1,2})\s*月(?:份)?(?:\s*(?P<day>\d{1,2})\s*[日号])?)?"
    r"|(?P<m_month>\d{1,2})\s*月(?:份)?(?:\s*(?P<m_day>\d{1,2})\s*[日号])?"
    r"|(?P<n_year>(?:19|20)\d{2})(?P<mark>[-/.])(?P<n_month>\d{1,2})(?P=mark)(?P<n_day>\d{1,2})(?!\d)"
    r"|(?P<only_day>\d{1,2})\s*日)"
    r"(?:\s*(?:[（(][^（）()]{1,6}[）)])?\s*(?:[-—–~～－]{1,2}|至|到)\s*(?=\d)"
    r"(?:(?P<to_year>(?:1[89]|20)\d{2})\s*年\s*)?(?:(?P<to_month>\d{1,2})\s*月\s*)?"
    r"(?:(?P<to_day>\d{1,2})\s*[日号])?)?"
)
_WORDS = re.compile(
    r"(?:\s|上旬|中旬|下旬|[初中底末]|凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚间|晚上|夜间|晚|夜)*"
)
_LEADER = re.compile(
    r"^[\s（(【\[“\"《]*+(?:(?:拼版照片|组合照片|组图|资料照片|资料图片|资料图|图|图为|图中为|左图为?|上图为?|"
    r"这组照片)[^，。：:]{0,4}[：:]?\s*)?"
    r"(?:这[是张组][^，。\d]{0,8}|图[为是]|当地时间|北京时间|时间|拍摄于|摄于|于|在)?\s*$"
)
_THIS = re.compile(r"(?:这是|图为|图中是|照片为|[左右上下中]图为?[：:]?)\s*$")
_SHOT_AFTER = re.compile(r"[^，。；;（）()]{0,40}?(?:拍摄|摄于|所摄|摄影|航拍|实拍)")
_HISTORY = re.compile(
    r"\s*(?:起|以来|以后|之后|之前|前|至今|开始|出生|成立|建成|始建|版|度|级|届|期|代|年代|左右)"
)
_SINCE = re.compile(r"(?:自|从|截至|截止|截止到|到|至|早在|始于|建于|生于|距)\s*$")
_ONE_HALF = re.compile(r"[左上]图")
_OTHER_HALF = re.compile(r"[右下]图")
_OPENED = re.compile(r"[（(]\s*(?:资料照片|资料图片)?[，,]?\s*$")
_CLOSES = re.compile(r"\s*(?:[拍所]?摄|拍|[）)]\s*[。.]?\s*$)")
_SHOT_BEFORE = re.compile(r"(?:摄于|拍摄于|拍于)\s*$")
_SHOWS = re.compile(r"这是|图为|这[张组]")
_EVENT = re.compile(r"\s*(?:[，,]|在|于|乘|为|参加|举行|前往)")
_CLAUSE_ENDS = "。；;"
_SENTENCE_END = re.compile(r"[。！？；]")
_WINDOW = 80
"""Characters before a date that say what it is of: a clause."""

_SLACK = timedelta(days=1)
"""Desks and feeds disagree about the day by a time zone."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A date: EDTF, and whether the caption alone (``caption``) or the post too gave it."""

    edtf: str
    basis: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A date that stands in a text, from the start to the end of a period, year perhaps unknown."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    to: tuple[int | None, int | None, int | None] | None = None
    years_ago: int | None = None
    in_first_sentence: bool = True


def find_taken(caption: str, published: date | None) -> Taken | None:
    """Find the date of a picture in its caption; ``published`` is the day of the post in China."""
    dates = list(_named(caption))
    chosen = _chosen(caption, dates)
    if chosen is None:
        return None
    earlier = (one.year for one in reversed(dates) if one.start < chosen.start and one.year)
    known = None if _is_composite(caption) else next(earlier, None)
    try:
        return _taken(chosen, known, published)
    except OverflowError:  # a post of the first or the last days of the calendar
        return None


def _is_composite(caption: str) -> bool:
    """Whether a picture is made of several, as its caption says."""
    one = _ONE_HALF.search(caption)
    return (
        "拼版" in caption
        or "组合照片" in caption
        or (one is not None and _OTHER_HALF.search(caption, one.end()) is not None)
    )


def _named(caption: str) -> Iterator[_Named]:
    stop = _SENTENCE_END.search(caption)
    first_ends = stop.start() if stop else len(caption)
    for match in _DATE.finditer(caption):
        part = match.groupdict()
        numbers = {name: int(text) for name, text in part.items() if text and text.isdigit()}
        year = _first(numbers, "year", "n_year")
        month = _first(numbers, "month", "m_month", "n_month")
        day = _first(numbers, "day", "m_day", "n_day", "only_day")
        to = (numbers.get("to_year"), numbers.get("to_month"), numbers.get("to_day"))
        ago = {"今年": 0, "去年": 1, "前年": 2}.get(part["relative"] or "")
        words = _WORDS.match(caption, match.end())
        end = words.end() if words else match.end()
        begins = match.start()
        is_first = begins <= first_ends
        yield _Named(begins, end, year, month, day, to if any(to) else None, ago, is_first)


def _first(numbers: dict[str, int], *names: str) -> int | None:
    return next((numbers[name] for name in names if name in numbers), None)


def _chosen(caption: str, dates: list[_Named]) -> _Named | None:
    usable = [one for one in dates if _usable(caption, one)]
    for rule in (_in_brackets, _shot, _pointed_out, _opening, _day_in_first_sentence):
        found = [one for one in usable if rule(caption, one)]
        if found:
            # Of a picture made of two the newer half is its date: the older is quoted in it.
            return max(found, key=_order) if _is_composite(caption) else found[0]
    return None


def _before(caption: str, one: _Named) -> str:
    """The end of what stands before a date."""
    return caption[max(0, one.start - _WINDOW) : one.start]


def _usable(caption: str, one: _Named) -> bool:
    return not _HISTORY.match(caption, one.end) and not _SINCE.search(_before(caption, one))


def _order(one: _Named) -> tuple[int, int, int]:
    return (one.year or 9999, one.month or 0, one.day or 0)


def _in_brackets(caption: str, one: _Named) -> bool:
    opened = _OPENED.search(_before(caption, one))
    return opened is not None and _CLOSES.match(caption, one.end) is not None


def _shot(caption: str, one: _Named) -> bool:
    """Behind 摄于, or before 拍摄 in the same clause."""
    before = _before(caption, one)
    if _SHOT_BEFORE.search(before):
        return True
    if _SHOT_AFTER.match(caption, one.end) is None:
        return False
    clause = before[max(map(before.rfind, _CLAUSE_ENDS)) + 1 :]
    whole = len(clause) < len(before) or one.start <= _WINDOW
    return _SHOWS.search(clause) is not None or (whole and _LEADER.match(clause) is not None)


def _pointed_out(caption: str, one: _Named) -> bool:
    return one.month is not None and bool(_THIS.search(_before(caption, one)))


def _opening(caption: str, one: _Named) -> bool:
    return one.start <= _WINDOW and _LEADER.match(caption, 0, one.start) is not None


def _day_in_first_sentence(caption: str, one: _Named) -> bool:
    return (
        one.day is not None
        and one.month is not None
        and one.in_first_sentence
        and _EVENT.match(caption, one.end) is not None
    )


def _taken(one: _Named, known: int | None, published: date | None) -> Taken | None:
    year, basis = one.year or known, "caption"
    if one.years_ago is not None and published:
        year, basis = published.year - one.years_ago, "caption+post"
    month = one.month
    if year is None:
        if published is None:
            return None
        basis = "caption+post"
        year, month = _nearest(month, one.day, published)
    first = _edtf(year, month, one.day)
    edtf = first if one.to is None else f"{first}/{_until(one.to, year, month, one.day)}"
    try:
        begins = parse(edtf).first
    except DateError:
        return None
    too_late = published and begins and begins > published + _SLACK
    return None if too_late else Taken(edtf, basis)


def _nearest(month: int | None, day: int | None, published: date) -> tuple[int, int]:
    """The year (and for a bare day the month) of the last such day up to the post."""
    limit = published + _SLACK
    if month is None:
        same = day is None or day <= limit.day
        last = limit.replace(day=1) - timedelta(days=1)
        return (limit.year, limit.month) if same else (last.year, last.month)
    passed = (month, day or 1) <= (limit.month, limit.day)
    return (limit.year if passed else limit.year - 1), month


def _edtf(year: int, month: int | None, day: int | None) -> str:
    """The date as far as it is known; a day without its month says nothing."""
    known = (month, day) if month is not None else ()
    return "-".join([f"{year:04}", *(f"{part:02}" for part in known if part is not None)])


def _until(
    to: tuple[int | None, int | None, int | None], year: int, month: int | None, day: int | None
) -> str:
    """The end of a range, completed from its start (``6月9日至10日`` ends in June)."""
    to_year, to_month, to_day = to
    end_month = to_month or month
    if to_year is None and to_month is not None and month is not None and to_month < month:
        year += 1
    if to_year is not None and to_month is None and day is None:
        end_month = None
    return _edtf(to_year or year, end_month, to_day)
