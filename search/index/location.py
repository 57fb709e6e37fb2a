"""The place of an index, for those who write it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from search.engine import MEMORY
from search.index.companion import ALONE, Companion
from search.index.directory import IndexDirectory
from search.index.writer import IndexWriter
from search.manifest import Manifest
from search.text.analyzer import Analyzer


class EmbeddedLocation:
    """Writes the index in a directory, see ``search.engine.Location``.

    Args:
        companion: writes what belongs to each commit beside its segments.
    """

    def __init__(self, path: str | Path, *, companion: Companion = ALONE) -> None:
        self._directory = IndexDirectory(path)
        self._companion = companion

    @contextmanager
    def build(self, manifest: Manifest, *, memory: int = MEMORY) -> Iterator[IndexWriter]:
        """See ``Location``."""
        with self._writing():
            try:
                with self._directory.told():
                    build = self._directory.begin()
                    writer = self._writer(build, manifest.analyzer(), memory, create=True)
                yield writer
                with self._directory.told():
                    writer.commit()
                    self._directory.publish(build, manifest.to_json())
            except BaseException:
                self._directory.sweep()
                raise

    @contextmanager
    def revise(self, *, memory: int = MEMORY) -> Iterator[IndexWriter]:
        """See ``Location``."""
        with self._writing():
            build = self._directory.live()
            analyzer = self._directory.manifest(build).analyzer()
            try:
                writer = self._writer(build, analyzer, memory, create=False)
            except Exception as error:  # a broken file is met with whatever its parsing raises
                raise self._directory.damaged(error) from error
            writer.discard()
            try:
                yield writer
                with self._directory.told():
                    writer.commit()
            finally:
                writer.discard()

    def _writer(self, build: Path, analyzer: Analyzer, memory: int, *, create: bool) -> IndexWriter:
        return IndexWriter(
            self._directory,
            build,
            analyzer,
            create=create,
            memory=memory,
            companion=self._companion,
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with ExitStack() as lock:
            with self._directory.told():
                lock.enter_context(self._directory.writing())
                self._directory.sweep()
            yield
