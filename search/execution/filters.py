"""The filters of a request, and which documents pass them.

Each filter says of every matching document whether it passes; a document that fails is told by how
many it fails. So what passes all filters but some is one comparison, however many there are, and
facets ask for that with every value that is required or excluded.

Values whose spellings fold alike are one value.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import chain
from typing import NamedTuple

import numpy as np

from search.execution.found import Found
from search.index.arrays import Array, Ids, Mask
from search.lazily import lazily
from search.request import GAPS, VALUE_FACETS, FacetName, Request, ValueFacet
from search.snapshot.docset import docset
from search.snapshot.snapshot import Snapshot
from search.text.dates import DateRange, parse


class Filter(NamedTuple):
    """A filter: the plain one of a facet, or what is said of one of its values.

    ``facet`` is None for article and picture, which have no facet; ``value`` is folded, and None in
    the plain filter.
    """

    facet: FacetName | None
    value: str | None = None


class Filters:
    """The filters of one request.

    Attributes:
        taken: the periods that are asked for.
    """

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self._snapshot = snapshot
        self._request = request
        self.taken = [parse(date) for date in request.taken]
        self._wanted = {
            facet: {snapshot.fold.text(value) for value in request.values(facet)}
            for facet in VALUE_FACETS
        }
        self._required = self._folded(request.required)
        self._excluded = self._folded(request.excluded)

    def _folded(self, values: Sequence[tuple[ValueFacet, str]]) -> dict[Filter, ValueFacet]:
        return {Filter(facet, self._snapshot.fold.text(value)): facet for facet, value in values}

    def passing(self, matching: Found) -> "Passing":
        """The documents that match, narrowed by the filters."""
        return Passing(matching, self._masks(matching.numbers))

    def selected(self, facet: ValueFacet) -> set[int]:
        """The values of a facet of which any will do, as far as the archive has them."""
        return {*self._numbers(facet, self._wanted[facet])}

    def stated(self, facet: ValueFacet) -> dict[int, Filter]:
        """The values of a facet that are required or excluded, as far as the archive has them."""
        return {
            number: one
            for one in chain(self._required, self._excluded)
            if one.facet == facet
            for number in self._numbers(facet, {one.value or ""})
        }

    def is_required(self, value: Filter) -> bool:
        """Whether all documents must have a value."""
        return value in self._required

    def is_excluded(self, value: Filter) -> bool:
        """Whether no document may have a value."""
        return value in self._excluded

    def _numbers(self, facet: ValueFacet, values: set[str]) -> list[int]:
        if not values:
            return []
        found = map(self._snapshot.facet(facet).ordinals.number, values)
        return [number for number in found if number is not None]

    def _masks(self, numbers: Ids) -> dict[Filter, Mask]:
        """Which of some documents pass each filter that is set."""
        masks: dict[Filter, Mask] = {}
        for facet, wanted in self._wanted.items():
            if wanted:
                masks[Filter(facet)] = self._having(numbers, facet, wanted)
        for value, facet in self._required.items():
            masks[value] = self._having(numbers, facet, {value.value or ""})
        for value, facet in self._excluded.items():
            lacking = ~self._having(numbers, facet, {value.value or ""})
            masks[value] = lacking & masks.get(value, lacking)
        if self.taken:
            masks[Filter("year")] = self._overlapping(numbers, self.taken)
        if self._request.lacks:
            gaps = [GAPS.index(gap) for gap in self._request.lacks]
            masks[Filter("lacks")] = self._snapshot.gaps.having(numbers, gaps)
        if self._request.article is not None:
            masks[Filter(None)] = np.isin(numbers, self._snapshot.of_article(self._request.article))
        if self._request.picture is not None:
            shown = self._showing(numbers, self._request.picture)
            masks[Filter(None)] = shown & masks.get(Filter(None), shown)
        return masks

    def _having(self, numbers: Ids, facet: ValueFacet, values: set[str]) -> Mask:
        """Which of some documents have any of some values."""
        return self._snapshot.facet(facet).values.having(numbers, self._numbers(facet, values))

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

    def __init__(self, matching: Found, masks: dict[Filter, Mask]) -> None:
        self._matching = matching
        self._masks = masks
        self._found: dict[frozenset[Filter], Found] = {}

    def found(self, *ignoring: Filter) -> Found:
        """The documents that pass every filter but some."""
        ignored = self._masks.keys() & ignoring
        if len(ignored) == len(self._masks):
            return self._matching
        key = frozenset(ignored)
        if key not in self._found:
            mask: Mask = self._failed == _fails(self._masks[one] for one in ignored)
            self._found[key] = _chosen(self._matching, mask)
        return self._found[key]

    @lazily
    def _failed(self) -> Array:
        """How many filters each document fails; ``Request`` bounds how many there can be."""
        return _fails(self._masks.values())


def _fails(masks: Iterable[Mask]) -> Array:
    """How many of some filters documents fail."""
    start = np.zeros(1, dtype=np.uint8)
    return reduce(lambda fails, mask: fails + ~mask, masks, start)


def _chosen(matching: Found, mask: Mask) -> Found:
    """Some of the documents, by a mask over their numbers."""
    numbers = matching.numbers[mask]
    parts = []
    for segment, one, _ in matching.parts:
        begin, end = numbers.searchsorted((one.base, one.base + one.size))
        parts.append((segment, one, docset(numbers[begin:end] - one.base)))
    return Found(parts)
