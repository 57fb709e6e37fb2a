"""What a search answers: hits with the places that matched, facets, notices and totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from search.document import Document, Kind
from search.errors import shortened
from search.explanation import Explanation


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A run of matched characters: code points ``start`` to ``end`` of ``document.<field>``.

    For a field with several values (creator, place, person, tag), ``value`` is the
    index of the value.
    """

    field: str
    start: int
    end: int
    value: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """One document that was found.

    ``group`` counts the documents that it stands for, itself included: those of its article and
    kind that match only through what the article shares, copies of a picture aside. It is 1 where
    the document has something of the query of its own.

    ``elsewhere`` counts the other documents found that show the same picture and are folded into
    this one, which is the first of them in the order; a related copy is counted on pages that
    reach what is related.

    A hit that does not hold the whole query is ``related`` where it stands below full matches;
    ``missing`` are the words typed that it lacks.

    ``explanation`` is there where the search asked for it.
    """

    document: Document
    score: float
    matches: tuple[Match, ...] = ()
    group: int = 1
    related: bool = False
    missing: tuple[str, ...] = ()
    elsewhere: int = 0
    explanation: Explanation | None = None

    def __repr__(self) -> str:
        return f"<Hit {self.score:.3f} {len(self.matches)} matches {self.document!r}>"


@dataclass(frozen=True, slots=True)
class Similar:
    """Photos like one, by the words of its caption that tell most.

    ``query`` asks for them in the query language, and finds the photo itself, too; both are empty
    where there is nothing to go by.
    """

    query: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class FacetItem:
    """A value of a facet.

    ``count`` documents would be found with it alone as the facet's plain filter, and all else that
    is asked. Of a field's values ``within`` tells how many would be found where it is required
    besides all that is asked, and ``without`` where it is excluded; both are 0 in other facets.

    So following a link finds: *only this* ``count``; *and this* ``within``; *not this* ``without``;
    *this, too*, beside other plain values, ``without + count``. Taking back what was ``required``
    or ``excluded`` finds ``within + without``; the three numbers leave out what is said of the
    value itself.

    Attributes:
        value, label: for the filter, and for people.
        selected: whether it is one of the plain filter's, any of which will do.
        required, excluded: whether documents must have it, must not have it.
    """

    value: str
    label: str
    count: int
    selected: bool = False
    within: int = 0
    without: int = 0
    required: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field among the documents found, most frequent first.

    ``distinct`` is how many different values there are, of which ``items`` may be some; where a
    text was asked for, how many hold it.
    """

    name: str
    items: tuple[FacetItem, ...]
    distinct: int = 0


TimelineUnit = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """A year, month or day, with documents.

    Attributes:
        start: it as an EDTF date, for the filter ``taken``.
        count: how many documents are found with that in place of the filter by date: all whose
            dates have a day in it.
        exact: how many of them are of that time and no other, as far as is known.
        selected: whether the filter is just that.
    """

    start: str
    count: int
    exact: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The documents found, by time.

    Attributes:
        unit: what a bar is.
        bars: those with documents, oldest first.
        first, last: the units in which the view begins and ends; empty without a dated document.
        coarser: how many documents in view are of no single bar: known to the year among months,
            or over several of them.
        undated: how many documents have no date, as ``Results.undated``.
        wider: the filter by date one step out, empty where that is none; None without a filter.
    """

    unit: TimelineUnit
    bars: tuple[TimelineBar, ...]
    first: str
    last: str
    coarser: int
    undated: int
    wider: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know about how the query was read or answered.

    ``code`` is stable, for programs; ``chinese`` and ``english`` are sentences for people;
    ``start`` and ``end`` are the code points of the query that it is about, where it is about any.
    """

    code: str
    chinese: str
    english: str
    start: int | None = None
    end: int | None = None


PartKind = Literal[
    "text", "phrase", "prefix", "field", "date", "exclusion", "alternatives", "place",
    "equivalent", "correction",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of the query as it was understood.

    Attributes:
        kind: ``text`` (a chunk), ``phrase`` (quotes), ``prefix``, ``field`` (with a field's name),
            ``date``, ``exclusion``, ``alternatives`` (an OR); the others are readings that nobody
            typed, such as ``equivalent``.
        start, end: the code points of the query in which it stands, sign and field included.
        text: the part alone, in the query language.
        chinese, english: what it asks for, for people.
        without: the query without it, as typed otherwise.
        adds: spellings and alternatives that it looks for besides what was typed.
        strict: the query in which a reading must hold; None where nothing can be stricter.
        source: where a reading comes from; empty for what was typed. Of a correction: ``pinyin``
            (the text is its sound in Latin letters), ``sound``, ``shape`` (characters that sound or
            look alike), ``slip`` (one letter too many, missing, or two exchanged).
        count: how many documents the query ``strict`` finds with the same filters; of a correction.

    A ``correction`` is an offer: ``strict`` is the whole query with it, which was not searched.
    """

    kind: PartKind
    start: int
    end: int
    text: str
    chinese: str
    english: str
    without: str
    adds: tuple[str, ...] = ()
    strict: str | None = None
    source: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Results:
    """One page of an answer.

    Attributes:
        query: the query as it was understood, in the query language.
        interpretation: the same in parts, each with its place; the first hundred of them.
        total: how many documents match, exactly: in full while any document of the archive does,
            else closely.
        related: how many documents that match closely follow those that match in full, counted
            where these do not go beyond the page; the facets leave them out.
        pictures: how many the ``total`` documents are with those of the same picture counted once,
            unless all were to be shown.
        rows: how many rows they are on pages, with each group counted once as well.
        related_rows: how many rows the related ones are, besides those above them.
        counts: documents that match per kind, whatever kind was asked for.
        undated: how many of the matching documents have no date at all.
        relaxed: whether no hit holds the whole query.
        page, per_page: which hits these are; pages are counted from 1.
        timeline: the results by time, where it was asked for.
    """

    query: str
    interpretation: tuple[Part, ...]
    total: int
    related: int
    pictures: int
    rows: int
    related_rows: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    notices: tuple[Notice, ...]
    counts: Mapping[Kind, int]
    undated: int
    relaxed: bool
    page: int
    per_page: int
    timeline: Timeline | None = None

    def __repr__(self) -> str:
        found = f"{self.total:,} found, {len(self.hits)} on page {self.page} of {self.pages:,}"
        return f"<Results {shortened(self.query)}: {found}>"

    @property
    def pages(self) -> int:
        """How many pages hold all the hits; at least 1."""
        return max(1, -(-(self.rows + self.related_rows) // self.per_page))
