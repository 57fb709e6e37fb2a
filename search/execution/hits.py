"""The hits of a page: what was found in tiers, ordered as far as the page goes, and shown.

Full matches that hold the query in their own fields come first, then the other full matches, then
what is only close. What the page does not reach is not ordered. A page consists of rows
(``folding``), and a picture that has one in a tier has none in those after it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from search.document import Kind
from search.execution.collector import Collector, Order
from search.execution.folding import Rows
from search.execution.found import Found
from search.execution.prepared import Searching
from search.request import Request
from search.results import Hit
from search.snapshot.docset import DocSet
from search.snapshot.memory import NOBODY_S
from search.snapshot.snapshot import Snapshot
from search.snippets import Analysed
from search.text.analyzer import Analyzer

_ByKind = Mapping[Kind, Searching]


class Hits:
    """Orders and shows documents of one snapshot."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer

    def page(
        self,
        request: Request,
        wanted: Sequence[Searching],
        found: Rows,
        related: Rows,
        copies: Sequence[Found],
    ) -> tuple[Hit, ...]:
        """The hits of the page that is asked for, out of what was found and what is related.

        Args:
            copies: what else was found that may show the same pictures.
        """
        by_kind = {one.kind: one for one in wanted}
        is_scored = any(one.ordering.terms or one.ordering.rewards for one in wanted)
        by_relevance = request.sort == "relevance" and is_scored
        tiers = _own_first(by_kind, found) if by_relevance else (found,)
        begin = (request.page - 1) * request.per_page
        end = begin + request.per_page
        hits: list[Hit] = []
        for rows in (*tiers, related):
            first, last = max(begin, 0), min(end, rows.count)
            if first < last:
                order = self._ordered(by_kind, rows, request, last, by_relevance=by_relevance)
                numbers = order.numbers[first:]
                folded = rows.sizes(numbers), rows.folding.elsewhere(numbers, copies)
                is_related = rows is related
                hits += self._shown(by_kind, order, first, folded, is_related=is_related)
            begin, end = begin - rows.count, end - rows.count
            if end <= 0:
                break
        return tuple(hits)

    def _ordered(
        self, by_kind: _ByKind, rows: Rows, request: Request, count: int, *, by_relevance: bool
    ) -> Order:
        scorers = {kind: one.scorer for kind, one in by_kind.items()}
        collector = Collector(self._snapshot, rows, scorers)
        if by_relevance:
            return collector.by_relevance(count)
        return collector.by_date("oldest" if request.sort == "oldest" else "newest", count)

    def _shown(
        self,
        by_kind: _ByKind,
        order: Order,
        begin: int,
        folded: tuple[Sequence[int], Sequence[int]],
        *,
        is_related: bool,
    ) -> Iterator[Hit]:
        numbers, scores = order.numbers[begin:].tolist(), order.scores[begin:].tolist()
        for number, score, group, elsewhere in zip(numbers, scores, *folded, strict=True):
            searcher, local = self._snapshot.place(number)
            document = searcher.document(local)
            stream = partial(searcher.stream, local)
            one = by_kind[searcher.kind]
            is_full = local in one.matching.docs[searcher.place]
            marker = one.marker if is_full else one.scraps_marker
            matches = marker.matches(document, stream, self._analysed)
            missing = () if is_full else one.missing(searcher, local)
            yield Hit(document, score, matches, group, is_related, missing, elsewhere)

    def _analysed(self, text: str) -> Analysed:
        """A text that may be marked, analysed; remembered."""
        key = NOBODY_S, text
        found: Analysed | None = self._snapshot.memory.get(key)
        if found is None:
            found = Analysed(text, self._analyzer)
            self._snapshot.memory.put(key, found, found.nbytes)
        return found


def _own_first(by_kind: _ByKind, rows: Rows) -> tuple[Rows, Rows]:
    """What holds the query in its own fields, and the rest."""
    own, others = [], []
    for number, one, docs in rows.found.parts:
        in_own: DocSet = docs & by_kind[one.kind].own[number]
        own.append((number, one, in_own))
        others.append((number, one, docs - in_own))
    folding, first = rows.folding, Found(own)
    count = folding.rows(first)
    left = folding.after([first], Found(others))
    return Rows(first, folding, count), replace(rows, found=left, count=rows.count - count)
