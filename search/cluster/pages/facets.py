"""The facets of a page: the same numbers as ``search.execution.facets`` tells, by few searches.

All that is counted over the same documents is one search. A page without filters is one: its total,
the values of six facets, years, gaps, and what has no date. A filter that is set adds one, in which
the facet's own filter is left out; so does each value that is required or excluded, with that
left out. All of them go together with the page's hits (``bodies``, ``answered``).

The arithmetic of a facet:

    only      terms over all filters but its plain one: the counts, and how many values there are
    within    terms over all filters; the same as ``only`` where it has no plain one
    without   total over all filters, less ``within``
    stated    of a value that is required or excluded, the three over what leaves that out

Another search follows only where something is left: a list of values that did not come whole (see
``tally``), and spellings that nobody has asked for yet (see ``labels``).
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from heapq import nsmallest

from search.cluster.commits.view import Answer, Body, View
from search.cluster.pages.counting import Counting
from search.cluster.pages.filters import Filters, Passing, having, indexed
from search.cluster.pages.labels import Labels
from search.cluster.pages.tally import Tally
from search.cluster.pages.timeline import TimelineCounts
from search.cluster.schema.compile import Query
from search.execution import facet_items
from search.execution.facet_items import by_count, is_by_name, name_key
from search.execution.filters import Filter
from search.lazily import lazily
from search.request import FACET_VALUES, GAPS, VALUE_FACETS, Request, ValueFacet
from search.results import Facet, FacetItem, Timeline

_MOST_YEARS = 10_000


class Facets:
    """What is counted of the documents of a query: ask, take the answers, then read.

    Args:
        base: what finds the documents before any filter: visible, of the kinds asked for.
    """

    def __init__(self, view: View, request: Request, filters: Filters, base: Query) -> None:
        self._view = view
        self._request = request
        self._filters = filters
        self._passing = Passing(filters, base)
        self._counting = Counting(view)
        self._labels = Labels(view)
        self._facets = [
            _ValueFacet(
                self._counting, request, filters, self._passing, facet, self._holding(facet)
            )
            for facet in VALUE_FACETS
        ]
        self._counting.ask_total(self._passing.found())
        self._ask_dates()
        terms = {"terms": {"field": "lacks", "size": len(GAPS)}}
        self._counting.ask(self._passing.found(Filter("lacks")), "lacks", terms)
        self._timeline: TimelineCounts | None = None
        if request.timeline:
            self._timeline = TimelineCounts(self._counting, filters, self._passing)

    def _holding(self, facet: ValueFacet) -> str:
        if self._request.facet != facet:
            return ""
        return indexed(self._view, self._request.facet_text.strip())

    def _ask_dates(self) -> None:
        found = self._passing.found(Filter("year"))
        self._counting.ask(found, "year", {"terms": {"field": "year", "size": _MOST_YEARS}})
        self._counting.ask(found, "undated", {"missing": {"field": "first"}})

    def bodies(self) -> list[Body]:
        """The searches to do first; what is remembered is left out."""
        return self._counting.bodies()

    def answered(self, answers: Sequence[Answer]) -> None:
        """Take the answers of those searches, and ask what is left to know."""
        self._counting.answered(answers)
        while [one for one in self._facets if one.ask_more()]:
            self._counting.finish()
        self._labels.learn(
            {one.facet: one.candidates for one in self._facets},
            {one.facet: one.named for one in self._facets},
        )
        for one in self._facets:
            one.choose(self._labels)
        self._counting.finish()

    @property
    def total(self) -> int:
        """How many documents pass all filters."""
        return self._counting.total(self._passing.found())

    def every(self) -> tuple[Facet, ...]:
        """All facets but that of the kinds."""
        facets = (one.shown() for one in self._facets)
        return (*facets, self.years(), self.gaps())

    def years(self) -> Facet:
        """Years with documents, newest first; a document counts in every year of its date."""
        buckets = self._counting.buckets(self._passing.found(Filter("year")), "year")
        return facet_items.years(((one["key"], one["doc_count"]) for one in buckets), self._request)

    def undated(self) -> int:
        """How many documents that pass every filter but that of dates have no date."""
        return self._counting.count(self._passing.found(Filter("year")), "undated")

    def gaps(self) -> Facet:
        """What posts do not say of the documents, in the order of ``GAPS``."""
        buckets = self._counting.buckets(self._passing.found(Filter("lacks")), "lacks")
        return facet_items.gaps({one["key"]: one["doc_count"] for one in buckets}, self._request)

    def timeline(self) -> Timeline | None:
        """The documents by time, where that was asked for; this is another search."""
        return self._timeline.timeline(self.undated()) if self._timeline else None


class _ValueFacet:
    """One facet whose values are those of a field."""

    def __init__(
        self,
        counting: Counting,
        request: Request,
        filters: Filters,
        passing: Passing,
        facet: ValueFacet,
        holding: str,
    ) -> None:
        self.facet = facet
        self._counting = counting
        self._request = request
        self._filters = filters
        self._passing = passing
        self._is_by_name = is_by_name(request, facet)
        self._are_all_wanted = self._is_by_name or bool(holding)
        found, unfiltered = passing.found(), passing.found(Filter(facet))
        most = None if self._are_all_wanted else self._most
        self._held = Tally(counting, unfiltered, facet, most=most, holding=holding)
        self._within = self._only = self._held
        if found is not unfiltered:
            self._within = Tally(counting, found, facet, most=self._most)
        if holding:
            self._only = Tally(counting, unfiltered, facet, most=self._most)
        if _is_large(counting.view, facet) and not self._are_all_wanted:
            self._held.ask_numbers()
        self._chosen: list[tuple[str, str]] = []
        self._stated = filters.stated(facet)
        for value, one in self._stated.items():
            for ignoring in ((one,), (one, Filter(facet))):
                query = passing.found(*ignoring)
                counting.ask(query, _named(facet, value), {"filter": having(facet, [value])})

    def ask_more(self) -> bool:
        """Ask what is left to know of the most frequent values; whether anything is."""
        are_counted = self._are_all_wanted or self._held.is_counted
        if not are_counted:
            _remember_as_large(self._counting.view, self.facet)
            self._held.ask_distinct()
        return self._held.ask_more() or not are_counted

    @property
    def named(self) -> list[str]:
        """The values that are shown in any case, if the archive has them."""
        return [*self._filters.selected(self.facet), *self._stated]

    @property
    def _most(self) -> int:
        is_asked = self._request.facet == self.facet
        return self._request.facet_values if is_asked else FACET_VALUES

    @lazily
    def candidates(self) -> list[str]:
        """The values that are shown, and those that are tied with the last of them."""
        counts = self._held.counts()
        if len(counts) <= self._most:
            return list(counts)
        if self._is_by_name:
            return nsmallest(self._most, counts, key=lambda value: (name_key(value), value))
        edge = sorted(counts.values(), reverse=True)[self._most - 1]
        return [value for value, number in counts.items() if number >= edge]

    def choose(self, labels: Labels) -> None:
        """Decide which values are shown, by name, and ask what is not known of them."""
        known = {value: labels.of(self.facet, value) or "" for value in self.candidates}
        counts = self._held.counts()
        first = nsmallest(self._most, known, key=lambda value: (-counts[value], known[value]))
        chosen = known if self._is_by_name else {value: known[value] for value in first}
        for value in self.named:
            label = labels.of(self.facet, value)
            if label is not None:
                chosen[value] = label
        self._chosen = sorted(chosen.items(), key=lambda one: (name_key(one[0]), one[1]))
        for tally in {id(one): one for one in (self._only, self._within)}.values():
            tally.ask_values(chosen)

    def shown(self) -> Facet:
        """The facet."""
        only, within = self._only.counts(), self._within.counts()
        items = [
            self._item(value, label, only.get(value, 0), within.get(value, 0))
            for value, label in self._chosen
        ]
        if not self._is_by_name:
            items.sort(key=by_count)
        return Facet(self.facet, tuple(items), self._held.distinct)

    def _item(self, value: str, label: str, count: int, within: int) -> FacetItem:
        without = self._counting.total(self._passing.found()) - within
        selected = value in self._filters.selected(self.facet)
        item = FacetItem(label, label, count, selected, within, without)
        one = self._stated.get(value)
        return item if one is None else self._as_stated(item, value, one)

    def _as_stated(self, item: FacetItem, value: str, one: Filter) -> FacetItem:
        """A value that is required or excluded, counted as if it were not."""
        found, unfiltered = self._passing.found(one), self._passing.found(one, Filter(self.facet))
        name = _named(self.facet, value)
        within = self._counting.count(found, name)
        return replace(
            item,
            count=self._counting.count(unfiltered, name),
            within=within,
            without=self._counting.total(found) - within,
            required=self._filters.is_required(one),
            excluded=self._filters.is_excluded(one),
        )


def _is_large(view: View, facet: ValueFacet) -> bool:
    """Whether a facet was seen to have more values than are given at once."""
    return view.memory.get((view.owner, "large", facet)) is not None


def _remember_as_large(view: View, facet: ValueFacet) -> None:
    view.memory.put((view.owner, "large", facet), "large", 0)


def _named(facet: ValueFacet, value: str) -> str:
    """What the count of one value is called."""
    return f"{facet} {blake2b(value.encode(), digest_size=16).hexdigest()}"
