"""From a request to a page of results, over one snapshot.

A request goes one way, once: its query is prepared (parsed, lowered, matched), what matches is
filtered and counted, the page's documents are collected in order, and shown with their marks.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Literal, NamedTuple

from search.document import KINDS, Kind
from search.execution.archive import EmbeddedArchive
from search.execution.explanation import explained, explanation
from search.execution.facet_items import kinds
from search.execution.facets import Facets
from search.execution.filters import Filters
from search.execution.folding import Folding
from search.execution.found import Found
from search.execution.grouping import Grouping
from search.execution.hits import Hits
from search.execution.judged import JudgedDocument
from search.execution.notices import Attempt, notices_of, unexplained
from search.execution.prepared import PreparedQuery, Searching
from search.execution.similar import similar_to
from search.execution.timeline import timeline
from search.explanation import Explanation
from search.fields import FIELDS, Field
from search.manifest import Manifest
from search.query.widening import Widening
from search.request import MAX_LENGTH, Request
from search.results import Notice, Results, Similar
from search.snapshot.snapshot import Snapshot
from search.text.analyzer import Analyzer
from search.vocabulary import Vocabulary


class _Asked(NamedTuple):
    """What a prepared query hangs on; of a longer text nothing is read."""

    text: str
    exact: bool
    vocabulary: str
    today: date


class Pages:
    """Answers requests from one snapshot; any number of threads may ask."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, manifest: Manifest) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._manifest = manifest
        self._hits = Hits(snapshot, analyzer)

    def answer(self, request: Request, vocabulary: Vocabulary, today: date) -> Results:
        """The page of results that a request asks for.

        Args:
            vocabulary: other words for what is typed; today: what dates are read by.
        """
        with self._asked(request, vocabulary, today) as prepared:
            return self._answer(request, prepared)

    def explain(
        self, request: Request, number: int, vocabulary: Vocabulary, today: date
    ) -> Explanation:
        """Why a document, by its number, has its score for the query of a request."""
        with self._asked(request, vocabulary, today) as prepared:
            return self._explanation(prepared, number)

    def similar(self, number: int, limit: int, vocabulary: Vocabulary, today: date) -> Similar:
        """Photos like a document, by its number."""
        return similar_to(
            self._snapshot.document(number),
            limit,
            statistics=EmbeddedArchive(self._snapshot, self._analyzer),
            analyzer=self._analyzer,
            answer=lambda request: self.answer(request, vocabulary, today),
        )

    @contextmanager
    def _asked(
        self, request: Request, vocabulary: Vocabulary, today: date
    ) -> Iterator[PreparedQuery]:
        """The query of a request, prepared; what is found out of it is remembered."""
        asked = _Asked(request.text[: MAX_LENGTH + 1], request.exact, vocabulary.version, today)
        prepared = self._prepared(asked, vocabulary)
        size = prepared.nbytes
        yield prepared
        if prepared.nbytes != size:
            self._remember(asked, prepared)

    def _answer(self, request: Request, prepared: PreparedQuery) -> Results:
        wanted = [prepared.searching[kind] for kind in KINDS if request.kind in (kind, "all")]
        relaxed = not any(one.matching.matched for one in wanted)
        filters = Filters(self._snapshot, request)
        counted = {
            kind: filters.passing(Found(one.full if one.matching.matched else one.closest))
            for kind, one in prepared.searching.items()
        }
        counts = {kind: len(passing.found()) for kind, passing in counted.items()}
        shown = counted[wanted[0].kind]
        if len(wanted) > 1:
            shown = filters.passing(_all(wanted, full=not relaxed))
        found = shown.found()
        folding = Folding(self._snapshot.pictures if request.duplicates == "fold" else None)
        grouping = Grouping(self._snapshot, _grouped(wanted, request), folding)
        rows = grouping.rows(found, close=relaxed)
        is_last = rows.count <= request.page * request.per_page
        below = wanted if is_last and not relaxed else []
        related = filters.passing(_all(below, full=False)).found()
        facets = Facets(self._snapshot, request, filters, shown)
        related_rows = grouping.rows(folding.after([found], related), close=True)
        hits = self._hits.page(request, wanted, rows, related_rows, [found, related])
        if request.explain:
            hits = tuple(explained(hits, partial(self._explained, prepared)))
        return Results(
            query=prepared.query.describe(),
            interpretation=prepared.interpretation,
            total=len(found),
            related=len(related),
            pictures=folding.rows(found),
            rows=rows.count,
            related_rows=related_rows.count,
            hits=hits,
            facets=(*facets.every(), kinds(counts, request)),
            notices=(
                *self._notices(prepared, wanted, relaxed=relaxed and len(found) > 0),
                *unexplained(request, hits),
            ),
            counts=counts,
            undated=facets.undated(),
            relaxed=relaxed and len(found) > 0,
            page=request.page,
            per_page=request.per_page,
            timeline=timeline(self._snapshot, filters, shown) if request.timeline else None,
        )

    def _explanation(self, prepared: PreparedQuery, number: int) -> Explanation:
        judged = JudgedDocument(self._snapshot, prepared, number)
        return explanation(prepared.query.describe(), judged)

    def _explained(self, prepared: PreparedQuery, document: str) -> Explanation | None:
        number = self._snapshot.number(document)
        return None if number is None else self._explanation(prepared, number)

    def _prepared(self, asked: "_Asked", vocabulary: Vocabulary) -> PreparedQuery:
        """A query, prepared; remembered."""
        found: PreparedQuery | None = self._snapshot.memory.get((self._snapshot.owner, asked))
        if found is None:
            known = None if asked.exact else vocabulary
            widening = Widening(
                known, asked.today, dates_in_text=not asked.exact, length=len(asked.text)
            )
            found = PreparedQuery(self._snapshot, self._analyzer, asked.text, widening)
            self._remember(asked, found)
        return found

    def _remember(self, asked: "_Asked", prepared: PreparedQuery) -> None:
        self._snapshot.memory.put((self._snapshot.owner, asked), prepared, prepared.nbytes)

    def _notices(
        self, prepared: PreparedQuery, wanted: list[Searching], *, relaxed: bool
    ) -> tuple[Notice, ...]:
        """What to say of the query."""
        found = {
            kind: Attempt(one.matching.plan.manner, one.matching.matched, one.matching.excluded)
            for kind, one in prepared.searching.items()
        }
        return notices_of(
            prepared.query,
            found,
            [one.kind for one in wanted],
            self._is_filled,
            relaxed=relaxed,
            dictionary_changed=self._manifest.dictionary_changed,
        )

    def _is_filled(self, name: Field | Literal["category"]) -> bool:
        if name == "category":
            return len(self._snapshot.facet("category").ordinals) > 0
        return any(
            self._snapshot.average(kind, name, "characters")
            for kind in KINDS
            if name in FIELDS[kind]
        )


def _all(wanted: Sequence[Searching], *, full: bool) -> Found:
    """What some kinds have, full matches or those close to them."""
    return Found(part for one in wanted for part in (one.full if full else one.closest))


def _grouped(wanted: Sequence[Searching], request: Request) -> Mapping[Kind, Searching]:
    """The kinds whose documents fall into groups: none where an article or a picture is opened."""
    is_opened = request.article is not None or request.picture is not None
    return {} if is_opened or request.groups == "show" else {one.kind: one for one in wanted}
