"""The hits of a page over a cluster: tiers in order, as far as the page goes, and shown.

The tiers are those of ``search.execution.hits``: what holds the query in its own fields, the other
full matches, what is only close. By date the first two are one.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from search.cluster.commits.view import View
from search.cluster.pages.candidates import Best, Scored, Sought
from search.cluster.pages.prepared import Searching
from search.cluster.pages.reading import Candidate
from search.cluster.pages.rows import Part, Rows, elsewhere
from search.cluster.pages.scan import Scan, whole
from search.cluster.schema.compile import Query, every, none_of
from search.document import Kind
from search.request import Request, Sort
from search.results import Hit
from search.snapshot.memory import NOBODY_S
from search.snippets import Analysed


class Tier(NamedTuple):
    """Rows that are ordered by themselves.

    Attributes:
        parts: what finds their documents, by kind.
        size: how many there are.
        rows: what tells which document is in which.
    """

    parts: Mapping[Kind, Query]
    size: int
    rows: Rows
    is_below_own: bool = False
    is_related: bool = False

    def row_of(self, candidate: Candidate) -> Hashable:
        """What row a document is in; None for none."""
        return self.rows.row_of(candidate, is_below_own=self.is_below_own)


def tiers_of(
    parts: Sequence[Part], rows: Rows, related: Sequence[Part], related_rows: Rows, *, scored: bool
) -> list[Tier]:
    """The tiers of a page, those with rows."""
    everything = {part.kind: part.query for part in parts}
    if scored:
        owns = {part.kind: part.own for part in parts}
        own = {kind: every((query, owns[kind])) for kind, query in everything.items()}
        others = {kind: every((query, none_of(owns[kind]))) for kind, query in everything.items()}
        left = rows.count - rows.own
        tiers = [Tier(own, rows.own, rows), Tier(others, left, rows, is_below_own=True)]
    else:
        tiers = [Tier(everything, rows.count, rows)]
    below = {part.kind: part.query for part in related}
    tiers.append(Tier(below, related_rows.count, related_rows, is_related=True))
    return [tier for tier in tiers if tier.size]


class Hits:
    """Orders and shows documents of one commit.

    Attributes:
        candidates: what was shown, by id.
    """

    def __init__(self, view: View, request: Request, searching: Mapping[Kind, Searching]) -> None:
        self._view = view
        self._request = request
        self._searching = searching
        self.candidates: dict[str, Candidate] = {}

    @property
    def by_relevance(self) -> bool:
        """Whether scores order the page."""
        orderings = [one.ordering for one in self._searching.values()]
        is_scored = any(one.terms or one.rewards for one in orderings)
        return self._request.sort == "relevance" and is_scored

    def page(self, tiers: Sequence[Tier], copies: Sequence[Rows]) -> Iterator[Hit]:
        """The hits of the page that is asked for.

        Args:
            copies: all that was found that may show the same pictures.
        """
        reached = list(self._reached(tiers))
        best = [self._best(tier) for tier, _, _ in reached]
        bodies = (
            [one.opening(last) for one, (_, _, last) in zip(best, reached, strict=True)]
            if self.by_relevance
            else []
        )
        answers = iter(self._view.searches(bodies))
        for one, (tier, first, last) in zip(best, reached, strict=True):
            if self.by_relevance:
                ordered = one.rows(last, tier.row_of, next(answers))[first:]
            else:
                ordered = self._by_date(tier, one, first, last)
            yield from self._shown(ordered, tier, copies)

    def _reached(self, tiers: Sequence[Tier]) -> Iterator[tuple[Tier, int, int]]:
        """The tiers that the page reaches, each with the first of its rows and the end of them."""
        begin = (self._request.page - 1) * self._request.per_page
        end = begin + self._request.per_page
        for tier in tiers:
            first, last = max(begin, 0), min(end, tier.size)
            if first < last:
                yield tier, first, last
            begin, end = begin - tier.size, end - tier.size

    def _best(self, tier: Tier) -> Best:
        return Best(
            self._view,
            [
                Sought(kind, [query], self._searching[kind].formula)
                for kind, query in tier.parts.items()
            ],
        )

    def _by_date(self, tier: Tier, best: Best, first: int, last: int) -> list[Scored]:
        """Some rows by date. Where no text decides what a row is, only the page's are read."""
        sort: Sort = "oldest" if self._request.sort == "oldest" else "newest"
        found = {"bool": {"should": [*tier.parts.values()], "minimum_should_match": 1}}
        light = first > 0 and tier.rows.are_alone
        scan = Scan(self._view, {"bool": {"filter": [found]}}, sort, light=light)
        rows: dict[Hashable, Candidate] = {}
        while len(rows) < last and not scan.is_done:
            for one in scan.more(last):
                row = tier.row_of(one)
                if row is not None:
                    rows.setdefault(row, one)
        shown = list(rows.values())[first:last]
        if light:
            shown = whole(self._view, shown)
        scores = {one.candidate.id: one for one in best.scored(shown)}
        return [scores[one.id] for one in shown]

    def _shown(
        self, ordered: Sequence[Scored], tier: Tier, copies: Sequence[Rows]
    ) -> Iterator[Hit]:
        candidates = [one.candidate for one in ordered]
        self.candidates |= {one.id: one for one in candidates}
        sizes = tier.rows.sizes(self._view, candidates)
        folded = elsewhere(candidates, copies)
        for (score, one), size, more in zip(ordered, sizes, folded, strict=True):
            searching = self._searching[one.kind]
            is_full = searching.is_full(one)
            marker = searching.marker if is_full else searching.scraps_marker
            matches = marker.matches(one.document, one.stream, self._analysed)
            missing = () if is_full else searching.missing(one)
            yield Hit(one.document, score, matches, size, tier.is_related, missing, more)

    def _analysed(self, text: str) -> Analysed:
        """A text that may be marked, analysed; remembered."""
        memory = self._view.memory
        known: Analysed | None = memory.get((NOBODY_S, text))
        if known is None:
            known = Analysed(text, self._view.analyzer)
            memory.put((NOBODY_S, text), known, known.nbytes)
        return known
