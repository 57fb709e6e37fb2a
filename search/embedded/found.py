"""The documents that a search found, over all leaves, with what their order needs.

Documents stand at *places*, from 0, leaf by leaf. What is known of them is gathered only for the
places asked for: of a hundred thousand documents found, a page needs the keys of a few.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from search.embedded.arrays import Array
from search.embedded.leaf import NOBODY, Ids, Leaf, Mask, Numbers

Key = Callable[[Ids], Array]
"""What documents at some places are compared by."""


class Found:
    """Documents by leaf, in order; ``parts`` are (number of the leaf in its kind, leaf, ids)."""

    def __init__(self, parts: Sequence[tuple[int, Leaf, Ids]]) -> None:
        self.parts = parts
        self._starts = np.cumsum([0, *(len(ids) for _, _, ids in parts)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    @cached_property
    def numbers(self) -> Ids:
        """The document numbers of all places."""
        return np.concatenate([NOBODY, *(ids + leaf.base for _, leaf, ids in self.parts)])

    @cached_property
    def days(self) -> Array:
        """The first day of each document's date, as an ordinal; 0 without one."""
        empty = np.empty(0, dtype=np.int32)
        return np.concatenate([empty, *(leaf.first[ids] for _, leaf, ids in self.parts)])

    def positions(self, places: Ids) -> Array:
        """Each document's place in its article."""
        return self._gathered(places, lambda leaf, ids: leaf.positions[ids].astype(np.int64))

    def articles(self, places: Ids) -> Array:
        """Each document's article, by its id as bytes."""
        return self._gathered(places, lambda leaf, ids: leaf.articles_at(ids))

    def mask(self, places: Ids, test: Callable[[int, Ids], Mask]) -> Mask:
        """Which documents at some places pass a test of (number in ``parts``, ids)."""
        mask = np.zeros(len(places), dtype=np.bool_)
        for part, (chosen, ids) in enumerate(self._by_part(places)):
            if len(ids):
                mask[chosen] = test(part, ids)
        return mask

    def values(self, places: Ids, read: Callable[[int, Ids], Numbers]) -> Numbers:
        """Numbers read of the documents at some places, by (number in ``parts``, ids)."""
        found = np.zeros(len(places))
        for part, (chosen, ids) in enumerate(self._by_part(places)):
            if len(ids):
                found[chosen] = read(part, ids)
        return found

    def of_article(self, article: bytes) -> Ids:
        """The places of an article's documents."""
        found = []
        for start, (_, leaf, ids) in zip(self._starts[:-1], self.parts, strict=True):
            first, end = leaf.of_article(article)
            found.append(start + np.arange(*ids.searchsorted((first, end))))
        return np.concatenate([NOBODY, *found])

    def _gathered(self, places: Ids, read: Callable[[Leaf, Ids], Array]) -> Array:
        parts = list(self._by_part(places))
        read_parts = [read(self.parts[i][1], ids) for i, (_, ids) in enumerate(parts)]
        joined = np.concatenate(read_parts) if read_parts else np.empty(0, dtype=np.int64)
        gathered = np.empty(len(places), dtype=joined.dtype)
        gathered[np.concatenate([NOBODY, *(chosen for chosen, _ in parts)])] = joined
        return gathered

    def _by_part(self, places: Ids) -> list[tuple[Ids, Ids]]:
        """For each part, which of some places are in it, and their ids in the leaf."""
        if len(self.parts) == 1:
            return [(np.arange(len(places)), self.parts[0][2][places])]
        owners = np.searchsorted(self._starts, places, side="right") - 1
        found = []
        for part, (_, _, ids) in enumerate(self.parts):
            chosen = np.flatnonzero(owners == part)
            found.append((chosen, ids[places[chosen] - self._starts[part]]))
        return found


def first(keys: Sequence[Key], places: Ids, count: int) -> Ids:
    """The ``count`` places that are first by some keys, in their order.

    A key is looked at only where those before it are tied across the cut.
    """
    chosen = _cut(keys, places, count)
    columns = [key(chosen) for key in reversed(keys)]
    return chosen[np.lexsort(columns)] if len(chosen) > 1 else chosen


def _cut(keys: Sequence[Key], places: Ids, count: int) -> Ids:
    if len(places) <= count or not keys:
        return places
    values = keys[0](places)
    # NumPy partitions no strings; by the time an id decides, few are left.
    ranked = np.sort(values) if values.dtype.kind == "S" else np.partition(values, count - 1)
    edge = ranked[count - 1]
    sure = places[values < edge]
    return np.concatenate((sure, _cut(keys[1:], places[values == edge], count - len(sure))))
