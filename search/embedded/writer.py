"""Writes articles into an index, one transaction at a time.

A transaction makes one new segment and marks replaced articles deleted in the older ones; Whoosh's
table of contents, renamed into place, makes both visible at once. Everything is on the disk
before that. An article's documents and the hidden record that says which post they came from are
in the same segment, so that the two can never disagree.

So that segments do not pile up, a transaction takes up the articles of others into its own: of
those more than half deleted, and, where there are ``MOST_SEGMENTS``, of the smaller half. Large
segments are left alone until as many others have grown as large, so an article is rewritten a
number of times that grows with the logarithm of the archive.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from search.document import Document
from search.embedded.codec import ArraySegment
from search.embedded.directory import sync_directory, sync_file
from search.embedded.schema import schema
from search.embedded.segment import SegmentBuilder
from search.engine import NOTHING_ANALYSED
from search.text.analyzer import Analyzer, FieldTokens

INDEX_NAME = "MAIN"
MOST_SEGMENTS = 8


class Writer:
    """One transaction on the index in ``path``; commit it or let it go."""

    def __init__(self, path: Path, analyzer: Analyzer, *, create: bool) -> None:
        self._path = path
        self._storage = FileStorage(str(path))
        if create:
            TOC.create(self._storage, schema(), INDEX_NAME)
        self._toc = TOC.read(self._storage, INDEX_NAME)
        self._new = SegmentBuilder(analyzer)
        self._dropped: set[str] = set()

    def put(
        self,
        article: str,
        documents: Iterable[Document],
        record: str,
        *,
        analysed: Mapping[tuple[str, ...], FieldTokens] = NOTHING_ANALYSED,
    ) -> None:
        """See ``search.engine.Writer``."""
        self._new.add(article, documents, record, analysed)
        self._dropped.add(article)

    def drop(self, article: str) -> None:
        """Remove an article's documents and its record, if it has any."""
        self._dropped.add(article)

    def commit(self) -> None:
        """Make everything visible at once, and durable; without a change, leave all as it is."""
        if not self._dropped and self._toc.generation > 0:
            return
        kept = self._compacted([self._without_dropped(old) for old in self._toc.segments])
        if len(self._new):
            fresh = ArraySegment(INDEX_NAME)
            fresh.documents = self._new.write(fresh.path(self._path))
            kept.append(fresh)
        toc = TOC(schema(), kept, self._toc.generation + 1)
        toc.write(_DurableStorage(str(self._path)), INDEX_NAME)
        sync_directory(self._path)
        clean_files(self._storage, INDEX_NAME, toc.generation, kept)

    def _without_dropped(self, segment: ArraySegment) -> ArraySegment:
        reader = segment.open(self._path)
        found = {rank for a in self._dropped if (rank := reader.rank(a)) is not None}
        documents = {number for rank in found for number in reader.of_article(rank)}
        return segment.without(found, documents) if found else segment

    def _compacted(self, segments: list[ArraySegment]) -> list[ArraySegment]:
        """The segments that stay; the articles of the others move into the new one."""
        by_size = sorted(segments, key=ArraySegment.doc_count, reverse=True)
        kept = [s for s in by_size if s.deleted_count() * 2 <= s.doc_count_all()]
        if len(kept) >= MOST_SEGMENTS:
            kept = kept[: MOST_SEGMENTS // 2]
        for segment in by_size:
            if segment not in kept:
                self._take_up(segment)
        return kept

    def _take_up(self, segment: ArraySegment) -> None:
        reader = segment.open(self._path)
        for article, record in reader.records():
            rank = reader.rank(article)
            numbers = [] if rank is None else reader.of_article(rank)
            self._new.add(article, [reader.document(number) for number in numbers], record)


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
