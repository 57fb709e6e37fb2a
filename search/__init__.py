"""The search engine: documents in, hits out. It knows no posts, no HTML and no HTTP.

``connect`` opens an index for reading, ``locate`` names one for writing; both take a directory.
"""

from search.embedded.engine import WhooshEngine, WhooshLocation
from search.engine import Engine, Location
from search.errors import ArgumentError

__all__ = ["Engine", "Location", "connect", "locate"]


def connect(location: str) -> Engine:
    """Open the index at a location for reading.

    Raises:
        ArgumentError: a location of a kind that this program does not know.
        IndexMissingError, IndexDamagedError, IndexOutdatedError: nothing there that can be read.
    """
    return WhooshEngine(_directory(location))


def locate(location: str) -> Location:
    """Name the place of an index, for building and updating it.

    Raises:
        ArgumentError: a location of a kind that this program does not know.
    """
    return WhooshLocation(_directory(location))


def _directory(location: str) -> str:
    if not location or "\0" in location:
        raise ArgumentError(f"{location!r} is no place for an index; use a directory")
    scheme, separator, _ = location.partition("://")
    if separator:
        raise ArgumentError(f"{location!r}: {scheme}:// is not supported; use a directory")
    return location
