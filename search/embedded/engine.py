"""The embedded engine: a directory with a Whoosh index, read through snapshots."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from search.document import KINDS, Document, Kind
from search.embedded.answer import Answering
from search.embedded.directory import IndexDirectory
from search.embedded.found import Found
from search.embedded.order import by_date
from search.embedded.snapshot import Snapshot
from search.embedded.writer import Writer, latest_generation
from search.engine import MEMORY
from search.errors import DocumentMissingError, IndexClosedError
from search.manifest import Manifest
from search.request import Request
from search.results import Results
from search.text.analyzer import Analyzer

_FEW = 256

_ATTEMPTS = 20
"""How often to look again when the live build is replaced while it is opened."""


@dataclass(frozen=True, slots=True)
class _Live:
    """What answers now: a build, its manifest and its latest commit."""

    commit: tuple[Path, int]
    manifest: Manifest
    analyzer: Analyzer
    snapshot: Snapshot
    answering: Answering


class WhooshEngine:
    """Answers from the live build of an index directory.

    Raises:
        IndexMissingError, IndexDamagedError, IndexOutdatedError: see ``search.errors``.
    """

    def __init__(self, path: str | Path) -> None:
        self._directory = IndexDirectory(path)
        self._opening = threading.Lock()
        self._live: _Live | None = None
        self._closed = False
        self._now()

    def _now(self) -> _Live:
        """The live build's latest commit, opened when it is not the one already open.

        Raises:
            IndexClosedError: the engine was closed.
        """
        self._check_open()
        for _ in range(_ATTEMPTS):
            build = self._directory.live()
            try:
                commit = build, latest_generation(build)
                live = self._live
                return live if live and live.commit == commit else self._reopen(*commit)
            except FileNotFoundError as error:  # swept away since: a newer one is live
                missing = error
        raise self._directory.damaged(missing)

    def _reopen(self, build: Path, generation: int) -> _Live:
        with self._opening:
            self._check_open()  # again: it may have been closed since, and would be opened for good
            if self._live is None or self._live.commit != (build, generation):
                self._live = self._open(build, generation)
            return self._live

    def _check_open(self) -> None:
        if self._closed:
            raise IndexClosedError("the archive was closed; open it again")

    def _open(self, build: Path, generation: int) -> _Live:
        before = self._live if self._live and self._live.commit[0] == build else None
        manifest = before.manifest if before else self._directory.manifest(build)
        analyzer = before.analyzer if before else manifest.analyzer()
        try:
            snapshot = Snapshot(build, analyzer.fold, before.snapshot if before else None)
        except FileNotFoundError:
            raise
        except Exception as error:  # a broken file is met with whatever its parsing raises
            raise self._directory.damaged(error) from error
        answering = Answering(snapshot, analyzer, manifest)
        return _Live((build, generation), manifest, analyzer, snapshot, answering)

    @property
    def manifest(self) -> Manifest:
        """See ``Engine``."""
        return self._now().manifest

    def search(self, request: Request) -> Results:
        """See ``Engine``."""
        return self._now().answering.answer(request)

    def get(self, document: str) -> Document:
        """See ``Engine``."""
        snapshot = self._now().snapshot
        number = snapshot.number(document)
        if number is None:
            raise DocumentMissingError(f"no document {document!r} in this archive")
        return snapshot.document(number)

    def article(self, article: str) -> tuple[Document, ...]:
        """See ``Engine``."""
        snapshot = self._now().snapshot
        numbers = snapshot.of_article(article)
        if not numbers:
            raise DocumentMissingError(f"no article {article!r} in this archive")
        return tuple(snapshot.document(number) for number in numbers)

    def documents(self, kind: Kind) -> Iterator[Document]:
        """See ``Engine``."""
        return self._documents(self._now().snapshot, kind)

    def _documents(self, snapshot: Snapshot, kind: Kind) -> Iterator[Document]:
        leaves = enumerate(snapshot.leaves[kind])
        found = Found([(number, leaf, leaf.everybody()) for number, leaf in leaves])
        shown = 0
        for count in (_FEW, len(found)):  # most who ask look at the first few
            for number in by_date(found, "newest", count)[shown:].tolist():
                self._check_open()
                yield snapshot.document(number)
            shown = min(count, len(found))

    def counts(self) -> Mapping[Kind, int]:
        """See ``Engine``."""
        snapshot = self._now().snapshot
        return {kind: snapshot.count(kind) for kind in KINDS}

    def record(self, article: str) -> str | None:
        """See ``Engine``."""
        return self._now().snapshot.record(article)

    def records(self) -> Mapping[str, str]:
        """See ``Engine``."""
        return self._now().snapshot.records

    def verify(self) -> Iterator[str]:
        """See ``Engine``."""
        live = self._now()
        return live.snapshot.verify(live.analyzer, words=not live.manifest.dictionary_changed)

    def close(self) -> None:
        """See ``Engine``. Waits for another thread that is opening a commit."""
        with self._opening:
            self._closed = True
            self._live = None


class WhooshLocation:
    """Writes the index in a directory, see ``Location``."""

    def __init__(self, path: str | Path) -> None:
        self._directory = IndexDirectory(path)

    @contextmanager
    def build(self, manifest: Manifest, *, memory: int = MEMORY) -> Iterator[Writer]:
        """See ``Location``."""
        with self._writing():
            try:
                with self._directory.told():
                    build = self._directory.begin()
                    writer = Writer(
                        self._directory, build, manifest.analyzer(), create=True, memory=memory
                    )
                yield writer
                with self._directory.told():
                    writer.commit()
                    self._directory.publish(build, manifest.to_json())
            except BaseException:
                self._directory.sweep()
                raise

    @contextmanager
    def revise(self, *, memory: int = MEMORY) -> Iterator[Writer]:
        """See ``Location``."""
        with self._writing():
            build = self._directory.live()
            analyzer = self._directory.manifest(build).analyzer()
            try:
                writer = Writer(self._directory, build, analyzer, create=False, memory=memory)
            except Exception as error:  # a broken file is met with whatever its parsing raises
                raise self._directory.damaged(error) from error
            writer.discard()
            try:
                yield writer
                with self._directory.told():
                    writer.commit()
            finally:
                writer.discard()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with ExitStack() as lock:
            with self._directory.told():
                lock.enter_context(self._directory.writing())
                self._directory.sweep()
            yield
