"""The pictures of a photo as the site has them, for answers that name them one by one."""

from dataclasses import dataclass

from indexer import Document
from indexer.pictures import WIDTHS
from web.addresses.links import Links

SMALL, LARGE = WIDTHS[1], WIDTHS[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A picture of the site; width and height are 0 where the post does not say the original's."""

    url: str
    width: int
    height: int


def rendition(document: Document, links: Links, *, width: int, version: str) -> Rendition:
    """The picture of a photo, at most so wide."""
    url = links.thumbnail(document.id, width=width, version=version)
    if not (document.width and document.height):
        return Rendition(url=url, width=0, height=0)
    shown = min(width, document.width)
    height = max(1, round(document.height * shown / document.width))
    return Rendition(url=url, width=shown, height=height)
