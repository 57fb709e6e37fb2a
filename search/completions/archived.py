"""What all of an archive says of one text: asked of new completions alone, for which there is no
number to add to."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from search.document import Document
from search.execution.evaluate import Evaluation
from search.fields import FIELDS, values
from search.index.arrays import Array
from search.index.inversion import PAIR
from search.index.segment import SegmentReader
from search.query.tree import Or, Run
from search.snapshot.memory import Memory
from search.snapshot.segment_searcher import SegmentSearcher
from search.text.fold import Fold


class Archived:
    """The photos of some segments."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        memory = Memory()
        self._searchers = [
            SegmentSearcher(one, "photo", memory, place=place, base=0)
            for place, one in enumerate(segments)
        ]

    def photos_with(self, runs: Iterable[str]) -> int:
        """In how many live photos one of some runs of symbols stands, in any field."""
        tree = Or(tuple(Run(field, run) for run in runs for field in FIELDS["photo"]))
        return sum(len(one.alive(Evaluation(one).docs(tree))) for one in self._searchers)


def pairs_of(photos: Iterable[Document], fold: Fold) -> Array:
    """The symbols that stand side by side in some photos, two in one number, in order."""
    pairs = {
        (ord(first) << PAIR) | ord(second)
        for photo in photos
        for field in FIELDS["photo"]
        for value in values(photo, field)
        for first, second in pairwise(fold.stream(value))
    }
    return np.array(sorted(pairs), dtype=np.uint64)
