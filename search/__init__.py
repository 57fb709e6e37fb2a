"""The search engine: documents in, hits out. It knows no posts, no HTML and no HTTP.

``connect`` opens an index for reading, ``locate`` names one for writing; both take a directory.
"""

from collections.abc import Callable
from datetime import date

from search.arguments import place
from search.embedded import EmbeddedEngine
from search.engine import Engine, Location
from search.index.location import EmbeddedLocation
from search.vocabulary import Vocabulary, default_vocabulary

__all__ = ["Engine", "Location", "connect", "locate"]


def connect(
    location: str,
    *,
    vocabulary: Callable[[], Vocabulary] = default_vocabulary,
    today: Callable[[], date] = date.today,
) -> Engine:
    """Open the index at a location for reading.

    Args:
        vocabulary: gives the other words for what is typed, as they are now.
        today: gives the day by which dates in words are read.

    Raises:
        ArgumentError: a location of a kind that this program does not know.
        IndexMissingError, IndexDamagedError, IndexOutdatedError: nothing there that can be read.
    """
    return EmbeddedEngine(place("location", location), vocabulary=vocabulary, today=today)


def locate(location: str) -> Location:
    """Name the place of an index, for building and updating it.

    Raises:
        ArgumentError: a location of a kind that this program does not know.
    """
    from search.completions.keeper import CompletionKeeper  # it loads the sounds of characters

    return EmbeddedLocation(place("location", location), companion=CompletionKeeper())
