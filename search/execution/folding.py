"""Rows: of the documents found that show the same picture, the first in the order stands for all.

Documents are found, filtered and counted one by one; only the order of a page knows rows. What was
found in several groups (``hits``) has a picture's row in the first group that has it. Within a
group the rows are the first of each picture in a list that is in order from its beginning, however
far it goes, so that a page needs no more of the order than without folding, and a few more for
those that fall away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from search.execution.found import Found
from search.index.arrays import Array, Ids, Mask
from search.snapshot.docset import docset, ids_of
from search.snapshot.pictures import Pictures

_NONE: Ids = np.empty(0, dtype=np.int64)


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

    def shared(self, found: Found) -> Ids:
        """Those of some documents whose picture others of the archive show, too."""
        return _NONE if self._pictures is None else _numbers(self._pictures, found)

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
        return np.concatenate(
            [
                np.empty(0, dtype=np.uint32),
                *(pictures.of(_numbers(pictures, found)) for found in groups),
            ]
        )

    @staticmethod
    def _marked(pictures: Pictures, some: Array) -> Mask:
        """A mask over all documents in which some pictures are true."""
        mask = np.zeros(pictures.size, dtype=np.bool_)
        mask[some] = True
        return mask


def _numbers(pictures: Pictures, found: Found) -> Ids:
    """Those of some documents whose picture others of the archive show, too."""
    numbers = [
        one.base + ids_of(docs & pictures.shared(one)).astype(np.int64)
        for _, one, docs in found.parts
    ]
    return np.concatenate([_NONE, *numbers])


@dataclass(frozen=True, slots=True)
class Rows:
    """Some documents as rows: those of one picture are one, and those of one group.

    Attributes:
        found: the documents, without those that are first in no order.
        count: how many rows they are.
        members: those that are in groups (``grouping``), in order.
        starts: the places among them where a group begins.
    """

    found: Found
    folding: Folding
    count: int
    members: Ids = field(default_factory=_NONE.copy)
    starts: Ids = field(default_factory=_NONE.copy)

    @property
    def are_documents(self) -> bool:
        """Whether each document is a row."""
        return self.folding.is_idle and not len(self.members)

    def first(self, ranked: Ids) -> Mask:
        """Which of some documents, in their order, are the first of their row."""
        fresh = self.folding.first(ranked)
        if len(self.members):
            groups = self._groups(ranked)
            inside = (groups >= 0).nonzero()[0]
            _, firsts = np.unique(groups[inside], return_index=True)
            fresh[inside] = False
            fresh[inside[firsts]] = True
        return fresh

    def sizes(self, rows: Ids) -> list[int]:
        """How many documents with a picture of their own each of some rows stands for."""
        if not len(self.members):
            return [1] * len(rows)
        groups = self._groups(rows)
        sizes: Ids = np.diff(self.starts, append=len(self.members))[groups]
        sizes[groups < 0] = 1
        told: list[int] = sizes.tolist()
        return told

    def _groups(self, numbers: Ids) -> Ids:
        """The group of each of some documents; -1 of others."""
        places = self.members.searchsorted(numbers)
        places[places == len(self.members)] = 0
        groups: Ids = self.starts.searchsorted(places, "right") - 1
        groups[self.members[places] != numbers] = -1
        return groups
