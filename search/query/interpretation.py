"""A query as the list of what was understood, so that a page can show parts to be taken out.

A part is what must match by itself: a piece, or several with OR between them. Each knows the query
without it. That is cut out of what was typed, since a reader recognises what he typed, and not
written anew by ``describe``; the cut is mended where pieces that a part kept apart would run
together, or where text would come to stand in the place of an operator. Where that is not enough
(a parenthesis whose partner stands elsewhere), the rest is written anew after all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from search.fields import CHINESE_NAMES, ENGLISH_NAMES, Named
from search.query.lexer import Lexer
from search.query.nodes import (
    All,
    Categorised,
    Chunk,
    Dated,
    Either,
    Exclusion,
    Leaf,
    Node,
    Nothing,
    Prefix,
    Quoted,
    Span,
    counted_leaves,
    joins,
)
from search.query.operators import narrow, would_be_read
from search.query.parser import Query
from search.query.readings import readings_of
from search.query.widening import UNWIDENED, Widening
from search.results import Part, PartKind

MOST_PARTS = 100
"""Parts that are told; each carries a query."""


@dataclass(frozen=True, slots=True)
class _Words:
    """How parts are told in a language."""

    names: Mapping[Named, str]
    colon: str
    excluding: str
    choosing: str
    group: str

    def named(self, field: Named, value: str) -> str:
        """A value with the name of its field."""
        return f"{self.names[field]}{self.colon}{value}"


_CHINESE = _Words(CHINESE_NAMES, "：", "不含", "或", "（{}）")
_ENGLISH = _Words(ENGLISH_NAMES, ": ", "without", "or", "({})")


def interpretation(query: Query, widening: Widening = UNWIDENED) -> tuple[Part, ...]:
    """The parts of a query, in its order; none of a blank one and of one of marks alone.

    After a part come the readings of it: the dates in it, and the other words that are looked for.
    """
    typed = _Typed(query.text)
    cuts = list(_cuts(query.root))
    nodes = tuple(node for node, _ in cuts)

    def without(place: int) -> str:
        if typed.can_be_cut(*cuts[place][1]):
            return typed.without(*cuts[place][1])
        return All(nodes[:place] + nodes[place + 1 :]).describe()

    parts: list[Part] = []
    for place, node in enumerate(nodes[:MOST_PARTS]):
        parts.append(_part(node, without(place)))
        for leaf in counted_leaves(node):
            if isinstance(leaf, Chunk):
                parts += readings_of(leaf, query.text, widening)
    return tuple(parts[:MOST_PARTS])


def _part(node: Node, without: str) -> Part:
    return Part(
        kind=_kind(node),
        start=node.span[0],
        end=node.span[1],
        text=node.describe(),
        chinese=_label(node, _CHINESE),
        english=_label(node, _ENGLISH),
        without=without,
    )


def _cuts(node: All) -> Iterator[tuple[Node, Span]]:
    """The parts, and what goes with each: all up to the one before it, or to the next."""
    children = [child for child in node.children if not isinstance(child, Nothing)]
    for i, child in enumerate(children):
        if i:
            cut = children[i - 1].span[1], child.span[1]
        elif len(children) > 1:
            cut = child.span[0], children[1].span[0]
        else:
            cut = node.span
        if isinstance(child, All):
            yield from _cuts(child)
        else:
            yield child, cut


class _Typed:
    """A query as it was typed, to be cut."""

    def __init__(self, text: str) -> None:
        self._text = text
        tokens = list(Lexer(text).tokens())
        self._texts = {token.start: token.text for token in tokens if token.kind == "text"}
        self._names = {token.end for token in tokens if token.kind == "field"}
        self._operators = {t.end: t.start for t in tokens if t.kind in ("or", "and", "not")}
        self._opened = {token.end for token in tokens if token.kind == "open"}
        self._closed = {token.start for token in tokens if token.kind == "close"}

    def can_be_cut(self, start: int, end: int) -> bool:
        """Whether every parenthesis of a stretch has its partner there.

        Nor may a name stand before it that has no value: it is text, and would get one.
        """
        if self._kept_before(start) in self._names:
            return False
        cut = narrow(self._text[start:end])
        depths = list(accumulate((mark == "(") - (mark == ")") for mark in cut))
        return not depths or (depths[-1] == 0 and min(depths) >= 0)

    def without(self, start: int, end: int) -> str:
        """The text without a stretch that ends a piece, or ends where one begins."""
        first, last = self._kept_before(start), self._kept_after(end)
        before, after = self._text[:first].strip(), self._text[last:].strip()
        if self._would_act(last, end):
            after = f"·{after}"
        if not before or not after or first in self._opened or last in self._closed:
            return before + after
        return f"{before} · {after}" if joins(before, after) else f"{before} {after}"

    def _kept_before(self, start: int) -> int:
        """Where ends what stands before a cut, but for operators that would find an operand."""
        end = len(self._text[:start].rstrip())
        while end in self._operators:
            end = len(self._text[: self._operators[end]].rstrip())
        return end

    def _kept_after(self, end: int) -> int:
        return len(self._text) - len(self._text[end:].lstrip())

    def _would_act(self, place: int, end: int) -> bool:
        """Whether a text that stands after a cut was text only for being fastened to it."""
        text = self._texts.get(place, "")
        fastened = place == end and end > 0 and not self._text[end - 1].isspace()
        return fastened and bool(text) and (narrow(text[0]) in "-+(" or would_be_read(text))


def _kind(node: Node) -> PartKind:
    match node:
        case Chunk(scope=None):
            return "text"
        case Quoted(scope=None):
            return "phrase"
        case Prefix(scope=None):
            return "prefix"
        case Dated():
            return "date"
        case Exclusion():
            return "exclusion"
        case Either():
            return "alternatives"
        case _:
            return "field"


def _label(node: Node, words: _Words) -> str:
    """What a node asks for, for people."""
    match node:
        case Exclusion(child):
            return f"{words.excluding} {_label(child, words)}"
        case Either(children):
            return f" {words.choosing} ".join(_label(child, words) for child in children)
        case All(children):
            return words.group.format(" ".join(_label(child, words) for child in children))
        case Chunk(scope=scope) | Quoted(scope=scope) | Prefix(scope=scope):
            return words.named(scope, _value(node)) if scope else _value(node)
        case Categorised(text):
            return words.named("category", text)
        case Dated(edtf):
            return words.named("date", edtf)
        case Nothing():
            return ""


def _value(node: Leaf) -> str:
    match node:
        case Quoted(text):
            return f"“{text}”"
        case Prefix(text):
            return f"{text}*"
        case Chunk():
            return node.text
