"""Sums the score of ``search.ranking`` over the documents found, term by term, in the plan's order.

The order of summation is part of the formula: float64 sums made in the same order are the same
to the last bit, so equal documents tie exactly and the oracle's scores can be compared for
equality. Only documents that were found are scored. Where they are few, they are looked up in the
postings; where they are many, the postings are laid out over the pool once and read off.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from search.document import Kind
from search.embedded.arrays import Array
from search.embedded.evaluate import Evaluation
from search.embedded.leaf import Entries, Ids, Leaf, Numbers
from search.embedded.pools import PoolReader
from search.embedded.snapshot import Snapshot
from search.fields import Field
from search.query.plan import Plan, Reward
from search.query.tree import Term
from search.ranking import (
    FIELD_WEIGHTS,
    LITERAL_BONUS,
    STREAM_WEIGHTS,
    flattening,
    idf,
    saturation,
)
from search.text.analyzer import STREAMS, Stream

_DENSE = 8
"""Postings are laid out where more than one document in so many postings was found."""


class Scoring:
    """The scores of one plan: its statistics are looked up once, for all leaves."""

    def __init__(self, snapshot: Snapshot, plan: Plan, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._factors = list(_factors(snapshot, plan.kind, plan.terms))
        self._bonuses = [
            (run, LITERAL_BONUS[run.field] * mass)
            for reward in plan.rewards
            for mass in (_mass(snapshot, plan.kind, reward),)
            for run in reward.runs
        ]

    def scores(self, leaf: int, found: Ids) -> Numbers:
        """The scores of some documents of a leaf; all of them must be in the plan's tree."""
        total = np.zeros(len(found))
        place = self._evaluation.leaves[leaf]
        for field, streams in self._factors:
            places, entries = place.entries_at(field, found)
            if len(places):
                total[places] = _summed(place, field, streams, entries, total[places])
        for run, bonus in self._bonuses:
            total[self._evaluation.within(run, leaf, found)] += bonus
        return total


Factors = Sequence[tuple[Stream, float, Sequence[tuple[str, float]]]]
"""By stream: the average length, and each token with its weight and rarity."""


def _factors(
    snapshot: Snapshot, kind: Kind, terms: Sequence[Term]
) -> Iterator[tuple[Field, Factors]]:
    size = snapshot.count(kind)
    for field, of_field in groupby(terms, key=lambda term: term.field):
        streams = []
        for stream, of_stream in groupby(of_field, key=lambda term: term.stream):
            weight = FIELD_WEIGHTS[field] * STREAM_WEIGHTS[stream]
            tokens = [
                (term.token, weight * idf(size, frequency))
                for term in of_stream
                if (frequency := snapshot.frequency(kind, field, stream, term.token))
            ]
            if tokens:
                streams.append((stream, snapshot.average(kind, field, stream), tokens))
        if streams:
            yield field, streams


def _summed(
    leaf: Leaf, field: Field, streams: Factors, entries: Entries, total: Numbers
) -> Numbers:
    """``total`` with what a field adds to it."""
    pool = leaf.pool(field)
    for stream, average, tokens in streams:
        norms = flattening(pool.lengths[stream][entries].astype(np.float64), average)
        for token, factor in tokens:
            places, counts = _counts(pool, stream, token, entries)
            total[places] += factor * saturation(counts.astype(np.float64), norms[places])
    return total


def _counts(pool: PoolReader, stream: Stream, token: str, entries: Entries) -> tuple[Ids, Array]:
    """The places in ``entries`` that have a token, and how often."""
    posted, counts = pool.postings(stream, token)
    if not len(posted):
        return np.flatnonzero(posted), counts
    if len(entries) * _DENSE > len(posted):
        laid = np.zeros(len(pool.values), dtype=counts.dtype)
        laid[posted] = counts
        read = laid[entries]
        places = np.flatnonzero(read)
        return places, read[places]
    found = posted.searchsorted(entries)
    np.minimum(found, len(posted) - 1, out=found)
    places = np.flatnonzero(posted[found] == entries)
    return places, counts[found[places]]


def _mass(snapshot: Snapshot, kind: Kind, reward: Reward) -> float:
    """What a leaf of the query weighs: the idf of its tokens where each is rarest."""
    fields = [run.field for run in reward.runs]
    size = snapshot.count(kind)
    total = 0.0
    for stream in STREAMS:
        for token in reward.tokens.stream(stream):
            found = (snapshot.frequency(kind, field, stream, token) for field in fields)
            total += STREAM_WEIGHTS[stream] * idf(size, min(found, default=0))
    return total
