"""What is known of a photo, line by line, each with where it was read."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from indexer import ArticleView, Document
from indexer.presentation import web_address
from web.pages.photo_contexts import Fact
from web.pages.views import filter_link
from web.site.frame import Link
from web.site.site import Visitor
from web.wording.dates import readable


def facts(document: Document, article: ArticleView, visitor: Visitor) -> Iterable[Fact]:
    """What is known of a photo, line by line; lines without a value are left out."""
    t = visitor.t
    size = t("size_of", width=document.width, height=document.height)
    lines: Sequence[tuple[str, Sequence[Link]]] = (
        ("taken", _taken(document, visitor)),
        ("published", _plain(readable(document.published[:10], visitor.language))),
        ("creator", _filters(visitor, "creator", document.creator)),
        ("agency", _filters(visitor, "agency", (document.agency,))),
        ("place", _filters(visitor, "place", document.place)),
        ("person", _filters(visitor, "person", document.person)),
        ("category", _filters(visitor, "category", document.category)),
        ("tag", _filters(visitor, "tag", document.tag)),
        ("author", _plain(document.author)),
        ("original_post", _elsewhere(article.url)),
        ("size", _plain(size if document.width and document.height else "")),
        ("file", _plain(document.path)),
    )
    return (Fact(label=t(name), values=values) for name, values in lines if values)


def _taken(document: Document, visitor: Visitor) -> list[Link]:
    if not document.taken:
        return []
    date = readable(document.taken, visitor.language)
    if document.taken_basis == "caption+post":
        note = visitor.t("taken_year_of_post")
        date += f"（{note}）" if visitor.language == "zh" else f" ({note})"
    return [Link(date, "")]


def _plain(text: str) -> list[Link]:
    return [Link(text, "")] if text else []


def _filters(visitor: Visitor, name: str, values: Iterable[str]) -> list[Link]:
    return [filter_link(visitor, name, value) for value in values if value]


def _elsewhere(url: str) -> list[Link]:
    address = web_address(url)
    return [Link(urlsplit(address).hostname or address, address)] if address else []
