"""The address of an index in a cluster: nodes, name and how to speak to them.

    opensearch://[user:password@]host[:9200][,host2[:port]…]/NAME[?tls=1&ca=PATH&verify=0&…]

One text says everything, so that it fits wherever a directory would. What should not stand on a
command line (the password) or is the same for all (nodes, a CA) comes from the environment; what
the address says wins. A password is in no message and no ``repr``: those show ``spoken``.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode

from search.arguments import text as text_argument
from search.errors import ArgumentError
from search.place import CLUSTERS, shown

DEFAULT_PORT = 9200

_FORM = "write opensearch://host:9200/NAME"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_RESERVED = re.compile(r"-(?:lock|\d{8}t\d{6}[0-9a-f]{6})$")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?")
_TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_OPTIONS = frozenset(("tls", "ca", "verify", "shards", "replicas"))
_MOST_SHARDS = 1024
_MOST_REPLICAS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterAddress:
    """Where an index lives in a cluster.

    Attributes:
        nodes: hosts and ports, any of which may be asked.
        name: of the index, for whoever reads it (an alias).
        user, password: empty where none is needed.
        tls: whether to speak TLS. ca: a file of certificates to trust, or empty for the usual.
        verify: whether the nodes' certificates are looked at.
        shards: of a build. replicas: copies of each shard, from the first document on; None is one
            where there are two nodes, once the build is complete.
    """

    nodes: tuple[tuple[str, int], ...]
    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    ca: str = ""
    verify: bool = True
    shards: int = 1
    replicas: int | None = None

    @property
    def spoken(self) -> str:
        """The address as messages show it, without user and password."""
        nodes = ",".join(f"{host}:{port}" for host, port in self.nodes)
        return f"{CLUSTERS[self.tls]}://{nodes}/{self.name}"

    @property
    def stated(self) -> str:
        """The address with its options, as a command has it; user and password are left out."""
        options = {
            "ca": self.ca,
            "verify": "" if self.verify else "0",
            "shards": "" if self.shards == 1 else str(self.shards),
            "replicas": "" if self.replicas is None else str(self.replicas),
        }
        filled = {name: value for name, value in options.items() if value}
        query = urlencode(filled, safe="/", quote_via=quote)
        return f"{self.spoken}?{query}" if query else self.spoken

    def __str__(self) -> str:
        return self.spoken

    def is_known_as(self, other: "ClusterAddress") -> bool:
        """Whether another address surely names the same index: they have a node in common."""
        return self.name == other.name and not set(self.nodes).isdisjoint(other.nodes)


def cluster_address(
    location: str, *, environment: Mapping[str, str] = os.environ
) -> ClusterAddress:
    """Read the address of an index in a cluster.

    Raises:
        ArgumentError: it is none; user and password are left out of the message.
    """
    scheme, separator, rest = text_argument("location", location).partition("://")
    if not separator or scheme.lower() not in CLUSTERS:
        raise _wrong(location, _FORM)
    authority, _, tail = rest.partition("/")
    name, _, query = tail.partition("?")
    login, at, hosts = authority.rpartition("@")
    user, _, password = login.partition(":")
    if not _NAME.fullmatch(name) or _RESERVED.search(name):
        raise _wrong(
            location,
            "name the index after the hosts, in small letters, digits, - and _, "
            "not ending in -lock or like a build",
        )
    options = _options(location, query)
    return ClusterAddress(
        nodes=_nodes(location, hosts or environment.get("HUABAO_OPENSEARCH_NODES", "")),
        name=name,
        user=unquote(user) if at else environment.get("HUABAO_OPENSEARCH_USER", ""),
        password=unquote(password) if at else environment.get("HUABAO_OPENSEARCH_PASSWORD", ""),
        tls=_truth(location, options, "tls", default=scheme.lower() == CLUSTERS[1]),
        ca=options.get("ca") or environment.get("HUABAO_OPENSEARCH_CA", ""),
        verify=_truth(location, options, "verify", default=True),
        shards=_count(location, options, "shards", 1, _MOST_SHARDS) or 1,
        replicas=_count(location, options, "replicas", 0, _MOST_REPLICAS),
    )


def _wrong(location: str, remedy: str) -> ArgumentError:
    return ArgumentError.of("location", _masked(location), remedy)


def _masked(location: str) -> str:
    """A wrong address without what may be a secret: a login, options that we do not know."""
    if 0 <= location.find("?") < location.rfind("@"):  # a mark of a password, or an option's
        return "***"
    place, mark, query = shown(location).partition("?")
    options = [one if one.partition("=")[0] in _OPTIONS else "***" for one in query.split("&")]
    return place + mark + ("&".join(options) if query else "")


def _nodes(location: str, hosts: str) -> tuple[tuple[str, int], ...]:
    found = [_HOST.fullmatch(host.strip()) for host in hosts.split(",")]
    if not all(found):
        raise _wrong(location, f"{_FORM}; several nodes are parted by commas")
    nodes = [(one[1].lower(), int(one[2] or DEFAULT_PORT)) for one in found if one]
    if any(not 0 < port < 1 << 16 for _, port in nodes):
        raise _wrong(location, "a port is a number from 1 to 65535")
    return tuple(dict.fromkeys(nodes))


def _options(location: str, query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    unknown = [name for name in options if name not in _OPTIONS]
    if unknown:  # what comes after the first may be the rest of its value
        raise _wrong(
            location, f"{unknown[0]!r} is no option; there are {', '.join(sorted(_OPTIONS))}"
        )
    return options


def _truth(location: str, options: Mapping[str, str], name: str, *, default: bool) -> bool:
    if name not in options:
        return default
    if options[name].lower() not in _TRUTHS:
        raise _wrong(location, f"{name} is 1 or 0")
    return _TRUTHS[options[name].lower()]


def _count(
    location: str, options: Mapping[str, str], name: str, least: int, most: int
) -> int | None:
    if name not in options:
        return None
    value = options[name]
    if not value.isascii() or not value.isdigit() or not least <= int(value[:9]) <= most:
        raise _wrong(location, f"{name} is a whole number from {least} to {most}")
    return int(value)
