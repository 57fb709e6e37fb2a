"""The score of ``search.ranking`` as a sum of summands, wherever documents lie.

What adds to a score hangs on the query and on the statistics of the archive alone; what a document
has of it is read from its texts (``reading``). Engines that know a faster way for many documents
add it to this one, and are held to it.
"""

from collections.abc import Iterator

from search.execution.reading import Reading
from search.execution.weighing import Summand, Weighing
from search.lazily import lazily
from search.query.lowered import Ordering
from search.query.tree import Run, Term
from search.ranking import MOST_TOGETHER, RUN_FACTOR


class Formula:
    """The score of one query among the documents of one kind."""

    def __init__(self, weighing: Weighing, ordering: Ordering) -> None:
        self._weighing = weighing
        self._ordering = ordering

    @lazily
    def summands(self) -> tuple[Summand, ...]:
        """All that adds to scores, in the order of summation."""
        terms = map(self._weighing.term, self._ordering.terms)
        others = map(self._weighing.other, self._ordering.others)
        bonuses = (
            self._weighing.bonus(run, reward.tokens)
            for reward in self._ordering.rewards
            for run in reward.runs
        )
        return (*(term for term in (*terms, *others) if term is not None), *bonuses)

    @lazily
    def by_bound(self) -> tuple[Summand, ...]:
        """The same, what may add most first."""
        return tuple(sorted(self.summands, key=lambda one: one.bound, reverse=True))

    @lazily
    def most_factor(self) -> float:
        """The greatest factor that any document's sum may have."""
        most = sum(len(one.text) for one in self._ordering.stretches)
        return 1.0 + RUN_FACTOR * min(most, MOST_TOGETHER)

    def together(self, reading: Reading, place: int) -> int:
        """How many symbols of the query stand in a document in runs as in the query."""
        total = 0
        for one in self._ordering.stretches:
            total += reading.together(*one, place)
            if total >= MOST_TOGETHER:
                return MOST_TOGETHER
        return total

    def read(self, reading: Reading) -> list[float]:
        """The sums of documents that are read; only what stands in one of them is weighed."""
        for summand in self.standing(reading):
            match summand.what:
                case Term() as term:
                    reading.add(term, summand.factor, summand.average)
                case Run() as run:
                    reading.reward(run, summand.factor)
        return reading.scores

    def factor(self, reading: Reading, place: int) -> float:
        """What the sum of a document is raised by, for what stands together in it."""
        return 1.0 + RUN_FACTOR * self.together(reading, place) if self.is_raising else 1.0

    @property
    def is_raising(self) -> bool:
        """Whether anything may raise a sum."""
        return bool(self._ordering.stretches)

    def standing(self, reading: Reading) -> Iterator[Summand]:
        """What may add to the score of documents that are read, in the order of summation."""
        weighed = (
            (self._ordering.terms, self._weighing.term),
            (self._ordering.others, self._weighing.other),
        )
        for terms, weigh in weighed:
            for term in terms:
                if reading.has(term.field, term.token):
                    summand = weigh(term)
                    if summand is not None:
                        yield summand
        for reward in self._ordering.rewards:
            for run in reward.runs:
                if reading.has(*run):
                    yield self._weighing.bonus(run, reward.tokens)

    @property
    def documents(self) -> int:
        """How many documents there are whose statistics weigh."""
        return self._weighing.size
