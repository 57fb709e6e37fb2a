"""Groups: of an article's documents that match only by what they share, the first stands for all.

What an article shares (its headline, its tags, the paragraphs beside a photo) finds all its photos
alike, and a page of one headline says nothing. A document that has something of the query of its
own is a row of its own; the others of an article and a kind are one, which says how many it stands
for. Nothing is lost by it: whatever was found has a row, or its article has.

How many rows there are may not hang on scores, since pages are counted before anything is scored.
So a picture that is shown by a document with a row of its own belongs to no group, and one that
several groups have (versions of a story) belongs to the newest of them.
"""

from collections.abc import Mapping

import numpy as np

from search.document import Kind
from search.execution.collector import by_date
from search.execution.folding import Folding, Rows
from search.execution.found import Found
from search.execution.prepared import Searching
from search.index.arrays import Ids
from search.snapshot.docset import ids_of
from search.snapshot.snapshot import Snapshot


class Grouping:
    """Makes rows of what was found.

    Args:
        by_kind: the query, by the kinds of documents; empty where there shall be no groups.
        folding: which documents show the same picture.
    """

    def __init__(
        self, snapshot: Snapshot, by_kind: Mapping[Kind, Searching], folding: Folding
    ) -> None:
        self._snapshot = snapshot
        self._by_kind = by_kind
        self._folding = folding

    def rows(self, found: Found, *, close: bool) -> Rows:
        """Some documents as rows; ``close``: they do not hold the whole query."""
        alone, sharing = self._parted(found, close=close)
        if not sharing:
            return Rows(found, self._folding, self._folding.rows(found))
        members = self._once(self._folding.after([alone], sharing))
        starts = _starts(members)
        return Rows(
            found if self._folding.is_idle else found.without(sharing.without(members)),
            self._folding,
            self._folding.rows(alone) + len(starts),
            members.numbers,
            starts,
        )

    def _parted(self, found: Found, *, close: bool) -> tuple[Found, Found]:
        """What has something of the query of its own, and what matches by what it shares."""
        alone, sharing = [], []
        for number, one, docs in found.parts:
            searching = self._by_kind.get(one.kind)
            own = docs if searching is None else docs & searching.alone(number, close=close)
            alone.append((number, one, own))
            sharing.append((number, one, docs - own))
        return Found(alone), Found(sharing)

    def _once(self, members: Found) -> Found:
        """One of each picture, the first by date."""
        numbers = self._folding.shared(members)
        if not len(numbers):
            return members
        ordered = by_date(self._snapshot, numbers, "newest", len(numbers))
        again = np.sort(ordered[~self._folding.first(ordered)])
        return members.without(members.among(again))


def _starts(members: Found) -> Ids:
    """Where the groups begin: a segment has the documents of a kind by their articles."""
    starts, done = [np.empty(0, dtype=np.int64)], 0
    for _, one, docs in members.parts:
        articles = one.array("articles")[ids_of(docs)]
        fresh = np.flatnonzero(articles[1:] != articles[:-1]) + 1
        starts.append(done + np.concatenate(([0], fresh)))
        done += len(articles)
    return np.concatenate(starts)
