"""Documents and hits as the pages show them: cards, pictures, dates."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from indexer import Document, Hit
from indexer.pictures import WIDTHS
from indexer.presentation import Versions, excerpt, highlight, spans
from web.addresses.links import NOTHING, Parameters
from web.pages.contexts import Card, Dated, Picture, Why
from web.site.frame import Link
from web.site.shapes import shape, size_of
from web.site.site import Visitor
from web.wording.credits import credit_text
from web.wording.dates import parts, readable

CAPTION_LENGTH = 84  # characters of a caption in a card: about three of its lines
TEXT_LENGTH = 260
WHY_LENGTH = 46

GRID_SIZES = "(max-width: 40rem) 50vw, 22rem"
PAGE_SIZES = "(max-width: 64rem) 100vw, 60rem"
ARTICLE_SIZES = "(max-width: 48rem) 100vw, 44rem"

_WHY_FIELDS = ("creator", "agency", "place", "person", "tag", "before", "after")


def photo_card(
    document: Document,
    visitor: Visitor,
    *,
    versions: Versions,
    hit: Hit | None = None,
    number: int = 0,
    eager: bool = False,
    results: Parameters = NOTHING,
) -> Card:
    """A photo as a card; with a hit, its matches are marked and explained.

    ``versions`` are those of pictures, its own among them, if it has one.
    ``results`` are the parameters of the results that its page shall lead back to.
    """
    matches = hit.matches if hit else ()
    text, marked = excerpt(document.caption, spans(matches, "caption"), length=CAPTION_LENGTH)
    credit = credit_text(document)
    shown = spans(matches, "credit") if credit == document.credit else []
    return Card(
        id=document.id,
        kind="photo",
        number=number,
        url=visitor.links.photo(document.id, results),
        picture=picture(
            document, visitor, sizes=GRID_SIZES, eager=eager, version=versions.get(document.id, "")
        ),
        text=highlight(text, marked) if text else escape(visitor.t("no_caption")),
        uncaptioned=not document.caption,
        credit=highlight(credit, shown),
        date=dated(document, visitor),
        source=highlight(document.headline, spans(matches, "headline")),
        source_url=visitor.links.article(document.article),
        why=None if marked or shown or hit is None else why(hit, visitor),
    )


def paragraph_card(document: Document, visitor: Visitor, *, hit: Hit, number: int = 0) -> Card:
    """A paragraph as a card."""
    text, marked = excerpt(document.text, spans(hit.matches, "text"), length=TEXT_LENGTH)
    return Card(
        id=document.id,
        kind="paragraph",
        number=number,
        url=visitor.links.document(document),
        picture=None,
        text=highlight(text, marked),
        uncaptioned=False,
        credit=Markup(),
        date=dated(document, visitor),
        source=highlight(document.headline, spans(hit.matches, "headline")),
        source_url=visitor.links.article(document.article),
    )


def why(hit: Hit, visitor: Visitor) -> Why | None:
    """Where a hit matched outside of what its card shows; None when the headline shows it."""
    fields = {match.field for match in hit.matches}
    if "headline" in fields:
        return None
    for field in _WHY_FIELDS:
        if field in fields:
            value = min(m.value for m in hit.matches if m.field == field)
            text = field_text(hit.document, field, value)
            words, marked = excerpt(text, spans(hit.matches, field, value=value), length=WHY_LENGTH)
            return Why(visitor.t(f"why_{field}"), highlight(words, marked))
    return None


def field_text(document: Document, field: str, value: int) -> str:
    """The text that a match points into."""
    held: str | Sequence[str] = getattr(document, field)
    return held if isinstance(held, str) else held[value]


def picture(
    document: Document,
    visitor: Visitor,
    *,
    sizes: str,
    version: str,
    widths: Sequence[int] = WIDTHS[:3],
    eager: bool = False,
) -> Picture:
    """The ``img`` of a photo, cut to its shape, in several widths; see ``whole_picture``."""
    width, height = size_of(document)
    urls = {w: visitor.links.thumbnail(document.id, width=w, version=version) for w in widths}
    return Picture(
        src=urls[widths[len(widths) // 2]],
        srcset=", ".join(f"{url} {w}w" for w, url in urls.items()),
        sizes=sizes,
        width=width,
        height=height,
        alt=document.caption or f"{visitor.t('photo')}：{document.headline}",
        ratio=shape(width, height),
        eager=eager,
    )


def whole_picture(
    document: Document, visitor: Visitor, *, sizes: str, version: str, eager: bool = False
) -> Picture:
    """The ``img`` of a photo that is shown whole and large.

    Where the post does not say how large it is, the picture is left to its own size: a shape that
    was guessed would stretch a small one over the page.
    """
    image = picture(document, visitor, sizes=sizes, version=version, widths=WIDTHS[1:], eager=eager)
    if document.width and document.height:
        return image
    src = visitor.links.thumbnail(document.id, width=WIDTHS[-1], version=version)
    return replace(image, src=src, srcset="", width=0, height=0)


def dated(document: Document, visitor: Visitor) -> Dated:
    """The date that filters and sorting use, saying which of the two it is."""
    if document.taken:
        text = visitor.t("taken_on", date=readable(document.taken, visitor.language))
        return Dated(text, document.taken if parts(document.taken) else "")
    return published(document.published, visitor)


def published(moment: str, visitor: Visitor) -> Dated:
    """The day of a post."""
    if not moment:
        return Dated(visitor.t("no_date"), "")
    day = moment[:10]
    text = visitor.t("published_on", date=readable(day, visitor.language))
    return Dated(text, day if parts(day) else "")


def filter_link(visitor: Visitor, name: str, value: str) -> Link:
    """All photos with a value of a field."""
    return Link(value, visitor.links.search({name: (value,)}))
