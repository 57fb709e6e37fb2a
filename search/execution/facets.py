"""Counts over the values of documents.

A facet shows what other values would find, so it counts the documents that pass every filter
but its own plain one. What is required or excluded of its values narrows it: a reader who left one
photographer out wants to see what is left of the others.

Of each value three numbers are told, from which follows what every link finds (``FacetItem``). None
of them counts what is said of the value itself, so that a value that was excluded still shows what
it had and can be taken back.
"""

from dataclasses import replace
from heapq import nsmallest

import numpy as np

from search.execution import facet_items
from search.execution.facet_items import by_count, is_by_name, name_key
from search.execution.filters import Filter, Filters, Passing
from search.execution.found import Found
from search.index.arrays import Ids
from search.lazily import lazily
from search.request import FACET_VALUES, GAPS, VALUE_FACETS, FacetName, Request, ValueFacet
from search.results import Facet, FacetItem
from search.snapshot.doc_values import DocValues, GlobalOrdinals
from search.snapshot.snapshot import Snapshot


class Facets:
    """The facets of what some filters leave of the matching documents."""

    def __init__(
        self, snapshot: Snapshot, request: Request, filters: Filters, passing: Passing
    ) -> None:
        self._snapshot = snapshot
        self._request = request
        self._filters = filters
        self._passing = passing

    def every(self) -> tuple[Facet, ...]:
        """All of them but that of the kinds."""
        return (*map(self.facet, VALUE_FACETS), self.years(), self.gaps())

    def facet(self, facet: ValueFacet) -> Facet:
        """The values asked for, or the most frequent; those selected or stated in any case."""
        values = self._snapshot.facet(facet)
        if not len(values.ordinals):
            return Facet(facet, ())
        found, unfiltered = self._passing.found(), self._passing.found(Filter(facet))
        only = self._counts(values.values, unfiltered, facet)[1:]
        within = only
        if unfiltered is not found:
            within = self._counts(values.values, found, facet)[1:]
        stated, selected = self._filters.stated(facet), self._filters.selected(facet)
        held = self._held(values.ordinals, only, facet)
        shown = self._shown(values.ordinals, only, held, facet).union(selected, stated)
        items = []
        for number in shown:
            label = values.ordinals.label(number)
            has = int(within[number])
            item = FacetItem(
                label, label, int(only[number]), number in selected, has, len(found) - has
            )
            if number in stated:
                item = self._stated(item, values.values, number, stated[number])
            items.append(item)
        return Facet(facet, tuple(self._in_order(items, facet)), len(held))

    def _stated(self, item: FacetItem, values: DocValues, number: int, value: Filter) -> FacetItem:
        """A value that is required or excluded, counted as if it were not."""
        found = self._passing.found(value)
        unfiltered = self._passing.found(value, Filter(value.facet))
        within = int(np.count_nonzero(values.having(found.numbers, [number])))
        return replace(
            item,
            count=int(np.count_nonzero(values.having(unfiltered.numbers, [number]))),
            within=within,
            without=len(found) - within,
            required=self._filters.is_required(value),
            excluded=self._filters.is_excluded(value),
        )

    def _held(self, ordinals: GlobalOrdinals, counts: Ids, facet: ValueFacet) -> Ids:
        """The values that documents have, those with the text asked for."""
        held: Ids = np.flatnonzero(counts)
        if self._request.facet == facet and self._request.facet_text:
            text = self._snapshot.fold.text(self._request.facet_text.strip())
            held = held[ordinals.holding(text, held)]
        return held

    def _shown(
        self, ordinals: GlobalOrdinals, counts: Ids, held: Ids, facet: ValueFacet
    ) -> set[int]:
        most = self._request.facet_values if self._request.facet == facet else FACET_VALUES
        if is_by_name(self._request, facet):
            return set(nsmallest(most, held.tolist(), key=lambda n: self._name(ordinals.label(n))))
        return _most_frequent(ordinals, counts, held, most)

    def _in_order(self, items: list[FacetItem], facet: ValueFacet) -> list[FacetItem]:
        if is_by_name(self._request, facet):
            return sorted(items, key=lambda item: self._name(item.label))
        return sorted(items, key=by_count)

    def _name(self, label: str) -> tuple[bytes, str]:
        return name_key(self._snapshot.fold.text(label)), label

    def _counts(self, values: DocValues, found: Found, facet: FacetName) -> Ids:
        """How many of the documents found have each value, at 0 those that have none."""
        live = sum(one.count for _, one, _ in found.parts)
        if 2 * len(found) <= live:
            return values.counts(found.numbers)
        # Of most of the documents it is faster to count the others.
        searchers = [one for _, one, _ in found.parts]
        whole = self._snapshot.counted(facet, searchers, values)
        return whole - values.counts(found.others())

    def years(self) -> Facet:
        """Years with documents, newest first; a document counts in every year of its date."""
        counts = self._year_counts
        dated = counts.nonzero()[0].tolist()
        return facet_items.years(
            ((year, int(counts[year])) for year in dated if year), self._request
        )

    def undated(self) -> int:
        """How many documents that pass every filter but that of dates have no date."""
        return int(self._year_counts[0])

    @lazily
    def _year_counts(self) -> Ids:
        return self._counts(self._snapshot.years, self._passing.found(Filter("year")), "year")

    def gaps(self) -> Facet:
        """What posts do not say of the documents, in the order of ``GAPS``."""
        counts = self._counts(self._snapshot.gaps, self._passing.found(Filter("lacks")), "lacks")
        return facet_items.gaps(dict(zip(GAPS, counts[1:].tolist(), strict=True)), self._request)


def _most_frequent(ordinals: GlobalOrdinals, counts: Ids, held: Ids, most: int) -> set[int]:
    """The values with the highest counts; where the last place is tied, the first labels."""
    if len(held) <= most:
        return set(held.tolist())
    edge = np.partition(counts[held], -most)[-most]
    sure = held[counts[held] > edge].tolist()
    tied = nsmallest(most - len(sure), held[counts[held] == edge].tolist(), key=ordinals.label)
    return {*sure, *tied}
