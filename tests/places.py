"""Where tests build indexes: a directory, or an index of its own in a cluster.

What an engine promises holds for both, so a test of the engine asks for ``place`` (or ``places``,
for several, or for one that a module shares) and runs once for each. In a cluster an index takes
about a second to make and to remove, and a request crosses a socket: there fewer archives are made,
and each is asked more. Their documents are in three shards, few as they are: what holds for one
shard says little.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any, Literal, TypeVar

from hypothesis import Phase, settings

import indexer
from search import connect, locate
from search.document import Document
from search.engine import Engine, Writer
from search.manifest import Manifest
from tests.clusters import CLUSTER, own_name
from tests.profiles import QUICK, tried

MANIFEST = Manifest.today(built="2024-01-01T00:00:00Z", source={})

T = TypeVar("T")

EngineKind = Literal["embedded", "cluster"]

SPREAD = "shards=3&replicas=0"
"""How an index lies in a cluster."""

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
class Places:
    """Makes places for one kind of engine, and removes what was built there."""

    kind: EngineKind
    fresh: Callable[[], AbstractContextManager[Place]]
    """A place with nothing in it, which is removed after the block."""

    def share(self, *, examples: int, requests: int) -> tuple[int, int]:
        """How many archives are made, and how often each is asked, of what a directory takes.

        Half of the requests is asked of a cluster, and ``REQUESTS`` of them share an archive.
        """
        if self.kind == "embedded":
            return examples, requests
        return math.ceil(examples * requests / (2 * REQUESTS)), REQUESTS

    def some(self, cases: Iterable[T]) -> list[T]:
        """The cases of a test that are tried: in a cluster, in a brief run, every fourth."""
        step = 1 if self.kind == "embedded" else math.ceil(QUICK / settings().max_examples)
        return list(cases)[::step]

    @contextmanager
    def holding(self, index: Path, corpus: Path) -> Iterator[Place]:
        """Where a corpus is indexed, to be searched and not changed.

        Args:
            index: of the corpus, in a directory.
        """
        if self.kind == "embedded":
            yield Place(self.kind, str(index))
            return
        with self.fresh() as place:
            indexer.build_index(corpus, place.location)
            yield place

    def tried(self, examples: int) -> settings:
        """As ``profiles.tried``; in a cluster no smaller failure is looked for, for minutes."""
        if self.kind == "embedded":
            return tried(examples)
        return settings(tried(examples), phases=(Phase.explicit, Phase.generate))


@contextmanager
def places_of(kind: EngineKind) -> Iterator[Places]:
    """Places of one kind; those of directories are below a temporary one."""
    if kind == "cluster":
        yield Places(kind, _in_cluster)
        return
    with TemporaryDirectory() as folder:
        numbers = itertools.count()

        @contextmanager
        def fresh() -> Iterator[Place]:
            path = Path(folder, str(next(numbers)))
            try:
                yield Place(kind, str(path))
            finally:
                rmtree(path, ignore_errors=True)

        yield Places(kind, fresh)


@contextmanager
def _in_cluster() -> Iterator[Place]:
    with own_name(CLUSTER) as name:
        yield Place("cluster", f"opensearch://{CLUSTER}/{name}?{SPREAD}")
