"""What is asked of every engine in the engine table, and how it answers.

A query is a tree of one level over word tokens of one field: terms joined by AND or OR, or a
phrase. An answer is the exact total and the best ten by the engine's own formula; with facets,
also the counts of two of them. Engines that cannot do something say so and are left out of that
row; none is helped along in Python, except where its adapter says so.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from search.ranking import idf
from tests.benchmarks.collection import Collection

Operator = Literal["and", "or", "phrase"]

OPERATORS: frozenset[Operator] = frozenset(("and", "or", "phrase"))

DEPTH = 10
"""How many of the best are asked for."""

FACET_DEPTH = 10
"""How many values of a facet are asked for, most frequent first."""


@dataclass(frozen=True, slots=True)
class Query:
    """Words joined by an operator; one word is an OR of one."""

    operator: Operator
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found.

    Attributes:
        total: how many photos match.
        best: the numbers (in the collection) of the best ten, best first.
        creators, years: facet counts of the most frequent values, where they were asked for.
    """

    total: int
    best: tuple[int, ...]
    creators: Mapping[str, int] | None = None
    years: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """In what an engine's BM25 (k1 1.2, b 0.75) departs from ours, up to a constant factor.

    Attributes:
        idf: of (documents, documents with the word).
        length: the length that it remembers of a field with so many words.
        all_documents: whether the average length counts documents whose field is empty.
    """

    idf: Callable[[int, int], float] = idf
    length: Callable[[int], float] = float
    all_documents: bool = True


class Peer(Protocol):
    """An engine under measurement.

    Attributes:
        name: for the tables.
        version: of the engine.
        operators: what it can answer.
        facets: whether it can count creators and years.
        formula: how it scores; None where its order cannot be foretold.
        runs: whether a phrase is a run of characters to it, not a sequence of words.
    """

    name: str
    version: str
    operators: frozenset[Operator]
    facets: bool
    formula: Formula | None
    runs: bool

    def build(self, collection: Collection, folder: Path) -> None:
        """Index the collection in an empty folder and open it for searching."""

    def search(self, query: Query, *, facets: bool) -> Answer:
        """Answer a query; this is what is timed."""

    def close(self) -> None:
        """Let go of the index."""


def load(module: str) -> Any:
    """An engine's package, which need not be installed.

    Imported by name and not by statement: the peers are no dependency of the project, their
    types are known only where they are installed, and the code must read the same everywhere.

    Raises:
        ImportError: it is not installed.
    """
    return importlib.import_module(module)
