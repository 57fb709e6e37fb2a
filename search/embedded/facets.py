"""Filters and counts over the values of documents.

A facet shows what other values would find, so it counts the documents that pass every filter
but its own. Values whose spellings fold alike are one value.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from search.document import KINDS, Kind
from search.embedded.arrays import Ids, Mask
from search.embedded.columns import Column
from search.embedded.found import Found
from search.embedded.leaf import Leaf
from search.embedded.sets import Docs
from search.embedded.snapshot import Snapshot
from search.embedded.values import YEARS
from search.request import VALUE_FACETS, FacetName, Request, ValueFacet
from search.results import Facet, FacetItem
from search.text.dates import DateRange, parse

SHOWN = 20
"""How many values of a facet are given, besides those selected."""


class Filters:
    """The filters of one request."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self._request = request
        self._wanted = {
            facet: {snapshot.fold.text(value) for value in request.values(facet)}
            for facet in VALUE_FACETS
        }
        self._taken = [parse(date) for date in request.taken]

    def wanted(self, facet: ValueFacet) -> set[str]:
        """The folded values asked for."""
        return self._wanted[facet]

    def masks(self, leaf: Leaf, docs: Docs) -> dict[FacetName | None, Mask]:
        """Which documents pass each filter that is set; that of one article has no facet."""
        masks: dict[FacetName | None, Mask] = {}
        for facet, wanted in self._wanted.items():
            if wanted:
                own = Column((leaf,), facet).own(0, wanted)
                masks[facet] = leaf.having(facet, own, docs.ids)
        if self._request.taken:
            masks["year"] = _overlapping(leaf, docs.ids, self._taken)
        if self._request.article is not None:
            first, end = leaf.of_article(self._request.article.encode(errors="replace"))
            masks[None] = (docs.ids >= first) & (docs.ids < end)
        return masks


class Passing:
    """Matching documents, narrowed by filters."""

    def __init__(self, filters: Filters, matching: Sequence[tuple[int, Leaf, Docs]]) -> None:
        self._filters = filters
        self._matching = matching
        self._masks = [filters.masks(leaf, docs) for _, leaf, docs in matching]
        self._found: dict[FacetName | None, Found] = {}

    def found(self, ignoring: FacetName | None = None) -> Found:
        """The documents that pass every filter but one."""
        # Without a filter of the name there is nothing to ignore.
        key = ignoring if any(ignoring in masks for masks in self._masks) else None
        if ignoring is None:
            key = None
        if key not in self._found:
            self._found[key] = Found(
                (number, leaf, _passing(docs, masks, key))
                for (number, leaf, docs), masks in zip(self._matching, self._masks, strict=True)
            )
        return self._found[key]

    def facet(self, facet: ValueFacet) -> Facet:
        """The most frequent values, those selected among them in any case."""
        found = self.found(facet)
        column = Column([leaf for _, leaf, _ in found.parts], facet)
        counts = np.zeros(len(column), dtype=np.int64)
        for number, (_, leaf, docs) in enumerate(found.parts):
            held = leaf.value_counts(facet, docs)
            own = held.nonzero()[0]
            counts[column.numbers(number, own)] += held[own]
        selected = {column.number(value) for value in self._filters.wanted(facet)} - {None}
        shown = _most_frequent(column, counts) | {int(n) for n in selected if n is not None}
        items = [
            FacetItem(label, label, int(counts[number]), number in selected)
            for number in shown
            for label in (column.label(number),)
        ]
        return Facet(facet, tuple(sorted(items, key=lambda item: (-item.count, item.label))))

    def years(self, taken: Sequence[str]) -> Facet:
        """Years with documents, newest first; a document counts in every year of its date."""
        counts = self._year_counts
        items = (
            FacetItem(f"{year:04}", f"{year:04}", int(counts[year]), f"{year:04}" in taken)
            for year in counts.nonzero()[0][::-1].tolist()
            if year
        )
        return Facet("year", tuple(items))

    def undated(self) -> int:
        """How many documents that pass every other filter have no date."""
        return int(self._year_counts[0])

    @cached_property
    def _year_counts(self) -> Ids:
        parts = self.found("year").parts
        counts = np.zeros(YEARS, dtype=np.int64)
        return sum((leaf.value_counts("year", docs) for _, leaf, docs in parts), counts)


def kinds(counts: dict[Kind, int], request: Request) -> Facet:
    """The kinds of documents."""
    items = (
        FacetItem(kind, kind, counts[kind], request.kind in (kind, "all"))
        for kind in KINDS
        if counts[kind]
    )
    return Facet("kind", tuple(items))


def _passing(
    docs: Docs, masks: Mapping[FacetName | None, Mask], ignoring: FacetName | None
) -> Docs:
    """The documents that pass all filters, or all but that of a facet."""
    counted = [mask for name, mask in masks.items() if name is None or name != ignoring]
    return docs.those(np.logical_and.reduce(counted)) if counted else docs


def _overlapping(leaf: Leaf, ids: Ids, ranges: Sequence[DateRange]) -> Mask:
    """Which documents have a date with a day in common with any of some ranges."""
    first, last = leaf.first[ids], leaf.last[ids]
    mask = np.zeros(len(ids), dtype=np.bool_)
    for days in ranges:
        mask |= (first <= days.last_ordinal) & (last >= days.first_ordinal)
    dated: Mask = mask & (first > 0)
    return dated


def _most_frequent(column: Column, counts: Ids) -> set[int]:
    """The values with the highest counts; where the last place is tied, the first labels."""
    held = np.flatnonzero(counts)
    if len(held) <= SHOWN:
        return set(held.tolist())
    edge = np.partition(counts[held], -SHOWN)[-SHOWN]
    sure = held[counts[held] > edge].tolist()
    tied = sorted(held[counts[held] == edge].tolist(), key=column.label)
    return set(sure + tied[: SHOWN - len(sure)])
