"""The values of a facet over all leaves: one numbering for spellings that fold alike.

Every leaf numbers its values by itself. The leaf with the most keeps its numbers; what the
others have is looked up among its sorted values, and only what it lacks gets new numbers, so that
a commit of one post does not read the names of ten thousand photographers.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from search.embedded.arrays import Array, Ids, Texts
from search.embedded.leaf import Leaf
from search.request import ValueFacet


class Column:
    """The values of a facet; a value is labelled with the smallest of its spellings."""

    def __init__(self, leaves: Sequence[Leaf], facet: ValueFacet) -> None:
        self._facet = facet
        self._values = [_texts(leaf, facet, "values") for leaf in leaves]
        self._labels = [_texts(leaf, facet, "labels") for leaf in leaves]
        self._largest = max(range(len(leaves)), key=lambda i: len(self._values[i]), default=-1)
        self._added: dict[str, int] = {}
        self._others: dict[int, list[tuple[int, int]]] = {}
        self._numbers = [self._numbering(i) for i in range(len(leaves))]

    def __len__(self) -> int:
        return (len(self._values[self._largest]) if self._values else 0) + len(self._added)

    def _numbering(self, leaf: int) -> Ids | None:
        """What the leaf's own numbers are here; None where they are the same."""
        if leaf == self._largest:
            return None
        base = self._values[self._largest]
        numbers = np.empty(len(self._values[leaf]), dtype=np.int64)
        for own in range(len(numbers)):
            value = self._values[leaf].raw(own)
            number, known = base.find(value)
            if not known:
                number = self._added.setdefault(value.decode(), len(base) + len(self._added))
            numbers[own] = number
            self._others.setdefault(number, []).append((leaf, own))
        return numbers

    def numbers(self, leaf: int, own: Array) -> Array:
        """A leaf's numbers as they are here."""
        numbers = self._numbers[leaf]
        return own if numbers is None else numbers[own]

    def own(self, leaf: int, wanted: set[str]) -> Array:
        """The numbers that a leaf has of some folded values."""
        found = (self._values[leaf].find(value.encode(errors="replace")) for value in wanted)
        return np.array([number for number, known in found if known], dtype=np.int64)

    def number(self, value: str) -> int | None:
        """The number of a folded value."""
        if not self._values:
            return None
        number, known = self._values[self._largest].find(value.encode(errors="replace"))
        return number if known else self._added.get(value)

    def label(self, number: int) -> str:
        """How a value is shown."""
        return min(self._spellings(number))

    def _spellings(self, number: int) -> Iterator[str]:
        if number < len(self._labels[self._largest]):
            yield self._labels[self._largest][number]
        for leaf, own in self._others.get(number, ()):
            yield self._labels[leaf][own]


def _texts(leaf: Leaf, facet: ValueFacet, name: str) -> Texts:
    return leaf.segment.texts(f"{leaf.kind}.facets.{facet}.{name}")
