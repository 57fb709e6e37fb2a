"""How many documents a query finds, and nothing else of them.

The same numbers as a page of results says, made the same way, for whoever offers a query and tells
what it would find. What matches only in part does not count.
"""

from datetime import date

from search.document import KINDS
from search.execution.facets import Filters
from search.execution.found import Found
from search.execution.prepared import Searching
from search.query.parser import parse
from search.query.plan import Planner
from search.query.widening import Widening
from search.request import MAX_LENGTH, Request
from search.snapshot.snapshot import Snapshot
from search.text.analyzer import Analyzer
from search.vocabulary import Vocabulary


class Totals:
    """Counts what queries find among what the filters of a request leave."""

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
        self._today = today
        self._filters = Filters(snapshot, request)
        self._kinds = [kind for kind in KINDS if request.kind in (kind, "all")]

    def of(self, text: str) -> int:
        """How many documents match a query in full."""
        widening = self.widening(len(text))
        planner = Planner(self._analyzer, widening, self._snapshot.fields)
        root = parse(text[: MAX_LENGTH + 1], today=self._today).root
        found = 0
        for kind in self._kinds:
            searching = Searching(self._snapshot, planner, root, kind)
            if searching.matching.matched:
                found += len(self._filters.passing(Found(searching.full)).found())
        return found

    def widening(self, length: int) -> Widening:
        """What else would do for the texts of a query of so many code points."""
        return Widening(
            self._vocabulary,
            self._today,
            dates_in_text=not self._request.exact,
            length=length,
        )
