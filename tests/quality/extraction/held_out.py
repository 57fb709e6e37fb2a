"""Leave one family out: fit on the others, read it with what was fitted, and judge.

A rule or a weight that knows one site is right on the family it was made on and wrong on the next.
So each family is read once with weights that never saw it; the figures stand beside those of the
weights that are used.

What weights are is not known here. A ``Learner`` says how they are fitted on families and how a
corpus is read with them; ``test_held_out`` has a small one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tests.quality.extraction.families import Family, Read, Reading

Weights = TypeVar("Weights")


@dataclass(frozen=True, slots=True)
class Learner(Generic[Weights]):
    """How to fit weights on labelled families, and how to read a corpus with weights."""

    fit: Callable[[Sequence[Family]], Weights]
    reading: Callable[[Weights], Reading]

    def held_out(self, families: Sequence[Family]) -> list[tuple[str, list[Read]]]:
        """Read each family by its name with what was fitted on all the others."""
        return [(family.name, self._read(family, families)) for family in families]

    def _read(self, family: Family, families: Sequence[Family]) -> list[Read]:
        weights = self.fit([other for other in families if other is not family])
        return family.read(self.reading(weights))
