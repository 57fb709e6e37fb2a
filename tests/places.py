"""Where tests build indexes: a directory, or an index of its own in a cluster.

What an engine promises holds for both, so a test of the engine asks for ``place`` (or ``places``,
for several, or for one that a module shares) and runs once for each. In a cluster an index takes
about a second to make and to remove, and a request crosses a socket: there fewer archives are made,
and each is asked more.

``HUABAO_CLUSTER`` names the cluster: ``HOST:9200[,HOST:9200…][/PREFIX][?shards=3]``. The names of
the indexes begin with the prefix. Without it what is marked ``cluster`` is left out, and the end of
the run says so.
"""

import json
import math
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

from search import connect, locate
from search.document import Document
from search.engine import Engine, Writer
from search.manifest import Manifest

CLUSTER = "HUABAO_CLUSTER"

MANIFEST = Manifest.today(built="2024-01-01T00:00:00Z", source={})

EngineKind = Literal["embedded", "cluster"]

REQUESTS = 50
"""Requests that share an archive in a cluster."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an index may be built, for one kind of engine."""

    kind: EngineKind
    location: str

    def __str__(self) -> str:
        return self.location

    @contextmanager
    def revised(self) -> Iterator[Writer]:
        """Change what is there in one transaction."""
        with locate(self.location).revise() as writer:
            yield writer

    @contextmanager
    def rebuilt(self, manifest: Manifest = MANIFEST) -> Iterator[Writer]:
        """Put another build there."""
        with locate(self.location).build(manifest) as writer:
            yield writer


Somewhere = Place | Path


def build(place: Somewhere, documents: list[Document], manifest: Manifest = MANIFEST) -> None:
    """Make an index of documents; the record of each article is its id."""
    with locate(str(place)).build(manifest) as writer:
        for article in sorted({d.article for d in documents}):
            writer.put(article, [d for d in documents if d.article == article], article)


@contextmanager
def opened(place: Somewhere, **options: Any) -> Iterator[Engine]:
    """An engine over what was built at a place."""
    with closing(connect(str(place), **options)) as engine:
        yield engine


def built(place: Somewhere, documents: list[Document]) -> Engine:
    """An engine over an index of documents, which the caller closes."""
    build(place, documents)
    return connect(str(place))


def built_in_two(place: Somewhere, documents: list[Document]) -> Engine:
    """The same, with the documents of every other article in a transaction of their own."""
    articles = sorted({document.article for document in documents})
    engine = built(place, [d for d in documents if d.article in articles[::2]])
    with locate(str(place)).revise() as writer:
        for article in articles[1::2]:
            writer.put(article, [d for d in documents if d.article == article], article)
    return engine


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that tests may build in: its nodes, and how names there begin."""

    nodes: str
    prefix: str = "test"
    options: str = ""

    def place(self) -> Place:
        """A place that nobody has used."""
        name = f"{self.prefix}-{secrets.token_hex(6)}"
        options = f"?{self.options}" if self.options else ""
        return Place("cluster", f"opensearch://{self.nodes}/{name}{options}")

    def remove(self, place: Place) -> None:
        """Remove all that was made for a place."""
        name = place.location.rpartition("/")[2].partition("?")[0]
        listed = self.ask("GET", f"/_cat/indices/{name}-*?h=index&format=json&expand_wildcards=all")
        names = [one["index"] for one in listed]
        if names:
            self.ask("DELETE", f"/{','.join(names)}?ignore_unavailable=true")

    def ask(self, method: str, path: str) -> Any:
        """One request to the first node; tests have no other client to trust."""
        url = f"http://{self.nodes.partition(',')[0]}{path}"
        with urlopen(HttpRequest(url, method=method), timeout=60) as answer:
            return json.load(answer)


def named_cluster() -> Cluster | None:
    """The cluster that the environment names, if it does."""
    told = os.environ.get(CLUSTER, "")
    address, _, options = told.partition("?")
    nodes, _, prefix = address.partition("/")
    return Cluster(nodes, prefix or "test", options) if nodes else None


@dataclass(frozen=True, slots=True)
class Places:
    """Makes places for one kind of engine, and removes what was built there."""

    kind: EngineKind
    new: Callable[[], Place]
    remove: Callable[[Place], None]

    @contextmanager
    def fresh(self) -> Iterator[Place]:
        """A place with nothing in it, which is removed after the block."""
        place = self.new()
        try:
            yield place
        finally:
            self.remove(place)

    def share(self, *, examples: int, requests: int) -> tuple[int, int]:
        """How many archives are made, and how often each is asked, of what a directory takes.

        Half of the requests is asked of a cluster, and ``REQUESTS`` of them share an archive.
        """
        if self.kind == "embedded":
            return examples, requests
        return math.ceil(examples * requests / (2 * REQUESTS)), REQUESTS


@contextmanager
def places_of(kind: EngineKind, cluster: Cluster | None) -> Iterator[Places]:
    """Places of one kind; those of directories are below a temporary one."""
    if kind == "cluster":
        assert cluster is not None
        yield Places(kind, cluster.place, cluster.remove)
        return
    with TemporaryDirectory() as folder:
        numbers = iter(range(1 << 30))

        def new() -> Place:
            return Place("embedded", str(Path(folder, str(next(numbers)))))

        yield Places(kind, new, lambda place: rmtree(place.location, ignore_errors=True))
