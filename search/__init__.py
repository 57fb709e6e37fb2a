"""The search engine: documents in, hits out. It knows no posts, no HTML and no HTTP.

``connect`` opens an index for reading, ``locate`` names one for writing. Both take a directory, or
``opensearch://HOST:9200/NAME`` for an index in a cluster, and choose the engine by that.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from search.arguments import place
from search.embedded import EmbeddedEngine
from search.engine import Engine, Location
from search.errors import IndexRefusedError
from search.index.location import EmbeddedLocation
from search.place import is_cluster
from search.vocabulary import Vocabulary, default_vocabulary

__all__ = ["Engine", "Location", "connect", "locate"]

_CLIENT = "opensearchpy"


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
        IndexUnreachableError, IndexRefusedError: no cluster there that can be asked.
    """
    found = place("location", location)
    if is_cluster(found):
        with _client_needed():
            from search.cluster.engine import ClusterEngine
        return ClusterEngine(found, vocabulary=vocabulary, today=today)
    return EmbeddedEngine(found, vocabulary=vocabulary, today=today)


def locate(location: str) -> Location:
    """Name the place of an index, for building and updating it.

    Raises:
        ArgumentError: a location of a kind that this program does not know.
        IndexRefusedError: what talks to clusters is not installed.
    """
    found = place("location", location)
    if is_cluster(found):
        with _client_needed():
            from search.cluster.location import ClusterLocation
        return ClusterLocation(found)

    from search.completions.keeper import CompletionKeeper  # it loads the sounds of characters

    return EmbeddedLocation(found, companion=CompletionKeeper())


@contextmanager
def _client_needed() -> Iterator[None]:
    """Say what to install where an import of the block lacks it.

    Raises:
        IndexRefusedError: the client of clusters, or something that it needs, is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in ("search", "indexer", "web"):
            raise
        raise IndexRefusedError(
            f"an index in a cluster needs {_CLIENT}, which is not installed here "
            f"({error.name}): pip install 'huabao[opensearch]'"
        ) from error
