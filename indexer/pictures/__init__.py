"""The pictures of an archive: found, fetched from the web, kept, made small.

A package of its own because it is the one part of the archive that meets strangers' bytes and
strangers' hosts. ``fetching`` talks to the web, behind a guard, and is loaded when it is first
needed; bytes are decoded in a ``process`` apart (what runs there is ``indexer.imaging``), in the
lines of ``renderings``. ``sources`` finds pictures, ``store`` keeps what was fetched and made,
``collection`` is how the archive and the page ask for a picture, ``gathering`` is the explicit step
that fetches many, ``backlog`` fetches what readers were shown a stand-in for, both as ``turns``
allows. ``picture`` says why one cannot be had.
"""

from indexer.imaging.picture import MediaType
from indexer.pictures.backlog import Backlog
from indexer.pictures.collection import WIDTHS, Pictures, Thumbnail
from indexer.pictures.gathering import FetchReport, fetch_pictures
from indexer.pictures.picture import PictureError, Trouble
from indexer.pictures.sources import check_named_folder, is_on_web

__all__ = [
    "WIDTHS",
    "Backlog",
    "FetchReport",
    "MediaType",
    "PictureError",
    "Pictures",
    "Thumbnail",
    "Trouble",
    "check_named_folder",
    "fetch_pictures",
    "is_on_web",
]
