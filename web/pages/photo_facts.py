"""What is known of a photo, line by line, each with where it was read."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from indexer import ArticleView, Document, Fact
from indexer.presentation import web_address
from web.pages.photo_contexts import Detail
from web.pages.views import filter_link
from web.site.frame import Link
from web.site.site import Visitor
from web.wording.dates import readable

_FACTS: Mapping[str, Fact] = {
    "taken": "taken",
    "creator": "credit",
    "agency": "credit",
    "place": "place",
    "person": "person",
}
"""The lines of which the archive knows where they were read."""


def facts(document: Document, article: ArticleView, visitor: Visitor) -> Iterable[Detail]:
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
    return (
        Detail(label=t(name), values=values, origin=_origin(document, name, visitor))
        for name, values in lines
        if values
    )


def _origin(document: Document, name: str, visitor: Visitor) -> str:
    """Where a fact was read, and what was supplied to it; empty where the archive does not know.

    That a name of the front matter stands in the front matter goes without saying.
    """
    if name == "agency" and document.creator:
        return ""  # the line above has told it: both stand in one credit
    origin = document.origin(_FACTS[name]) if name in _FACTS else None
    if origin is None or (origin.source == "post" and not origin.supplied):
        return ""
    words, source = document.words(origin), visitor.t(f"origin_{origin.source}")
    read = visitor.t("origin_words", words=words, source=source) if words else source
    supplied = (visitor.t(f"origin_{code}") for code in origin.supplied)
    return visitor.t("origin_plus").join((read, *supplied))


def _taken(document: Document, visitor: Visitor) -> list[Link]:
    return _plain(readable(document.taken, visitor.language)) if document.taken else []


def _plain(text: str) -> list[Link]:
    return [Link(text, "")] if text else []


def _filters(visitor: Visitor, name: str, values: Iterable[str]) -> list[Link]:
    return [filter_link(visitor, name, value) for value in values if value]


def _elsewhere(url: str) -> list[Link]:
    address = web_address(url)
    return [Link(urlsplit(address).hostname or address, address)] if address else []
