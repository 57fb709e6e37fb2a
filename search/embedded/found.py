"""The documents that a search found, over all leaves, with what their order needs.

Documents go by their numbers in the snapshot. What is known of them is gathered only for those
asked for: of a hundred thousand documents found, a page needs the keys of a few.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from search.embedded.arrays import Array, Ids
from search.embedded.leaf import Leaf
from search.embedded.sets import NOBODY, Docs

Key = Callable[[Ids], Array]
"""What some documents are compared by."""

_SAMPLE = 64
"""For each document wanted, so many are looked at to find a bound that the first are below."""


class Found:
    """Documents by leaf.

    Attributes:
        parts: (number of the leaf in its kind, leaf, documents), by the numbers of the documents.
    """

    def __init__(self, parts: Iterable[tuple[int, Leaf, Docs]]) -> None:
        # An empty leaf has the base of the next: it must not stand where that is looked for.
        self.parts = list(parts)
        if len(self.parts) > 1:
            self.parts.sort(key=_place)

    def __len__(self) -> int:
        return sum([len(docs) for _, _, docs in self.parts])

    @property
    def numbers(self) -> Ids:
        """The documents, in order."""
        return np.concatenate([NOBODY, *(leaf.base + docs.ids for _, leaf, docs in self.parts)])

    def days(self, numbers: Ids) -> Array:
        """The first day of each document's date, as an ordinal; 0 without one."""
        return self.gathered(numbers, lambda part, ids: self.parts[part][1].first[ids])

    def positions(self, numbers: Ids) -> Array:
        """Each document's place in its article."""

        def read(part: int, ids: Ids) -> Array:
            return self.parts[part][1].positions[ids].astype(np.int64)

        return self.gathered(numbers, read)

    def articles(self, numbers: Ids) -> Array:
        """Each document's article, by its id as bytes."""
        return self.gathered(numbers, lambda part, ids: self.parts[part][1].articles_at(ids))

    def of_article(self, article: bytes) -> Ids:
        """The documents of an article."""
        found = [NOBODY]
        for _, leaf, docs in self.parts:
            ids = np.arange(*leaf.of_article(article))
            found.append(leaf.base + ids[docs.has(ids)])
        return np.concatenate(found)

    def gathered(self, numbers: Ids, read: Callable[[int, Ids], Array]) -> Array:
        """What is read of some documents, by (number in ``parts``, ids in the leaf)."""
        bases = [leaf.base for _, leaf, _ in self.parts]
        if len(bases) == 1:
            return read(0, numbers - bases[0])
        owners = np.searchsorted(bases, numbers, side="right") - 1
        chosen = [(owners == part).nonzero()[0] for part in range(len(self.parts))]
        pieces = [
            read(part, numbers[mine] - base)
            for part, (mine, base) in enumerate(zip(chosen, bases, strict=True))
        ]
        joined = np.concatenate(pieces) if pieces else NOBODY
        found = np.empty(len(numbers), dtype=joined.dtype)
        found[np.concatenate([NOBODY, *chosen])] = joined
        return found


def _place(part: tuple[int, Leaf, Docs]) -> tuple[int, int]:
    _, leaf, _ = part
    return leaf.base, leaf.size


def first(keys: Sequence[Key], numbers: Ids, count: int) -> Ids:
    """The ``count`` documents that are first by some keys, in their order.

    A key is looked at only where those before it are tied.
    """
    chosen = _cut(keys, numbers, count)
    if len(chosen) < 2:
        return chosen
    values = keys[0](chosen)
    order = values.argsort(kind="stable")
    ranked = values[order]
    if (ranked[1:] == ranked[:-1]).any():
        order = np.lexsort([*(key(chosen) for key in reversed(keys[1:])), values])
    return chosen[order]


def are_many(numbers: int, count: int) -> bool:
    """Whether a bound pays that most of so many numbers are above."""
    return numbers > 2 * _SAMPLE * count


def early(values: Array, count: int) -> Ids:
    """Places of low values, the ``count`` lowest and their equals among them."""
    sample = np.sort(values[:: len(values) // (_SAMPLE * count)])
    places: Ids = (values <= sample[count - 1]).nonzero()[0]
    return places


def _cut(keys: Sequence[Key], numbers: Ids, count: int) -> Ids:
    if len(numbers) <= count or not keys:
        return numbers
    values = keys[0](numbers)
    if are_many(len(numbers), count):
        chosen = early(values, count)
        numbers, values = numbers[chosen], values[chosen]
    # NumPy partitions no strings; by the time an id decides, few are left.
    ranked = np.sort(values) if values.dtype.kind == "S" else np.partition(values, count - 1)
    edge = ranked[count - 1]
    sure = numbers[values < edge]
    return np.concatenate((sure, _cut(keys[1:], numbers[values == edge], count - len(sure))))
