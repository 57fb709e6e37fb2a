"""Where the fetched pictures and the thumbnails of an archive lie.

Beside an index in a directory, they are in it. A cluster holds no pictures: they lie in a folder
of this machine or of a store that several mount, which is named by whoever opens the archive or by
``HUABAO_PICTURES``. Where nobody names one, it is in the user's folder of caches, by the cluster
and the index: all of it can be fetched or made again, and nothing is written where nobody looks.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from search.place import is_cluster, shown

PICTURES = "HUABAO_PICTURES"
"""The variable that names the folder."""

NODES = "HUABAO_OPENSEARCH_NODES"
"""The variable that names the nodes of an address without any."""

_UNFIT = re.compile(r"[^\w.-]+")


def pictures_folder(
    place: str, named: str | None = None, environ: Mapping[str, str] = os.environ
) -> Path:
    """The folder of the pictures of the index at a place.

    Args:
        place: of the index.
        named: the folder, where the caller names one.
        environ: names one otherwise.
    """
    chosen = named or environ.get(PICTURES)
    if chosen:
        return Path(chosen)
    if is_cluster(place):
        cache = platformdirs.user_cache_path("huabao", appauthor=False)
        return cache / "pictures" / _called(place, environ.get(NODES, ""))
    return Path(place) / "pictures"


def _called(place: str, nodes: str) -> str:
    """A name for an index in a cluster: of its nodes the first by name, in whatever order given."""
    address = urlsplit(shown(place))
    host = min((address.netloc or nodes).lower().split(","))
    return _UNFIT.sub("_", f"{host}{address.path.rstrip('/')}").strip("._") or "index"
