"""The documents that a search found, over all leaves, with what their order needs.

Documents stand at *places*, from 0, leaf by leaf. What is known of them is gathered only for the
places asked for: of a hundred thousand documents found, a page needs the keys of a few.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

import numpy as np

from search.embedded.arrays import Array
from search.embedded.leaf import Leaf
from search.embedded.sets import NOBODY, Ids

Key = Callable[[Ids], Array]
"""What documents at some places are compared by."""

_SAMPLE = 64
"""For each document wanted, so many are looked at to find a bound that the first are below."""


class Found:
    """Documents by leaf, in order; ``parts`` are (number of the leaf in its kind, leaf, ids).

    Attributes:
        starts: the first place of each part, and the place after the last.
    """

    def __init__(self, parts: Sequence[tuple[int, Leaf, Ids]]) -> None:
        self.parts = parts
        self.starts = [0, *accumulate(len(ids) for _, _, ids in parts)]

    def __len__(self) -> int:
        return self.starts[-1]

    def number(self, place: int) -> int:
        """The number of a document in the snapshot."""
        part = bisect_right(self.starts, place) - 1
        _, leaf, ids = self.parts[part]
        return leaf.base + int(ids[place - self.starts[part]])

    def days(self, places: Ids) -> Array:
        """The first day of each document's date, as an ordinal; 0 without one."""
        return self.gathered(places, lambda part, ids: self.parts[part][1].first[ids])

    def positions(self, places: Ids) -> Array:
        """Each document's place in its article."""

        def read(part: int, ids: Ids) -> Array:
            return self.parts[part][1].positions[ids].astype(np.int64)

        return self.gathered(places, read)

    def articles(self, places: Ids) -> Array:
        """Each document's article, by its id as bytes."""
        return self.gathered(places, lambda part, ids: self.parts[part][1].articles_at(ids))

    def of_article(self, article: bytes) -> Ids:
        """The places of an article's documents."""
        found = []
        for start, (_, leaf, ids) in zip(self.starts, self.parts, strict=False):
            first, end = leaf.of_article(article)
            found.append(start + np.arange(*ids.searchsorted((first, end))))
        return np.concatenate([NOBODY, *found])

    def gathered(self, places: Ids, read: Callable[[int, Ids], Array]) -> Array:
        """What is read of the documents at some places, by (number in ``parts``, ids)."""
        if len(self.parts) == 1:
            return read(0, self.parts[0][2][places])
        owners = np.searchsorted(self.starts, places, side="right") - 1
        chosen = [(owners == part).nonzero()[0] for part in range(len(self.parts))]
        pieces = [
            read(part, ids[places[mine] - self.starts[part]])
            for part, (mine, (_, _, ids)) in enumerate(zip(chosen, self.parts, strict=True))
        ]
        joined = np.concatenate(pieces) if pieces else NOBODY
        found = np.empty(len(places), dtype=joined.dtype)
        found[np.concatenate([NOBODY, *chosen])] = joined
        return found


def first(keys: Sequence[Key], places: Ids, count: int) -> Ids:
    """The ``count`` places that are first by some keys, in their order.

    A key is looked at only where those before it are tied.
    """
    chosen = _cut(keys, places, count)
    if len(chosen) < 2:
        return chosen
    values = keys[0](chosen)
    order = values.argsort(kind="stable")
    ranked = values[order]
    if (ranked[1:] == ranked[:-1]).any():
        order = np.lexsort([*(key(chosen) for key in reversed(keys[1:])), values])
    return chosen[order]


def _cut(keys: Sequence[Key], places: Ids, count: int) -> Ids:
    if len(places) <= count or not keys:
        return places
    values = keys[0](places)
    if len(places) > 2 * _SAMPLE * count:
        sample = np.sort(values[:: len(places) // (_SAMPLE * count)])
        early = (values <= sample[count - 1]).nonzero()[0]
        places, values = places[early], values[early]
    # NumPy partitions no strings; by the time an id decides, few are left.
    ranked = np.sort(values) if values.dtype.kind == "S" else np.partition(values, count - 1)
    edge = ranked[count - 1]
    sure = places[values < edge]
    return np.concatenate((sure, _cut(keys[1:], places[values == edge], count - len(sure))))
