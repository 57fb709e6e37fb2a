"""What pages show of a document, whatever page it is: its picture, its date, its credit."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer import Document
from indexer.pictures import WIDTHS
from indexer.presentation import Versions, isolated
from web.addresses.params import shortened
from web.pages.contexts import Dated, Image
from web.pages.selection_contexts import Print
from web.site.frame import Link
from web.site.selected import file_name
from web.site.shapes import shape, size_of
from web.site.site import Visitor
from web.wording.credits import credit_text
from web.wording.dates import date_text, parts, published_text

PAGE_SIZES = "(max-width: 64rem) 100vw, 60rem"
ARTICLE_SIZES = "(max-width: 48rem) 100vw, 44rem"
NAME = 24  # characters of a caption by which a control names its photo


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
    day = document.taken or document.published[:10]
    return Dated(date_text(document, visitor.t), day if parts(day) else "")


def published(moment: str, visitor: Visitor) -> Dated:
    """The day of a post."""
    day = moment[:10]
    return Dated(published_text(moment, visitor.t), day if parts(day) else "")


def printed(
    document: Document, number: int, visitor: Visitor, versions: Versions, *, sizes: str
) -> Print:
    """A photo as it lies on the table."""
    caption = document.caption
    return Print(
        id=document.id,
        number=number,
        name=f"{number} {shortened(caption or document.headline, NAME)}",
        url=visitor.links.photo(document.id),
        picture=whole_picture(
            document, visitor, sizes=sizes, version=versions.get(document.id, "")
        ),
        caption=caption or visitor.t("no_caption"),
        credit=credit_text(document) or visitor.t("no_credit"),
        date=dated(document, visitor),
        source=Link(document.headline, visitor.links.article(document.article)),
        file=file_name(document),
    )


def filter_link(visitor: Visitor, name: str, value: str) -> Link:
    """All photos with a value of a field."""
    return Link(value, visitor.links.search({name: (value,)}))
