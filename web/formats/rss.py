"""``.rss``: RSS 2.0 (https://www.rssboard.org/rss-specification), with what Atom adds to it.

Who has the choice takes Atom. RSS has no place for a person without a mailbox, so that names stand
as ``dc:creator``; and none for a date of the feed that all of its entries lack.
"""

from collections.abc import Mapping

from web.addresses import media_types
from web.formats.atom import ATOM, MEDIA, SEARCH, add_counts, add_links, add_media
from web.formats.feed import Entry, Feed
from web.formats.moments import rfc822
from web.formats.xml_text import Element, add, add_all, document, root

_DUBLIN = "http://purl.org/dc/elements/1.1/"
_NAMESPACES: Mapping[str | None, str] = {
    "atom": ATOM,
    "dc": _DUBLIN,
    "media": MEDIA,
    "os": SEARCH,
}


def rss(feed: Feed) -> bytes:
    """A feed as RSS."""
    top = root("rss", _NAMESPACES, version="2.0")
    channel = add(top, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.home)
    add(channel, "description", feed.title)
    add(channel, "language", feed.language)
    add(channel, "lastBuildDate", rfc822(feed.updated))
    add_links(channel, feed, media_types.RSS)
    add_counts(channel, feed)
    for entry in feed.entries:
        _item(add(channel, "item"), entry)
    return document(top)


def _item(parent: Element, entry: Entry) -> None:
    add(parent, "title", entry.title)
    add(parent, "link", entry.url)
    add(parent, "guid", entry.id, {"isPermaLink": "false"})
    add(parent, "description", entry.html)
    if entry.published:
        add(parent, "pubDate", rfc822(entry.published))
    add_all(parent, f"{{{_DUBLIN}}}creator", entry.photographers)
    add_all(parent, "category", entry.tags)
    add_media(parent, entry)
