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
from typing import Any

from indexer import (
    MOST_SUGGESTIONS,
    PARAMETERS,
    ArgumentError,
    Notice,
    Parameter,
    parse_date,
    typed_date,
)
from web.addresses.links import ORDER, Parameters
from web.addresses.search_request import DEFAULTS, FILTERS, SINGLE, VIEWS, SearchRequest
from web.wording.messages import LANGUAGES

SUGGESTED = 8
MOST_VALUES = 50  # of all filters together
NAMED = 5  # unknown parameters that are named; the rest is counted
QUOTED = 40  # characters of somebody's text that a message repeats

_BEYOND = 10**9  # stands for every page that needs more digits
_KNOWN = frozenset({*ORDER, "from", "to"})
_MANY = frozenset(p.name for p in FILTERS if p.many)


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


def read_request(items: Iterable[tuple[str, str]]) -> SearchRequest:
    """Read the parameters of an address, in order.

    Raises:
        ParameterError: a value that the parameter cannot have; says which it can.
    """
    given: dict[str, list[str]] = {}
    for name, value in items:
        given.setdefault(name, []).append(value.strip())
    period, notices = _period(_last(given, "from"), _last(given, "to"))
    return SearchRequest(
        query=_last(given, "q"),
        filters=_filters(given, period),
        **{p.name: _one(given, p) for p in PARAMETERS if p.name in SINGLE},
        view=_choice(given, "view", VIEWS),
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


def led_by(items: Iterable[tuple[str, str]]) -> SearchRequest | None:
    """The search whose results led to a page, which its address repeats.

    None where it repeats none, and where it is wrong: the page is right without it.
    """
    items = list(items)
    if not any(name in ORDER and name != "lang" and value for name, value in items):
        return None
    try:
        return read_request(items)
    except ParameterError:
        return None


def came_from(asked: SearchRequest) -> Parameters:
    """The parameters of a search that led to a page, as the page's links repeat them.

    Where nothing else would tell that there was a search, its page does, which goes without saying.
    """
    known = {name: values for name, values in asked.parameters.items() if any(values)}
    return known if set(known) - {"lang"} else {**known, "page": ("1",)}


def read_language(text: str) -> str:
    """A language that the pages have, or empty: a bad one is no reason to refuse an answer."""
    return text if text in LANGUAGES else ""


def shortened(text: str, length: int) -> str:
    """A text for a headline or a message: what is longer ends in an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _last(given: dict[str, list[str]], name: str) -> str:
    return next((value for value in reversed(given.get(name, ())) if value), "")


def _filters(given: dict[str, list[str]], period: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Every filter with each of its values; ``period`` is another date, that of the form."""
    found: list[tuple[str, str]] = []
    for parameter in FILTERS:
        found += [(parameter.name, value) for value in _values(given, parameter, period)]
    count = sum(1 for name, _ in found if name in _MANY)
    if count > MOST_VALUES:
        raise ParameterError(
            chinese=f"有 {count:,} 个筛选条件；一次最多 {MOST_VALUES} 个",
            english=f"{count:,} filter values; an address may have {MOST_VALUES} of them",
        )
    return tuple(found)


def _values(
    given: dict[str, list[str]], parameter: Parameter, period: Sequence[str]
) -> Iterable[str]:
    if not parameter.many:
        return filter(None, (_last(given, parameter.name),))
    values = [value for value in given.get(parameter.name, ()) if value]
    if parameter.form == "date":
        values = [*_taken(values), *period]
    for value in values if parameter.choices else ():
        _choice({parameter.name: [value]}, parameter.name, parameter.choices)
    return dict.fromkeys(values)


def _one(given: dict[str, list[str]], parameter: Parameter) -> Any:
    """The value of a parameter that has one."""
    name = parameter.name
    if name == "page":
        return _page(_last(given, name))
    match parameter.form:
        case "switch":
            return _switch(given, name)
        case "whole":
            most, usual = parameter.most or _BEYOND, int(DEFAULTS[name])
            return _number(given, name, most=most, usual=usual)
        case "text":
            return _last(given, name)
        case _ if parameter.default is None:
            return _choice(given, name, parameter.choices) if _last(given, name) else None
        case _:
            default = str(parameter.default)
            others = (choice for choice in parameter.choices if choice != default)
            return _choice(given, name, (default, *others))


def _choice(given: dict[str, list[str]], name: str, choices: Sequence[str]) -> str:
    """One of a few, the first unless another is named."""
    value = _last(given, name)
    if not value or value in choices:
        return value or choices[0]
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
