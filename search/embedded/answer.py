"""From a request to a page of results, over one snapshot."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from search.document import KINDS, Kind
from search.embedded.evaluate import Evaluation
from search.embedded.facets import Filters
from search.embedded.order import Order, by_date, by_relevance
from search.embedded.scoring import scores
from search.embedded.snapshot import Snapshot
from search.embedded.values import Mask, Numbers
from search.fields import CHINESE_NAMES, Scope
from search.manifest import Manifest
from search.query.nodes import All, leaves, split
from search.query.parser import Query, parse
from search.query.plan import Plan, Planner, scope_fields
from search.request import Request
from search.results import Hit, Notice, Results
from search.snippets import Marker
from search.text.analyzer import Analyzer


@dataclass(frozen=True, slots=True)
class _Found:
    """The documents of one kind that match the query, before any filter.

    ``excluded``: there are none, but without the query's exclusions there would be.
    """

    plan: Plan
    evaluation: Evaluation
    mask: Mask
    excluded: bool = False

    @property
    def matched(self) -> bool:
        return bool(self.mask.any())


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
        matching = np.logical_or.reduce([f.mask for f in wanted])
        passing = filters.passing(matching)
        counts = {kind: int(np.count_nonzero(filters.passing(found[kind].mask))) for kind in KINDS}
        order, score = self._order(request, wanted, passing)
        first = (request.page - 1) * request.per_page
        return Results(
            query=query.describe(),
            total=len(order.numbers),
            hits=self._hits(query, found, order, score, slice(first, first + request.per_page)),
            facets=filters.facets(matching, counts),
            notices=self._notices(query, found, wanted),
            counts=counts,
            undated=filters.undated(matching),
            relaxed=any(f.plan.manner == "relaxed" and f.matched for f in wanted),
            page=request.page,
            per_page=request.per_page,
        )

    def _find(self, root: All) -> dict[Kind, _Found]:
        """What matches, per kind; relaxed only when nothing of any kind matches in full.

        Otherwise the counts beside the kinds would depend on which kind is being looked at.
        """
        found = {kind: self._find_all(root, kind) for kind in KINDS}
        if any(f.matched or f.excluded for f in found.values()):
            return found
        return {kind: self._relaxed(root, kind, found[kind]) for kind in KINDS}

    def _find_all(self, root: All, kind: Kind) -> _Found:
        """What holds the whole query: as typed, or with its chunks taken apart."""
        evaluation = Evaluation(self._snapshot, kind)
        attempts = []
        for plan in self._planner.attempts(root, kind):
            attempts.append(_Found(plan, evaluation, evaluation.mask(plan.tree)))
            if attempts[-1].matched:
                return attempts[-1]
        would_match = evaluation.mask(self._planner.without_exclusions(root, kind)).any()
        return replace(attempts[0], excluded=bool(would_match))

    def _relaxed(self, root: All, kind: Kind, found: _Found) -> _Found:
        plan = self._planner.relaxed(root, kind)
        if plan is None:
            return found
        return _Found(plan, found.evaluation, found.evaluation.mask(plan.tree))

    def _order(
        self, request: Request, wanted: list[_Found], passing: Mask
    ) -> tuple[Order, Numbers]:
        snapshot = self._snapshot
        score = np.zeros(snapshot.size)
        waiting = np.zeros(snapshot.size, dtype=np.bool_)
        for found in wanted:
            own = found.plan.own
            score[found.mask] = scores(snapshot, found.plan, found.evaluation)[found.mask]
            if own is not None:
                waiting |= found.mask & ~found.evaluation.mask(own)
        if request.sort == "relevance":
            return by_relevance(snapshot.values, passing, score, waiting), score
        return by_date(snapshot.values, passing, request.sort), score

    def _hits(
        self, query: Query, found: dict[Kind, _Found], order: Order, score: Numbers, page: slice
    ) -> tuple[Hit, ...]:
        markers = {
            kind: Marker(
                self._analyzer,
                self._planner,
                query.root if f.plan.manner == "full" else split(query.root),
                relaxed=f.plan.manner == "relaxed",
            )
            for kind, f in found.items()
        }
        hits = []
        for number in map(int, order.numbers[page]):
            document = self._snapshot.document(number)
            matches = markers[document.kind].matches(document)
            hits.append(Hit(document, float(score[number]), matches, order.more.get(number, 0)))
        return tuple(hits)

    def _notices(
        self, query: Query, found: dict[Kind, _Found], wanted: list[_Found]
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
                self._snapshot.lengths(kind, field, "characters").any()
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
