"""The filters of a request, as queries.

The same as in ``search.execution.filters``: what passes all filters but some is asked for by
leaving their clauses out. Values are compared folded, as they are indexed.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from search.cluster.commits.view import View
from search.cluster.schema.compile import NOTHING, Query, any_of, every, none_of, overlapping
from search.cluster.schema.stored import stored_token
from search.document import KINDS
from search.execution.filters import Filter
from search.lazily import lazily
from search.request import VALUE_FACETS, Request, ValueFacet
from search.text.dates import parse

_MOST_TERMS = 60_000
"""Values of one query; OpenSearch takes 65,536."""

_REMEMBERED = 100
"""Bytes of what is remembered of a picture."""


class Filters:
    """The filters of one request; values are those that are indexed (``stored_token``).

    Attributes:
        taken: the periods that are asked for.
    """

    def __init__(self, view: View, request: Request) -> None:
        self._view = view
        self._request = request
        self.taken = [parse(date) for date in request.taken]
        self._wanted = {facet: self._stored(request.values(facet)) for facet in VALUE_FACETS}
        self._required = self._folded(request.required)
        self._excluded = self._folded(request.excluded)

    def _stored(self, values: Sequence[str]) -> list[str]:
        return sorted({indexed(self._view, value) for value in values})

    def _folded(self, values: Sequence[tuple[ValueFacet, str]]) -> dict[Filter, ValueFacet]:
        return {Filter(facet, indexed(self._view, value)): facet for facet, value in values}

    def clauses(self, *ignoring: Filter) -> list[Query]:
        """What leaves the documents that pass every filter but some."""
        return [query for one, query in self._clauses.items() if one not in ignoring]

    @lazily
    def names(self) -> frozenset[Filter]:
        """The filters that are set."""
        return frozenset(self._clauses)

    def selected(self, facet: ValueFacet) -> list[str]:
        """The values of a facet of which any will do."""
        return self._wanted[facet]

    def stated(self, facet: ValueFacet) -> dict[str, Filter]:
        """The values of a facet that are required or excluded."""
        return {
            one.value or "": one
            for one in chain(self._required, self._excluded)
            if one.facet == facet
        }

    def is_required(self, value: Filter) -> bool:
        """Whether all documents must have a value."""
        return value in self._required

    def is_excluded(self, value: Filter) -> bool:
        """Whether no document may have a value."""
        return value in self._excluded

    @lazily
    def _clauses(self) -> dict[Filter, Query]:
        """What leaves the documents that pass each filter that is set."""
        clauses: dict[Filter, list[Query]] = {}
        for one, query in self._stating():
            clauses.setdefault(one, []).append(query)
        return {one: every(queries) for one, queries in clauses.items()}

    def _stating(self) -> Iterator[tuple[Filter, Query]]:
        for facet, wanted in self._wanted.items():
            if wanted:
                yield Filter(facet), having(facet, wanted)
        for value, facet in self._required.items():
            yield value, having(facet, [value.value or ""])
        for value, facet in self._excluded.items():
            yield value, none_of(having(facet, [value.value or ""]))
        if self.taken:
            met = (overlapping(days.first_ordinal, days.last_ordinal) for days in self.taken)
            yield Filter("year"), any_of(met)
        if self._request.lacks:
            yield Filter("lacks"), {"terms": {"lacks": sorted({*self._request.lacks})}}
        if self._request.article is not None:
            yield Filter(None), {"term": {"article": _written(self._request.article)}}
        if self._request.picture is not None:
            yield Filter(None), self._showing(_written(self._request.picture))

    def _showing(self, photo: str) -> Query:
        """What shows the same picture as a photo; nothing where there is no such photo."""
        key = (self._view.owner, "picture", photo)
        query: Query | None = self._view.memory.get(key)
        if query is None:
            query = self._shown(photo)
            self._view.memory.put(key, query, _REMEMBERED + 4 * len(photo))
        return query

    def _shown(self, photo: str) -> Query:
        by_id: Query = {"term": {"id": photo}}
        body = {
            "size": 1,
            "track_total_hits": False,
            "_source": ["picture"],
            "query": every([*self._view.among(*KINDS), by_id]),
        }
        for hit in self._view.search(body)["hits"]["hits"]:
            number = hit["_source"].get("picture")
            return {"term": {"picture": number}} if number else by_id
        return NOTHING


def indexed(view: View, value: str) -> str:
    """A value as it is indexed: folded, without lone halves of a pair, and cut where it is long."""
    return _written(view.fold.text(value))


def _written(text: str) -> str:
    return stored_token(text.encode(errors="replace").decode())


def having(facet: ValueFacet, values: Sequence[str]) -> Query:
    """What has any of some values."""
    field = f"{facet}.value"
    if len(values) == 1:
        return {"term": {field: values[0]}}
    starts = range(0, len(values), _MOST_TERMS)
    pieces = (list(values[start : start + _MOST_TERMS]) for start in starts)
    return any_of({"terms": {field: piece}} for piece in pieces)


class Passing:
    """Matching documents, narrowed by filters."""

    def __init__(self, filters: Filters, base: Query) -> None:
        self._filters = filters
        self._base = base
        self._found: dict[frozenset[Filter], Query] = {}

    def found(self, *ignoring: Filter) -> Query:
        """What finds the documents that pass every filter but some."""
        ignored = self._filters.names.intersection(ignoring)
        if ignored not in self._found:
            self._found[ignored] = every([self._base, *self._filters.clauses(*ignored)])
        return self._found[ignored]
