"""The pictures of an archive: found, fetched from the web, kept, made small.

A package of its own because it is the one part of the archive that meets strangers' bytes and
strangers' hosts. ``fetching`` talks to the web and ``imaging`` decodes, each behind its guard;
both are loaded when a picture is first needed. ``picture`` has the values that all share; ``store``
keeps what they yield; ``collection`` is how the archive and the page ask for a picture;
``gathering`` is the explicit step that fetches many.
"""

from indexer.pictures.collection import WIDTHS, Pictures, Thumbnail, is_on_web
from indexer.pictures.gathering import FetchReport, fetch_pictures
from indexer.pictures.picture import MediaType, PictureError

__all__ = [
    "WIDTHS",
    "FetchReport",
    "MediaType",
    "PictureError",
    "Pictures",
    "Thumbnail",
    "fetch_pictures",
    "is_on_web",
]
