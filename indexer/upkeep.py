"""An index brought in line with a folder: what is read, stored, kept and dropped, and the count.

A build is the case in which nothing is known. Everything goes into one transaction, and where
nothing changed nothing is put into it.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from indexer.moves import Former, Moves
from indexer.posts.article import Cut
from indexer.posts.blocks.picture_files import as_seen
from indexer.posts.left_out import in_all
from indexer.progress import Progress
from indexer.reading import Gone, Manner, Outcome, Reading, Task, Unchanged, read_all, workers
from indexer.records import Record, article_id
from indexer.redirects import Redirects
from indexer.sources.folder import Listing
from indexer.sources.skipped import Skipped
from indexer.stamps import STAMPS, Stamps
from search.engine import Writer
from search.text.analyzer import Analyzer


class Upkeep:
    """Brings an index in line with a folder.

    Args:
        manner: how posts are read, and where they lie.
        known: what the index holds, by path, with the times of ``stamps``.
        stamps: what earlier updates noted of files that they did not have to read.
        former: what the index held, or, for a build, the index that it will replace.
        extractor: the version that reads now; what another one read is read again.
        verify: read the bytes of all files, also of those whose size and time are as known.
    """

    def __init__(
        self,
        manner: Manner,
        writer: Writer,
        analyzer: Analyzer,
        known: Mapping[str, Record],
        stamps: Stamps,
        former: Former,
        *,
        extractor: str,
        verify: bool = False,
    ) -> None:
        self._manner = manner
        self._writer = writer
        self._analyzer = analyzer
        self._known = dict(known)
        self._stamps = stamps
        self._moves = Moves(former)
        self._redirects = former.redirects if known else Redirects({})  # a build writes all anew
        self._extractor = extractor
        self._verify = verify
        self._seen: dict[str, Record] = {}
        self._written: set[str] = set()
        self._tally = Tally()

    def done(self, listing: Listing, progress: Progress | None, *, jobs: int | None) -> "Tally":
        """Read every post that is listed, and drop those that are not."""
        for skipped in listing.skipped:
            self._tally.skip(skipped.path, skipped.reason)
        before = {path: self._known.pop(path, None) for path in listing.paths}
        tasks = [
            Task(path, record if record and self._is_as_wanted(record) else None)
            for path, record in before.items()
            if not self._is_as_known(record, listing)
        ]
        unread = len(before) - len(tasks)
        if progress is not None and unread:
            progress(unread, len(before))
        read = read_all(tasks, self._manner, self._analyzer, jobs=workers(jobs))
        for done, (task, outcome) in enumerate(read, start=unread + 1):
            self._take(task.path, outcome, before[task.path])
            if progress is not None:
                progress(done, len(before))
        for record in self._known.values():
            self._drop(record)
        self._note()
        self._redirect()
        return self._tally

    def _is_as_known(self, record: Record | None, listing: Listing) -> bool:
        """Whether a post need not be read: it and its pictures have their sizes and times."""
        if record is None or self._verify or not self._is_as_wanted(record):
            return False
        source = self._manner.source
        name = listing.spelled.get(record.path, record.path)
        if source.state(name) != (record.size, record.modified):
            return False
        if not all(as_seen(source, record.path, picture) for picture in record.pictures):
            return False
        self._hold_on(record)
        return True

    def _is_as_wanted(self, record: Record) -> bool:
        """Whether a post was read as it would be now: by this reader, and a draft or not."""
        if record.extractor != self._extractor:
            return False
        return not record.draft or (record.skipped is None) == self._manner.drafts

    def _take(self, path: str, outcome: Outcome, before: Record | None) -> None:
        match outcome:
            case Reading():
                self._store(path, outcome, before)
            case Gone(reason, unreadable=True):
                self._keep(path, before, reason)
            case Gone(reason):  # nothing to record: there are no bytes to know it by
                self._tally.skip(path, reason)
                self._drop(before)
            case Unchanged(record):
                if record != before:
                    self._seen[article_id(path)] = record
                self._hold_on(record)

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
            pictures=reading.pictures,
            cut=reading.cut,
            draft=reading.draft,
            left_out=reading.left_out,
            extractor=self._extractor,
        )
        was_post = before is not None and before.skipped is None
        if before is not None:
            self._forget(path)
        self._writer.put(
            article_id(path), reading.documents, record.to_json(), analysed=reading.analysed
        )
        self._moves.stored(path, reading)
        if before is not None and was_post and reading.skipped is not None:
            self._tally.remove(before)
        self._tally.hold("changed" if was_post else "added", record)

    def _keep(self, path: str, before: Record | None, reason: str) -> None:
        if before is None or before.skipped is not None:
            self._tally.skip(path, reason)
        else:
            self._tally.skip(path, f"{reason}; its last version stays")
            self._hold_on(before)

    def _hold_on(self, record: Record) -> None:
        self._moves.stays(record.path)
        self._tally.hold("unchanged", record)

    def _drop(self, before: Record | None) -> None:
        if before is not None:
            self._forget(before.path)
            if before.skipped is None:
                self._tally.remove(before)

    def _forget(self, path: str) -> None:
        self._written.add(article_id(path))
        self._writer.drop(article_id(path))

    def _note(self) -> None:
        """Keep the times of today of posts that need not be written for them."""
        stamps = self._stamps.after(self._seen, self._written)
        if stamps is not self._stamps:
            self._writer.drop(STAMPS)
            self._writer.put(STAMPS, (), stamps.to_json())

    def _redirect(self) -> None:
        """Keep where the posts are that moved, as far as that is another than it was."""
        redirects = self._moves.redirects()
        if redirects is self._redirects:
            return
        before, records = self._redirects.records(), redirects.records()
        for name in sorted(records.keys() | before.keys()):
            if records.get(name) != before.get(name):
                self._writer.drop(name)
                if name in records:
                    self._writer.put(name, (), records[name])


class Tally:
    """Counts posts while they are read.

    Attributes:
        counts: by the names that ``BuildReport`` has for them.
        gone: the posts that the index holds no longer.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.gone: list[Record] = []
        self._skipped: list[Skipped] = []
        self._cut: list[Cut] = []
        self._left_out: list[Mapping[str, int]] = []

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The files that gave nothing new, by path."""
        return tuple(sorted(self._skipped, key=lambda one: one.path))

    @property
    def cut(self) -> tuple[Cut, ...]:
        """What was too much to be kept, by path."""
        return tuple(sorted(self._cut, key=lambda one: one.path))

    @property
    def left_out(self) -> dict[str, int]:
        """How many pictures of the posts gave no photo, by the reason."""
        return in_all(self._left_out)

    def hold(self, change: Literal["added", "changed", "unchanged"], record: Record) -> None:
        """A file that the index knows from now on, or still."""
        if record.skipped is not None:
            self.skip(record.path, record.skipped)
            return
        self.counts[change] += 1
        self.counts["posts"] += 1
        self.counts["photos"] += record.photos
        self.counts["paragraphs"] += record.paragraphs
        self._cut += [Cut(record.path, remark) for remark in record.cut]
        if record.left_out:
            self._left_out.append(record.left_out)

    def remove(self, record: Record) -> None:
        """A post that the index holds no longer."""
        self.counts["removed"] += 1
        self.gone.append(record)

    def skip(self, path: str, reason: str) -> None:
        """A file that gives nothing new."""
        self._skipped.append(Skipped(path, reason))
