"""The embedded engine: a directory with a Whoosh index, read through snapshots."""

import contextlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from search.document import KINDS, Document, Kind
from search.embedded.answer import Answering
from search.embedded.directory import IndexDirectory
from search.embedded.order import by_date
from search.embedded.snapshot import Snapshot
from search.embedded.writer import Writer
from search.errors import DocumentMissingError, IndexDamagedError, IndexWriteError
from search.manifest import Manifest, read_manifest
from search.request import Request
from search.results import Results

_ATTEMPTS = 20
"""How often to look again when the live build is replaced while it is opened."""


@dataclass(frozen=True, slots=True)
class _Live:
    """What answers now: a build, its manifest and its latest commit."""

    build: Path
    changed: int
    manifest: Manifest
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
        self._now()

    def _now(self) -> _Live:
        """The live build's latest commit, opened when it is not the one already open."""
        live = self._live
        for _ in range(_ATTEMPTS):
            build = self._directory.live()
            with contextlib.suppress(FileNotFoundError):  # swept away since: a newer one is live
                changed = build.stat().st_mtime_ns
                if live is not None and (live.build, live.changed) == (build, changed):
                    return live
                return self._reopen(build, changed)
        raise IndexDamagedError(
            f"the index at {self._directory.path} is replaced faster than it can be opened"
        )

    def _reopen(self, build: Path, changed: int) -> _Live:
        with self._opening:
            if self._live is None or (self._live.build, self._live.changed) != (build, changed):
                self._live = self._open(build, changed)
            return self._live

    def _open(self, build: Path, changed: int) -> _Live:
        manifest = read_manifest(
            self._directory.manifest_text(build),
            location=str(self._directory.path),
            rebuild=self._directory.rebuild_command,
        )
        analyzer = manifest.analyzer()
        try:
            snapshot = Snapshot(build, analyzer.fold)
        except FileNotFoundError:
            raise
        except Exception as error:  # Whoosh meets a broken file with whatever its parsing raises
            raise IndexDamagedError(
                f"the index at {self._directory.path} cannot be read ({error}); "
                f"rebuild it: {self._directory.rebuild_command}"
            ) from error
        return _Live(build, changed, manifest, snapshot, Answering(snapshot, analyzer, manifest))

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
        snapshot = self._now().snapshot
        for number in by_date(snapshot.values, snapshot.values.kinds[kind], "newest").numbers:
            yield snapshot.document(int(number))

    def counts(self) -> Mapping[Kind, int]:
        """See ``Engine``."""
        snapshot = self._now().snapshot
        return {kind: snapshot.count(kind) for kind in KINDS}

    def records(self) -> Mapping[str, str]:
        """See ``Engine``."""
        return self._now().snapshot.records

    def verify(self) -> Iterator[str]:
        """See ``Engine``."""
        live = self._now()
        yield from live.answering.verify()
        if live.manifest.dictionary_changed:
            yield "the words were cut with another dictionary than this program's"

    def close(self) -> None:
        """See ``Engine``."""
        self._live = None


class WhooshLocation:
    """Writes the index in a directory, see ``Location``."""

    def __init__(self, path: str | Path) -> None:
        self._directory = IndexDirectory(path)

    @contextmanager
    def build(self, manifest: Manifest) -> Iterator[Writer]:
        """See ``Location``."""
        with self._written(), self._directory.writing():
            self._directory.sweep()
            build = self._directory.begin()
            try:
                with _transaction(Writer(build, manifest.analyzer(), create=True)) as writer:
                    yield writer
                self._directory.publish(build, manifest.to_json())
            except BaseException:
                self._directory.sweep()
                raise

    @contextmanager
    def revise(self) -> Iterator[Writer]:
        """See ``Location``."""
        with self._written(), self._directory.writing():
            build = self._directory.live()
            manifest = read_manifest(
                self._directory.manifest_text(build),
                location=str(self._directory.path),
                rebuild=self._directory.rebuild_command,
            )
            with _transaction(Writer(build, manifest.analyzer(), create=False)) as writer:
                yield writer

    @contextmanager
    def _written(self) -> Iterator[None]:
        """Say of a disk that is full or closed to us what it means for the index."""
        try:
            yield
        except OSError as error:
            raise IndexWriteError(
                f"cannot write the index at {self._directory.path}: "
                f"{error.strerror or error}; what was there before still answers"
            ) from error


@contextmanager
def _transaction(writer: Writer) -> Iterator[Writer]:
    yield writer
    writer.commit()
