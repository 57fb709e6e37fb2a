"""Makes an index from a folder of posts, and keeps it up with the folder.

A build reads every post and goes live when it is complete; until then, and when it fails or is
killed, the previous build answers. An update compares the folder with the records in the index:
a file whose size and time are as recorded is not opened, one whose bytes are as recorded is not
read again, and where nothing changed nothing is written.

A file that is no post is recorded with the reason, never fatal. A file that cannot be read at the
moment is another matter: a share that is away for an hour must not empty the archive, so an update
keeps what it has of it, and records nothing, which makes the next one try again.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer.posts.article import Skipped
from indexer.posts.corpus import POST_SUFFIXES, Listing, locate, printable, survey
from indexer.posts.extract import EXTRACTOR_VERSION, parse_article
from indexer.posts.post import PostError, PostFile, UnreadableError, open_post
from indexer.records import (
    CORPUS,
    Record,
    article_id,
    corpus_record,
    documents,
    read_corpus_record,
    read_record,
)
from search import connect
from search import locate as locate_index
from search.document import Document
from search.engine import Engine, Writer
from search.errors import ArgumentError, CorpusError, IndexMissingError
from search.manifest import Manifest
from search.text.fold import Fold

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
    """

    posts: int = 0
    photos: int = 0
    paragraphs: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()


def build_index(
    corpus: str | Path, index: str | Path, *, progress: Progress | None = None
) -> BuildReport:
    """Index all posts of a folder; the new build replaces the old one when it is complete.

    Raises:
        CorpusError: the folder does not exist, cannot be read, or holds no posts.
        IndexBusyError: another process is writing the index.
        IndexWriteError: the index cannot be written; the previous build stays live.
    """
    folder = Path(corpus)
    listing = _listing(folder)
    manifest = Manifest.today(
        built=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        source={"corpus": printable(str(folder.resolve())), "extractor": str(EXTRACTOR_VERSION)},
    )
    with locate_index(str(index)).build(manifest) as writer:
        writer.put(CORPUS, (), corpus_record(folder))
        work = _Work(folder, writer, manifest.analyzer().fold, {})
        return work.done(listing, progress)


def update_index(
    corpus: str | Path, index: str | Path, *, progress: Progress | None = None
) -> BuildReport:
    """Read what changed in the folder since the index was built or updated; drop what is gone.

    Where there is no index yet, or a newer extractor would read the same posts differently, this
    is a build.

    Raises: as ``build_index``, and
        IndexOutdatedError: the index was made by another version; build it again.
        ArgumentError: the index was made of another folder.
    """
    folder = Path(corpus)
    listing = _listing(folder)
    try:
        with (
            locate_index(str(index)).revise() as writer,
            closing(connect(str(index))) as engine,
        ):
            if engine.manifest.source.get("extractor") == str(EXTRACTOR_VERSION):
                return _revise(folder, listing, engine, writer, progress)
    except IndexMissingError:
        pass
    return build_index(corpus, index, progress=progress)


def _revise(
    corpus: Path, listing: Listing, engine: Engine, writer: Writer, progress: Progress | None
) -> BuildReport:
    records = dict(engine.records())
    place = records.pop(CORPUS, None)
    known = {article: read_record(text) for article, text in records.items()}
    was = read_corpus_record(place) if place else engine.manifest.source.get("corpus", "")
    _check_same_folder(corpus, listing, known.values(), was)
    here = corpus_record(corpus)
    if read_corpus_record(here) != was:
        writer.drop(CORPUS)
        writer.put(CORPUS, (), here)
    return _Work(corpus, writer, engine.manifest.analyzer().fold, known).done(listing, progress)


class _Work:
    """Brings an index in line with a folder: ``known`` is what it holds, by article id."""

    def __init__(
        self, corpus: Path, writer: Writer, fold: Fold, known: Mapping[str, Record]
    ) -> None:
        self._corpus = corpus
        self._writer = writer
        self._fold = fold
        self._known = dict(known)
        self._tally = _Tally()

    def done(self, listing: Listing, progress: Progress | None) -> BuildReport:
        """Read every post that is listed, and drop those that are not."""
        for skipped in listing.skipped:
            self._tally.skip(skipped.path, skipped.reason)
        for path in _followed(listing.paths, progress):
            self._take(path, self._known.pop(article_id(path), None))
        for record in self._known.values():
            self._drop(record)
        return self._tally.report()

    def _take(self, path: str, before: Record | None) -> None:
        try:
            file = self._changed(path, before)
        except UnreadableError as error:
            self._keep(path, before, error)
        except PostError as error:  # nothing to record: there are no bytes to know it by
            self._tally.skip(path, error.reason)
            self._drop(before)
        else:
            if file is not None:
                self._read(path, file, before)
            elif before is not None:
                self._tally.hold("unchanged", before)

    def _changed(self, path: str, before: Record | None) -> PostFile | None:
        """The file, unless it is as it was read; where its time is not, its bytes decide."""
        if before is not None and _has_state(self._corpus, before):
            return None
        file = open_post(self._corpus, path)
        return None if before is not None and before.digest == file.digest else file

    def _read(self, path: str, file: PostFile, before: Record | None) -> None:
        """Store what a post gives; a file that is no post leaves only a record."""
        made: tuple[Document, ...] = ()
        reason = None
        try:
            made = tuple(documents(parse_article(file.data, self._corpus, path), self._fold))
        except PostError as error:
            reason = error.reason
        record = Record(
            path=path,
            size=file.size,
            modified=file.modified,
            digest=file.digest,
            skipped=reason,
            photos=sum(document.kind == "photo" for document in made),
            paragraphs=sum(document.kind == "paragraph" for document in made),
        )
        was_post = before is not None and before.skipped is None
        if before is not None:
            self._writer.drop(article_id(path))
        self._writer.put(article_id(path), made, record.to_json())
        if was_post and reason is not None:
            self._tally.removed()
        self._tally.hold("changed" if was_post else "added", record)

    def _keep(self, path: str, before: Record | None, error: UnreadableError) -> None:
        if before is None or before.skipped is not None:
            self._tally.skip(path, error.reason)
        else:
            self._tally.skip(path, f"{error.reason}; its last version stays")
            self._tally.hold("unchanged", before)

    def _drop(self, before: Record | None) -> None:
        if before is not None:
            self._writer.drop(article_id(before.path))
            if before.skipped is None:
                self._tally.removed()


def _has_state(corpus: Path, record: Record) -> bool:
    """Whether a file has the size and the time with which it was read."""
    file = locate(corpus, record.path)
    try:
        state = file.stat() if file else None
    except OSError:
        return False
    return state is not None and (state.st_size, state.st_mtime_ns) == (
        record.size,
        record.modified,
    )


class _Tally:
    """Counts posts while they are read."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._skipped: list[Skipped] = []

    def hold(self, change: Literal["added", "changed", "unchanged"], record: Record) -> None:
        """A file that the index knows from now on, or still."""
        if record.skipped is not None:
            self.skip(record.path, record.skipped)
            return
        self._counts[change] += 1
        self._counts["posts"] += 1
        self._counts["photos"] += record.photos
        self._counts["paragraphs"] += record.paragraphs

    def removed(self) -> None:
        """A post that the index holds no longer."""
        self._counts["removed"] += 1

    def skip(self, path: str, reason: str) -> None:
        """A file that gives nothing new."""
        self._skipped.append(Skipped(path, reason))

    def report(self) -> BuildReport:
        """What was counted."""
        skipped = sorted(self._skipped, key=lambda one: one.path)
        return BuildReport(**self._counts, skipped=tuple(skipped))


def _listing(corpus: Path) -> Listing:
    listing = survey(corpus)
    if not listing.paths:
        raise CorpusError(
            f"no posts in {corpus}: looked for files named *{', *'.join(sorted(POST_SUFFIXES))}"
        )
    return listing


def _followed(paths: tuple[str, ...], progress: Progress | None) -> Iterator[str]:
    for done, path in enumerate(paths):
        yield path
        if progress is not None:
            progress(done + 1, len(paths))


def _check_same_folder(corpus: Path, listing: Listing, records: Iterable[Record], was: str) -> None:
    """A folder may move, but one without a single known post is a mistyped one."""
    known = {record.path for record in records}
    if known and known.isdisjoint(listing.paths):
        raise ArgumentError(
            f"{corpus} has none of the posts of this index, which was built from "
            f"{printable(was)}; to index another folder, build it"
        )
