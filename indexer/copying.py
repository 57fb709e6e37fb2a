"""An index copied to another place, from a directory to a cluster or back, without the posts.

What an index remembers is enough: its documents, and the builder's record of each post, the paths
that moved among them. So the copy is kept up with its folder by ``update`` as the first one was. It
is a new build of its place, which goes live when it is complete. Words are cut anew, by today's
dictionary, as in any build; the fetched pictures and thumbnails stay where they are.

Articles are fetched a few at a time and ahead of the writer: a cluster takes a round trip for each.
Where the first index changes meanwhile, the copy would be of no moment of it, and is given up.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from indexer.place import checked_place
from indexer.progress import Progress
from search import arguments, connect
from search import locate as locate_index
from search.cluster.wire.address import cluster_address
from search.document import Document
from search.engine import MEMORY, Engine
from search.errors import ArgumentError, DocumentMissingError, IndexBusyError
from search.manifest import Manifest
from search.place import is_cluster, shown

_THREADS = 8
_AHEAD = 64
"""Articles that are fetched before the writer takes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyReport:
    """What was copied: ``records`` are those of all posts, skipped ones too, and of what moved."""

    photos: int = 0
    paragraphs: int = 0
    records: int = 0


def copy_index(
    source: str | Path,
    target: str | Path,
    *,
    progress: Progress | None = None,
    memory: int = MEMORY,
) -> CopyReport:
    """Make an index at another place of one that there is; the posts are not read again.

    Either is a directory or ``opensearch://HOST:9200/NAME``. An index that was at ``target``
    answers until the copy is complete, and is replaced then.

    Raises:
        ArgumentError: both are the same place, or another argument is of no use.
        IndexMissingError, IndexDamagedError, IndexOutdatedError: nothing to copy.
        IndexBusyError: another process writes one of them.
        IndexWriteError: the copy cannot be written.
        IndexUnreachableError, IndexRefusedError: a cluster cannot be asked.
    """
    places = checked_place("source", source), checked_place("target", target)
    arguments.function("progress", progress)
    arguments.whole("memory", memory, least=1)
    if _same(*places):
        raise ArgumentError.of("target", shown(places[1]), "use another place than the source")
    with closing(connect(places[0])) as engine:
        return _copied(engine, places, progress, memory)


def _copied(
    engine: Engine, places: tuple[str, str], progress: Progress | None, memory: int
) -> CopyReport:
    manifest = engine.manifest
    records = dict(engine.records())
    copied = Manifest.today(built=manifest.built, source=manifest.source)
    photos = paragraphs = 0
    with locate_index(places[1]).build(copied, memory=memory) as writer:
        for done, (article, documents) in enumerate(_articles(engine, list(records)), start=1):
            writer.put(article, documents, records[article])
            photos += sum(one.kind == "photo" for one in documents)
            paragraphs += sum(one.kind == "paragraph" for one in documents)
            if progress is not None:
                progress(done, len(records))
        if dict(engine.records()) != records or engine.manifest != manifest:
            raise IndexBusyError(
                f"{shown(places[0])} was changed while it was copied; copy it again"
            )
    return CopyReport(photos=photos, paragraphs=paragraphs, records=len(records))


def _articles(
    engine: Engine, articles: Sequence[str]
) -> Iterator[tuple[str, tuple[Document, ...]]]:
    """Each article with its documents, in the order given."""
    left = iter(articles)
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="copying") as threads:
        waiting: deque[tuple[str, Future[tuple[Document, ...]]]] = deque()
        try:
            while True:
                for one in islice(left, _AHEAD - len(waiting)):
                    waiting.append((one, threads.submit(_documents, engine, one)))
                if not waiting:
                    return
                article, documents = waiting.popleft()
                yield article, documents.result()
        finally:
            threads.shutdown(wait=True, cancel_futures=True)


def _documents(engine: Engine, article: str) -> tuple[Document, ...]:
    """Those of an article; of what has a record and no documents, none."""
    try:
        return engine.article(article)
    except DocumentMissingError:
        return ()


def _same(one: str, other: str) -> bool:
    """Whether two places are one, however they are written."""
    if is_cluster(one) and is_cluster(other):
        return cluster_address(one).is_known_as(cluster_address(other))
    if is_cluster(one) or is_cluster(other):
        return False
    return Path(one).resolve() == Path(other).resolve()
