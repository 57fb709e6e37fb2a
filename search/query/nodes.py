"""A query as its author means it: the tree that the parser makes and the oracle answers.

It speaks of chunks, quotes and fields; the engines see only what ``plan`` lowers it to.
``describe`` writes a node in the query language, so that what was understood can be shown,
typed again and mean the same. A node knows where it was typed, which is no part of what it means:
nodes of one meaning are equal wherever they stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal

from search.fields import CHINESE_NAMES, Named, Scope
from search.query.operators import would_be_read
from search.text.dates import DateRange
from search.text.fold import HAN, has_symbol

_HAN = re.compile(f"[{HAN}]")

Span = tuple[int, int]
"""Code points of the query, from the first to after the last."""

UNPLACED: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Text typed without quotes.

    It matches a document when, in one field, all its words occur or its characters stand in
    sequence. ``parts`` are the pieces that blanks between letters and Han separate
    (``2018 年`` has two); they are tried apart when nothing matches with them together.
    """

    parts: tuple[str, ...]
    scope: Scope | None = None
    span: Span = field(default=UNPLACED, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The parts together."""
        return " ".join(self.parts)

    def describe(self) -> str:
        """The chunk in the query language; a field takes the first part alone."""
        several = self.scope is not None and len(self.parts) > 1
        return _prefixed(self.scope, f"({self.text})" if several else self.text)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text in quotes: its characters must stand in sequence in one field.

    A text with a mark that closes ``"`` has no ``」``, or it could not be written (``quotable``).
    """

    text: str
    scope: Scope | None = None
    span: Span = field(default=UNPLACED, compare=False, repr=False)

    def describe(self) -> str:
        """The quoted text in the query language."""
        return _prefixed(self.scope, _quoted(self.text))


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, ``上合*``.

    Letters and digits match where a word begins. Where words begin in Chinese is a segmenter's
    opinion, so a prefix with a Han character in it matches wherever its characters stand.
    """

    text: str
    scope: Scope | None = None
    span: Span = field(default=UNPLACED, compare=False, repr=False)

    def describe(self) -> str:
        """The prefix in the query language."""
        return _prefixed(self.scope, f"{self.text}*")


@dataclass(frozen=True, slots=True)
class Dated:
    """Documents whose date overlaps a range."""

    edtf: str
    range: DateRange
    span: Span = field(default=UNPLACED, compare=False, repr=False)

    def describe(self) -> str:
        """The date in the query language."""
        return f"{CHINESE_NAMES['date']}:{self.edtf}"


@dataclass(frozen=True, slots=True)
class Categorised:
    """Documents with a category in which these characters stand in sequence.

    Categories are values and no text of a document: they score nothing and are not marked.
    """

    text: str
    span: Span = field(default=UNPLACED, compare=False, repr=False)

    def describe(self) -> str:
        """The category in the query language."""
        return _prefixed("category", self.text if self.text.isalnum() else _quoted(self.text))


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document: what a query asks for in which there is nothing to look for."""

    span: Span = field(default=UNPLACED, compare=False, repr=False)

    def describe(self) -> str:
        """Quotes with nothing in them."""
        return '""'


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Documents that do not match; the document's own fields count, its neighbourhood does not."""

    child: "Node"
    span: Span = field(default=UNPLACED, compare=False, repr=False)

    def describe(self) -> str:
        """The exclusion in the query language.

        A minus before a digit would be its sign, and it takes the first part of a chunk alone.
        """
        operand = _operand(self.child)
        several = isinstance(self.child, Chunk) and len(self.child.parts) > 1
        apart = several or operand[0] == "-" or operand[0].isdigit()
        return f"-({operand})" if apart else f"-{operand}"


@dataclass(frozen=True, slots=True)
class All:
    """Documents that match every child; without children, every document."""

    children: tuple["Node", ...] = ()
    span: Span = field(default=UNPLACED, compare=False, repr=False)

    def describe(self) -> str:
        """The children side by side; a dot keeps chunks apart that a blank would join."""
        written = []
        for before, child in zip((None, *self.children), self.children, strict=False):
            text = _operand(child)
            written.append(f"· {text}" if _would_join(before, child) else text)
        return " ".join(written)


@dataclass(frozen=True, slots=True)
class Either:
    """Documents that match any child."""

    children: tuple["Node", ...]
    span: Span = field(default=UNPLACED, compare=False, repr=False)

    def describe(self) -> str:
        """The children with OR between them."""
        return " OR ".join(_operand(child) for child in self.children)


Leaf = Chunk | Quoted | Prefix
Node = Leaf | Dated | Categorised | Nothing | Exclusion | All | Either


MOST_LEAVES = 100
"""Texts of a query that count for the order of what it finds, and are marked."""


def counted_leaves(node: Node) -> list[Leaf]:
    """The texts that a document is rewarded for: the first of the query, as many as count."""
    return list(islice(leaves(node), MOST_LEAVES))


def leaves(node: Node) -> Iterator[Leaf]:
    """All texts of a query that exclude nothing, from left to right."""
    match node:
        case Chunk() | Quoted() | Prefix():
            yield node
        case All(children) | Either(children):
            for child in children:
                yield from leaves(child)


def conjuncts(node: Node) -> Iterator[Node]:
    """What must hold by itself: the children of a query, and of groups that only group."""
    if isinstance(node, All):
        for child in node.children:
            yield from conjuncts(child)
    else:
        yield node


def asks_for_category(node: Node) -> bool:
    """Whether a query demands a category."""
    match node:
        case Categorised():
            return True
        case All(children) | Either(children):
            return any(map(asks_for_category, children))
        case _:
            return False


def split(node: Node) -> Node:
    """The same query with the parts of every chunk asked for on their own."""
    match node:
        case Chunk(parts) if len(parts) > 1:
            return All(tuple(replace(node, parts=(part,)) for part in parts), node.span)
        case Exclusion():
            return node
        case All(children) | Either(children):
            return replace(node, children=tuple(map(split, children)))
        case _:
            return node


def without_exclusions(node: Node) -> Node:
    """The same query with everything that excludes taken out."""
    match node:
        case Exclusion():
            return All()
        case All(children) | Either(children):
            return replace(node, children=tuple(map(without_exclusions, children)))
        case _:
            return node


Around = Scope | Literal["category"] | None
"""The field that stands before a group, if any."""


def within(node: Node, around: Around) -> Node:
    """The same query with a field for every leaf that has none of its own."""
    match node:
        case All(children) | Either(children):
            return replace(node, children=tuple(within(child, around) for child in children))
        case Exclusion(child):
            return replace(node, child=within(child, around))
        case Chunk(scope=None) | Quoted(scope=None) | Prefix(scope=None):
            if around == "category":
                return Categorised(quotable(node.text), node.span)
            return replace(node, scope=around)
        case _:
            return node


def _would_join(before: Node | None, node: Node) -> bool:
    match before, node:
        case Chunk(scope=None), Chunk(scope=None):
            return joins(before.text, node.text)
        case _:
            return False


def joins(left: str, right: str) -> bool:
    """Whether a blank between two texts may be one that an aggregator put around letters."""
    first, second = left[-1], right[0]
    letters = first.isalnum() and second.isalnum()
    return letters and bool(_HAN.match(first)) != bool(_HAN.match(second))


def has_letter(text: str) -> bool:
    """Whether the text holds a letter, a digit or another symbol, hence something to search for."""
    return has_symbol(text)


_CLOSE_ANY = '"＂“”„‟〝〞'
"""Each of these closes any other."""


def quotable(text: str) -> str:
    """The text with marks that some pair of quotes can stand around; all marks are alike."""
    return text.replace("」", "·") if any(mark in text for mark in _CLOSE_ANY) else text


def _quoted(text: str) -> str:
    return f"「{text}」" if any(mark in text for mark in _CLOSE_ANY) else f'"{text}"'


def _prefixed(scope: Named | None, text: str) -> str:
    """The text with its field; a mark before text that looks like an operator keeps it text."""
    if scope:
        return f"{CHINESE_NAMES[scope]}:{text}"
    return f":{text}" if would_be_read(text) else text


def _operand(node: Node) -> str:
    compound = isinstance(node, All | Either)
    return f"({node.describe()})" if compound else node.describe()
