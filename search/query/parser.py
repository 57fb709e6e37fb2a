"""From what a person typed to a query; it never fails.

    query   = factor { ["AND"] factor }                  all must match
    factor  = operand { "OR" operand }                   OR binds tighter, as in web search
    operand = ["-" | "NOT" | "+"] [field ":"] ( quoted | prefix | chunk | "(" query ")" )

What cannot be read as an operator is text, and a notice says so where a person might have meant
the operator. A text in which there is nothing to look for is nothing; a query of nothing else
finds nothing, since it was typed to find something.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from search.calendar.readings import typed_period
from search.errors import ArgumentError
from search.fields import Named
from search.query import notices as say
from search.query.lexer import Lexer, Token
from search.query.nodes import (
    MOST_LEAVES,
    All,
    Around,
    Chunk,
    Dated,
    Either,
    Exclusion,
    Node,
    Nothing,
    Prefix,
    Quoted,
    has_letter,
    leaves,
    quotable,
    within,
)
from search.query.operators import field_named, narrow
from search.query.pieces import Piece, Text, is_prefix, joined, tidy
from search.request import MAX_LENGTH
from search.results import Notice
from search.text.dates import parse as parse_date
from search.text.dates import typed_date

_NEGATIVE_NUMBER = re.compile(r"-\d+$")


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query with what should be said of it.

    Attributes:
        root: what it means.
        text: what was typed, as far as it was read.
    """

    root: All
    notices: tuple[Notice, ...] = ()
    text: str = ""

    def describe(self) -> str:
        """The query as it was understood, in the query language."""
        return self.root.describe()


def parse(text: str, *, today: date | None = None) -> Query:
    """Read a query. Any text gives a query; blank text gives one that matches everything.

    Args:
        today: what dates in words (``日期:去年国庆``) are read by; None: only numbers are dates.
    """
    read = text[:MAX_LENGTH]
    lexer = Lexer(read)
    parser = _Parser(joined(lexer.tokens()), today)
    root = replace(parser.query(), span=(0, len(read)))
    notices = [
        *map(say.stray_quote, lexer.stray),
        *map(say.unknown_field, lexer.unknown),
        *parser.notices,
    ]
    if text.strip() and not root.children:
        root = replace(root, children=(Nothing((0, len(read))),))
        notices.append(say.nothing_to_find(text))
    if sum(1 for _ in leaves(root)) > MOST_LEAVES:
        notices.append(say.MANY_LEAVES)
    if len(text) > MAX_LENGTH:
        notices.append(say.too_long(text))
    return Query(root, tuple(say.few_of_each(notices)), read)


class _Parser:
    """Recursive descent over pieces; parentheses arrive paired and not too deep."""

    def __init__(self, pieces: list[Piece], today: date | None) -> None:
        self.notices: list[Notice] = []
        self._today = today
        self._pieces = pieces
        self._position = 0

    def query(self) -> All:
        """Operands up to the end or to a parenthesis that closes, with what stands between."""
        factors: list[list[Node]] = []
        self._chooses(first=True)
        chooses = False
        while not self._at_end():
            node = self._operand()
            if not chooses:
                factors.append([])
            if node is not None:
                factors[-1].append(node)
            chooses = self._chooses()
        return All(tuple(_either(nodes) for nodes in factors if nodes))

    def _peek(self) -> Piece | None:
        return self._pieces[self._position] if self._position < len(self._pieces) else None

    def _at_end(self) -> bool:
        return self._peek() is None or self._at("close")

    def _at(self, *kinds: str) -> bool:
        piece = self._peek()
        return isinstance(piece, Token) and piece.kind in kinds

    def _take(self, *kinds: str) -> Token | None:
        """The token that stands here, if it is of a kind."""
        piece = self._peek()
        if not isinstance(piece, Token) or piece.kind not in kinds:
            return None
        self._position += 1
        return piece

    def _chooses(self, *, first: bool = False) -> bool:
        """Step over the operators that stand here; whether they choose between two sides.

        Of several only one counts, an OR if there is any; the first of a group have no left side,
        the last no right one.
        """
        found = []
        while (operator := self._take("or", "and")) is not None:
            found.append(operator)
        counts = next((one for one in found if one.kind == "or"), found[0] if found else None)
        if first or self._at_end():
            counts = None
        self.notices += [say.dangling(one) for one in found if one is not counts]
        return counts is not None and counts.kind == "or"

    def _operand(self) -> Node | None:
        sign = self._take("minus", "not", "plus")
        if sign is None:
            return self._scoped(None)
        if sign.kind == "not" and (self._at_end() or self._at("or", "and", "not", "minus", "plus")):
            self.notices.append(say.dangling(sign))
            return None
        node = self._scoped(None)
        if node is None:
            return None
        span = (sign.start, node.span[1])
        return replace(node, span=span) if sign.kind == "plus" else Exclusion(node, span)

    def _scoped(self, around: Around) -> Node | None:
        """One operand without its sign; everything in it stands in a field, if one is named."""
        piece = self._peek()
        if isinstance(piece, Text):
            self._position += 1
            node = _text(piece, self.notices)
            return node and within(node, around)
        if (token := self._take("quoted")) is not None:
            text = quotable(token.text.strip())
            span = (token.start, token.end)
            return within(Quoted(text, None, span), around) if has_letter(text) else None
        if (token := self._take("open")) is not None:
            return self._group(token, around)
        if (token := self._take("field")) is not None:
            return self._field(token)
        return None

    def _group(self, opening: Token, around: Around) -> Node | None:
        inside = self.query()
        closing = self._take("close")
        end = closing.end if closing else opening.end
        children = tuple(within(child, around) for child in inside.children)
        if not children:
            return None
        span = (opening.start, end)
        return All(children, span) if len(children) > 1 else replace(children[0], span=span)

    def _field(self, name: Token) -> Node | None:
        if not (isinstance(self._peek(), Text) or self._at("quoted", "open")):
            return Chunk((name.text,), None, (name.start, name.end))
        node = self._named(name, field_named(narrow(name.text)))
        return node and replace(node, span=(name.start, node.span[1]))

    def _named(self, name: Token, field: Named | None) -> Node | None:
        return self._date(name) if field == "date" else self._scoped(field)

    def _date(self, name: Token) -> Node | None:
        piece = self._peek()
        text = _flat(piece)
        if text is None or piece is None:
            return self._scoped(None)
        try:
            edtf = typed_period(text, today=self._today) if self._today else typed_date(text)
        except ArgumentError:
            self.notices.append(say.no_date(text, name))
            return self._scoped(None)
        self._position += 1
        return Dated(edtf, parse_date(edtf), (piece.start, piece.end))


def _either(nodes: list[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    return Either(tuple(nodes), (nodes[0].span[0], nodes[-1].span[1]))


def _text(piece: Text, notices: list[Notice]) -> Node | None:
    text, span = piece.parts[-1], (piece.start, piece.end)
    if is_prefix(text):
        return Prefix(tidy(text), None, span)
    if _NEGATIVE_NUMBER.match(text):
        notices.append(say.minus_number(text, piece))
    parts = piece.tidy
    return Chunk(parts, None, span) if parts else None


def _flat(piece: Piece | None) -> str | None:
    match piece:
        case Text(parts):
            return " ".join(parts)
        case Token("quoted", text):
            return text
        case _:
            return None
