"""What pages show of a document, whatever page it is: its picture, its date, its credit."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer import Document
from indexer.pictures import WIDTHS
from indexer.presentation import isolated
from web.pages.contexts import Dated, Image
from web.site.frame import Link
from web.site.shapes import shape, size_of
from web.site.site import Visitor
from web.wording.dates import parts, readable

PAGE_SIZES = "(max-width: 64rem) 100vw, 60rem"
ARTICLE_SIZES = "(max-width: 48rem) 100vw, 44rem"


def article_credit(creator: Iterable[str], visitor: Visitor) -> str:
    """Who made the pictures of the article as a whole; nothing where it does not say so."""
    names = "、".join(map(isolated, creator))
    return visitor.t("article_credit", names=names) if names else ""


def picture(
    document: Document,
    visitor: Visitor,
    *,
    sizes: str,
    version: str,
    widths: Sequence[int] = WIDTHS[:3],
    eager: bool = False,
) -> Image:
    """The ``img`` of a photo, cut to its shape, in several widths; see ``whole_picture``."""
    width, height = size_of(document)
    urls = {w: visitor.links.thumbnail(document.id, width=w, version=version) for w in widths}
    return Image(
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
) -> Image:
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
