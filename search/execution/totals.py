"""How many documents a query finds, and nothing else of them.

The same numbers as a page of results says, made the same way, for whoever offers a query and tells
what it would find. What matches only in part does not count.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from search.document import Kind
from search.execution.filters import Filters
from search.execution.found import Found
from search.execution.lowering import Lowering
from search.execution.prepared import Searching
from search.execution.within import EmbeddedWithin
from search.query.nodes import All
from search.query.plan import Planner
from search.request import Request
from search.snapshot.docset import NOBODY, DocSet
from search.snapshot.snapshot import Snapshot
from search.text.analyzer import Analyzer
from search.vocabulary import Vocabulary


class EmbeddedTotals(Lowering):
    """See ``search.archive.Totals``."""

    together: int = 1

    def __init__(
        self,
        snapshot: Snapshot,
        analyzer: Analyzer,
        request: Request,
        *,
        vocabulary: Vocabulary,
        today: date,
    ) -> None:
        super().__init__(analyzer, snapshot.fields, request, vocabulary=vocabulary, today=today)
        self._snapshot = snapshot
        self._request = request
        self._filters = Filters(snapshot, request)

    def of(self, texts: Sequence[str]) -> list[int]:
        """See ``Totals``."""
        return [self._of(text) for text in texts]

    def _of(self, text: str) -> int:
        found = self._found(self.parsed(text), self.planner(len(text)))
        return sum(map(len, found.values()))

    def after(self, before: str) -> EmbeddedWithin | None:
        """See ``Totals``."""
        root = self.apart(before)
        if root is None:
            return None
        asked = replace(self._request, text=before)
        key = self._snapshot.owner, "within", asked, self.version
        within: EmbeddedWithin | None = self._snapshot.memory.get(key)
        if within is None:
            within = EmbeddedWithin(self._snapshot, self._sets(root, len(before)))
            self._snapshot.memory.put(key, within, within.nbytes)
        return within

    def _sets(self, root: All, length: int) -> dict[Kind, list[DocSet]]:
        """The documents of a query, by kind and segment."""
        sets: dict[Kind, list[DocSet]] = {}
        for kind, found in self._found(root, self.planner(length)).items():
            sets[kind] = [NOBODY for _ in self._snapshot.searchers[kind]]
            for place, _, docs in found.parts:
                sets[kind][place] = docs
        return sets

    def _found(self, root: All, planner: Planner) -> dict[Kind, Found]:
        """What matches a query in full, and passes the filters."""
        found = {}
        for kind in self.kinds:
            searching = Searching(self._snapshot, planner, root, kind)
            matched = Found(searching.full if searching.matching.matched else ())
            found[kind] = self._filters.passing(matched).found()
        return found
