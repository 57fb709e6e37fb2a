"""``/sitemap.xml``: every photo and article for search engines of the web, in parts.

https://www.sitemaps.org/protocol.html bounds a part by 50,000 addresses. One here has the photos of
ten full pages of results, and their articles: an archive is read a page at a time, newest first,
and a part that began in the middle of a page would read it twice. Parts are made while they are
sent. What a photo shows stands in Google's extension for images.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from indexer import MAX_PER_PAGE, Document
from web.addresses.links import Links
from web.formats.moments import moment
from web.formats.xml_text import Element, add, document, root
from web.site.renditions import LARGE

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
PAGES = 10
"""Pages of ``MAX_PER_PAGE`` photos in a part, so that at most 20,000 addresses stand in it."""

_NAMESPACES: Mapping[str | None, str] = {None: SITEMAP, "image": IMAGE}


def parts(photos: int) -> int:
    """How many parts there are for so many photos; at least one, which may be empty."""
    return max(1, -(-photos // (PAGES * MAX_PER_PAGE)))


def sitemap_index(photos: int, *, links: Links, built: str) -> bytes:
    """The list of the parts."""
    top = root(f"{{{SITEMAP}}}sitemapindex", {None: SITEMAP})
    for number in range(1, parts(photos) + 1):
        part = add(top, f"{{{SITEMAP}}}sitemap")
        add(part, f"{{{SITEMAP}}}loc", links.to(f"/sitemap-{number}.xml"))
        add(part, f"{{{SITEMAP}}}lastmod", built)
    return document(top)


def sitemap_part(pages: Iterable[Sequence[Document]], links: Links) -> Iterator[bytes]:
    """A part, a page of photos at a time; an article stands before the first of its photos."""
    buffer, articles = io.BytesIO(), set()
    with etree.xmlfile(buffer, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element(f"{{{SITEMAP}}}urlset", nsmap=dict(_NAMESPACES)):
            for page in pages:
                for photo in page:
                    if photo.article not in articles:
                        articles.add(photo.article)
                        file.write(_url(links.article(photo.article), photo))
                    image = links.thumbnail(photo.id, width=LARGE)
                    file.write(_url(links.photo(photo.id), photo, image))
                file.flush()
                yield _taken(buffer)
    yield _taken(buffer)


def _url(address: str, photo: Document, image: str = "") -> Element:
    one = root(f"{{{SITEMAP}}}url", _NAMESPACES)
    add(one, f"{{{SITEMAP}}}loc", address)
    if moment(photo.published):
        add(one, f"{{{SITEMAP}}}lastmod", photo.published[:10])
    if image:
        add(add(one, f"{{{IMAGE}}}image"), f"{{{IMAGE}}}loc", image)
    return one


def _taken(buffer: io.BytesIO) -> bytes:
    written = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return written
