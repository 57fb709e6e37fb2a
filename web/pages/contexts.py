"""What each template is given: one documented value a template, as ``page``.

Templates decide nothing and compute nothing: texts are chosen, dates written out, addresses made
and matches marked before they get here. ``Markup`` is HTML that is safe to show as it is; every
``str`` is escaped by the template.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.site.frame import Frame, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An ``img``: ``ratio`` names the class of its shape, see ``web.site.shapes``."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    alt: str
    ratio: str
    eager: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in words, with its machine form (empty where there is none)."""

    text: str
    machine: str


@dataclass(frozen=True, slots=True)
class Why:
    """Where a hit matched that does not show it: the place's name, and the words around."""

    label: str
    text: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A hit, or a photo among others.

    Attributes:
        kind: ``photo`` or ``paragraph``.
        number: its place in the results, counted from 1; 0 where there is no order.
        picture: None for a paragraph.
        text: the caption, or the paragraph, cut to fit, matches marked.
        uncaptioned: whether ``text`` only says that there is no caption.
        credit: the credit line, marked; empty for a paragraph.
        source: the article's title, marked.
        why: set where nothing in the card's own text matched.
        missing: says which words of the query it lacks; empty where it holds all.
        more: leads to the rest of the article's hits.
        elsewhere: leads to all places of the picture that were found.
    """

    kind: str
    number: int
    url: str
    picture: Picture | None
    text: Markup
    uncaptioned: bool
    credit: Markup
    date: Dated
    source: Markup
    source_url: str
    why: Why | None = None
    missing: str = ""
    more: Link | None = None
    elsewhere: Link | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet; following ``url`` takes it, or gives it up when it is ``selected``."""

    label: str
    count: str
    url: str
    selected: bool


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet: the values shown at once and those behind a fold."""

    name: str
    label: str
    choices: Sequence[Choice]
    rest: Sequence[Choice]
    rest_label: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """``search.html``.

    Attributes:
        summary: how many results, in words.
        detail: which page of how many.
        undated: leads to the search without its dates; None where no result is missed by them.
        understood: the query in parts; None where there is nothing to tell.
        corrections: queries that may have been meant, where this one finds little.
        copies: leads to all photos where those of one picture are folded, or back; None where no
            picture stands twice.
        note: what readers should know of the pictures.
        layout: ``grid`` for photos alone, ``list`` when there are paragraphs.
        help: what could be tried instead; empty when there are results.
    """

    frame: Frame
    summary: str
    detail: str
    undated: Link | None
    copies: Link | None
    tabs: Sequence[Link]
    sorts: Sequence[Link]
    understood: QueryParts | None
    corrections: Sequence[Correction]
    notices: Sequence[str]
    note: str
    chips: Sequence[Chip]
    remove_all: str
    facets: Sequence[FacetBox]
    dates: DateForm
    layout: str
    cards: Sequence[Card]
    related: Related | None
    paging: Paging
    help: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a photo's data: each value with an address, or an empty one."""

    label: str
    values: Sequence[Link]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A part of a score: where a token stands, as what it counts, and what it adds.

    ``frequency`` is how often it stands there, ``documents`` how many photos have it.
    """

    field: str
    stream: str
    token: str
    frequency: str
    documents: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Why a photo stands where it does among the results of a query.

    Attributes:
        standing: which tier it is in; lacking: what of the query it lacks.
        rows: what adds most; rest: what all others add; total: the sum of all.
    """

    standing: str
    lacking: Sequence[str]
    rows: Sequence[Reason]
    rest: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoPage:
    """``photo.html``: one picture, all that is said of it, and its neighbours.

    ``back`` leads to the results that the reader came from, where the address tells, and
    ``reasons`` are why the photo is among them; ``trouble`` says why there is no picture.
    ``article_credit`` is who made the pictures of the article, for a photo without a ``credit``.
    """

    frame: Frame
    back: Link | None
    picture: Picture
    trouble: str
    caption: str
    credit: str
    article_credit: str
    date: Dated
    facts: Sequence[Fact]
    reasons: Reasons | None
    article: Link
    position: str
    previous: Link | None
    next: Link | None
    before: str
    after: str
    others: Sequence[Card]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of an article: a paragraph, or a photo with its caption and credit."""

    id: str
    text: str
    picture: Picture | None = None
    credit: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """``article.html``: text and photos in the order of the post.

    ``note`` is what readers should know of its pictures, ``credit`` who made them as a whole.
    """

    frame: Frame
    title: str
    date: Dated
    counts: str
    author: str
    credit: str
    url: str
    path: str
    note: str
    category: Sequence[Link]
    tag: Sequence[Link]
    blocks: Sequence[Block]
