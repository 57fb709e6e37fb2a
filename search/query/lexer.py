"""The marks of the query language, found in what a person typed.

Every operator is recognised only where it can be one: a minus or a field's name where a piece
begins, a parenthesis where a piece begins and its partner follows, a quote that is closed. All
else is text, because people paste captions into the box and captions are full of marks. Wide
forms (``：（）－＊“”``) count as the narrow ones: an input method types them.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from search.fields import SCOPE_NAMES

TokenKind = Literal["text", "quoted", "open", "close", "or", "minus", "field"]

_QUOTES = {
    **dict.fromkeys('"＂“”„‟〝〞', '"＂“”„‟〝〞'),
    "「": "」", "『": "』", "«": "»", "﹁": "﹂", "｢": "｣",
}  # fmt: skip
MAX_DEPTH = 20
"""Parentheses inside deeper parentheses are text."""

_LONGEST_FIELD = max(map(len, SCOPE_NAMES))


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query: ``text`` stands at code points ``start`` to ``end``.

    ``text`` of a quoted token is what stands between the quotes; of a field, the name typed.
    """

    kind: TokenKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StrayQuote:
    """A quote that nothing closes: read as a mark like any other."""

    start: int


class Lexer:
    """Cuts one query into tokens; collects the quotes it had to read as plain marks."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.stray: list[StrayQuote] = []
        self._plain = "".join(map(_narrow, query))
        self._closings = _closings(query)
        self._partners = _partners(self._plain, self._closings)
        self._position = 0

    def tokens(self) -> Iterator[Token]:
        """All tokens from left to right."""
        while self._position < len(self.query):
            if self.query[self._position].isspace():
                self._position += 1
            else:
                yield self._next()

    def _next(self) -> Token:
        start = self._position
        if start in self._closings:
            closing = self._closings[start]
            return self._take("quoted", start + 1, closing, after=closing + 1)
        mark = self._plain[start]
        if start in self._partners:
            return self._take("open" if mark == "(" else "close", start, start + 1)
        if mark == "-" and self._excludes(start):
            return self._take("minus", start, start + 1)
        if (colon := self._field_end(start)) is not None:
            return self._take("field", start, colon, after=colon + 1)
        return self._text()

    def _take(self, kind: TokenKind, start: int, end: int, after: int | None = None) -> Token:
        first, self._position = self._position, end if after is None else after
        return Token(kind, self.query[start:end], first, self._position)

    def _text(self) -> Token:
        start = end = self._position
        while end < len(self.query) and (end == start or not self._ends_text(end)):
            if self.query[end] in _QUOTES:
                self.stray.append(StrayQuote(end))
            end += 1
        return self._take("or" if self._plain[start:end] == "OR" else "text", start, end)

    def _ends_text(self, position: int) -> bool:
        operator = position in self._closings or position in self._partners
        return operator or self.query[position].isspace()

    def _begins(self, position: int, after: str) -> bool:
        before = self._plain[position - 1] if position else " "
        return before.isspace() or before in after

    def _excludes(self, position: int) -> bool:
        """A minus before a digit is a number's sign (-30℃); before a blank or minus, a dash."""
        following = self._plain[position + 1 : position + 2]
        names = bool(following) and not following.isspace() and following not in "-0123456789"
        return names and self._begins(position, "(")

    def _field_end(self, start: int) -> int | None:
        colon = self._plain.find(":", start, start + _LONGEST_FIELD + 1)
        named = colon > 0 and self._plain[start:colon].casefold() in SCOPE_NAMES
        followed = named and self._begins(start, "(-") and self._plain[colon + 1 :].strip()
        return colon if followed else None


def _narrow(character: str) -> str:
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 else character


def _closings(query: str) -> dict[int, int]:
    """Where each quote that opens is closed."""
    closings: dict[int, int] = {}
    position = 0
    while position < len(query):
        closing = _QUOTES.get(query[position])
        if closing is not None:
            later = range(position + 1, len(query))
            found = next((i for i in later if query[i] in closing), None)
            if found is not None:
                closings[position] = position = found
        position += 1
    return closings


def _partners(plain: str, closings: dict[int, int]) -> frozenset[int]:
    """The positions of parentheses that group: opened where a piece begins, and closed."""
    opened: list[tuple[int, bool]] = []
    pairs: set[int] = set()
    position = 0
    while position < len(plain):
        mark = plain[position]
        if position in closings:
            position = closings[position]
        elif mark == "(":
            before = plain[position - 1] if position else " "
            opened.append((position, before.isspace() or before in "(-:"))
        elif mark == ")" and opened:
            opening, groups = opened.pop()
            if groups and len(opened) < MAX_DEPTH:
                pairs.update((opening, position))
        position += 1
    return frozenset(pairs)
