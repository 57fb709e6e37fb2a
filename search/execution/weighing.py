"""What terms and literal matches weigh in an archive, by the statistics of its live documents."""

from typing import NamedTuple, Protocol

from search.document import Kind
from search.fields import Field
from search.query.lowered import Tokens
from search.query.tree import Run, Term
from search.ranking import ALTERNATIVE_WEIGHT, FIELD_WEIGHTS, K1, LITERAL_BONUS, STREAM_WEIGHTS, idf
from search.text.analyzer import STREAMS, Stream

_ABOVE = 1.0 + 1e-12
"""A little more than rounding may add."""


class Summand(NamedTuple):
    """What a term, or a run where it stands, adds to a score.

    Attributes:
        factor: of a term the weights of its field and stream times its idf, above 0; of a run all
            that it adds.
        average: of a term, the average length of its field.
        weight, idf: what it is made of.
        frequency: of a term, how many documents have it.
        share: below 1 of a term of an alternative.
    """

    what: Term | Run
    factor: float
    weight: float
    idf: float
    average: float = 0.0
    frequency: int = 0
    share: float = 1.0

    @property
    def bound(self) -> float:
        """More than is added to any document."""
        most = K1 + 1.0 if isinstance(self.what, Term) else 1.0
        return self.factor * most * _ABOVE


class Statistics(Protocol):
    """What is counted over the live documents of an archive, kind by kind."""

    def count(self, kind: Kind) -> int:
        """How many documents there are."""

    def frequency(self, kind: Kind, term: Term) -> int:
        """How many documents have a term."""

    def average(self, kind: Kind, field: Field, stream: Stream) -> float:
        """The average length over the documents that have any such token."""


class Weighing:
    """Weighs for the documents of one kind.

    Attributes:
        size: how many there are.
    """

    def __init__(self, statistics: Statistics, kind: Kind) -> None:
        self._statistics = statistics
        self._kind = kind
        self.size = statistics.count(kind)
        self._terms: dict[Term, Summand | None] = {}
        self._masses: dict[tuple[Field, Tokens], float] = {}

    def term(self, term: Term) -> Summand | None:
        """What a term adds to scores; None where no live document has it."""
        if term not in self._terms:
            self._terms[term] = self._weighed(term)
        return self._terms[term]

    def other(self, term: Term) -> Summand | None:
        """What a term of an alternative adds to scores; None where no live document has it."""
        found = self.term(term)
        return found and found._replace(
            factor=ALTERNATIVE_WEIGHT * found.factor, share=ALTERNATIVE_WEIGHT
        )

    def _weighed(self, term: Term) -> Summand | None:
        frequency = self._statistics.frequency(self._kind, term)
        if not frequency:
            return None
        weight = FIELD_WEIGHTS[term.field] * STREAM_WEIGHTS[term.stream]
        average = self._statistics.average(self._kind, term.field, term.stream)
        rarity = idf(self.size, frequency)
        return Summand(term, weight * rarity, weight, rarity, average, frequency)

    def bonus(self, run: Run, tokens: Tokens) -> Summand:
        """What a run of a leaf of the query adds where it stands."""
        key = run.field, tokens
        if key not in self._masses:
            self._masses[key] = self._mass(run.field, tokens)
        weight, mass = LITERAL_BONUS[run.field], self._masses[key]
        return Summand(run, weight * mass, weight, mass)

    def _mass(self, field: Field, tokens: Tokens) -> float:
        """What a leaf of the query weighs in a field: the idf of its tokens."""
        total = 0.0
        for stream in STREAMS:
            for token in tokens.stream(stream):
                frequency = self._statistics.frequency(self._kind, Term(field, stream, token))
                total += STREAM_WEIGHTS[stream] * idf(self.size, frequency)
        return total
