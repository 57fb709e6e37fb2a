"""A search as an address asks for it: the value, once ``params`` has read and checked it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from indexer import (
    FACET_VALUES,
    PARAMETERS,
    Duplicates,
    FacetOrder,
    Groups,
    Notice,
    Sort,
    ValueFacet,
    Wanted,
)
from indexer.presentation import what_is_read
from web.addresses.links import Parameters

PER_PAGE = 24
VIEWS = ("grid", "list", "compact")

FILTERS = tuple(p for p in PARAMETERS if p.narrows and (p.many or p.form == "id"))
DEFAULTS: Mapping[str, str] = {
    **{p.name: str(p.default) for p in PARAMETERS if p.default is not None},
    "per_page": str(PER_PAGE),
    "view": VIEWS[0],
}
_OPTIONS = (
    *("sort", "duplicates", "groups", "page", "per_page", "explain"),
    *("facet", "facet_values", "facet_text", "facet_order", "timeline"),
)
SINGLE = ("kind", "exact", *_OPTIONS)
"""Parameters with one value each, besides the filters by an id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A search as an address asks for it, checked.

    Attributes:
        query: what was typed.
        filters: every filter with each of its values, by the order of the table.
        kind to timeline: as in the table.
        view: how the results are laid out, one of ``VIEWS``.
        language: the one that the address names, or empty.
        since, until: the dates of the form as they were typed.
        notices: tell what was ignored.
    """

    query: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    kind: Wanted = "photo"
    exact: bool = False
    sort: Sort = "relevance"
    duplicates: Duplicates = "fold"
    groups: Groups = "fold"
    page: int = 1
    per_page: int = PER_PAGE
    explain: bool = False
    facet: ValueFacet | None = None
    facet_values: int = FACET_VALUES
    facet_text: str = ""
    facet_order: FacetOrder = "count"
    timeline: bool = False
    view: str = VIEWS[0]
    language: str = ""
    since: str = ""
    until: str = ""
    notices: tuple[Notice, ...] = ()

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a filter."""
        return tuple(value for filter_, value in self.filters if filter_ == name)

    @property
    def layout(self) -> str:
        """How results are laid out: paragraphs are read in a list, whatever the view of photos."""
        return self.view if self.kind == "photo" else "list"

    @property
    def narrowing(self) -> dict[str, Any]:
        """Among what to search, as keyword arguments of the archive."""
        many = {p.name: self.values(p.name) or None for p in FILTERS if p.many}
        one = {p.name: next(iter(self.values(p.name)), None) for p in FILTERS if not p.many}
        return {**many, **one, "kind": self.kind, "exact": self.exact}

    @property
    def arguments(self) -> dict[str, Any]:
        """All but the query, as keyword arguments of ``Archive.search``."""
        return {**self.narrowing, **{name: getattr(self, name) for name in _OPTIONS}}

    def plain(self) -> "SearchRequest":
        """The same results without what a page of them shows beside: values, months, reasons."""
        return replace(
            self,
            explain=False,
            facet=None,
            facet_values=FACET_VALUES,
            facet_text="",
            facet_order="count",
            timeline=False,
        )

    @property
    def parameters(self) -> Parameters:
        """The address that asks the same, without what goes without saying or is not read."""
        return _parameters(self)


@lru_cache(maxsize=16)
def _parameters(asked: SearchRequest) -> Parameters:
    """Remembered, since each of a hundred links of a page begins with them."""
    texts = {
        "q": what_is_read(asked.query),
        "lang": asked.language,
        **{name: _text(getattr(asked, name)) for name in (*SINGLE, "view")},
    }
    single = {name: (t,) for name, t in texts.items() if t and DEFAULTS.get(name) != t}
    return MappingProxyType(
        {**single, **{p.name: values for p in FILTERS if (values := asked.values(p.name))}}
    )


def _text(value: object) -> str:
    """A value as an address has it."""
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)
