"""What the template of a photo's page is given."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.pages.contexts import Card, Dated, Image
from web.site.frame import Frame, Link


@dataclass(frozen=True, slots=True)
class Walk:
    """A way past the photo: where it stands on it, and the photos before and after; or None."""

    label: str
    position: str
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A line of a photo's data: each value with an address, or an empty one.

    ``origin`` says where it was read; empty where it goes without saying.
    """

    label: str
    values: Sequence[Link]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """The photo in words, in one of the forms that people paste elsewhere."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Other photos that have something in common with this one.

    ``all`` leads to all of them; ``query`` shows what was looked for, where that tells something.
    """

    name: str
    title: str
    cards: Sequence[Card]
    all: Link | None
    query: Link | None = None


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
        standing: which group it is in; lacking: what of the query it lacks.
        rows: what adds most; rest: what all others add; total: the sum of all.
    """

    standing: str
    lacking: Sequence[str]
    rows: Sequence[Reason]
    rest: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoPage:
    """``photo.html``: one picture, all that is said of it, and photos near to it.

    Attributes:
        described: the photo as JSON-LD.
        back: leads to the place in the results that the reader came from, where the address tells.
        picture: as the page shows it; ``largest`` is the address of the largest rendition.
        trouble: says why there is no picture.
        article_credit: who made the pictures of the article, for a photo without a ``credit``.
        citations: forms to copy, the first of them by one key.
        facts: its data, line by line.
        reasons: why it is among the results that the reader came from.
        search: the way through these results; article_walk: that through its article.
        before, after: the paragraphs around it.
        rows: other photos.
    """

    frame: Frame
    id: str
    described: Markup
    back: Link | None
    picture: Image
    largest: str
    trouble: str
    caption: str
    credit: str
    article_credit: str
    date: Dated
    citations: Sequence[Citation]
    facts: Sequence[Detail]
    reasons: Reasons | None
    article: Link
    search: Walk | None
    article_walk: Walk
    before: str
    after: str
    rows: Sequence[Row]
