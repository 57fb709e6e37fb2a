"""Where an index is: a directory, or ``opensearch://HOST:9200/NAME``, an index in a cluster.

A place stays the text that a person wrote, since it is passed on to other processes. The scheme
alone says which of the two it is, so that whoever has a directory loads no client of a cluster. It
may hold a password. ``shown`` is what goes into messages, reports and logs.
"""

import re

CLUSTERS = ("opensearch", "opensearchs")
"""The schemes of clusters: plain, and with TLS."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/{1,2}")
_LOGIN = re.compile(r"(?://)?[^/:@]+:.*@", re.DOTALL)


def is_cluster(place: str) -> bool:
    """Whether a place is in a cluster."""
    scheme, separator, _ = place.partition("://")
    return bool(separator) and scheme.lower() in CLUSTERS


def lacks_scheme(place: str) -> bool:
    """Whether a place reads like an address with a password whose scheme was forgotten."""
    return _SCHEME.match(place) is None and _LOGIN.match(place) is not None


def shown(place: str) -> str:
    """A place without the user and the password in it.

    All up to the last ``@`` goes, also where that is no address: a password that was not escaped
    may hold any of the marks by which an address is read.
    """
    if lacks_scheme(place):
        return place.rpartition("@")[2]
    scheme = _SCHEME.match(place)
    if scheme is None or "@" not in place:
        return place
    return scheme[0] + place.rpartition("@")[2]
