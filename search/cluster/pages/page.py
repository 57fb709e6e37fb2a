"""From a request to a page of results, over one commit of a cluster.

The way is that of ``search.execution.page``; what there are sets of documents are queries here. The
cluster is asked in rounds, each with all that can be asked by then: which reading of the query
finds anything (remembered), then counts, rows and facets, then the hits, which are fetched as far
as the page goes. What is close is asked for where full matches do not go beyond the page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple

from search.cluster.commits.view import Body, View
from search.cluster.pages.candidates import LooseBoundError
from search.cluster.pages.facets import Facets
from search.cluster.pages.filters import Filters
from search.cluster.pages.hits import Hits, tiers_of
from search.cluster.pages.judged import JudgedCandidate
from search.cluster.pages.prepared import PreparedQuery, Searching
from search.cluster.pages.reading import Candidate
from search.cluster.pages.rows import Part, Rows
from search.cluster.schema.compile import EVERYTHING, NOTHING, Query, any_of, every, matching
from search.cluster.wire.limits import TooManyClausesError
from search.document import KINDS, Kind
from search.execution.explanation import explained, explanation
from search.execution.facet_items import kinds
from search.execution.notices import Attempt, notices_of, unexplained
from search.explanation import Explanation
from search.fields import Field
from search.manifest import Manifest
from search.query.notices import too_long
from search.query.widening import Widening
from search.request import MAX_LENGTH, Request
from search.results import Notice, Results
from search.vocabulary import Vocabulary

_LEAST_READ = 8
"""Code points of a query that no cluster may refuse to read."""

_A_LENGTH = 4 * MAX_LENGTH
"""Bytes of memory for how much of a query is read, its text with it."""


class _Asked(NamedTuple):
    """What a prepared query hangs on; of a longer text nothing is read."""

    text: str
    exact: bool
    vocabulary: str
    today: date


def _asked(request: Request, vocabulary: Vocabulary, today: date) -> _Asked:
    return _Asked(request.text[: MAX_LENGTH + 1], request.exact, vocabulary.version, today)


class Pages:
    """Answers requests from one commit; any number of threads may ask."""

    def __init__(self, view: View, manifest: Manifest) -> None:
        self._view = view
        self._manifest = manifest

    def answer(self, request: Request, vocabulary: Vocabulary, today: date) -> Results:
        """The page of results that a request asks for.

        Args:
            vocabulary: other words for what is typed; today: what dates are read by.
        """
        known = self._view.owner, "read", _asked(request, vocabulary, today)
        read: int = self._view.memory.get(known) or len(request.text)
        while True:
            asked = replace(request, text=request.text[:read])
            try:
                prepared = self.prepared(asked, vocabulary, today)
                results = _Page(self._view, self._manifest, asked, prepared).results()
            except TooManyClausesError:
                if read <= _LEAST_READ:
                    raise
                read = min(read, MAX_LENGTH) // 2
                continue
            except LooseBoundError:
                read = min(read, MAX_LENGTH) // 4  # that it is loose takes a second to see
                continue
            if read == len(request.text):
                return results
            self._view.memory.put(known, read, _A_LENGTH)
            said = too_long(request.text, read)
            return replace(results, notices=(said, *results.notices))

    def explain(
        self, request: Request, candidate: Candidate, vocabulary: Vocabulary, today: date
    ) -> Explanation:
        """Why a document has its score for the query of a request."""
        prepared = self.prepared(request, vocabulary, today)
        searching = prepared.searching[candidate.kind]
        self._view.weigh({searching.kind: searching.terms})
        return explanation(prepared.query.describe(), JudgedCandidate(prepared, candidate))

    def prepared(self, request: Request, vocabulary: Vocabulary, today: date) -> PreparedQuery:
        """The query of a request, prepared; remembered."""
        asked = _asked(request, vocabulary, today)
        key = self._view.owner, asked
        found: PreparedQuery | None = self._view.memory.get(key)
        if found is None:
            known = None if asked.exact else vocabulary
            widening = Widening(known, today, dates_in_text=not asked.exact, length=len(asked.text))
            found = PreparedQuery(self._view, asked.text, widening)
            self._view.memory.put(key, found, found.nbytes)
        return found


class _Page:
    """One page while it is made."""

    def __init__(
        self, view: View, manifest: Manifest, request: Request, prepared: PreparedQuery
    ) -> None:
        self._view = view
        self._manifest = manifest
        self._request = request
        self._prepared = prepared
        self._filters = Filters(view, request)
        self._searching: Mapping[Kind, Searching] = {
            kind: one for kind, one in prepared.searching.items() if request.kind in (kind, "all")
        }
        self._wanted = list(self._searching.values())
        self._relaxed = not any(one.matched for one in self._wanted)
        self._is_folding = request.duplicates == "fold" and view.commit.has_shared
        is_opened = request.article is not None or request.picture is not None
        self._is_grouping = not is_opened and request.groups == "fold"
        self._hits = Hits(view, request, self._searching)

    def results(self) -> Results:
        """All of it."""
        request = self._request
        self._weigh()
        found = [self._part(one, self._shown(one), close=self._relaxed) for one in self._wanted]
        rows = Rows(found, is_folding=self._is_folding)
        facets = Facets(self._view, request, self._filters, self._base())
        counted = self._answered(rows, facets)
        is_last = rows.count <= request.page * request.per_page
        below = self._wanted if is_last and not self._relaxed else []
        related = [self._part(one, one.closest, close=True) for one in below]
        related_rows = Rows(related, is_folding=self._is_folding, taken=rows.copies)
        related_rows.answered(self._view, self._view.counted(related_rows.bodies()))
        tiers = tiers_of(found, rows, related, related_rows, scored=self._hits.by_relevance)
        hits = tuple(self._hits.page(tiers, [rows, related_rows]))
        if request.explain:
            hits = tuple(explained(hits, self._explained))
        return Results(
            query=self._prepared.query.describe(),
            interpretation=self._prepared.interpretation,
            total=rows.total,
            related=related_rows.total,
            pictures=rows.pictures,
            rows=rows.count,
            related_rows=related_rows.count,
            hits=hits,
            facets=(*facets.every(), kinds(counted, request)),
            notices=(
                *self._notices(relaxed=self._relaxed and rows.total > 0),
                *unexplained(request, hits),
            ),
            counts=counted,
            undated=facets.undated(),
            relaxed=self._relaxed and rows.total > 0,
            page=request.page,
            per_page=request.per_page,
            timeline=facets.timeline(),
        )

    def _explained(self, document: str) -> Explanation:
        judged = JudgedCandidate(self._prepared, self._hits.candidates[document])
        return explanation(self._prepared.query.describe(), judged)

    def _weigh(self) -> None:
        """Count what scores hang on."""
        self._view.weigh({one.kind: one.terms for one in self._wanted})

    def _shown(self, one: Searching) -> Query:
        """What answers the query for a kind, as long as any kind that is asked for has it all."""
        return one.closest if self._relaxed else one.full

    def _base(self) -> Query:
        """What answers the query, before any filter."""
        return any_of(every([*one.among, self._shown(one)]) for one in self._wanted)

    def _part(self, one: Searching, query: Query, *, close: bool) -> Part:
        """Documents of a kind that pass the filters."""
        tree = one.alone(close=close) if self._is_grouping else None
        return Part(
            kind=one.kind,
            query=every([*one.among, query, *self._filters.clauses()]),
            alone=EVERYTHING if tree is None else matching(tree),
            own=NOTHING if close else one.own,
            tree=tree,
        )

    def _answered(self, rows: Rows, facets: Facets) -> dict[Kind, int]:
        """Count everything in one round; how many documents of each kind there are."""
        asked = [rows.bodies(), facets.bodies(), list(self._counting())]
        answers = self._view.counted([body for some in asked for body in some])
        first, second = len(asked[0]), len(asked[0]) + len(asked[1])
        rows.answered(self._view, answers[:first])
        facets.answered(answers[first:second])
        totals = [int(answer["hits"]["total"]["value"]) for answer in answers[second:]]
        return dict(zip(KINDS, totals, strict=True))

    def _counting(self) -> Iterator[Body]:
        """What counts each kind by itself."""
        for one in self._prepared.searching.values():
            query = every([*one.among, one.shown, *self._filters.clauses()])
            yield {"size": 0, "track_total_hits": True, "query": query}

    def _notices(self, *, relaxed: bool) -> tuple[Notice, ...]:
        found = {
            kind: Attempt(one.plan.manner, one.matched, one.excluded)
            for kind, one in self._prepared.searching.items()
        }
        return notices_of(
            self._prepared.query,
            found,
            [one.kind for one in self._wanted],
            self._is_filled,
            relaxed=relaxed,
            dictionary_changed=self._manifest.dictionary_changed,
        )

    def _is_filled(self, name: Field | Literal["category"]) -> bool:
        if name == "category":
            return self._view.has("category.value")
        return any(self._view.average(kind, name, "characters") for kind in KINDS)
