"""A query as its author means it: the tree that the parser makes and the oracle answers.

It speaks of chunks, quotes and fields; the engines see only what ``plan`` lowers it to.
``describe`` writes a node in the query language, so that what was understood can be shown,
typed again and mean the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from search.fields import CHINESE_NAMES, SCOPE_NAMES, Scope
from search.text.dates import DateRange
from search.text.fold import HAN, has_symbol

_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Text typed without quotes.

    It matches a document when, in one field, all its words occur or its characters stand in
    sequence. ``parts`` are the pieces that blanks between letters and Han separate
    (``2018 年`` has two); they are tried apart when nothing matches with them together.
    """

    parts: tuple[str, ...]
    scope: Scope | None = None

    @property
    def text(self) -> str:
        """The parts together."""
        return " ".join(self.parts)

    def describe(self) -> str:
        """The chunk in the query language."""
        return _prefixed(self.scope, self.text)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text in quotes: its characters must stand in sequence in one field."""

    text: str
    scope: Scope | None = None

    def describe(self) -> str:
        """The quoted text in the query language."""
        if not any(mark in self.text for mark in '"＂“”„‟〝〞'):  # each of them closes any other
            return _prefixed(self.scope, f'"{self.text}"')
        return _prefixed(self.scope, f"「{self.text.replace('」', ' ')}」")


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, ``上合*``.

    Letters and digits match where a word begins. Where words begin in Chinese is a segmenter's
    opinion, so a prefix with a Han character in it matches wherever its characters stand.
    """

    text: str
    scope: Scope | None = None

    def describe(self) -> str:
        """The prefix in the query language."""
        return _prefixed(self.scope, f"{self.text}*")


@dataclass(frozen=True, slots=True)
class Dated:
    """Documents whose date overlaps a range."""

    edtf: str
    range: DateRange

    def describe(self) -> str:
        """The date in the query language."""
        return f"{CHINESE_NAMES['date']}:{self.edtf}"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Documents that do not match; the document's own fields count, its neighbourhood does not."""

    child: "Node"

    def describe(self) -> str:
        """The exclusion in the query language; a minus before a digit would be its sign."""
        operand = _operand(self.child)
        return f"-({operand})" if operand[:1].isdigit() else f"-{operand}"


@dataclass(frozen=True, slots=True)
class All:
    """Documents that match every child; without children, every document."""

    children: tuple["Node", ...] = ()

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

    def describe(self) -> str:
        """The children with OR between them."""
        return " OR ".join(_operand(child) for child in self.children)


Leaf = Chunk | Quoted | Prefix
Node = Leaf | Dated | Exclusion | All | Either


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


def split(node: Node) -> Node:
    """The same query with the parts of every chunk asked for on their own."""
    match node:
        case Chunk(parts, scope) if len(parts) > 1:
            return All(tuple(Chunk((part,), scope) for part in parts))
        case Exclusion():
            return node
        case All(children):
            return All(tuple(map(split, children)))
        case Either(children):
            return Either(tuple(map(split, children)))
        case _:
            return node


def without_exclusions(node: Node) -> Node:
    """The same query with everything that excludes taken out."""
    match node:
        case Exclusion():
            return All()
        case All(children):
            return All(tuple(map(without_exclusions, children)))
        case Either(children):
            return Either(tuple(map(without_exclusions, children)))
        case _:
            return node


def within(node: "All", scope: Scope | None) -> "All":
    """The same query with a scope for every leaf that has none of its own."""
    return All(tuple(_within(child, scope) for child in node.children))


def _within(node: Node, scope: Scope | None) -> Node:
    match node:
        case All():
            return within(node, scope)
        case Either(children):
            return Either(tuple(_within(child, scope) for child in children))
        case Exclusion(child):
            return Exclusion(_within(child, scope))
        case Chunk(scope=None) | Quoted(scope=None) | Prefix(scope=None):
            return replace(node, scope=scope)
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


def _prefixed(scope: Scope | None, text: str) -> str:
    """The text with its field; a mark before text that looks like an operator keeps it text."""
    if scope:
        return f"{CHINESE_NAMES[scope]}:{text}"
    plain = unicodedata.normalize("NFKC", text)
    name, colon, _ = plain.partition(":")
    taken = plain == "OR" or (colon and name.casefold() in SCOPE_NAMES)
    return f":{text}" if taken else text


def _operand(node: Node) -> str:
    compound = isinstance(node, All | Either)
    return f"({node.describe()})" if compound else node.describe()
