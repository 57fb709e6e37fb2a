"""Explains scores: what ``scorer`` sums without keeping it, kept.

The document is read, as a handful of documents is for its score, and every summand that stands in
it is written down. So nothing is worked out beside the sum: the summands, their figures and their
order are those of ``Scorer``, and what is explained is the way that scores are made and not a
second formula. Only who asks pays for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from search.execution.prepared import PreparedQuery, Searching
from search.execution.reading import Reading, SegmentReading
from search.execution.weighing import Summand
from search.explanation import (
    MOST_CONTRIBUTIONS,
    MOST_EXPLAINED,
    Contribution,
    Evidence,
    Explanation,
)
from search.fields import FIELDS
from search.query.nodes import MOST_LEAVES
from search.query.tree import Run, Term
from search.ranking import RUN_FACTOR, flattening, saturation
from search.results import Hit
from search.snapshot.segment_searcher import SegmentSearcher
from search.snapshot.snapshot import Snapshot


def explanation(snapshot: Snapshot, prepared: PreparedQuery, number: int) -> Explanation:
    """Why a document of a snapshot, by its number, has its score and its place."""
    searcher, local = snapshot.place(number)
    one = prepared.searching[searcher.kind]
    reading = SegmentReading(searcher, np.array([local], dtype=np.uint32))
    contributions = tuple(_contributions(one, reading))
    together = one.scorer.together(reading, 0)
    factor = 1.0 + RUN_FACTOR * together
    total = 0.0
    for part in contributions:  # sum() rounds otherwise, from Python 3.12 on
        total += part.amount
    tier = one.tier(searcher.place, local)
    told = Explanation(
        query=prepared.query.describe(),
        document_id=searcher.document(local).id,
        tier=tier,
        documents=one.scorer.documents,
        contributions=contributions,
        together=together,
        factor=factor,
        score=total * factor,
    )
    return told if tier in ("own", "full") else _lacking(told, one, reading, searcher, local)


def explained(snapshot: Snapshot, prepared: PreparedQuery, hits: Sequence[Hit]) -> Iterator[Hit]:
    """Some hits with their explanations; where there is too much to tell, the last without."""
    left = MOST_CONTRIBUTIONS
    for place, hit in enumerate(hits):
        number = snapshot.number(hit.document.id) if place < MOST_EXPLAINED and left > 0 else None
        if number is None:
            yield hit
            continue
        told = explanation(snapshot, prepared, number)
        left -= len(told.contributions)
        yield replace(hit, explanation=told)


def _lacking(
    told: Explanation, one: Searching, reading: Reading, searcher: SegmentSearcher, local: int
) -> Explanation:
    """The same of a document that does not hold the whole query, with what it lacks."""
    unmet = islice(one.unmet(searcher.place, local), MOST_LEAVES)
    return replace(
        told,
        evidence=_evidence(one, reading, searcher.place, local),
        missing=one.missing(searcher, local),
        unmet=tuple(part.describe() for part in unmet),
    )


def _contributions(one: Searching, reading: Reading) -> Iterator[Contribution]:
    for summand in one.scorer.standing(reading):
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


def _evidence(one: Searching, reading: Reading, segment: int, local: int) -> Evidence | None:
    """How much of the query a document holds; None where none of it may be missing."""
    near = one.near
    if not near.units:
        return None
    held = asked = 0.0
    instead = one.instead(segment, local)
    for unit, mass in near.units:
        asked += mass
        terms = (Term(field, unit.stream, unit.token) for field in FIELDS[one.kind])
        if any(map(reading.has_term, terms)) or instead.intersection(unit.texts):
            held += mass
    return Evidence(held, near.need, asked)
