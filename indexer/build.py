"""Makes an index from a folder of posts, and keeps it up with the folder.

A build reads every post and goes live when it is complete; until then, and when it fails or is
killed, the previous build answers. An update compares the folder with the records in the index:
a file whose size and time are as recorded is not opened, one whose bytes are as recorded is not
read again, and where nothing changed nothing is written.

A file that is no post is recorded with the reason, never fatal. A file that cannot be read at the
moment is another matter: a share that is away for an hour must not empty the archive, so an update
keeps what it has of it, and records nothing, which makes the next one try again.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer.extractor import extractor_version
from indexer.posts.article import Cut, Skipped
from indexer.posts.corpus import POST_SUFFIXES, Listing, locate, printable, survey
from indexer.reading import Gone, Outcome, Reading, Task, Unchanged, read_all, workers
from indexer.records import (
    CORPUS,
    Record,
    article_id,
    corpus_record,
    read_corpus_record,
    read_records,
)
from search import connect
from search import locate as locate_index
from search.engine import MEMORY, Engine, Writer
from search.errors import ArgumentError, CorpusError, IndexMissingError
from search.manifest import Manifest
from search.text.analyzer import Analyzer

Progress = Callable[[int, int], None]
"""Called with how many posts are done and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build or an update did.

    Attributes:
        posts, photos, paragraphs: what the index holds of the posts that were read.
        added, changed, removed, unchanged: posts, compared with the index before; a build adds
            all. A post that can be read as such no longer is removed. Skipped files are not
            counted.
        skipped: all files that are no posts, and those that could not be read, of which the index
            may hold the last version.
        cut: posts of which something was too much to be kept, with what it was.
    """

    posts: int = 0
    photos: int = 0
    paragraphs: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    cut: tuple[Cut, ...] = ()


def build_index(
    corpus: str | Path,
    index: str | Path,
    *,
    progress: Progress | None = None,
    jobs: int | None = 1,
    memory: int = MEMORY,
    drafts: bool = False,
) -> BuildReport:
    """Index all posts of a folder; the new build replaces the old one when it is complete.

    ``jobs`` is how many processes read posts; None is one for every core. With 1 this process
    reads alone. A script that asks for more must have its main code under
    ``if __name__ == "__main__":``, since processes that are started afresh import it.

    ``memory`` is how many bytes of posts are held before they go to the disk; the processes that
    read, the dictionary and the program itself come on top of it.

    ``drafts`` reads posts as well that lie in ``_drafts`` or say that they are drafts; an update
    without it removes them.

    Raises:
        ArgumentError: ``jobs`` or ``memory`` is less than 1.
        WorkerError: a process that read posts died; the previous build stays live.
        CorpusError: the folder does not exist, cannot be read, or holds no posts.
        IndexBusyError: another process is writing the index.
        IndexWriteError: the index cannot be written; the previous build stays live.
    """
    _check(jobs, memory)
    folder = Path(corpus)
    listing = _listing(folder, drafts=drafts)
    manifest = Manifest.today(
        built=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        source={"corpus": printable(str(folder.resolve())), "extractor": extractor_version()},
    )
    with locate_index(str(index)).build(manifest, memory=memory) as writer:
        writer.put(CORPUS, (), corpus_record(folder))
        work = _Work(folder, writer, manifest.analyzer(), {}, drafts=drafts)
        return work.done(listing, progress, jobs=jobs)


def update_index(
    corpus: str | Path,
    index: str | Path,
    *,
    progress: Progress | None = None,
    jobs: int | None = 1,
    memory: int = MEMORY,
    drafts: bool = False,
) -> BuildReport:
    """Read what changed in the folder since the index was built or updated; drop what is gone.

    Where there is no index yet, or a newer extractor would read the same posts differently, this
    is a build.

    Raises: as ``build_index``, and
        IndexOutdatedError: the index was made by another version; build it again.
        ArgumentError: the index was made of another folder.
    """
    _check(jobs, memory)
    folder = Path(corpus)
    listing = _listing(folder, drafts=drafts)
    try:
        with (
            locate_index(str(index)).revise(memory=memory) as writer,
            closing(connect(str(index))) as engine,
        ):
            if engine.manifest.source.get("extractor") == extractor_version():
                return _revise(folder, listing, engine, writer, progress, jobs, drafts=drafts)
    except IndexMissingError:
        pass
    return build_index(corpus, index, progress=progress, jobs=jobs, memory=memory, drafts=drafts)


def _check(jobs: int | None, memory: int) -> None:
    workers(jobs)
    if memory < 1:
        raise ArgumentError(f"memory is {memory}: give a number of bytes, at least 1")


def _revise(
    corpus: Path,
    listing: Listing,
    engine: Engine,
    writer: Writer,
    progress: Progress | None,
    jobs: int | None,
    *,
    drafts: bool,
) -> BuildReport:
    records = dict(engine.records())
    place = records.pop(CORPUS, None)
    known = {record.path: record for record in read_records(records.values())}
    was = read_corpus_record(place) if place else engine.manifest.source.get("corpus", "")
    _check_same_folder(corpus, listing, known, was)
    here = corpus_record(corpus)
    if read_corpus_record(here) != was:
        writer.drop(CORPUS)
        writer.put(CORPUS, (), here)
    work = _Work(corpus, writer, engine.manifest.analyzer(), known, drafts=drafts)
    return work.done(listing, progress, jobs=jobs)


class _Work:
    """Brings an index in line with a folder: ``known`` is what it holds, by path."""

    def __init__(
        self,
        corpus: Path,
        writer: Writer,
        analyzer: Analyzer,
        known: Mapping[str, Record],
        *,
        drafts: bool,
    ) -> None:
        self._corpus = corpus
        self._writer = writer
        self._analyzer = analyzer
        self._known = dict(known)
        self._drafts = drafts
        self._tally = _Tally()

    def done(self, listing: Listing, progress: Progress | None, *, jobs: int | None) -> BuildReport:
        """Read every post that is listed, and drop those that are not."""
        for skipped in listing.skipped:
            self._tally.skip(skipped.path, skipped.reason)
        before = {path: self._known.pop(path, None) for path in listing.paths}
        tasks = [
            Task(path, record.digest if record and self._is_as_wanted(record) else None)
            for path, record in before.items()
            if not self._has_state(record)
        ]
        unread = len(before) - len(tasks)
        if progress is not None and unread:
            progress(unread, len(before))
        read = read_all(
            tasks, self._corpus, self._analyzer, jobs=workers(jobs), drafts=self._drafts
        )
        for done, (task, outcome) in enumerate(read, start=unread + 1):
            self._take(task.path, outcome, before[task.path])
            if progress is not None:
                progress(done, len(before))
        for record in self._known.values():
            self._drop(record)
        return self._tally.report()

    def _has_state(self, record: Record | None) -> bool:
        """Whether a post need not be read: it has the size and time with which it was."""
        if record is None or not self._is_as_wanted(record):
            return False
        if not _has_state(self._corpus, record):
            return False
        self._tally.hold("unchanged", record)
        return True

    def _is_as_wanted(self, record: Record) -> bool:
        """Whether a draft was read or skipped as it is to be now."""
        return not record.draft or (record.skipped is None) == self._drafts

    def _take(self, path: str, outcome: Outcome, before: Record | None) -> None:
        match outcome:
            case Reading():
                self._store(path, outcome, before)
            case Gone(reason, unreadable=True):
                self._keep(path, before, reason)
            case Gone(reason):  # nothing to record: there are no bytes to know it by
                self._tally.skip(path, reason)
                self._drop(before)
            case Unchanged() if before is not None:
                self._tally.hold("unchanged", before)

    def _store(self, path: str, reading: Reading, before: Record | None) -> None:
        """Store what a post gives; a file that is no post leaves only a record."""
        record = Record(
            path=path,
            size=reading.size,
            modified=reading.modified,
            digest=reading.digest,
            skipped=reading.skipped,
            photos=sum(document.kind == "photo" for document in reading.documents),
            paragraphs=sum(document.kind == "paragraph" for document in reading.documents),
            cut=reading.cut,
            draft=reading.draft,
        )
        was_post = before is not None and before.skipped is None
        if before is not None:
            self._writer.drop(article_id(path))
        self._writer.put(
            article_id(path), reading.documents, record.to_json(), analysed=reading.analysed
        )
        if was_post and reading.skipped is not None:
            self._tally.removed()
        self._tally.hold("changed" if was_post else "added", record)

    def _keep(self, path: str, before: Record | None, reason: str) -> None:
        if before is None or before.skipped is not None:
            self._tally.skip(path, reason)
        else:
            self._tally.skip(path, f"{reason}; its last version stays")
            self._tally.hold("unchanged", before)

    def _drop(self, before: Record | None) -> None:
        if before is not None:
            self._writer.drop(article_id(before.path))
            if before.skipped is None:
                self._tally.removed()


def _has_state(corpus: Path, record: Record) -> bool:
    """Whether a file that was listed just now has the size and the time with which it was read."""
    state = _state(f"{corpus}/{record.path}")
    if state is None:  # the disk may spell the name in another normal form
        file = locate(corpus, record.path)
        state = _state(str(file)) if file else None
    return state == (record.size, record.modified)


def _state(file: str) -> tuple[int, int] | None:
    """A file's size and time; by a string, for a path object costs as much as looking."""
    try:
        found = os.stat(file)  # noqa: PTH116
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


class _Tally:
    """Counts posts while they are read."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._skipped: list[Skipped] = []
        self._cut: list[Cut] = []

    def hold(self, change: Literal["added", "changed", "unchanged"], record: Record) -> None:
        """A file that the index knows from now on, or still."""
        if record.skipped is not None:
            self.skip(record.path, record.skipped)
            return
        self._counts[change] += 1
        self._counts["posts"] += 1
        self._counts["photos"] += record.photos
        self._counts["paragraphs"] += record.paragraphs
        self._cut += [Cut(record.path, remark) for remark in record.cut]

    def removed(self) -> None:
        """A post that the index holds no longer."""
        self._counts["removed"] += 1

    def skip(self, path: str, reason: str) -> None:
        """A file that gives nothing new."""
        self._skipped.append(Skipped(path, reason))

    def report(self) -> BuildReport:
        """What was counted."""
        skipped = sorted(self._skipped, key=lambda one: one.path)
        cut = sorted(self._cut, key=lambda one: one.path)
        return BuildReport(**self._counts, skipped=tuple(skipped), cut=tuple(cut))


def _listing(corpus: Path, *, drafts: bool) -> Listing:
    listing = survey(corpus, drafts=drafts)
    if not listing.paths:
        raise CorpusError(
            f"no posts in {corpus}: looked for files named *{', *'.join(sorted(POST_SUFFIXES))}"
        )
    return listing


def _check_same_folder(
    corpus: Path, listing: Listing, known: Mapping[str, Record], was: str
) -> None:
    """A folder may move, but one without a single known post is a mistyped one."""
    if known and known.keys().isdisjoint(listing.paths):
        raise ArgumentError(
            f"{corpus} has none of the posts of this index, which was built from "
            f"{printable(was)}; to index another folder, build it"
        )
