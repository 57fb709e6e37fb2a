"""The search engine: documents in, hits out. It knows no posts, no HTML and no HTTP.

``connect`` opens an index for reading, ``locate`` names one for writing; both take a directory.
"""

from search.arguments import place
from search.engine import Engine, Location
from search.execution.engine import EmbeddedEngine
from search.index.location import EmbeddedLocation

__all__ = ["Engine", "Location", "connect", "locate"]


def connect(location: str) -> Engine:
    """Open the index at a location for reading.

    Raises:
        ArgumentError: a location of a kind that this program does not know.
        IndexMissingError, IndexDamagedError, IndexOutdatedError: nothing there that can be read.
    """
    return EmbeddedEngine(place("location", location))


def locate(location: str) -> Location:
    """Name the place of an index, for building and updating it.

    Raises:
        ArgumentError: a location of a kind that this program does not know.
    """
    return EmbeddedLocation(place("location", location))
