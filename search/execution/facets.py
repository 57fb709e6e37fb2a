"""Filters and counts over the values of documents.

A facet shows what other values would find, so it counts the documents that pass every filter
but its own. Values whose spellings fold alike are one value.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from search.document import KINDS, Kind
from search.execution.found import Found
from search.index.arrays import Ids, Mask
from search.request import VALUE_FACETS, FacetName, Request, ValueFacet
from search.results import Facet, FacetItem
from search.snapshot.doc_values import DocValues, GlobalOrdinals
from search.snapshot.snapshot import Snapshot
from search.text.dates import DateRange, parse

SHOWN = 20
"""How many values of a facet are given, besides those selected."""


class Filters:
    """The filters of one request, and what of a query's matches they leave."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self._snapshot = snapshot
        self._request = request
        self._taken = [parse(date) for date in request.taken]
        self._wanted = {
            facet: {snapshot.fold.text(value) for value in request.values(facet)}
            for facet in VALUE_FACETS
        }

    def passing(self, matching: Found) -> "Passing":
        """The documents that match, narrowed by the filters."""
        return Passing(self._snapshot, self, matching)

    def selected(self, facet: ValueFacet) -> list[int]:
        """The values of a facet that are asked for, as far as the archive has them."""
        if not self._wanted[facet]:
            return []
        ordinals = self._snapshot.facet(facet).ordinals
        found = map(ordinals.number, sorted(self._wanted[facet]))
        return [number for number in found if number is not None]

    def masks(self, matching: Found) -> dict[FacetName | None, Mask]:
        """Which documents pass each filter that is set; article and picture have no facet."""
        masks: dict[FacetName | None, Mask] = {}
        for facet, wanted in self._wanted.items():
            if wanted:
                values = self._snapshot.facet(facet).values
                masks[facet] = values.having(matching.numbers, self.selected(facet))
        if self._taken:
            masks["year"] = self._overlapping(matching.numbers, self._taken)
        if self._request.article is not None:
            numbers = self._snapshot.of_article(self._request.article)
            masks[None] = np.isin(matching.numbers, numbers)
        if self._request.picture is not None:
            shown = self._showing(matching.numbers, self._request.picture)
            masks[None] = shown & masks.get(None, shown)
        return masks

    def _showing(self, numbers: Ids, photo: str) -> Mask:
        """Which documents show the same picture as a photo; none where there is no such photo."""
        number = self._snapshot.number(photo)
        if number is None:
            return np.zeros(len(numbers), dtype=np.bool_)
        pictures = self._snapshot.pictures
        same: Mask = pictures.of(numbers) == pictures.of(np.array([number]))
        return same

    def _overlapping(self, numbers: Ids, ranges: Sequence[DateRange]) -> Mask:
        """Which documents have a date with a day in common with any of some ranges."""
        first, last = (days[numbers] for days in self._snapshot.days)
        mask = np.zeros(len(numbers), dtype=np.bool_)
        for days in ranges:
            mask |= (first <= days.last_ordinal) & (last >= days.first_ordinal)
        dated: Mask = mask & (first > 0)
        return dated


class Passing:
    """Matching documents, narrowed by filters."""

    def __init__(self, snapshot: Snapshot, filters: Filters, matching: Found) -> None:
        self._snapshot = snapshot
        self._filters = filters
        self._matching = matching
        self._masks = filters.masks(matching)
        self._found: dict[FacetName | None, Found] = {}
        self._years: Ids | None = None

    def found(self, ignoring: FacetName | None = None) -> Found:
        """The documents that pass every filter but one."""
        masks = [mask for name, mask in self._masks.items() if name is None or name != ignoring]
        if not masks:
            return self._matching
        key = ignoring if ignoring in self._masks else None
        if key not in self._found:
            mask = np.logical_and.reduce(masks)
            self._found[key] = self._matching.among(self._matching.numbers[mask])
        return self._found[key]

    def facet(self, facet: ValueFacet) -> Facet:
        """The most frequent values, those selected among them in any case."""
        values = self._snapshot.facet(facet)
        counts = self._counts(values.values, self.found(facet), facet)[1:]
        selected = self._filters.selected(facet)
        shown = _most_frequent(values.ordinals, counts).union(selected)
        items = [
            FacetItem(label, label, int(counts[number]), number in selected)
            for number in shown
            for label in (values.ordinals.label(number),)
        ]
        return Facet(facet, tuple(sorted(items, key=lambda item: (-item.count, item.label))))

    def _counts(self, values: DocValues, found: Found, facet: FacetName) -> Ids:
        """How many of the documents found have each value, at 0 those that have none."""
        live = sum(one.count for _, one, _ in found.parts)
        if 2 * len(found) <= live:
            return values.counts(found.numbers)
        # Of most of the documents it is faster to count the others.
        searchers = [one for _, one, _ in found.parts]
        whole = self._snapshot.counted(facet, searchers, values)
        return whole - values.counts(found.others())

    def years(self, taken: Sequence[str]) -> Facet:
        """Years with documents, newest first; a document counts in every year of its date."""
        return Facet("year", tuple(self._year_items(taken)))

    def _year_items(self, taken: Sequence[str]) -> Iterator[FacetItem]:
        counts = self._year_counts()
        for place in counts.nonzero()[0][::-1].tolist():
            if place:
                year = f"{place:04}"
                yield FacetItem(year, year, int(counts[place]), year in taken)

    def undated(self) -> int:
        """How many documents that pass every other filter have no date."""
        return int(self._year_counts()[0])

    def _year_counts(self) -> Ids:
        if self._years is None:
            self._years = self._counts(self._snapshot.years, self.found("year"), "year")
        return self._years


def kinds(counts: dict[Kind, int], request: Request) -> Facet:
    """The kinds of documents."""
    items = (
        FacetItem(kind, kind, counts[kind], request.kind in (kind, "all"))
        for kind in KINDS
        if counts[kind]
    )
    return Facet("kind", tuple(items))


def _most_frequent(ordinals: GlobalOrdinals, counts: Ids) -> set[int]:
    """The values with the highest counts; where the last place is tied, the first labels."""
    held = np.flatnonzero(counts)
    if len(held) <= SHOWN:
        return set(held.tolist())
    edge = np.partition(counts[held], -SHOWN)[-SHOWN]
    sure = held[counts[held] > edge].tolist()
    tied = sorted(held[counts[held] == edge].tolist(), key=ordinals.label)
    return set(sure + tied[: SHOWN - len(sure)])
