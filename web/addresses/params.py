"""The parameters of a search, read from an address.

What a program or a link puts into an address must be right: a page that is no number, a sort that
does not exist, a ``taken`` that is no date, more filters than anybody chooses (every link of a page
repeats all of them) raise ``ParameterError`` and become a 400. What a person types must never be
wrong: the text of ``q``, and the dates of the form (``from``, ``to``), yield notices. A parameter
that nobody knows is ignored, and a notice says so. How many pages there are is not known here, so
any page from 1 is a page; that there is none is found when the archive answers.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from indexer import (
    DUPLICATES,
    MAX_PER_PAGE,
    SORTS,
    ArgumentError,
    Duplicates,
    Notice,
    Sort,
    Wanted,
    parse_date,
    typed_date,
)
from indexer import KINDS as DOCUMENT_KINDS
from indexer.presentation import MOST_SUGGESTIONS, Parameters, what_is_read

KINDS: tuple[Wanted, ...] = (*DOCUMENT_KINDS, "all")
PER_PAGE = 24
SUGGESTED = 8
MOST_VALUES = 50  # of all filters together
NAMED = 5  # unknown parameters that are named; the rest is counted
QUOTED = 40  # characters of somebody's text that a message repeats

_BEYOND = 10**9  # stands for every page that needs more digits
C = TypeVar("C", bound=str)

_FILTERS = ("taken", "creator", "agency", "place", "tag", "category")
_KNOWN = frozenset(
    {
        *("q", "kind", "article", "picture", "sort", "duplicates", "page", "per_page", "exact"),
        *("explain", "lang", "from", "to", *_FILTERS),
    }
)


class ParameterError(ArgumentError):
    """A parameter of an address has a value that it cannot have.

    Attributes:
        chinese: the message, for a page in Chinese.
    """

    def __init__(self, *, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese = chinese

    @classmethod
    def needing(cls, name: str, value: str, *, chinese: str, english: str) -> "ParameterError":
        """The error about one value; says what is needed in its place."""
        value = shortened(value, QUOTED)
        return cls(
            chinese=f"{name}={value}：应为{chinese}", english=f"{name}={value}: {english} is needed"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A search as an address asks for it, checked.

    ``language`` is the one that the address names, or empty; ``since`` and ``until`` are the
    dates of the form as they were typed; ``notices`` tell what was ignored.
    """

    query: str = ""
    kind: Wanted = "photo"
    taken: tuple[str, ...] = ()
    creator: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    article: str = ""
    exact: bool = False
    picture: str = ""
    sort: Sort = "relevance"
    duplicates: Duplicates = "fold"
    page: int = 1
    per_page: int = PER_PAGE
    explain: bool = False
    language: str = ""
    since: str = ""
    until: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def parameters(self) -> Parameters:
        """The address that asks the same, without what goes without saying or is not read."""
        return {
            "q": (what_is_read(self.query),),
            "kind": () if self.kind == "photo" else (self.kind,),
            "taken": self.taken,
            "creator": self.creator,
            "agency": self.agency,
            "place": self.place,
            "tag": self.tag,
            "category": self.category,
            "article": (self.article,),
            "exact": ("1",) if self.exact else (),
            "picture": (self.picture,),
            "sort": () if self.sort == "relevance" else (self.sort,),
            "duplicates": () if self.duplicates == "fold" else (self.duplicates,),
            "page": () if self.page == 1 else (str(self.page),),
            "per_page": () if self.per_page == PER_PAGE else (str(self.per_page),),
            "explain": ("1",) if self.explain else (),
            "lang": (self.language,),
        }

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """Every filter with each of its values."""
        chosen = [(name, value) for name in _FILTERS for value in getattr(self, name)]
        single = (("article", self.article), ("picture", self.picture))
        return (*chosen, *(one for one in single if one[1]))


def read_request(items: Iterable[tuple[str, str]]) -> SearchRequest:
    """Read the parameters of an address, in order.

    Raises:
        ParameterError: a value that the parameter cannot have; says which it can.
    """
    given: dict[str, list[str]] = {}
    for name, value in items:
        given.setdefault(name, []).append(value.strip())
    period, notices = _period(_last(given, "from"), _last(given, "to"))
    many = _filters(given)
    taken = (*_taken(many.pop("taken")), *period)
    return SearchRequest(
        query=_last(given, "q"),
        kind=_choice(given, "kind", KINDS),
        taken=tuple(dict.fromkeys(taken)),
        **many,
        article=_last(given, "article"),
        exact=_switch(given, "exact"),
        picture=_last(given, "picture"),
        sort=_choice(given, "sort", SORTS),
        duplicates=_choice(given, "duplicates", DUPLICATES),
        page=_page(_last(given, "page")),
        per_page=_number(given, "per_page", most=MAX_PER_PAGE, usual=PER_PAGE),
        explain=_switch(given, "explain"),
        language=read_language(_last(given, "lang")),
        since=_last(given, "from"),
        until=_last(given, "to"),
        notices=(
            *_unknown([name for name in given if name not in _KNOWN]),
            *_undecoded(given),
            *notices,
        ),
    )


def read_limit(items: Iterable[tuple[str, str]]) -> int:
    """How many suggestions an address asks for, which no search does.

    Raises:
        ParameterError: what it says is no such number.
    """
    given = {"limit": [value.strip() for name, value in items if name == "limit"]}
    return _number(given, "limit", most=MOST_SUGGESTIONS, usual=SUGGESTED)


def came_from(items: Iterable[tuple[str, str]]) -> Parameters:
    """The parameters of the results that led to a page, which its address repeats.

    Empty where it repeats none, and where they are wrong: the page is right without them.
    """
    try:
        asked = read_request(items)
    except ParameterError:
        return {}
    return {name: values for name, values in asked.parameters.items() if any(values)}


def read_language(text: str) -> str:
    """A language that the pages have, or empty: a bad one is no reason to refuse an answer."""
    return text if text in ("zh", "en") else ""


def shortened(text: str, length: int) -> str:
    """A text for a headline or a message: what is longer ends in an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _last(given: dict[str, list[str]], name: str) -> str:
    return next((value for value in reversed(given.get(name, ())) if value), "")


def _filters(given: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    many = {name: tuple(dict.fromkeys(filter(None, given.get(name, ())))) for name in _FILTERS}
    count = sum(map(len, many.values()))
    if count > MOST_VALUES:
        raise ParameterError(
            chinese=f"有 {count:,} 个筛选条件；一次最多 {MOST_VALUES} 个",
            english=f"{count:,} filter values; an address may have {MOST_VALUES} of them",
        )
    return many


def _choice(given: dict[str, list[str]], name: str, choices: tuple[C, ...]) -> C:
    value = _last(given, name)
    for choice in choices:
        if value in ("", choice):
            return choice
    raise ParameterError.needing(
        name, value, chinese=f" {'、'.join(choices)} 之一", english=f"one of {', '.join(choices)}"
    )


def _switch(given: dict[str, list[str]], name: str) -> bool:
    value = _last(given, name)
    if value not in ("", "0", "1"):
        raise ParameterError.needing(name, value, chinese=" 1 或 0", english="1 or 0")
    return value == "1"


def _page(text: str) -> int:
    if text and not (_is_number(text) and text.strip("0")):
        raise ParameterError.needing(
            "page", text, chinese="从 1 开始的整数", english="a whole number from 1"
        )
    digits = text.lstrip("0")
    return min(int(digits[:10] or 1), _BEYOND)


def _number(given: dict[str, list[str]], name: str, *, most: int, usual: int) -> int:
    text = _last(given, name)
    number = int(text) if _is_number(text) and len(text) < 5 else 0
    if text and not 1 <= number <= most:
        raise ParameterError.needing(
            name, text, chinese=f" 1 到 {most} 的整数", english=f"a whole number from 1 to {most}"
        )
    return number or usual


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _period(since: str, until: str) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """The interval of a form's two dates, and what is wrong with them."""
    notices = []
    ends = {}
    for name, text in (("from", since), ("to", until)):
        date = _typed(text)
        if date:
            ends[name] = date
        elif text:
            notices.append(_unreadable(name, text))
    if not ends:
        return (), tuple(notices)
    first, last = ends.get("from", ".."), ends.get("to", "..")
    if not _is_date(f"{first}/{last}"):
        first, last = last, first
        notices.append(Notice("dates_swapped", "两个日期已对调", "The two dates were exchanged"))
    return (f"{first}/{last}",), tuple(notices)


def _typed(text: str) -> str:
    """A date of the form as EDTF; empty where it is none, or two."""
    try:
        date = typed_date(unicodedata.normalize("NFKC", text))
    except ArgumentError:
        return ""
    return "" if "/" in date else date


def _taken(dates: Iterable[str]) -> tuple[str, ...]:
    for date in dates:
        if not _is_date(date):
            raise ParameterError.needing(
                "taken",
                date,
                chinese="日期，如 2018、2018-07、2018-07-01、2018-01/2018-06 或 ../2018",
                english="a date like 2018, 2018-07, 2018-07-01, 2018-01/2018-06 or ../2018",
            )
    return tuple(dates)


def _is_date(edtf: str) -> bool:
    try:
        parse_date(edtf)
    except ArgumentError:
        return False
    return True


def _unreadable(name: str, text: str) -> Notice:
    text = shortened(text, QUOTED)
    return Notice(
        "not_a_date",
        f"日期“{text}”看不懂，已忽略；请写成 2018、2018-07 或 2018-07-01",
        f"The date “{text}” ({name}) was not understood and is ignored; "
        "write 2018, 2018-07 or 2018-07-01",
    )


def _unknown(names: Sequence[str]) -> Iterator[Notice]:
    """A notice for each of the first few, and one for the rest."""
    for name in names[:NAMED]:
        shown = shortened(name, QUOTED)
        yield Notice(
            "unknown_parameter",
            f"不认识参数“{shown}”，已忽略",
            f"The parameter “{shown}” is not known and was ignored",
        )
    more = len(names) - NAMED
    if more > 0:
        yield Notice(
            "unknown_parameters",
            f"另有 {more:,} 个不认识的参数，也已忽略",
            f"And {more:,} more that are not known",
        )


def _undecoded(given: dict[str, list[str]]) -> Iterator[Notice]:
    """A notice where ``web.addresses.query_string`` could not read the bytes of a text."""
    if any("\ufffd" in text for name, values in given.items() for text in (name, *values)):
        yield Notice(
            "unknown_encoding",
            "地址中有些文字既不是 UTF-8 也不是 GB18030，未能识别，请重新输入",
            "Some text of the address is neither UTF-8 nor GB18030 and was not read; "
            "please type it again",
        )
