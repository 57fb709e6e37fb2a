"""Explains scores: what the formula sums without keeping it, kept.

The document is read, as a handful of documents is for its score, and every summand that stands in
it is written down. So nothing is worked out beside the sum: the summands, their figures and their
order are those of ``Formula``, and what is explained is the way that scores are made and not a
second formula. Only who asks pays for it.

An engine says of a document what it finds out in its own way (``Judged``); the rest is here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from search.execution.formula import Formula
from search.execution.reading import Reading
from search.execution.weighing import Summand
from search.explanation import (
    MOST_CONTRIBUTIONS,
    MOST_EXPLAINED,
    Contribution,
    Evidence,
    Explanation,
    Tier,
)
from search.query.nodes import MOST_LEAVES, Node
from search.query.tree import Run, Term
from search.ranking import RUN_FACTOR, flattening, saturation
from search.results import Hit


class Judged(Protocol):
    """A document and a query, as an engine knows them.

    Attributes:
        document_id: of the document. reading: of it alone.
        formula: what scores it.
        tier: where it stands; None where it does not match.
    """

    @property
    def document_id(self) -> str: ...
    @property
    def reading(self) -> Reading: ...
    @property
    def formula(self) -> Formula: ...
    @property
    def tier(self) -> Tier | None: ...

    def evidence(self) -> Evidence | None:
        """How much of the query it holds; None where none of it may be missing."""

    def missing(self) -> tuple[str, ...]:
        """The words typed that it lacks."""

    def unmet(self) -> Iterator[Node]:
        """The parts of the query that it does not match."""


def explanation(query: str, judged: Judged) -> Explanation:
    """Why a document has its score and its place.

    Args:
        query: as it was understood.
    """
    contributions = tuple(_contributions(judged.formula, judged.reading))
    together = judged.formula.together(judged.reading, 0)
    factor = 1.0 + RUN_FACTOR * together
    total = 0.0
    for part in contributions:  # sum() rounds otherwise, from Python 3.12 on
        total += part.amount
    told = Explanation(
        query=query,
        document_id=judged.document_id,
        tier=judged.tier,
        documents=judged.formula.documents,
        contributions=contributions,
        together=together,
        factor=factor,
        score=total * factor,
    )
    if told.tier in ("own", "full"):
        return told
    return replace(
        told,
        evidence=judged.evidence(),
        missing=judged.missing(),
        unmet=tuple(part.describe() for part in islice(judged.unmet(), MOST_LEAVES)),
    )


def explained(hits: Sequence[Hit], explain: Callable[[str], Explanation | None]) -> Iterator[Hit]:
    """Some hits with their explanations; where there is too much to tell, the last without.

    Args:
        explain: gives the explanation of a document, by its id.
    """
    left = MOST_CONTRIBUTIONS
    for place, hit in enumerate(hits):
        told = explain(hit.document.id) if place < MOST_EXPLAINED and left > 0 else None
        if told is None:
            yield hit
            continue
        left -= len(told.contributions)
        yield replace(hit, explanation=told)


def _contributions(formula: Formula, reading: Reading) -> Iterator[Contribution]:
    for summand in formula.standing(reading):
        match summand.what:
            case Term() as term:
                for _, count, length in reading.counts(term):
                    yield _of_term(term, summand, count, length)
            case Run(field, text):
                yield Contribution(
                    field=field,
                    stream=None,
                    token=text,
                    weight=summand.weight,
                    idf=summand.idf,
                    amount=summand.factor,
                )


def _of_term(term: Term, summand: Summand, count: int, length: float) -> Contribution:
    return Contribution(
        field=term.field,
        stream=term.stream,
        token=term.token,
        weight=summand.weight,
        idf=summand.idf,
        share=summand.share,
        frequency=count,
        document_frequency=summand.frequency,
        length=int(length),
        average_length=summand.average,
        amount=summand.factor * saturation(float(count), flattening(length, summand.average)),
    )
