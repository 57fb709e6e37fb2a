"""Makes an index from a folder of posts, and keeps it up with the folder.

A build reads every post and goes live when it is complete; until then, and when it fails or is
killed, the previous build answers. An update compares the folder with the records in the index:
a file whose size and time are as recorded is not opened, one whose bytes are as recorded is not
read again. A file that is no post is recorded with the reason, never fatal.
"""

import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypedDict

from indexer.posts.article import Skipped
from indexer.posts.corpus import POST_SUFFIXES, scan
from indexer.posts.corpus import locate as locate_file
from indexer.posts.extract import EXTRACTOR_VERSION, read_article
from indexer.posts.post import PostError
from indexer.records import Record, article_id, documents, read_record
from search import connect, locate
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
            all. Skipped files are not counted.
        skipped: the files that were looked at and are no posts.
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
    paths = _paths(corpus)
    manifest = Manifest.today(
        built=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        source={"corpus": str(Path(corpus).resolve()), "extractor": str(EXTRACTOR_VERSION)},
    )
    tally = _Tally()
    with locate(str(index)).build(manifest) as writer:
        reader = _Reader(Path(corpus), manifest.analyzer().fold)
        for path in _followed(paths, progress):
            tally.add("added", reader.put(path, writer))
    return tally.report()


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
    paths = _paths(corpus)
    try:
        with locate(str(index)).revise() as writer:
            engine = connect(str(index))
            if engine.manifest.source.get("extractor") == str(EXTRACTOR_VERSION):
                return _revise(Path(corpus), paths, engine, writer, progress)
    except IndexMissingError:
        pass
    return build_index(corpus, index, progress=progress)


def _revise(
    corpus: Path, paths: list[str], engine: Engine, writer: Writer, progress: Progress | None
) -> BuildReport:
    known = {a: read_record(text) for a, text in engine.records().items()}
    _check_same_folder(corpus, paths, known.values(), engine.manifest)
    tally = _Tally()
    reader = _Reader(corpus, engine.manifest.analyzer().fold)
    for path in _followed(paths, progress):
        before = known.pop(article_id(path), None)
        if before is not None and reader.is_unchanged(before):
            tally.unchanged(before)
        elif before is not None:
            writer.drop(article_id(path))
            tally.add("changed", reader.put(path, writer))
        else:
            tally.add("added", reader.put(path, writer))
    for article, record in known.items():
        writer.drop(article)
        tally.removed(record)
    return tally.report()


class _State(TypedDict):
    size: int
    modified: int
    digest: str


class _Reader:
    """Reads the posts of one folder into a writer."""

    def __init__(self, corpus: Path, fold: Fold) -> None:
        self._corpus = corpus
        self._fold = fold

    def put(self, path: str, writer: Writer) -> Record:
        """Read a post and store what it gives; a file that is no post leaves only a record."""
        made: tuple[Document, ...] = ()
        reason = None
        try:
            made = tuple(documents(read_article(self._corpus, path), self._fold))
        except PostError as error:
            reason = error.reason
        record = Record(
            path=path,
            **_state(locate_file(self._corpus, path)),
            skipped=reason,
            photos=sum(document.kind == "photo" for document in made),
            paragraphs=sum(document.kind == "paragraph" for document in made),
        )
        writer.put(article_id(path), made, record.to_json())
        return record

    def is_unchanged(self, record: Record) -> bool:
        """Whether the file is as it was read; where its time is not, its bytes decide."""
        file = locate_file(self._corpus, record.path)
        if file is None:
            return False
        state = file.stat()
        if (state.st_size, state.st_mtime_ns) == (record.size, record.modified):
            return True
        return state.st_size == record.size and _state(file)["digest"] == record.digest


def _state(file: Path | None) -> _State:
    """What tells a file from its next version; nothing for one that cannot be read."""
    try:
        if file is not None:
            with file.open("rb") as stream:
                state = os.fstat(stream.fileno())
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return {"size": state.st_size, "modified": state.st_mtime_ns, "digest": digest}
    except OSError:
        pass
    return {"size": 0, "modified": 0, "digest": ""}


class _Tally:
    """Counts posts while they are read."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._skipped: list[Skipped] = []

    def add(self, change: Literal["added", "changed"], record: Record) -> None:
        """A post that was read now."""
        if record.skipped is not None:
            self._skipped.append(Skipped(record.path, record.skipped))
            return
        self._counts[change] += 1
        self._hold(record)

    def unchanged(self, record: Record) -> None:
        """A file that is as it was."""
        if record.skipped is None:
            self._counts["unchanged"] += 1
            self._hold(record)

    def removed(self, record: Record) -> None:
        """A file that is gone."""
        self._counts["removed"] += record.skipped is None

    def _hold(self, record: Record) -> None:
        self._counts["posts"] += 1
        self._counts["photos"] += record.photos
        self._counts["paragraphs"] += record.paragraphs

    def report(self) -> BuildReport:
        """What was counted."""
        return BuildReport(**self._counts, skipped=tuple(self._skipped))


def _paths(corpus: str | Path) -> list[str]:
    paths = list(scan(corpus))
    if not paths:
        raise CorpusError(
            f"no posts in {corpus}: looked for files named *{', *'.join(sorted(POST_SUFFIXES))}"
        )
    return paths


def _followed(paths: list[str], progress: Progress | None) -> Iterator[str]:
    for done, path in enumerate(paths):
        yield path
        if progress is not None:
            progress(done + 1, len(paths))


def _check_same_folder(
    corpus: Path, paths: list[str], records: Iterable[Record], manifest: Manifest
) -> None:
    """A folder may move, but one without a single known post is a mistyped one."""
    known = {record.path for record in records}
    if known and known.isdisjoint(paths):
        raise ArgumentError(
            f"{corpus} has none of the posts of this index, which was built from "
            f"{manifest.source.get('corpus')}; to index another folder, build it"
        )
