"""How many documents a query finds, and nothing else of them.

The same numbers as a page of results says, made the same way, for whoever offers a query and tells
what it would find. What matches only in part does not count.
"""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date

from search.document import KINDS, Kind
from search.execution.filters import Filters
from search.execution.found import Found
from search.execution.prepared import Searching
from search.execution.within import EmbeddedWithin
from search.query.nodes import All, Chunk, leaves
from search.query.parser import parse
from search.query.plan import Planner
from search.query.widening import Widening
from search.request import MAX_LENGTH, Request
from search.snapshot.docset import NOBODY, DocSet
from search.snapshot.snapshot import Snapshot
from search.text.analyzer import Analyzer
from search.vocabulary import Vocabulary

_ANY = "青"
"""Stands for whatever may be typed."""


class EmbeddedTotals:
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
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._request = request
        self._vocabulary = None if request.exact else vocabulary
        self.version: Hashable = request.exact, vocabulary.version, today
        self._today = today
        self._filters = Filters(snapshot, request)
        self._kinds = [kind for kind in KINDS if request.kind in (kind, "all")]

    def of(self, texts: Sequence[str]) -> list[int]:
        """See ``Totals``."""
        return [self._of(text) for text in texts]

    def _of(self, text: str) -> int:
        root = self._parsed(text)
        return sum(len(found) for found in self._found(root, self.planner(len(text))).values())

    def after(self, before: str) -> EmbeddedWithin | None:
        """See ``Totals``."""
        root, whole = self._parsed(before), self._parsed(f"{before}{_ANY}")
        if whole.children != (*root.children, Chunk((_ANY,))):
            return None
        if any(isinstance(leaf, Chunk) and len(leaf.parts) > 1 for leaf in leaves(root)):
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
        for kind in self._kinds:
            searching = Searching(self._snapshot, planner, root, kind)
            matched = Found(searching.full if searching.matching.matched else ())
            found[kind] = self._filters.passing(matched).found()
        return found

    def _parsed(self, text: str) -> All:
        return parse(text[: MAX_LENGTH + 1], today=self._today).root

    def planner(self, length: int) -> Planner:
        """See ``Totals``."""
        return Planner(self._analyzer, self.widening(length), self._snapshot.fields)

    def widening(self, length: int) -> Widening:
        """See ``Totals``."""
        return Widening(
            self._vocabulary,
            self._today,
            dates_in_text=not self._request.exact,
            length=length,
        )
