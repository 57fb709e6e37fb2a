"""The hits of a page: what was found in groups, ordered as far as the page goes, and shown.

Full matches that hold the query in their own fields come first, then the other full matches, then
what is only close. A group that the page does not reach is not ordered. A page consists of rows
(``folding``), and a picture that has one in a group has none in those after it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from search.document import Kind
from search.execution.collector import Collector, Order
from search.execution.folding import Folding
from search.execution.found import Found
from search.execution.prepared import Searching
from search.index.arrays import Ids, Mask
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
        found: Found,
        related: Found,
        folding: Folding,
    ) -> tuple[Hit, ...]:
        """The hits of the page that is asked for, out of what was found and what is related."""
        by_kind = {one.kind: one for one in wanted}
        is_scored = any(one.ordering.terms or one.ordering.rewards for one in wanted)
        by_relevance = request.sort == "relevance" and is_scored
        groups = [*(_own_first(by_kind, found) if by_relevance else (found,)), related]
        begin = (request.page - 1) * request.per_page
        end = begin + request.per_page
        hits: list[Hit] = []
        for number, group in enumerate(groups):
            left = folding.after(groups[:number], group)
            rows = folding.rows(left)
            first, last = max(begin, 0), min(end, rows)
            if first < last:
                collector = self._collector(by_kind, left, folding)
                order = _ordered(collector, request, last, by_relevance=by_relevance)
                elsewhere = folding.elsewhere(order.numbers[first:], [found, related])
                is_related = group is related
                hits += self._shown(by_kind, order, first, elsewhere, is_related=is_related)
            begin, end = begin - rows, end - rows
            if end <= 0:
                break
        return tuple(hits)

    def _collector(self, by_kind: _ByKind, group: Found, folding: Folding) -> Collector:
        scorers = {kind: one.scorer for kind, one in by_kind.items()}
        waiting = partial(self._waiting, by_kind)
        return Collector(self._snapshot, group, scorers, waiting, folding)

    def _waiting(self, by_kind: _ByKind, numbers: Ids) -> Mask:
        """Which of some documents match only through what their article shares."""
        places = map(self._snapshot.place, numbers.tolist())
        waiting = [by_kind[searcher.kind].waits(searcher, local) for searcher, local in places]
        return np.array(waiting, dtype=np.bool_)

    def _shown(
        self,
        by_kind: _ByKind,
        order: Order,
        begin: int,
        elsewhere: Sequence[int],
        *,
        is_related: bool,
    ) -> Iterator[Hit]:
        numbers, scores = order.numbers[begin:].tolist(), order.scores[begin:].tolist()
        for number, score, others in zip(numbers, scores, elsewhere, strict=True):
            searcher, local = self._snapshot.place(number)
            document = searcher.document(local)
            stream = partial(searcher.stream, local)
            one = by_kind[searcher.kind]
            is_full = local in one.matching.docs[searcher.place]
            marker = one.marker if is_full else one.scraps_marker
            matches = marker.matches(document, stream, self._analysed)
            missing = () if is_full else one.missing(searcher, local)
            more = order.more.get(number, 0)
            yield Hit(document, score, matches, more, is_related, missing, others)

    def _analysed(self, text: str) -> Analysed:
        """A text that may be marked, analysed; remembered."""
        key = NOBODY_S, text
        found: Analysed | None = self._snapshot.memory.get(key)
        if found is None:
            found = Analysed(text, self._analyzer)
            self._snapshot.memory.put(key, found, found.nbytes)
        return found


def _ordered(collector: Collector, request: Request, count: int, *, by_relevance: bool) -> Order:
    if by_relevance:
        return collector.by_relevance(count)
    return collector.by_date("oldest" if request.sort == "oldest" else "newest", count)


def _own_first(by_kind: _ByKind, found: Found) -> tuple[Found, Found]:
    """What holds the query in its own fields, and the rest."""
    own, others = [], []
    for number, one, docs in found.parts:
        in_own: DocSet = docs & by_kind[one.kind].own[number]
        own.append((number, one, in_own))
        others.append((number, one, docs - in_own))
    return Found(own), Found(others)
