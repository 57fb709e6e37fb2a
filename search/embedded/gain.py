"""What one token adds to the scores of the documents of a kind."""

from typing import NamedTuple

from search.embedded.arrays import Array, Ids
from search.embedded.posted import Posted
from search.query.tree import Term
from search.ranking import K1

_ABOVE = 1.0 + 1e-12
"""A little more than rounding may add."""

_TINY = 1e-300
"""Less than any gain."""


class Gain(NamedTuple):
    """A term's share in the score of ``search.ranking``.

    Attributes:
        factor: the weights of its field and stream times its idf; above 0.
        average: the average length of its field.
    """

    term: Term
    factor: float
    average: float

    def by_code(self, posted: Posted) -> Array:
        """What is added to a document, by its code."""
        return posted.scaled(self.factor, self.average)

    @property
    def bound(self) -> float:
        """More than is added to any document, whatever the list."""
        return self.factor * (K1 + 1.0) * _ABOVE

    def most(self, posted: Posted) -> float:
        """The most that is added to any document."""
        return self.factor * posted.top(self.average)

    def many(self, posted: Posted, least: float) -> int:
        """A bound on how many documents gain so much."""
        return posted.many(max(least / self.factor, _TINY), self.average)

    def reaching(self, posted: Posted, least: float) -> Ids:
        """The documents that gain so much, and maybe some others."""
        return posted.reaching(max(least / self.factor, _TINY), self.average)
