"""The search engine: documents in, hits out. It knows no posts, no HTML and no HTTP.

``connect`` opens an index for reading, ``locate`` names one for writing; both take a directory, or
the address of an index in an OpenSearch cluster.
"""

from collections.abc import Callable
from datetime import date

from search.arguments import place
from search.cluster.address import cluster_address, is_cluster
from search.embedded import EmbeddedEngine
from search.engine import Engine, Location
from search.errors import IndexRefusedError
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
        IndexRefusedError: of a cluster, and the package that speaks to one is not installed.
    """
    if is_cluster(location):
        return _in_cluster(location)

    from search.completions.keeper import CompletionKeeper  # it loads the sounds of characters

    return EmbeddedLocation(place("location", location), companion=CompletionKeeper())


def _in_cluster(location: str) -> Location:
    """The place of an index in a cluster."""
    cluster_address(location)  # a wrong address is told before a missing package
    try:
        from search.cluster.location import ClusterLocation  # few need what it imports
    except ModuleNotFoundError as error:
        raise _without_package(error) from error
    return ClusterLocation(location)


def _without_package(error: ModuleNotFoundError) -> Exception:
    """What to say where the package that speaks to a cluster is not installed."""
    if error.name not in ("opensearchpy", "urllib3"):
        return error
    return IndexRefusedError(
        "to use an index in a cluster install opensearch-py: pip install 'huabao[opensearch]'"
    )
