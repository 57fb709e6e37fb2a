"""Where an index is, as a program passes it: a directory, or the address of an index in a cluster.

What opens an index knows it as ``location``. Those who take one by another name, or take two, look
at it first, so that the error names the argument that is wrong.
"""

from search import arguments
from search.cluster.wire.address import cluster_address
from search.errors import ArgumentError
from search.place import is_cluster


def checked_place(name: str, value: object) -> str:
    """The place that was passed as an argument; nobody is asked whether an index is there.

    Raises:
        ArgumentError: no path of a directory and no address of a cluster.
    """
    found = arguments.place(name, value)
    if is_cluster(found):
        try:
            cluster_address(found)
        except ArgumentError as error:
            raise error.about(name) from None
    return found
