"""The small tree that engines answer: a query with everything but set operations taken out.

A tree speaks of the fields of one kind of document; chunks, scopes, splitting and exclusion's
narrower view are gone from it. ``And(())`` is every document of the kind, ``Or(())`` none.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from search.fields import Field
from search.request import ValueFacet
from search.text.analyzer import Stream, bigrams
from search.text.fold import GAP


class Term(NamedTuple):
    """Documents with a token in a stream of a field.

    A tuple, since terms are the keys that every memo is asked for, hundreds of times a search.
    """

    field: Field
    stream: Stream
    token: str


class Run(NamedTuple):
    """Documents in whose field these symbols of the character stream stand in sequence.

    A tuple, as a term is.
    """

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class WordPrefix:
    """Documents with a word in the field that begins with ``text``."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """Documents with a value of a facet in whose characters these symbols stand in sequence."""

    facet: ValueFacet
    text: str


@dataclass(frozen=True, slots=True)
class And:
    """Documents in every child."""

    children: tuple["Tree", ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """Documents in any child."""

    children: tuple["Tree", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """Documents of the kind that are not in the child."""

    child: "Tree"


EXACT = 7
"""Days between the first and the last of a document's date that says a day of a period: a month
says nothing about one of its days."""


@dataclass(frozen=True, slots=True)
class Days:
    """Documents whose date has a day in common with some periods.

    Attributes:
        periods: first and last days (ordinals), in order and disjoint.
        exactly: whether a document must say so: it may be dated to ``EXACT`` days more than one, or
            to as many as the period has. Of several periods that its days meet the first counts.
    """

    periods: tuple[tuple[int, int], ...]
    exactly: bool = False


def letters_of(tree: "Tree") -> int:
    """How many symbols a tree asks for: about how much memory it takes."""
    match tree:
        case Term(_, _, text) | Run(_, text) | WordPrefix(_, text) | Value(_, text):
            return len(text)
        case And(children) | Or(children):
            return sum(map(letters_of, children))
        case Not(child):
            return letters_of(child)
        case Days(periods):
            return len(periods)
        case _:
            return 0


_SHORT = 16
"""Symbols of a run whose terms are remembered."""

Tree = Term | Run | WordPrefix | Value | And | Or | Not | Days
EVERYTHING = And()
NOWHERE = Or()


def terms_of(run: Run) -> tuple[Term, ...]:
    """The terms that every text with this run of symbols has."""
    return _short(run) if len(run.text) <= _SHORT else _terms(run)


@lru_cache(maxsize=1 << 12)
def _short(run: Run) -> tuple[Term, ...]:
    """The terms of a short run: long ones would fill the memory, and are asked for once."""
    return _terms(run)


def _terms(run: Run) -> tuple[Term, ...]:
    text, field = run.text, run.field
    pairs = dict.fromkeys(bigrams(text))
    alone = dict.fromkeys(symbols for symbols in text.split(GAP) if len(symbols) == 1)
    return (
        *(Term(field, "bigrams", pair) for pair in pairs),
        *(Term(field, "characters", symbol) for symbol in alone),
    )
