"""What a program asks of an archive, checked once, so that engines can rely on it."""

from dataclasses import dataclass
from typing import Literal, get_args

from search.arguments import choice, text, text_or_none, truth, whole
from search.document import KINDS
from search.text.dates import parse

Wanted = Literal["photo", "paragraph", "all"]
Sort = Literal["relevance", "newest", "oldest"]
ValueFacet = Literal["creator", "agency", "place", "person", "tag", "category"]
FacetName = ValueFacet | Literal["year", "kind", "lacks"]
FacetOrder = Literal["count", "name"]
Duplicates = Literal["fold", "show"]
Groups = Literal["fold", "show"]
Gap = Literal["date", "creator", "caption"]
FacetValue = tuple[ValueFacet, str]
"""A value of a facet, with the facet's name."""

VALUE_FACETS: tuple[ValueFacet, ...] = get_args(ValueFacet)
"""The facets that are a field of the document; ``year`` comes of its date."""

FACET_ORDERS: tuple[FacetOrder, ...] = get_args(FacetOrder)

FACET_VALUES = 20
"""How many values of a facet are given, besides those selected."""

MOST_FACET_VALUES = 1000

MOST_STATED = 64
"""Values of facets that may be required and excluded: each is counted by itself."""

SORTS: tuple[Sort, ...] = get_args(Sort)

DUPLICATES: tuple[Duplicates, ...] = get_args(Duplicates)

GROUPS: tuple[Groups, ...] = get_args(Groups)

GAPS: tuple[Gap, ...] = get_args(Gap)
"""What a post may leave unsaid of a photo."""

MAX_PER_PAGE = 1000

MOST_SIMILAR = 100
"""Photos like one that may be asked for."""

MAX_LENGTH = 2000
"""Code points of a query that are read; a notice says that the rest was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One search.

    Attributes:
        text: the query as typed; anything is allowed, nothing raises.
        kind: which documents; ``all`` for both.
        taken: EDTF dates or intervals, any of which the document's date overlaps.
        creator, agency, place, person, tag, category: values, any of which the document has.
        required: values of facets, all of which the document has besides.
        excluded: values of facets, none of which the document has; with those required at most
            ``MOST_STATED``.
        lacks: what the post does not say of the document, any of it. Any document may lack its
            date; only photos lack a creator or a caption.
        article: only documents of this article, by its id.
        exact: only what was typed: no other words for it, no dates read out of it.
        picture: only documents that show the same picture as this photo, by its id.
        sort: ``newest`` and ``oldest`` go by the first day of the document's date.
        duplicates: ``fold`` makes documents with the same picture one row, ``show`` shows all.
        groups: ``fold`` makes documents of an article that match only by what they share one row,
            ``show`` shows all; so do ``article`` and ``picture``.
        page: counted from 1.
        per_page: 1 to ``MAX_PER_PAGE``.
        explain: whether each hit shall have its ``Explanation``.
        facet: the facet of which more is wanted than its most frequent values.
        facet_values: how many of its values, 1 to ``MOST_FACET_VALUES``.
        facet_text: only those of its values in which this stands, whatever the spelling.
        facet_order: its values by ``count`` or by ``name``.
        timeline: whether the results shall be counted by time.

    Raises:
        ArgumentError: a value that no search can use.
    """

    text: str = ""
    kind: Wanted = "photo"
    taken: tuple[str, ...] = ()
    creator: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    required: tuple[FacetValue, ...] = ()
    excluded: tuple[FacetValue, ...] = ()
    lacks: tuple[Gap, ...] = ()
    article: str | None = None
    exact: bool = False
    picture: str | None = None
    sort: Sort = "relevance"
    duplicates: Duplicates = "fold"
    groups: Groups = "fold"
    page: int = 1
    per_page: int = 20
    explain: bool = False
    facet: ValueFacet | None = None
    facet_values: int = FACET_VALUES
    facet_text: str = ""
    facet_order: FacetOrder = "count"
    timeline: bool = False

    def __post_init__(self) -> None:
        text("query", self.text)
        text_or_none("article", self.article)
        truth("exact", self.exact)
        text_or_none("picture", self.picture)
        choice("kind", self.kind, (*KINDS, "all"))
        choice("sort", self.sort, SORTS)
        choice("duplicates", self.duplicates, DUPLICATES)
        choice("groups", self.groups, GROUPS)
        truth("explain", self.explain)
        whole("page", self.page, least=1)
        whole("per_page", self.per_page, least=1, most=MAX_PER_PAGE)
        for date in self.taken:
            parse(date)
        for gap in self.lacks:
            choice("lacks", gap, GAPS)
        for facet, value in (*self.required, *self.excluded):
            choice("facet", facet, VALUE_FACETS)
            text(facet, value)
        stated = len(self.required) + len(self.excluded)
        whole("required and excluded values", stated, least=0, most=MOST_STATED)
        if self.facet is not None:
            choice("facet", self.facet, VALUE_FACETS)
        whole("facet_values", self.facet_values, least=1, most=MOST_FACET_VALUES)
        text("facet_text", self.facet_text)
        choice("facet_order", self.facet_order, FACET_ORDERS)
        truth("timeline", self.timeline)

    @property
    def is_unfiltered(self) -> bool:
        """Whether it asks for any photos, whatever of them."""
        more = (self.required, self.excluded, self.lacks)
        filters = (self.taken, self.article, self.picture, *map(self.values, VALUE_FACETS), *more)
        return self.kind == "photo" and not any(filters)

    def values(self, facet: ValueFacet) -> tuple[str, ...]:
        """The values asked for in one of ``VALUE_FACETS``."""
        wanted: tuple[str, ...] = getattr(self, facet)
        return wanted
