"""The parameters of a search, read from an address.

What a program or a link puts into an address must be right: a page that is no number, a sort that
does not exist raise ``ArgumentError`` here, a ``taken`` that is no date raises it in the archive,
which owns that rule; both become a 400. What a
person types must never be wrong: the text of ``q``, and the dates of the form (``from``, ``to``),
yield notices. A parameter that nobody knows is ignored, and a notice says so.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from indexer import ArgumentError, Notice
from indexer.presentation import Parameters
from web.dates import Parts, parse

Wanted = Literal["photo", "paragraph", "all"]
Sort = Literal["relevance", "newest", "oldest"]

KINDS: tuple[Wanted, ...] = ("photo", "paragraph", "all")
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
PER_PAGE = 24
MOST_PER_PAGE = 100
LAST_PAGE = 100_000

C = TypeVar("C", bound=str)

_FILTERS = ("taken", "creator", "agency", "place", "category")
_KNOWN = frozenset(
    {"q", "kind", "article", "sort", "page", "per_page", "lang", "from", "to", *_FILTERS}
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
    category: tuple[str, ...] = ()
    article: str = ""
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = PER_PAGE
    language: str = ""
    since: str = ""
    until: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def parameters(self) -> Parameters:
        """The address that asks the same, without what goes without saying."""
        return {
            "q": (self.query,),
            "kind": () if self.kind == "photo" else (self.kind,),
            "taken": self.taken,
            "creator": self.creator,
            "agency": self.agency,
            "place": self.place,
            "category": self.category,
            "article": (self.article,),
            "sort": () if self.sort == "relevance" else (self.sort,),
            "page": () if self.page == 1 else (str(self.page),),
            "per_page": () if self.per_page == PER_PAGE else (str(self.per_page),),
            "lang": (self.language,),
        }

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """Every filter with each of its values."""
        chosen = [(name, value) for name in _FILTERS for value in getattr(self, name)]
        return (*chosen, ("article", self.article)) if self.article else tuple(chosen)


def read_request(items: Iterable[tuple[str, str]]) -> SearchRequest:
    """Read the parameters of an address, in order.

    Raises:
        ArgumentError: a value that the parameter cannot have; says which it can.
    """
    given: dict[str, list[str]] = {}
    for name, value in items:
        given.setdefault(name, []).append(value.strip())
    period, notices = _period(_last(given, "from"), _last(given, "to"))
    unknown = [_unknown(name) for name in given if name not in _KNOWN]
    many = {name: tuple(dict.fromkeys(filter(None, given.get(name, ())))) for name in _FILTERS}
    taken = (*many.pop("taken"), *period)
    return SearchRequest(
        query=_last(given, "q"),
        kind=_choice(given, "kind", KINDS),
        taken=tuple(dict.fromkeys(taken)),
        **many,
        article=_last(given, "article"),
        sort=_choice(given, "sort", SORTS),
        page=_number(given, "page", 1, LAST_PAGE),
        per_page=_number(given, "per_page", PER_PAGE, MOST_PER_PAGE),
        language=read_language(_last(given, "lang")),
        since=_last(given, "from"),
        until=_last(given, "to"),
        notices=(*unknown, *notices),
    )


def read_language(text: str) -> str:
    """A language that the pages have, or empty: a bad one is no reason to refuse an answer."""
    return text if text in ("zh", "en") else ""


def _last(given: dict[str, list[str]], name: str) -> str:
    return next((value for value in reversed(given.get(name, ())) if value), "")


def _choice(given: dict[str, list[str]], name: str, choices: tuple[C, ...]) -> C:
    value = _last(given, name)
    for choice in choices:
        if value in ("", choice):
            return choice
    raise ArgumentError(f"{name}={value}: one of {', '.join(choices)} is needed")


def _number(given: dict[str, list[str]], name: str, default: int, most: int) -> int:
    text = _last(given, name)
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        raise ArgumentError(f"{name}={text}: a whole number from 1 to {most} is needed")
    return int(text)


def _period(since: str, until: str) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """The interval of a form's two dates, and what is wrong with them."""
    notices = []
    ends: dict[str, tuple[str, Parts]] = {}
    for name, text in (("from", since), ("to", until)):
        parts = _typed_date(text)
        if parts is not None:
            ends[name] = (_edtf(parts), parts)
        elif text:
            notices.append(_unreadable(name, text))
    if not ends:
        return (), tuple(notices)
    first, last = ends.get("from"), ends.get("to")
    if first and last and first[1] > last[1] and not last[0].startswith(first[0]):
        first, last = last, first
        notices.append(Notice("dates-swapped", "两个日期已对调", "The two dates were exchanged"))
    return (f"{first[0] if first else '..'}/{last[0] if last else '..'}",), tuple(notices)


def _typed_date(text: str) -> Parts | None:
    """A date as people type it: ``2018-7-1``, ``2018/7``, ``2018年7月``, full width or half."""
    plain = unicodedata.normalize("NFKC", text)
    pieces = re.split(r"[-/.年月]", plain.removesuffix("日").removesuffix("月").removesuffix("年"))
    return parse("-".join(piece.strip().zfill(2) for piece in pieces))


def _edtf(parts: Parts) -> str:
    year, month, day = parts
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _unreadable(name: str, text: str) -> Notice:
    return Notice(
        "bad-date",
        f"日期“{text}”看不懂，已忽略；请写成 2018、2018-07 或 2018-07-01",
        f"The date “{text}” ({name}) was not understood and is ignored; "
        "write 2018, 2018-07 or 2018-07-01",
    )


def _unknown(name: str) -> Notice:
    return Notice(
        "unknown-parameter",
        f"不认识参数“{name}”，已忽略",
        f"The parameter “{name}” is not known and was ignored",
    )
