"""``.atom``: Atom (RFC 4287), paged (RFC 5005), with Media RSS and OpenSearch's counts.

Media RSS 1.5.1 (https://www.rssboard.org/media-rss) says what a picture shows and who made it in a
way that readers of feeds know; RSS has the same elements. A credit has the role ``photographer``
where the post says that, and none where it only says who gave the picture.
"""

from collections.abc import Mapping

from web.addresses import media_types
from web.formats.feed import Entry, Feed
from web.formats.moments import rfc3339
from web.formats.xml_text import Element, add, document, root
from web.site.renditions import Rendition

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"
SEARCH = "http://a9.com/-/spec/opensearch/1.1/"

_NAMESPACES: Mapping[str | None, str] = {None: ATOM, "media": MEDIA, "os": SEARCH}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(feed: Feed) -> bytes:
    """A feed as Atom."""
    top = root(f"{{{ATOM}}}feed", _NAMESPACES)
    top.set(_XML_LANG, feed.language)
    _put(top, "id", feed.id)
    _put(top, "title", feed.title)
    _put(top, "updated", rfc3339(feed.updated))
    _put(_put(top, "author"), "name", feed.site)
    _put(top, "icon", feed.icon)
    _link(top, "alternate", feed.home, "text/html")
    add_links(top, feed, media_types.ATOM)
    add_counts(top, feed)
    for entry in feed.entries:
        _entry(_put(top, "entry"), feed, entry)
    return document(top)


def add_links(parent: Element, feed: Feed, media_type: str) -> None:
    """The pages of the feed, as Atom's links, which RSS has as well."""
    _link(parent, "self", feed.own, media_type)
    for relation in ("first", "previous", "next", "last"):
        address = getattr(feed, relation)
        if address:
            _link(parent, relation, address, media_type)


def add_counts(parent: Element, feed: Feed) -> None:
    """How many results there are, and which of them these are."""
    for name, number in (
        ("totalResults", feed.total),
        ("startIndex", feed.start),
        ("itemsPerPage", feed.per_page),
    ):
        add(parent, f"{{{SEARCH}}}{name}", str(number))


def add_media(parent: Element, entry: Entry) -> None:
    """The picture of an entry and who made it."""
    if entry.picture is None or entry.thumbnail is None:
        return
    content = add(
        parent,
        f"{{{MEDIA}}}content",
        attributes={**_sized(entry.picture), "medium": "image"},
    )
    _media(content, "title", entry.headline, type="plain")
    _media(content, "description", entry.text, type="plain")
    add(content, f"{{{MEDIA}}}thumbnail", attributes=_sized(entry.thumbnail))
    for name in entry.photographers:
        _media(content, "credit", name, role="photographer", scheme="urn:ebu")
    for name in (*entry.givers, entry.agency):
        _media(content, "credit", name)


def _entry(parent: Element, feed: Feed, entry: Entry) -> None:
    _put(parent, "id", entry.id)
    _put(parent, "title", entry.title)
    _put(parent, "updated", rfc3339(feed.date_of(entry)))
    if entry.published:
        _put(parent, "published", rfc3339(entry.published))
    for name in entry.photographers:
        _put(_put(parent, "author"), "name", name)
    _link(parent, "alternate", entry.url, "text/html")
    if entry.source:
        _link(parent, "via", entry.source, "")
    for term in entry.tags:
        add(parent, f"{{{ATOM}}}category", attributes={"term": term})
    _put(parent, "summary", entry.text)
    add(parent, f"{{{ATOM}}}content", entry.html, {"type": "html"})
    add_media(parent, entry)


def _put(parent: Element, name: str, text: str = "") -> Element:
    return add(parent, f"{{{ATOM}}}{name}", text)


def _link(parent: Element, relation: str, address: str, media_type: str) -> None:
    attributes = {"rel": relation, "type": media_type, "href": address}
    add(parent, f"{{{ATOM}}}link", attributes=attributes)


def _media(parent: Element, name: str, text: str, **attributes: str) -> None:
    if text:
        add(parent, f"{{{MEDIA}}}{name}", text, attributes)


def _sized(picture: Rendition) -> Mapping[str, str]:
    size = {"width": str(picture.width), "height": str(picture.height)} if picture.width else {}
    return {"url": picture.url, **size}
