"""Sums the score of ``search.ranking`` over documents, summand by summand, in a stated order.

The order of summation is part of the formula: float64 sums made in the same order are the same
to the last bit, so equal documents tie exactly and the oracle's scores can be compared for
equality. Summands are the terms, by field, stream and token, then the literal bonuses.

A sum is raised by what stands together in the document, which is read; so that is asked of those
documents alone that may be shown.

Of many documents a summand is looked up at once: what they have in a field is gathered once, and
each term's counts are read for all of them. Of a handful, their texts are read (``reading``).
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from search.execution.evaluate import Evaluation
from search.execution.formula import Formula
from search.execution.reading import Reading, SegmentReading
from search.execution.weighing import Summand, Weighing
from search.fields import Field
from search.index.arrays import Array
from search.lazily import lazily
from search.query.lowered import Ordering
from search.query.tree import Run, Term
from search.ranking import flattening, saturation
from search.snapshot.docset import DocSet, docset, ids_of
from search.text.analyzer import Stream

Numbers = NDArray[np.float64]

_READ = 12
"""So few documents are read."""

_SPARSE = 8
"""Of more documents than so many times those with a term, these are added to and no others."""


class Gathered:
    """Some documents of a segment, with what they have in each field that is asked about."""

    def __init__(self, evaluation: Evaluation, ids: Array) -> None:
        self.ids = ids
        self._evaluation = evaluation
        self._searcher = evaluation.searcher
        self._entries: dict[Field, Array | None] = {}
        self._flat: dict[tuple[Field, Stream], Numbers] = {}

    def add(self, summand: Summand, total: Numbers) -> None:
        """Add what a summand adds to each document."""
        what = summand.what
        most = self._evaluation.most_of(what)
        entries = self._entries_in(what.field) if most else None
        if entries is None:
            return
        if most * _SPARSE < len(self.ids):
            places = self.ids.searchsorted(ids_of(self._found & self._evaluation.docs(what)))
            if len(places):
                entries = entries[places]
                total[places] += self._amounts(summand, entries, self._flattened)
        else:
            total += self._amounts(summand, entries, self._flattened_once)

    def _amounts(
        self, summand: Summand, entries: Array, flattened: Callable[[Term, Array, float], Numbers]
    ) -> Numbers:
        """What a summand adds where documents have some entries."""
        match summand.what:
            case Run() as run:
                return self._evaluation.standing(run, entries) * np.float64(summand.factor)
            case Term() as term:
                counts = self._searcher.postings(*term).counts_at(entries).astype(np.float64)
                flat = flattened(term, entries, summand.average)
                return summand.factor * saturation(counts, flat)

    @lazily
    def _found(self) -> DocSet:
        return docset(self.ids)

    def narrowed(self, kept: Array) -> "Gathered":
        """Some of the documents, by their places."""
        other = Gathered(self._evaluation, self.ids[kept])
        other._entries = {
            field: None if entries is None else entries[kept]
            for field, entries in self._entries.items()
        }
        other._flat = {key: flat[kept] for key, flat in self._flat.items()}
        return other

    def _entries_in(self, field: Field) -> Array | None:
        """The documents' entries in a field; None where none of them has anything in it."""
        if field not in self._entries:
            entries = self._searcher.entries_at(field, self.ids)
            some = len(entries) and int(entries.min()) < len(self._searcher.store(field))
            self._entries[field] = entries if some else None
        return self._entries[field]

    def _flattened_once(self, term: Term, entries: Array, average: float) -> Numbers:
        """What BM25 adds below the line in each document, for all terms of a field and stream."""
        key = term.field, term.stream
        if key not in self._flat:
            self._flat[key] = self._flattened(term, entries, average)
        return self._flat[key]

    def _flattened(self, term: Term, entries: Array, average: float) -> Numbers:
        lengths = self._searcher.store(term.field).lengths[term.stream]
        # Where there is no entry any length will do: the term is not there.
        own = lengths[np.minimum(entries, np.uint32(len(lengths) - 1))]
        return flattening(own.astype(np.float64), average)


class Scorer(Formula):
    """The scores of one query among the documents of one kind, over all segments."""

    def __init__(
        self, weighing: Weighing, ordering: Ordering, evaluations: Sequence[Evaluation]
    ) -> None:
        super().__init__(weighing, ordering)
        self._evaluations = evaluations

    def scores(self, segment: int, ids: Array) -> Numbers:
        """The scores of some documents of a segment, in order."""
        return self.sums(segment, ids) * self.factors(segment, ids)

    def factors(self, segment: int, ids: Array) -> Numbers:
        """What the sums of some documents are raised by, for what stands together in them."""
        if not self.is_raising:
            return np.ones(len(ids))
        reading = self._reading(segment, ids)
        return np.array([self.factor(reading, place) for place in range(len(ids))])

    def sums(self, segment: int, ids: Array) -> Numbers:
        """The sums of some documents of a segment, in order, before they are raised."""
        if len(ids) <= _READ:
            return np.array(self.read(self._reading(segment, ids)))
        gathered, total = Gathered(self._evaluations[segment], ids), np.zeros(len(ids))
        for summand in self.summands:
            gathered.add(summand, total)
        return total

    def _reading(self, segment: int, ids: Array) -> Reading:
        return SegmentReading(self._evaluations[segment].searcher, ids)

    def evaluation(self, segment: int) -> Evaluation:
        """Where the documents of a segment are looked for."""
        return self._evaluations[segment]
