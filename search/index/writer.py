"""Writes articles into an index, one transaction at a time.

A transaction makes one new segment and marks replaced articles deleted in the older ones; a table
of contents (``commit``), renamed into place, makes both visible at once. Everything is on the disk
before that. An article's documents and the hidden record that says which post they came from are
in the same segment, so that the two can never disagree.

Other segments are merged into the new one as ``merge_policy`` says. What would not fit into
``memory`` any more is *spilled*: written as a segment of its own, which no table of contents names,
and merged with the others when the transaction commits.

What no table of contents names is removed when a transaction begins and when it ends, however it
does: on a full disk half of a segment that stayed would keep it full.
"""

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from search.document import Document
from search.engine import MEMORY, NOTHING_ANALYSED
from search.errors import ArgumentError
from search.index.commit import (
    INDEX_NAME,
    OURS,
    Commit,
    read_commit,
    table_name,
    write_commit,
)
from search.index.companion import ALONE, Change, Companion
from search.index.directory import IndexDirectory, sync_directory
from search.index.merge import merge
from search.index.merge_policy import divided
from search.index.segment_writer import SegmentWriter
from search.index.whoosh_codec import ArraySegment
from search.text.analyzer import Analyzer, FieldTokens


class IndexWriter:
    """One transaction on a build in ``path``; commit it or ``discard`` it.

    Args:
        directory: the index that the build is in.
        memory: bytes that articles may take up until they are spilled.
        companion: writes what belongs to each commit beside its segments.
    """

    def __init__(
        self,
        directory: IndexDirectory,
        path: Path,
        analyzer: Analyzer,
        *,
        create: bool,
        memory: int = MEMORY,
        companion: Companion = ALONE,
    ) -> None:
        self._directory = directory
        self._companion = companion
        self._path = path
        self._analyzer = analyzer
        self._memory = memory
        self._spilled: list[ArraySegment] = []
        self._put: set[str] = set()
        if create:
            write_commit(path, Commit(0, ()))
        self._before = read_commit(path)
        self._readers = {old.segid: old.open(path) for old in self._before.segments}
        self._new = SegmentWriter(analyzer)
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
        """Remove an article's documents and its record, if it has any.

        Raises:
            ArgumentError: it was put in this transaction.
        """
        if article in self._put:
            raise ArgumentError(f"article id {article!r} was put before in this transaction")
        self._dropped.add(article)

    def commit(self) -> None:
        """Make everything visible at once, and durable; without a change, leave all as it is."""
        if not self._dropped and self._before.generation > 0:
            return
        changed = [self._without_dropped(old) for old in self._before.segments]
        before = list(self._readers.values())
        self._readers.clear()  # whoever keeps the transaction need not keep the files
        kept, merged = divided([one for one in changed if one is not None])
        fresh = self._fresh(merged)
        if fresh is not None:
            kept.append(fresh)
        change = Change(
            generation=self._before.generation + 1,
            before=before,
            after=[segment.open(self._path) for segment in kept],
            put=self._put,
            dropped=self._dropped,
        )
        self._companion.write(self._path, change, self._analyzer)
        write_commit(self._path, Commit(change.generation, tuple(kept)))
        sync_directory(self._path)
        self.discard()

    def discard(self) -> None:
        """Remove what the latest table of contents does not name, as far as the disk lets us.

        Not before the table is on the disk: else it could be lost with the power, and with it
        what it replaced. Where a file cannot be read that names others, nothing is removed.
        """
        with contextlib.suppress(OSError, ValueError, KeyError):
            latest = read_commit(self._path)
            named = {segment.path(self._path).name for segment in latest.segments}
            named.add(table_name(latest.generation))
            named.update(self._companion.files(self._path, latest.generation))
            files = [file for file in self._path.iterdir() if OURS.match(file.name)]
            left = [file for file in files if file.name not in named]
            if left and latest.generation != self._settled:
                sync_directory(self._path)
            self._settled = latest.generation
            for file in left:
                file.unlink(missing_ok=True)

    def _spill(self) -> None:
        self._spilled.append(self._written())
        self._new = SegmentWriter(self._analyzer)

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
        reader = self._readers[segment.segid]
        found = {rank for a in self._dropped if (rank := reader.rank(a)) is not None}
        if len(found) == reader.alive.sum():
            return None
        return segment.without(found, reader) if found else segment
