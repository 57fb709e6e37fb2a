"""What a program asks of an archive, checked once, so that engines can rely on it."""

from dataclasses import dataclass
from types import UnionType
from typing import Literal, get_args

from search.document import KINDS
from search.errors import ArgumentError
from search.text.dates import parse

Wanted = Literal["photo", "paragraph", "all"]
Sort = Literal["relevance", "newest", "oldest"]
ValueFacet = Literal["creator", "agency", "place", "category"]
FacetName = ValueFacet | Literal["year", "kind"]

VALUE_FACETS: tuple[ValueFacet, ...] = ("creator", "agency", "place", "category")
"""The facets that are a field of the document; ``year`` comes of its date."""

SORTS: tuple[Sort, ...] = get_args(Sort)

MAX_PER_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One search.

    Attributes:
        text: the query as typed; anything is allowed, nothing raises.
        kind: which documents; ``all`` for both.
        taken: EDTF dates or intervals, any of which the document's date overlaps.
        creator, agency, place, category: values, any of which the document has.
        article: only documents of this article, by its id.
        sort: ``newest`` and ``oldest`` go by the first day of the document's date.
        page: counted from 1.
        per_page: 1 to ``MAX_PER_PAGE``.

    Raises:
        ArgumentError: a value that no search can use.
    """

    text: str = ""
    kind: Wanted = "photo"
    taken: tuple[str, ...] = ()
    creator: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    article: str | None = None
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = 20

    def __post_init__(self) -> None:
        _of_type("query", self.text, str)
        _of_type("page", self.page, int)
        _of_type("per_page", self.per_page, int)
        _of_type("article", self.article, str | None)
        _one_of("kind", self.kind, (*KINDS, "all"))
        _one_of("sort", self.sort, SORTS)
        if self.page < 1:
            raise ArgumentError(f"page={self.page}: pages are counted from 1")
        if not 1 <= self.per_page <= MAX_PER_PAGE:
            raise ArgumentError(f"per_page={self.per_page}: use 1 to {MAX_PER_PAGE}")
        for date in self.taken:
            parse(date)

    def values(self, facet: ValueFacet) -> tuple[str, ...]:
        """The values asked for in one of ``VALUE_FACETS``."""
        wanted: tuple[str, ...] = getattr(self, facet)
        return wanted


def _of_type(name: str, value: object, kind: type | UnionType) -> None:
    if not isinstance(value, kind):
        wanted = kind.__name__ if isinstance(kind, type) else str(kind)
        raise ArgumentError(f"{name}={value!r}: use a value of type {wanted}")


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ArgumentError(f"{name}={value!r}: use one of {', '.join(allowed)}")
