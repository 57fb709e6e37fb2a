"""The marks of the query language, found in what a person typed.

Every operator is recognised only where it can be one: a minus, a plus or a field's name where a
piece begins, a parenthesis where a piece begins and its partner follows, a quote that is closed, a
word such as ``OR`` that stands alone. All else is text, because people paste captions into the box
and captions are full of marks. Wide forms (``：（）－＋｜＊“”``) count as the narrow ones: an input
method types them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from search.query.operators import (
    LONGEST_NAME,
    OPERATORS,
    Operator,
    field_named,
    looks_like_a_field,
    narrow,
)

TokenKind = Literal["text", "quoted", "open", "close", "minus", "plus", "field"] | Operator

QUOTES = {
    **dict.fromkeys('"＂“”„‟〝〞', '"＂“”„‟〝〞'),
    "「": "」", "『": "』", "«": "»", "﹁": "﹂", "｢": "｣",
}  # fmt: skip
"""What closes each quote that opens."""

MAX_DEPTH = 20
"""Parentheses inside deeper parentheses are text."""

_BEFORE_NAMES = "(-+"
"""What may stand right before a field's name."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query: ``text`` stands at code points ``start`` to ``end``.

    ``text`` of a quoted token is what stands between the quotes; of a field, the name typed.
    """

    kind: TokenKind
    text: str
    start: int
    end: int


class Lexer:
    """Cuts one query into tokens.

    Attributes:
        stray: where quotes stand that nothing closes: read as marks like any other.
        unknown: names that were likely meant for a field's, and are text.
    """

    def __init__(self, query: str) -> None:
        self.query = query
        self.stray: list[int] = []
        self.unknown: list[Token] = []
        self._plain = narrow(query)
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
        if mark == "+" and self._demands(start):
            return self._take("plus", start, start + 1)
        if (colon := self._field_end(start)) is not None:
            return self._take("field", start, colon, after=colon + 1)
        return self._text()

    def _take(self, kind: TokenKind, start: int, end: int, after: int | None = None) -> Token:
        first, self._position = self._position, end if after is None else after
        return Token(kind, self.query[start:end], first, self._position)

    def _text(self) -> Token:
        start = end = self._position
        while end < len(self.query) and (end == start or not self._ends_text(end)):
            if self.query[end] in QUOTES:
                self.stray.append(end)
            end += 1
        operator = OPERATORS.get(self._plain[start:end])
        return self._take(operator if operator and self._alone(start) else "text", start, end)

    def _ends_text(self, position: int) -> bool:
        operator = position in self._closings or position in self._partners
        return operator or self.query[position].isspace()

    def _alone(self, start: int) -> bool:
        """Whether nothing is fastened to the front of a word: ``标题:OR`` asks for a title."""
        return not start or self._plain[start - 1] not in ":-+"

    def _begins(self, position: int, after: str) -> bool:
        return _begins(self._plain, position, after)

    def _excludes(self, position: int) -> bool:
        """A minus before a digit is a number's sign (-30℃); before a blank or minus, a dash."""
        following = self._plain[position + 1 : position + 2]
        names = bool(following) and not following.isspace() and following not in "-0123456789"
        return names and self._begins(position, "(")

    def _demands(self, position: int) -> bool:
        """A plus before a letter, a quote or a group says what goes without saying."""
        after = position + 1
        opens = after in self._partners and self._plain[after] == "("
        fastened = after in self._closings or opens
        if not fastened and not self._plain[after : after + 1].isalpha():
            return False
        return self._begins(position, "(")

    def _field_end(self, start: int) -> int | None:
        """Where the colon of a field's name stands that begins here."""
        colon = self._plain.find(":", start + 1, start + LONGEST_NAME + 1)
        if colon < 0 or not self._begins(start, _BEFORE_NAMES):
            return None
        name, after = self._plain[start:colon], self._plain[colon + 1 :]
        if field_named(name):
            return colon if after.strip() else None
        if looks_like_a_field(name, self.query[colon], after[:1]):
            self.unknown.append(Token("text", self.query[start:colon], start, colon))
        return None


def _begins(plain: str, position: int, after: str) -> bool:
    """Whether a piece begins at a position: after a blank, or some marks."""
    before = plain[position - 1] if position else " "
    return before.isspace() or before in after


def _closings(query: str) -> dict[int, int]:
    """Where each quote that opens is closed."""
    closings: dict[int, int] = {}
    unclosed: set[str] = set()  # quotes after which no other closes them
    position = 0
    while position < len(query):
        closing = QUOTES.get(query[position])
        if closing is not None and closing not in unclosed:
            later = range(position + 1, len(query))
            found = next((i for i in later if query[i] in closing), None)
            if found is None:
                unclosed.add(closing)
            else:
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
            opened.append((position, _groups(plain, position)))
        elif mark == ")" and opened:
            opening, groups = opened.pop()
            if groups and len(opened) < MAX_DEPTH:
                pairs.update((opening, position))
        position += 1
    return frozenset(pairs)


def _groups(plain: str, position: int) -> bool:
    """Whether a parenthesis stands where a piece begins, or after a plus that does."""
    if position and plain[position - 1] == "+":
        return _begins(plain, position - 1, "(")
    return _begins(plain, position, "(-:")
