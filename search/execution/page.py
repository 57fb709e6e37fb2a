"""From a request to a page of results, over one snapshot.

A request goes one way, once: its query is prepared (parsed, lowered, matched), what matches is
filtered and counted, the page's documents are collected in order, and shown with their marks.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np

from search.document import KINDS, Kind
from search.execution.collector import Collector, Order
from search.execution.facets import Filters, kinds
from search.execution.found import Found
from search.execution.prepared import PreparedQuery, Searching
from search.fields import CHINESE_NAMES, ENGLISH_NAMES, Named
from search.index.arrays import Ids, Mask
from search.manifest import Manifest
from search.query.interpretation import interpretation
from search.query.nodes import All, asks_for_category, leaves
from search.query.plan import scope_fields
from search.request import MAX_LENGTH, VALUE_FACETS, Request
from search.results import Hit, Notice, Results
from search.snapshot.memory import NOBODY_S
from search.snapshot.snapshot import Snapshot
from search.snippets import Analysed
from search.text.analyzer import Analyzer


class Pages:
    """Answers requests from one snapshot; any number of threads may ask."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, manifest: Manifest) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._manifest = manifest

    def answer(self, request: Request) -> Results:
        """The page of results that a request asks for."""
        prepared = self._prepared(request.text)
        wanted = [prepared.searching[kind] for kind in KINDS if request.kind in (kind, "all")]
        filters = Filters(self._snapshot, request)
        passing = {
            kind: filters.passing(Found(one.parts)) for kind, one in prepared.searching.items()
        }
        counts = {kind: len(one.found()) for kind, one in passing.items()}
        shown = passing[wanted[0].kind]
        if len(wanted) > 1:
            shown = filters.passing(Found(part for one in wanted for part in one.parts))
        facets = [shown.facet(facet) for facet in VALUE_FACETS]
        return Results(
            query=prepared.query.describe(),
            interpretation=interpretation(prepared.query),
            total=len(shown.found()),
            hits=self._hits(request, wanted, shown.found()),
            facets=(*facets, shown.years(request.taken), kinds(counts, request)),
            notices=self._notices(prepared, wanted),
            counts=counts,
            undated=shown.undated(),
            relaxed=any(map(_is_relaxed, wanted)),
            page=request.page,
            per_page=request.per_page,
        )

    def _prepared(self, text: str) -> PreparedQuery:
        """A query, prepared; remembered."""
        text = text[: MAX_LENGTH + 1]  # of more nothing is read
        key = self._snapshot.owner, text
        found: PreparedQuery | None = self._snapshot.memory.get(key)
        if found is None:
            found = PreparedQuery(self._snapshot, self._analyzer, text)
            self._snapshot.memory.put(key, found, found.nbytes)
        return found

    def _hits(self, request: Request, wanted: list[Searching], found: Found) -> tuple[Hit, ...]:
        """The hits of the page, ordered as far as the page goes."""
        begin = (request.page - 1) * request.per_page
        end = min(begin + request.per_page, len(found))
        if begin >= end:
            return ()
        by_kind = {one.kind: one for one in wanted}
        scorers = {kind: one.scorer for kind, one in by_kind.items()}
        waiting = partial(self._waiting, by_kind)
        collector = Collector(self._snapshot, found, scorers, waiting)
        is_scored = any(one.ordering.terms or one.ordering.rewards for one in wanted)
        if request.sort == "relevance" and is_scored:
            order = collector.by_relevance(end)
        else:
            order = collector.by_date("oldest" if request.sort == "oldest" else "newest", end)
        return self._shown(by_kind, order, begin)

    def _waiting(self, by_kind: dict[Kind, Searching], numbers: Ids) -> Mask:
        """Which of some documents match only through what their article shares."""
        waiting = np.zeros(len(numbers), dtype=np.bool_)
        for i, number in enumerate(numbers.tolist()):
            searcher, local = self._snapshot.place(number)
            own = by_kind[searcher.kind].own
            if own is not None:
                waiting[i] = local not in own[searcher.place]
        return waiting

    def _shown(self, by_kind: dict[Kind, Searching], order: Order, begin: int) -> tuple[Hit, ...]:
        hits = []
        numbers, scores = order.numbers[begin:].tolist(), order.scores[begin:].tolist()
        for number, score in zip(numbers, scores, strict=True):
            searcher, local = self._snapshot.place(number)
            document = searcher.document(local)
            stream = partial(searcher.stream, local)
            matches = by_kind[searcher.kind].marker.matches(document, stream, self._analysed)
            hits.append(Hit(document, score, matches, order.more.get(number, 0)))
        return tuple(hits)

    def _analysed(self, text: str) -> Analysed:
        """A text that may be marked, analysed; remembered."""
        key = NOBODY_S, text
        found: Analysed | None = self._snapshot.memory.get(key)
        if found is None:
            found = Analysed(text, self._analyzer)
            self._snapshot.memory.put(key, found, found.nbytes)
        return found

    def _notices(self, prepared: PreparedQuery, wanted: list[Searching]) -> tuple[Notice, ...]:
        """What to say of the query; relaxing touches the counts of all kinds that are shown."""
        everywhere = prepared.searching.values()
        notices = list(prepared.query.notices)
        if any(map(_is_relaxed, everywhere)):
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
                for field in scope_fields(scope, kind)
            )
            if not any(filled):
                yield _empty_field(scope)


def _is_relaxed(one: Searching) -> bool:
    return one.matching.plan.manner == "relaxed" and one.matching.matched


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
