"""Rows: of the documents found that show the same picture, the first in the order stands for all.

Documents are found, filtered and counted one by one; only the order of a page knows rows. What was
found in several groups (``hits``) has a picture's row in the first group that has it. Within a
group the rows are the first of each picture in a list that is in order from its beginning, however
far it goes, so that a page needs no more of the order than without folding, and a few more for
those that fall away.
"""

from collections.abc import Sequence

import numpy as np

from search.execution.found import Found
from search.index.arrays import Array, Ids, Mask
from search.snapshot.docset import docset, ids_of
from search.snapshot.pictures import Pictures


class Folding:
    """Folds documents into rows, or leaves each a row of its own.

    Args:
        pictures: None where every document shall be a row.
    """

    def __init__(self, pictures: Pictures | None) -> None:
        self._pictures = None if pictures is None or pictures.are_distinct else pictures

    @property
    def is_idle(self) -> bool:
        """Whether every document is a row."""
        return self._pictures is None

    def rows(self, found: Found) -> int:
        """How many rows some documents are."""
        if self._pictures is None:
            return len(found)
        shown = self._shown(self._pictures, [found])
        again = len(shown) - int(np.count_nonzero(self._marked(self._pictures, shown)))
        return len(found) - again

    def after(self, earlier: Sequence[Found], group: Found) -> Found:
        """A group without the documents whose picture has its row in an earlier one."""
        pictures = self._pictures
        if pictures is None or not any(earlier):
            return group
        taken = self._marked(pictures, self._shown(pictures, earlier))
        parts = []
        for number, one, docs in group.parts:
            ids = ids_of(docs & pictures.shared(one))
            folded = ids[taken[pictures.of(ids + np.uint32(one.base))]]
            parts.append((number, one, docs - docset(folded)))
        return Found(parts)

    def first(self, ranked: Ids) -> Mask:
        """Which of some documents, in their order, are the first of their picture."""
        fresh = np.ones(len(ranked), dtype=np.bool_)
        if self._pictures is None:
            return fresh
        pictures = self._pictures.of(ranked)
        order = pictures.argsort(kind="stable")
        fresh[order[1:]] = pictures[order][1:] != pictures[order][:-1]
        return fresh

    def elsewhere(self, rows: Ids, found: Sequence[Found]) -> list[int]:
        """How many documents of some groups are folded into each of some rows."""
        if self._pictures is None or not len(rows):
            return [0] * len(rows)
        own = self._pictures.of(rows)
        wanted = self._marked(self._pictures, own)
        shown = self._shown(self._pictures, found)
        shown = np.sort(shown[wanted[shown]])
        counts = shown.searchsorted(own, "right") - shown.searchsorted(own, "left")
        return [max(0, count - 1) for count in counts.tolist()]

    @staticmethod
    def _shown(pictures: Pictures, groups: Sequence[Found]) -> Array:
        """The pictures of those documents whose picture others of the archive show, too."""
        numbers = [
            pictures.of(ids_of(docs & pictures.shared(one)) + np.uint32(one.base))
            for found in groups
            for _, one, docs in found.parts
        ]
        return np.concatenate([np.empty(0, dtype=np.uint32), *numbers])

    @staticmethod
    def _marked(pictures: Pictures, some: Array) -> Mask:
        """A mask over all documents in which some pictures are true."""
        mask = np.zeros(pictures.size, dtype=np.bool_)
        mask[some] = True
        return mask
