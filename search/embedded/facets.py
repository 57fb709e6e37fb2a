"""Filters and counts over the values of documents.

A facet shows what other values would find, so it counts the documents that pass every filter
but its own. Values whose spellings fold alike are one value.
"""

import numpy as np

from search.document import KINDS, Kind
from search.embedded.snapshot import Snapshot
from search.embedded.values import Ids, Mask
from search.request import VALUE_FACETS, FacetName, Request, ValueFacet
from search.results import Facet, FacetItem
from search.text.dates import parse

SHOWN = 20
"""How many values of a facet are given, besides those selected."""


class Filters:
    """The filters of one request as masks, and facets counted behind them."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self._snapshot = snapshot
        self._request = request
        self._wanted = {
            facet: {snapshot.fold.text(value) for value in request.values(facet)}
            for facet in VALUE_FACETS
        }
        self._masks: dict[FacetName, Mask] = {
            facet: self._holds(facet) for facet in VALUE_FACETS if self._wanted[facet]
        }
        if request.taken:
            self._masks["year"] = self._taken()

    def passing(self, matching: Mask, ignoring: FacetName | None = None) -> Mask:
        """The documents of ``matching`` that pass every filter but one."""
        passing = matching
        if self._request.article is not None:
            passing = passing & self._article(self._request.article)
        for facet, mask in self._masks.items():
            if facet != ignoring:
                passing = passing & mask
        return passing

    def facets(self, matching: Mask, counts: dict[Kind, int]) -> tuple[Facet, ...]:
        """All facets of the documents in ``matching``, which no filter has touched yet."""
        named = [self._facet(facet, self.passing(matching, facet)) for facet in VALUE_FACETS]
        kinds = tuple(
            FacetItem(kind, kind, counts[kind], self._request.kind in (kind, "all"))
            for kind in KINDS
            if counts[kind]
        )
        years = self._years(self.passing(matching, "year"))
        return (*named, Facet("year", years), Facet("kind", kinds))

    def undated(self, matching: Mask) -> int:
        """How many documents that pass every other filter have no date."""
        passing = self.passing(matching, "year")
        return int(np.count_nonzero(passing & (self._snapshot.values.first == 0)))

    def _holds(self, facet: ValueFacet) -> Mask:
        column = self._snapshot.values.facets[facet]
        wanted = np.array([name in self._wanted[facet] for name in column.folded], dtype=np.bool_)
        mask = np.zeros(self._snapshot.size, dtype=np.bool_)
        if len(wanted):
            mask[column.ids[wanted[column.ordinals]]] = True
        return mask

    def _taken(self) -> Mask:
        values = self._snapshot.values
        mask = np.zeros(self._snapshot.size, dtype=np.bool_)
        for date in self._request.taken:
            days = parse(date)
            mask |= (values.first <= days.last_ordinal) & (values.last >= days.first_ordinal)
        return mask & (values.first > 0)

    def _article(self, article: str) -> Mask:
        mask = np.zeros(self._snapshot.size, dtype=np.bool_)
        mask[self._snapshot.of_article(article)] = True
        return mask

    def _facet(self, facet: ValueFacet, passing: Mask) -> Facet:
        column = self._snapshot.values.facets[facet]
        counts = np.bincount(column.ordinals[passing[column.ids]], minlength=len(column.labels))
        items = [
            FacetItem(label, label, int(count), folded in self._wanted[facet])
            for label, folded, count in zip(column.labels, column.folded, counts, strict=True)
            if count or folded in self._wanted[facet]
        ]
        items.sort(key=lambda item: (-item.count, item.label))
        shown = [item for rank, item in enumerate(items) if rank < SHOWN or item.selected]
        return Facet(facet, tuple(shown))

    def _years(self, passing: Mask) -> tuple[FacetItem, ...]:
        """Years with documents, newest first; a document counts in every year of its date."""
        values = self._snapshot.values
        dated = np.flatnonzero(passing & (values.first > 0))
        counts: dict[int, int] = {}
        spans = zip(_years(values.first[dated]), _years(values.last[dated]), strict=True)
        for first, last in spans:
            for year in range(first, last + 1):
                counts[year] = counts.get(year, 0) + 1
        return tuple(
            FacetItem(f"{year:04}", f"{year:04}", counts[year], f"{year:04}" in self._request.taken)
            for year in sorted(counts, reverse=True)
        )


def _years(ordinals: Ids) -> list[int]:
    """The years of proleptic Gregorian ordinals."""
    days = (ordinals - _EPOCH).astype("datetime64[D]")
    return [int(year) for year in days.astype("datetime64[Y]").astype(np.int64) + 1970]


_EPOCH = 719163
"""The ordinal of 1970-01-01."""
