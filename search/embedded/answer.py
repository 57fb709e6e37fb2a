"""From a request to a page of results, over one snapshot."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from search.document import KINDS, Kind
from search.embedded.arrays import Ids, Mask
from search.embedded.evaluate import Evaluation
from search.embedded.facets import Filters, Passing, kinds
from search.embedded.found import Found
from search.embedded.leaf import Leaf
from search.embedded.order import Order, Ranking, by_date, by_relevance
from search.embedded.scoring import Scoring
from search.embedded.sets import Docs
from search.embedded.snapshot import Snapshot
from search.fields import CHINESE_NAMES, Scope
from search.manifest import Manifest
from search.query.nodes import All, leaves, split
from search.query.parser import Query, parse
from search.query.plan import Plan, Planner, scope_fields
from search.request import VALUE_FACETS, Request
from search.results import Hit, Notice, Results
from search.snippets import Marker
from search.text.analyzer import Analyzer


@dataclass(frozen=True, slots=True)
class _Matching:
    """The documents of one kind that match the query, before any filter, leaf by leaf.

    ``excluded``: there are none, but without the query's exclusions there would be.
    """

    plan: Plan
    evaluation: Evaluation
    docs: list[Docs]
    excluded: bool = False

    @property
    def matched(self) -> bool:
        return any(map(len, self.docs))

    @property
    def parts(self) -> list[tuple[int, Leaf, Docs]]:
        leaves = self.evaluation.leaves
        return [(n, *part) for n, part in enumerate(zip(leaves, self.docs, strict=True))]


class Answering:
    """Answers requests from one snapshot; any number of threads may ask."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, manifest: Manifest) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._planner = Planner(analyzer)
        self._manifest = manifest

    def answer(self, request: Request) -> Results:
        """The page of results that a request asks for."""
        query = parse(request.text)
        found = self._find(query.root)
        wanted = [found[kind] for kind in KINDS if request.kind in (kind, "all")]
        filters = Filters(self._snapshot, request)
        passing = {kind: Passing(filters, found[kind].parts) for kind in KINDS}
        counts = {kind: len(passing[kind].found()) for kind in KINDS}
        shown = passing[wanted[0].plan.kind]
        if request.kind == "all":
            shown = Passing(filters, [part for one in wanted for part in one.parts])
        facets = [shown.facet(facet) for facet in VALUE_FACETS]
        return Results(
            query=query.describe(),
            total=len(shown.found()),
            hits=self._hits(query, request, wanted, shown.found()),
            facets=(*facets, shown.years(request.taken), kinds(counts, request)),
            notices=self._notices(query, found, wanted),
            counts=counts,
            undated=shown.undated(),
            relaxed=any(f.plan.manner == "relaxed" and f.matched for f in wanted),
            page=request.page,
            per_page=request.per_page,
        )

    def _find(self, root: All) -> dict[Kind, _Matching]:
        """What matches, per kind; relaxed only when nothing of any kind matches in full.

        Otherwise the counts beside the kinds would depend on which kind is being looked at.
        """
        found = {kind: self._find_all(root, kind) for kind in KINDS}
        if any(f.matched or f.excluded for f in found.values()):
            return found
        return {kind: self._relaxed(root, kind, found[kind]) for kind in KINDS}

    def _find_all(self, root: All, kind: Kind) -> _Matching:
        """What holds the whole query: as typed, or with its chunks taken apart."""
        evaluation = Evaluation(self._snapshot, kind)
        attempts = []
        for plan in self._planner.attempts(root, kind):
            attempts.append(_Matching(plan, evaluation, evaluation.found(plan.tree)))
            if attempts[-1].matched:
                return attempts[-1]
        admitting = self._planner.without_exclusions(root, kind)
        return replace(attempts[0], excluded=admitting is not None and evaluation.any(admitting))

    def _relaxed(self, root: All, kind: Kind, found: _Matching) -> _Matching:
        plan = self._planner.relaxed(root, kind)
        if plan is None:
            return found
        return _Matching(plan, found.evaluation, found.evaluation.found(plan.tree))

    def _hits(
        self, query: Query, request: Request, wanted: list[_Matching], found: Found
    ) -> tuple[Hit, ...]:
        """The hits of the page, ordered as far as the page goes."""
        begin = (request.page - 1) * request.per_page
        end = min(begin + request.per_page, len(found))
        if begin >= end:
            return ()
        by_kind = {one.plan.kind: one for one in wanted}
        orderings = {kind: self._planner.ordering(one.plan) for kind, one in by_kind.items()}
        scorings = {
            kind: Scoring(self._snapshot, orderings[kind], one.evaluation)
            for kind, one in by_kind.items()
        }
        ranking = Ranking(found, scorings)

        def is_waiting(part: int, ids: Ids) -> Mask:
            number, leaf, _ = found.parts[part]
            own = orderings[leaf.kind].own
            if own is None:
                return np.zeros(len(ids), dtype=np.bool_)
            return ~by_kind[leaf.kind].evaluation.within(own, number, ids)

        scored = any(ordering.terms or ordering.rewards for ordering in orderings.values())
        if request.sort == "relevance" and scored:
            order = by_relevance(ranking, lambda numbers: found.gathered(numbers, is_waiting), end)
            return self._shown(query, by_kind, order, begin)
        numbers = by_date(found, "oldest" if request.sort == "oldest" else "newest", end)
        order = Order(numbers, ranking.scores(numbers), {})
        return self._shown(query, by_kind, order, begin)

    def _shown(
        self,
        query: Query,
        by_kind: dict[Kind, _Matching],
        order: Order,
        begin: int,
    ) -> tuple[Hit, ...]:
        markers = {
            kind: Marker(
                self._analyzer,
                self._planner,
                query.root if one.plan.manner == "full" else split(query.root),
                relaxed=one.plan.manner == "relaxed",
            )
            for kind, one in by_kind.items()
        }
        hits = []
        numbers, scores = order.numbers[begin:].tolist(), order.scores[begin:].tolist()
        for number, score in zip(numbers, scores, strict=True):
            document = self._snapshot.document(number)
            stream = partial(self._snapshot.stream, number)
            matches = markers[document.kind].matches(document, stream)
            hits.append(Hit(document, score, matches, order.more.get(number, 0)))
        return tuple(hits)

    def _notices(
        self, query: Query, found: dict[Kind, _Matching], wanted: list[_Matching]
    ) -> tuple[Notice, ...]:
        """What to say of the query; relaxing touches the counts of all kinds that are shown."""
        notices = list(query.notices)
        if any(f.plan.manner == "relaxed" and f.matched for f in found.values()):
            notices.append(_RELAXED)
        if any(f.plan.manner == "split" and f.matched for f in wanted):
            notices.append(_SPLIT)
        if any(f.excluded for f in wanted) and not any(f.matched for f in found.values()):
            notices.append(_ALL_EXCLUDED)
        notices += self._empty_fields(query.root)
        if self._manifest.dictionary_changed:
            notices.append(_DICTIONARY)
        return tuple(notices)

    def _empty_fields(self, root: All) -> Iterator[Notice]:
        """Say of a field that the query names when nothing in the archive has it."""
        scopes = dict.fromkeys(leaf.scope for leaf in leaves(root) if leaf.scope)
        for scope in scopes:
            filled = (
                self._snapshot.average(kind, field, "characters")
                for kind in KINDS
                for field in scope_fields(scope, kind)
            )
            if not any(filled):
                yield _empty_field(scope)


def _empty_field(scope: Scope) -> Notice:
    name = CHINESE_NAMES[scope]
    return Notice(
        "empty_field",
        f"这个图库没有“{name}”信息；去掉“{name}:”可在全文中查找。",
        f"Nothing in this archive has a {scope}; without “{name}:” all of the text is searched.",
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
