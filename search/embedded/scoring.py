"""Sums the score of ``search.ranking`` over arrays, term by term, in the plan's order.

The order of summation is part of the formula: float64 sums made in the same order are the same
to the last bit, so equal documents tie exactly and the oracle's scores can be compared for
equality.
"""

import numpy as np

from search.document import Kind
from search.embedded.evaluate import Evaluation
from search.embedded.snapshot import Snapshot
from search.embedded.values import Ids, Numbers
from search.query.plan import Plan, Reward
from search.query.tree import Term
from search.ranking import FIELD_WEIGHTS, LITERAL_BONUS, STREAM_WEIGHTS, idf, saturation
from search.text.analyzer import STREAMS


def scores(snapshot: Snapshot, plan: Plan, evaluation: Evaluation) -> Numbers:
    """The score of every document number; only those of matching documents mean anything."""
    total = np.zeros(snapshot.size)
    for term in plan.terms:
        ids, added = gains(snapshot, plan.kind, term)
        total[ids] += added
    for reward in plan.rewards:
        mass = _mass(snapshot, plan.kind, reward)
        for run in reward.runs:
            total[evaluation.mask(run)] += LITERAL_BONUS[run.field] * mass
    return total


def gains(snapshot: Snapshot, kind: Kind, term: Term) -> tuple[Ids, Numbers]:
    """The documents with a term, and what it adds to the score of each."""
    postings = snapshot.postings(kind, term)
    lengths = snapshot.lengths(kind, term.field, term.stream)[postings.ids]
    average = snapshot.average(kind, term.field, term.stream)
    weight = FIELD_WEIGHTS[term.field] * STREAM_WEIGHTS[term.stream]
    rarity = idf(snapshot.count(kind), len(postings.ids))
    return postings.ids, weight * rarity * saturation(postings.counts, lengths, average)


def _mass(snapshot: Snapshot, kind: Kind, reward: Reward) -> float:
    fields = [run.field for run in reward.runs]
    total = 0.0
    for stream in STREAMS:
        for token in reward.tokens.stream(stream):
            found = (len(snapshot.postings(kind, Term(f, stream, token)).ids) for f in fields)
            total += STREAM_WEIGHTS[stream] * idf(snapshot.count(kind), min(found, default=0))
    return total
