"""When a picture was made, as its caption says.

A caption names several dates: of the picture, of the event, of history. In order of trust: a date
in brackets before 摄 or at the end, a date before 拍摄, the date after ``这是``, the date that
opens the caption, a day in the first sentence, a date that is a clause of its own
(``…，1994 年``), a date between somebody and where he is or before 合影
(``林一舟 1968 年在东山``). A later date in the text is background and is never taken, nor is one
that lies after the post; ``background`` knows the words that say so. A date without a year gets it
from an earlier full date of the same caption, or from the post: the nearest such day that is not
after its publication (a December date in a January post is last year's), unless the caption speaks
of plans or the day comes soon after the post.

What stands before and behind a date is looked at through a window: a caption that is a list of
dates would else be read again for each of them.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from indexer.posts.dates import background
from indexer.posts.dates.mentions import Mention, mentions
from search.origin import Origin, Source, Supplied
from search.text.dates import DateError, parse

_LEADER = re.compile(
    r"^[\s（(【\[“\"《]*+(?:(?:拼版照片|组合照片|组图|资料照片|资料图片|资料图|图|图为|图中为|左图为?|上图为?|"
    r"这组照片)[^，。：:]{0,4}[：:]?\s*)?"
    r"(?:这[是张组][^，。\d]{0,8}|图[为是]|当地时间|北京时间|时间|拍摄于|摄于|于|在)?\s*$"
)
_THIS = re.compile(r"(?:这是|图为|图中是|照片为|[左右上下中]图为?[：:]?)\s*$")
_SHOT_AFTER = re.compile(
    r"[^，。；;（）()]{0,40}?(?:拍[摄攝]|[摄攝][于於]|所[摄攝]|[摄攝]影(?![师師家展])|航拍|实拍)"
)
_ONE_HALF = re.compile(r"[左上]图")
_OTHER_HALF = re.compile(r"[右下]图")
_OPENED = re.compile(r"[（(]\s*(?:资料照片|资料图片)?[，,]?\s*$")
_CLOSES = re.compile(
    r"\s*(?:[^，。（）()\s]{1,6}[摄攝]\s*[）)]|[拍所]?[摄攝]|拍|[）)]\s*[。.]?\s*$)"
)
_SHOT_BEFORE = re.compile(
    r"(?:[摄攝拍影照][于於]|(?:拍摄|拍攝|摄影|创作)?(?:时间|時間|日期|年份)\s?[:：])\s*$"
)
_SHOT_ENDS = re.compile(r"\s*[拍所]?[摄攝]\s*(?:[）)。，,于於]|$)")
_SHOWS = re.compile(r"这是|图为|这[张组]")
_EVENT = re.compile(r"\s*(?:[，,]|在|于|乘|为|参加|举行|前往)")
_CLAUSE_ENDS = "。；;"
_CLAUSE_BEGINS = re.compile(r"(?:^|[，,、。；;：:（(|｜/／]|(?<=[^\d\s])\s)\s{0,2}[于於]?\s{0,2}$")
_CLAUSE_ENDED = re.compile(
    r"\s{0,3}(?:[。；;（(）)]|$|[，,：:]\s?(?:[自从由]左|左起|[左右][一二三]|[前后]排|右起|图中|中为|"
    r"[^，,。；;]{1,10}[。.]?\s{0,3}$))"
)
_TEXT_ENDED = re.compile(r"\s{0,3}[。.]?\s{0,3}$")
_NO_YEAR_BEFORE = re.compile(r"[》”\"A-Za-z.\d©ⓒ权][，,\s]{0,2}[（(]?\s{0,2}$")
_AT_PLACE = re.compile(r"\s*[在于於](?P<clause>[^，,。；;（(]{1,60})")
_SUBJECT = re.compile(r"(?:^|[，,：:])(?P<who>[^，,。；;：:\d]{1,30})$")
_KEPT = re.compile(
    r"\s*(?:的)?(?:[^，,。；;的\d]{0,16})?(?:留影|合影|合照|存照|旧照|旧影|老照片|自拍)(?!的)"
)
_VISITED = re.compile(r"\s*(?:访问|訪問|参观|參觀|游览|遊覽|考察|会见|會見|登上|重逢|重聚|出席)")
_OF_SOMETHING = re.compile(r"的[^，,。；;的]{1,10}$")
_PLACE_ENDS = re.compile(
    r"(?:[上中里内前后下旁边侧时]|合影|留影|照片|情景|场景|现场|瞬间|一角|演出|比赛)$"
)
_WINDOW = 80
"""Characters before a date that say what it is of: a clause."""

_SOON = timedelta(days=30)
"""How long before an event posts speak of it without saying that it is to come."""

_VERY_SOON = timedelta(days=7)
"""The same of a day of the month alone."""

_SLACK = timedelta(days=1)
"""Desks and feeds disagree about the day by a time zone."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A date in EDTF, where its words stand, and what was supplied to them from elsewhere."""

    edtf: str
    start: int
    end: int
    supplied: tuple[Supplied, ...] = ()

    @property
    def basis(self) -> str:
        """Whether the caption alone (``caption``) or the post too (``caption+post``) gave it."""
        of_post = any(code.startswith("post") for code in self.supplied)
        return "caption+post" if of_post else "caption"

    def read_in(self, source: Source) -> Origin:
        """The origin of the date, whose text was ``source``."""
        return Origin(
            fact="taken", source=source, start=self.start, end=self.end, supplied=self.supplied
        )


def find_taken(caption: str, published: date | None) -> Taken | None:
    """Find the date of a picture in its caption; ``published`` is the day of the post in China."""
    dates = list(mentions(caption))
    chosen = _chosen(caption, dates)
    if chosen is None:
        return None
    earlier = (one.year for one in reversed(dates) if one.start < chosen.start and one.year)
    known = None if _is_composite(caption) else next(earlier, None)
    planned = background.is_planned(caption, chosen.end, _before(caption, chosen))
    try:
        found = _taken(chosen, known, published, planned=planned)
    except OverflowError:  # a post of the first or the last days of the calendar
        return None
    if found is None:
        return None
    words = caption[chosen.start : chosen.end].rstrip()
    return Taken(found[0], chosen.start, chosen.start + len(words), found[1])


def _is_composite(caption: str) -> bool:
    """Whether a picture is made of several, as its caption says."""
    one = _ONE_HALF.search(caption)
    return (
        "拼版" in caption
        or "组合照片" in caption
        or (one is not None and _OTHER_HALF.search(caption, one.end()) is not None)
    )


def _chosen(caption: str, dates: list[Mention]) -> Mention | None:
    usable = [one for one in dates if _usable(caption, one)]
    for rule in _RULES:
        found = [one for one in usable if rule(caption, one)]
        if found:
            # Of a picture made of two the newer half is its date: the older is quoted in it.
            return max(found, key=_order) if _is_composite(caption) else found[0]
    return None


def _before(caption: str, one: Mention) -> str:
    """The end of what stands before a date."""
    return caption[max(0, one.start - _WINDOW) : one.start]


def _usable(caption: str, one: Mention) -> bool:
    return not background.is_spoken_of(caption, one.end, _before(caption, one))


def _order(one: Mention) -> tuple[int, int, int]:
    return (one.year or 9999, one.month or 0, one.day or 0)


def _in_brackets(caption: str, one: Mention) -> bool:
    before = _before(caption, one)
    return (
        _OPENED.search(before) is not None
        and _CLOSES.match(caption, one.end) is not None
        and not (one.bare and _NO_YEAR_BEFORE.search(before))
    )


def _shot(caption: str, one: Mention) -> bool:
    """Behind 摄于, or before 拍摄 in the same clause."""
    before = _before(caption, one)
    if _SHOT_BEFORE.search(before) or _SHOT_ENDS.match(caption, one.end):
        return True
    if one.bare or _SHOT_AFTER.match(caption, one.end) is None:
        return False
    clause = before[max(map(before.rfind, _CLAUSE_ENDS)) + 1 :]
    whole = len(clause) < len(before) or one.start <= _WINDOW
    return _SHOWS.search(clause) is not None or (whole and _LEADER.match(clause) is not None)


def _pointed_out(caption: str, one: Mention) -> bool:
    return one.month is not None and not one.bare and bool(_THIS.search(_before(caption, one)))


def _opening(caption: str, one: Mention) -> bool:
    if one.bare or one.start > _WINDOW or _LEADER.match(caption, 0, one.start) is None:
        return False
    if one.years_ago is not None and one.month is None:
        return False
    return one.month is not None or not (
        background.is_of_the_past(caption, one.end) or background.names_an_event(caption, one.end)
    )


def _day_in_first_sentence(caption: str, one: Mention) -> bool:
    return (
        one.day is not None
        and one.month is not None
        and one.in_first_sentence
        and _EVENT.match(caption, one.end) is not None
    )


def _clause_of_its_own(caption: str, one: Mention) -> bool:
    """``…，1994 年``: between marks; a bare number only where the text ends."""
    before = _before(caption, one)
    if one.year is None or not _CLAUSE_BEGINS.search(before):
        return False
    if one.bare:
        return _TEXT_ENDED.match(caption, one.end) is not None and not _NO_YEAR_BEFORE.search(
            before
        )
    ended = _CLAUSE_ENDED if one.in_first_sentence else _TEXT_ENDED
    return (
        ended.match(caption, one.end) is not None
        and not background.is_of_the_past(caption, one.end)
        and not background.founds(caption[one.end : one.end + _WINDOW])
    )


def _somebody_somewhere(caption: str, one: Mention) -> bool:
    """``林一舟 1968 年在东山公园留影``: between who and where, or before 合影."""
    subject = _SUBJECT.search(_before(caption, one))
    if one.year is None or one.bare or subject is None or not one.in_first_sentence:
        return False
    if background.is_of_the_past(caption, one.end) or background.founds(subject["who"]):
        return False
    if _KEPT.match(caption, one.end) or _VISITED.match(caption, one.end):
        return True
    place = _AT_PLACE.match(caption, one.end)
    return (
        place is not None and not background.founds(place["clause"]) and not _names(place["clause"])
    )


def _names(clause: str) -> bool:
    """Whether a clause is a thing with a story: ``在海州种下的树``, but not ``在一个会议上``."""
    return _OF_SOMETHING.search(clause) is not None and _PLACE_ENDS.search(clause) is None


_RULES = (
    _in_brackets,
    _shot,
    _pointed_out,
    _opening,
    _day_in_first_sentence,
    _clause_of_its_own,
    _somebody_somewhere,
)
"""In order of trust."""


def _taken(
    one: Mention, known: int | None, published: date | None, *, planned: bool
) -> tuple[str, tuple[Supplied, ...]] | None:
    year = one.year or known
    supplied: tuple[Supplied, ...] = () if one.year or not known else ("text_year",)
    if one.years_ago is not None and published:
        year, supplied = published.year - one.years_ago, ("post_year",)
    month = one.month
    if year is None:
        if published is None:
            return None
        supplied = ("post_year",) if month else ("post_year", "post_month")
        if _is_to_come(one, published, planned=planned):
            return None
        year, month = _nearest(month, one.day, published)
    first = _edtf(year, month, one.day)
    edtf = first if one.to is None else f"{first}/{_until(one.to, year, month, one.day)}"
    try:
        begins = parse(edtf).first
    except DateError:
        return None
    too_late = published and begins and begins > published + _SLACK
    return None if too_late else (edtf, supplied)


def _nearest(month: int | None, day: int | None, published: date) -> tuple[int, int]:
    """The year (and for a bare day the month) of the last such day up to the post."""
    limit = published + _SLACK
    if month is None:
        same = day is None or day <= limit.day
        last = limit.replace(day=1) - timedelta(days=1)
        return (limit.year, limit.month) if same else (last.year, last.month)
    passed = (month, day or 1) <= (limit.month, limit.day)
    return (limit.year if passed else limit.year - 1), month


def _is_to_come(one: Mention, published: date, *, planned: bool) -> bool:
    """Whether a day that would be counted back is rather the next one: of a plan, or soon."""
    month, day = one.month or published.month, one.day or 1
    try:
        ahead = date(published.year, month, day) - published
        over_new_year = date(published.year + 1, month, day) - published
    except ValueError:  # 30 February, or the end of the calendar
        return False
    soon = _SOON if one.month else _VERY_SOON
    return (ahead > _SLACK and (planned or ahead <= soon)) or (planned and over_new_year <= soon)


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
