"""From a request to a page of results, over one snapshot.

A request goes one way, once: its query is prepared (parsed, lowered, matched), what matches is
filtered and counted, the page's documents are collected in order, and shown with their marks.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import NamedTuple

from search.document import KINDS, Kind
from search.execution.explanation import explained, explanation
from search.execution.facet_items import kinds
from search.execution.facets import Facets
from search.execution.filters import Filters
from search.execution.folding import Folding
from search.execution.found import Found
from search.execution.grouping import Grouping
from search.execution.hits import Hits
from search.execution.prepared import PreparedQuery, Searching
from search.execution.similar import Likeness
from search.execution.timeline import timeline
from search.explanation import Explanation
from search.fields import CHINESE_NAMES, ENGLISH_NAMES, FIELDS, Named
from search.manifest import Manifest
from search.picture import address_of
from search.query.nodes import All, asks_for_category, leaves
from search.query.plan import scope_fields
from search.query.widening import Widening
from search.request import MAX_LENGTH, Request
from search.results import Hit, Notice, Results, Similar
from search.snapshot.snapshot import Snapshot
from search.text.analyzer import Analyzer
from search.vocabulary import Vocabulary

_LOOKED_AT = 2
"""So many times the photos that are wanted are looked at, since some are another event."""


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
            return explanation(self._snapshot, prepared, number)

    def similar(self, number: int, limit: int, vocabulary: Vocabulary, today: date) -> Similar:
        """Photos like a document, by its number."""
        document = self._snapshot.document(number)
        likeness = Likeness(self._snapshot, self._analyzer, document)
        if not likeness.query:
            return Similar("", ())
        request = Request(text=likeness.query, per_page=_LOOKED_AT * limit)
        own = address_of(document.image)
        hits = (
            hit
            for hit in self.answer(request, vocabulary, today).hits
            if hit.document.id != document.id
            and not (own and address_of(hit.document.image) == own)
            and likeness.holds(hit.document)
        )
        return Similar(likeness.query, tuple(islice(hits, limit)))

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
            hits = tuple(explained(self._snapshot, prepared, hits))
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
                *_unexplained(request, hits),
            ),
            counts=counts,
            undated=facets.undated(),
            relaxed=relaxed and len(found) > 0,
            page=request.page,
            per_page=request.per_page,
            timeline=timeline(self._snapshot, filters, shown) if request.timeline else None,
        )

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
        everywhere = prepared.searching.values()
        notices = list(prepared.query.notices)
        if relaxed:
            notices.append(_RELAXED)
        if any(one.matching.plan.manner == "split" and one.matching.matched for one in wanted):
            notices.append(_SPLIT)
        excluded = any(one.matching.excluded for one in wanted)
        if excluded and not any(one.matching.matched for one in everywhere):
            notices.append(_ALL_EXCLUDED)
        notices += self._empty_fields(prepared.query.root)
        if self._manifest.dictionary_changed:
            notices.append(_DICTIONARY)
        return tuple(notices)

    def _empty_fields(self, root: All) -> Iterator[Notice]:
        """Say of a field that the query names when nothing in the archive has it."""
        if asks_for_category(root) and not len(self._snapshot.facet("category").ordinals):
            yield _empty_field("category")
        scopes = dict.fromkeys(leaf.scope for leaf in leaves(root) if leaf.scope)
        for scope in scopes:
            filled = (
                self._snapshot.average(kind, field, "characters")
                for kind in KINDS
                for field in scope_fields(scope, FIELDS[kind])
            )
            if not any(filled):
                yield _empty_field(scope)


def _all(wanted: Sequence[Searching], *, full: bool) -> Found:
    """What some kinds have, full matches or those close to them."""
    return Found(part for one in wanted for part in (one.full if full else one.closest))


def _grouped(wanted: Sequence[Searching], request: Request) -> Mapping[Kind, Searching]:
    """The kinds whose documents fall into groups: none where an article or a picture is opened."""
    is_opened = request.article is not None or request.picture is not None
    return {} if is_opened or request.groups == "show" else {one.kind: one for one in wanted}


def _unexplained(request: Request, hits: Sequence[Hit]) -> Iterator[Notice]:
    """Say how many hits are explained, where not all are that should be."""
    told = sum(hit.explanation is not None for hit in hits)
    if request.explain and told < len(hits):
        yield Notice(
            "explained_in_part",
            f"只说明了前 {told:,} 条结果的排序依据；其余请逐条查看。",
            f"Only the first {told:,} results are explained; ask for the others one by one.",
        )


def _empty_field(scope: Named) -> Notice:
    name = CHINESE_NAMES[scope]
    return Notice(
        "empty_field",
        f"这个图库没有“{name}”信息；去掉“{name}:”可在全文中查找。",
        f"Nothing in this archive has a {ENGLISH_NAMES[scope]}; "
        f"without “{name}:” all of the text is searched.",
    )


_RELAXED = Notice(
    "relaxed",
    "没有包含全部词语的结果，以下结果只包含其中一部分。",
    "Nothing holds all the words; these results hold some of them.",
)
_SPLIT = Notice(
    "split",
    "没有连在一起的结果，已把各部分分开查找。",
    "Nothing has these pieces together; they were searched separately.",
)
_ALL_EXCLUDED = Notice(
    "all_excluded",
    "符合其余条件的结果都被“-”排除了。",
    "Everything that matches the rest was excluded by a minus.",
)
_DICTIONARY = Notice(
    "dictionary_changed",
    "索引使用的词典与当前程序不同，重建索引可得到更好的排序。",
    "The index was built with another dictionary; rebuilding it may improve the order.",
)
