"""Where the fetched pictures and the thumbnails of an archive lie.

Beside an index in a directory, they are in it. A cluster holds no pictures: they lie in a folder
of this machine or of a store that several mount, which is named by whoever opens the archive or by
``HUABAO_PICTURES``. Where nobody names one, it is in the user's folder of caches, by the cluster
and the index: all of it can be fetched or made again, and nothing is written where nobody looks.
The cluster is told by a node of the address, since it must be told while all of them are away. It
is the first by name, so that neither their order nor what else is in the address matters.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from search.cluster.wire.address import cluster_address
from search.place import is_cluster

PICTURES = "HUABAO_PICTURES"
"""The variable that names the folder."""

_UNFIT = re.compile(r"[^\w.-]+")


def pictures_folder(
    place: str, named: str | None = None, environ: Mapping[str, str] = os.environ
) -> Path:
    """The folder of the pictures of the index at a place.

    Args:
        place: of the index.
        named: the folder, where the caller names one.
        environ: names one otherwise; and the nodes of an address that has none.

    Raises:
        ArgumentError: the place is no address of a cluster.
    """
    chosen = named or environ.get(PICTURES)
    if chosen:
        return Path(chosen)
    if is_cluster(place):
        cache = platformdirs.user_cache_path("huabao", appauthor=False)
        return cache / "pictures" / _called(place, environ)
    return Path(place) / "pictures"


def _called(place: str, environ: Mapping[str, str]) -> str:
    """A name for an index in a cluster: the first of its nodes by name, and its own."""
    address = cluster_address(place, environment=environ)
    host, port = min(address.nodes)
    return _UNFIT.sub("_", f"{host}:{port}/{address.name}").strip("._")
