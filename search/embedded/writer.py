"""Writes articles into an index, one transaction at a time.

A transaction makes one new segment and marks replaced articles deleted in the older ones; Whoosh's
table of contents, renamed into place, makes both visible at once. Everything is on the disk
before that. An article's documents and the hidden record that says which post they came from are
in the same segment, so that the two can never disagree.

So that segments do not pile up, a transaction merges others into its own: those more than half
deleted, and, where there are ``MOST_SEGMENTS``, the smaller half. Large segments are left alone
until as many others have grown as large, so an article is rewritten a number of times that grows
with the logarithm of the archive.

What would not fit into ``memory`` any more is *spilled*: written as a segment of its own, which no
table of contents names, and merged with the others when the transaction commits.

What no table of contents names is removed when a transaction begins and when it ends, however it
does: on a full disk half of a segment that stayed would keep it full.
"""

import contextlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from search.document import Document
from search.embedded.building import SegmentBuilder
from search.embedded.codec import ArraySegment
from search.embedded.directory import IndexDirectory, sync_directory, sync_file
from search.embedded.merging import merge
from search.embedded.schema import schema
from search.embedded.stock import TOC, FileStorage
from search.engine import MEMORY, NOTHING_ANALYSED
from search.errors import ArgumentError
from search.text.analyzer import Analyzer, FieldTokens

INDEX_NAME = "MAIN"
MOST_SEGMENTS = 8

_OURS = re.compile(rf"_?{INDEX_NAME}_")
"""How the names of segments and of tables of contents begin, whole or half written."""


class Writer:
    """One transaction on a build in ``path``; commit it or ``discard`` it.

    Args:
        directory: the index that the build is in.
        memory: bytes that articles may take up until they are spilled.
    """

    def __init__(
        self,
        directory: IndexDirectory,
        path: Path,
        analyzer: Analyzer,
        *,
        create: bool,
        memory: int = MEMORY,
    ) -> None:
        self._directory = directory
        self._path = path
        self._analyzer = analyzer
        self._memory = memory
        self._spilled: list[ArraySegment] = []
        self._put: set[str] = set()
        self._storage = FileStorage(str(path))
        if create:
            TOC.create(self._storage, schema(), INDEX_NAME)
        self._toc = TOC.read(self._storage, INDEX_NAME)
        self._new = SegmentBuilder(analyzer)
        self._dropped: set[str] = set()
        self._settled: int | None = None

    def put(
        self,
        article: str,
        documents: Iterable[Document],
        record: str,
        *,
        analysed: Mapping[tuple[str, ...], FieldTokens] = NOTHING_ANALYSED,
    ) -> None:
        """See ``search.engine.Writer``."""
        if article in self._put:
            raise ArgumentError(f"article id {article!r} was put before in this transaction")
        self._new.add(article, documents, record, analysed)
        self._put.add(article)
        self._dropped.add(article)
        if self._new.memory > self._memory:
            with self._directory.told():
                self._spill()

    def drop(self, article: str) -> None:
        """Remove an article's documents and its record, if it has any."""
        self._dropped.add(article)

    def commit(self) -> None:
        """Make everything visible at once, and durable; without a change, leave all as it is."""
        if not self._dropped and self._toc.generation > 0:
            return
        changed = [self._without_dropped(old) for old in self._toc.segments]
        kept, merged = self._divided([one for one in changed if one is not None])
        fresh = self._fresh(merged)
        if fresh is not None:
            kept.append(fresh)
        toc = TOC(schema(), kept, self._toc.generation + 1)
        toc.write(_DurableStorage(str(self._path)), INDEX_NAME)
        sync_directory(self._path)
        self.discard()

    def discard(self) -> None:
        """Remove what the latest table of contents does not name, as far as the disk lets us.

        Not before the table is on the disk: else it could be lost with the power, and with it
        what it replaced.
        """
        with contextlib.suppress(OSError):
            toc = TOC.read(self._storage, INDEX_NAME)
            named = {segment.path(self._path).name for segment in toc.segments}
            named.add(f"_{INDEX_NAME}_{toc.generation}.toc")
            files = [file for file in self._path.iterdir() if _OURS.match(file.name)]
            left = [file for file in files if file.name not in named]
            if left and toc.generation != self._settled:
                sync_directory(self._path)
            self._settled = toc.generation
            for file in left:
                file.unlink(missing_ok=True)

    def _spill(self) -> None:
        self._spilled.append(self._written())
        self._new = SegmentBuilder(self._analyzer)

    def _written(self) -> ArraySegment:
        """What is in memory, as a segment."""
        segment = ArraySegment(INDEX_NAME)
        segment.documents = self._new.write(segment.path(self._path))
        return segment

    def _fresh(self, merged: list[ArraySegment]) -> ArraySegment | None:
        """One segment of what was put and of the older segments that are merged with it."""
        if not merged and not self._spilled:
            return self._written() if len(self._new) else None
        if len(self._new):
            self._spill()
        sources = [segment.open(self._path) for segment in (*merged, *self._spilled)]
        if not any(source.alive.any() for source in sources):
            return None
        fresh = ArraySegment(INDEX_NAME)
        fresh.documents = merge(fresh.path(self._path), sources)
        return fresh

    def _without_dropped(self, segment: ArraySegment) -> ArraySegment | None:
        """The segment without what was dropped; None where no article of it is left."""
        reader = segment.open(self._path)
        found = {rank for a in self._dropped if (rank := reader.rank(a)) is not None}
        if len(found) == reader.alive.sum():
            return None
        documents = {number for rank in found for number in reader.of_article(rank)}
        return segment.without(found, documents) if found else segment

    def _divided(
        self, segments: list[ArraySegment]
    ) -> tuple[list[ArraySegment], list[ArraySegment]]:
        """The segments that stay, and those that are merged into the new one."""
        by_size = sorted(segments, key=ArraySegment.doc_count, reverse=True)
        kept = [s for s in by_size if s.deleted_count() * 2 <= s.doc_count_all()]
        if len(kept) >= MOST_SEGMENTS:
            kept = kept[: MOST_SEGMENTS // 2]
        return kept, [segment for segment in by_size if segment not in kept]


def latest_generation(path: Path) -> int:
    """The number of the latest commit of the index in ``path``.

    Raises:
        FileNotFoundError: there is no such directory.
    """
    names = [file.name for file in path.iterdir()]
    found: int = TOC._latest_generation(names, INDEX_NAME)  # noqa: SLF001 - no public way
    return found


class _DurableStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's storage, with a file brought to the disk before it gets its name."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002
        sync_file(Path(self.folder) / oldname)
        super().rename_file(oldname, newname, safe=safe)
