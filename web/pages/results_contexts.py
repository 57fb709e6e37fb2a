"""What the templates of the front page and of the results are given.

See ``web.pages.contexts`` for what holds for all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from web.pages.contexts import Card
from web.pages.facet_contexts import FacetBox
from web.site.frame import Frame, Link


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; following ``url`` removes it."""

    name: str
    text: str
    url: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPart:
    """A part of the query as it was understood.

    Attributes:
        kind: that of ``indexer.Part``.
        text: what it asks for.
        is_reading: whether nobody typed it.
        strict: the search in which a reading must hold, where it need not.
        remove: the search without it; its text says so.
    """

    kind: str
    text: str
    is_reading: bool
    strict: Link | None
    remove: Link


@dataclass(frozen=True, slots=True)
class QueryParts:
    """The query as it was understood.

    ``rest`` says how many parts are not shown. ``exact`` leads to the search for what was typed and
    nothing else, or out of it when it is ``current``; None where both are the same.
    """

    parts: Sequence[QueryPart]
    rest: str
    exact: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A query that may have been meant: following ``url`` searches it; ``count`` is in brackets."""

    text: str
    count: str
    url: str


@dataclass(frozen=True, slots=True)
class Related:
    """What stands below the line: the hits that hold only some of the words.

    ``count`` is how many there are, on this page and those that follow.
    """

    title: str
    count: str
    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class DateForm:
    """The form of two dates: what was typed, and what is sent beside."""

    since: str
    until: str
    kept: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar of the timeline, in the units of its drawing: ``x`` and ``width`` in percent.

    Attributes:
        y, height: in pixels from the top, of what is known to be of that time.
        vague: pixels above it, of what may be of that time.
        says: its time and count, in words.
        url: the results of that time; following it gives the time up when it is ``current``.
    """

    x: str
    width: str
    y: int
    height: int
    vague: int
    says: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the timeline; a minor one is left out of a narrow page.

    ``x`` is in percent, and where the label's middle is, or what ``anchor`` says (as in SVG).
    """

    x: str
    text: str
    anchor: str
    is_minor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The results by time, drawn.

    Attributes:
        label: what it shows, in words.
        way: from all times to the one that is looked at; the last has no address.
        bars, ticks: the drawing; times without results have no bar.
        width: of the drawing, in pixels, where there is as much room.
        height: of the bars, in pixels.
        most: the greatest count, which the highest bar has; empty where there are no bars.
        apart: what is in no bar: without a date, or with one less precise than the bars.
    """

    label: str
    way: Sequence[Link]
    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    width: int
    height: int
    most: str
    apart: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Paging:
    """Links to other pages; None where there is no such page."""

    previous: Link | None
    pages: Sequence[Link | None]
    next: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """``home.html``: the search box, what there is to browse, and recent photos.

    ``note`` is what readers should know of their pictures.
    """

    frame: Frame
    holdings: str
    facets: Sequence[FacetBox]
    cards: Sequence[Card]
    browse: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """What helps where nothing was found.

    Attributes:
        fewer: the search with one condition less, each with its count.
        tips: what else could be tried.
    """

    fewer: Sequence[Link]
    tips: Sequence[Link]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """``search.html``.

    Attributes:
        summary: how many results, in words.
        detail: which page of how many.
        notes: other ways to count: with copies of a picture or without, with groups or without.
        tabs: the kinds of results; sorts: their orders; views: their layouts, photos only.
        understood: the query in parts; None where there is nothing to tell.
        corrections: queries that may have been meant, where this one finds little.
        note: what readers should know of the pictures.
        timeline: None where no result has a date.
        layout: ``grid`` or ``compact`` for photos alone; ``list`` also where there are paragraphs.
        empty: None where there are results.
        picks: lead to a selection of this page, and of all results; none where there is no photo.
    """

    frame: Frame
    summary: str
    detail: str
    notes: Sequence[Link]
    tabs: Sequence[Link]
    sorts: Sequence[Link]
    views: Sequence[Link]
    understood: QueryParts | None
    corrections: Sequence[Correction]
    notices: Sequence[str]
    note: str
    chips: Sequence[Chip]
    remove_all: str
    facets: Sequence[FacetBox]
    timeline: Chart | None
    dates: DateForm
    layout: str
    cards: Sequence[Card]
    related: Related | None
    paging: Paging
    empty: EmptyPage | None
    picks: Sequence[Link]
