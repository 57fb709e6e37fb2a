"""Reads posts into documents with their tokens, in this process or in several.

Nearly all the time of a build goes into parsing HTML, looking for captions and cutting words, and
no post needs another for it: worker processes read, the process that writes the index takes what
they read in the order of the listing, so that the index does not depend on how many there were.

Workers are started afresh (``spawn``), never forked: who builds may have threads, and a fork would
copy their locks. Starting costs about a second, so a few posts are read without them. Workers never
see Ctrl-C, which is for the process that a person started.

A post that costs too much (``limits``) is skipped with that reason, here and there. Where a worker
dies, the posts that were under way are read again, one by one: one that ends its process twice is
skipped, and the rest goes on. Where processes die and no post is the cause (killed, out of memory)
the build ends; nothing was published then.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

from indexer.console import end_with_parent, held
from indexer.limits import CostError, Limits, bounded, end_after
from indexer.posts.article import Article, PictureFile
from indexer.posts.blocks.picture_files import PictureFiles, same_pictures
from indexer.posts.left_out import by_reason
from indexer.readers.reading import read_post
from indexer.records import Record, documents
from indexer.settings.corpus_settings import CorpusSettings
from indexer.sources.folder import A_DRAFT
from indexer.sources.post_file import PostError, UnreadableError
from indexer.sources.source import Source
from search.document import Document
from search.errors import ArgumentError, WorkerError
from search.fields import FIELDS, values
from search.text.analyzer import Analyzer, FieldTokens
from search.text.fold import Fold

_BATCH = 16
"""Posts in one message to a worker and back."""

_AHEAD = 4
"""Messages a worker may be ahead of the writer: what bounds the memory for what was read."""

_FEW = 200
"""Fewer posts than this are read faster than workers are started."""

_DEATHS = 3
"""Processes may die so often without a post that is the cause."""

Analysed = Mapping[tuple[str, ...], FieldTokens]


class Parse(Protocol):
    """As ``readers.reading.read_post``."""

    def __call__(
        self,
        data: bytes,
        place: Source,
        path: str,
        *,
        files: PictureFiles,
        settings: CorpusSettings,
    ) -> Article: ...


def _parsed(
    data: bytes, place: Source, path: str, *, files: PictureFiles, settings: CorpusSettings
) -> Article:
    return read_post(data, place, path, files=files, settings=settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How posts are read; processes that read are sent it.

    Attributes:
        source: where they lie. settings: those of the corpus.
        limits: what one may cost.
        parse: makes an article of the bytes of a post; processes import it by its name.
        drafts: posts that say that they are drafts are read, too.
    """

    source: Source
    settings: CorpusSettings = field(default_factory=CorpusSettings)
    limits: Limits = field(default_factory=Limits)
    parse: Parse = _parsed
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A post to read. ``before`` is what is known of it since it was read before, or None."""

    path: str
    before: Record | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A post whose bytes are as they were, and the sides and places of its pictures, too.

    ``record`` has the times of today.
    """

    record: Record


@dataclass(frozen=True, slots=True)
class Gone:
    """A file without bytes to know it by: it is no post, or cannot be read at the moment."""

    reason: str
    unreadable: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes:
        size, modified, digest: of the file.
        skipped: why it is no post, or None.
        documents: what it gives. cut: what was too much to be kept.
        draft: it says that it is a draft.
        analysed: the tokens of the documents' fields, by the values of the field.
        pictures: the picture files that it calls.
        left_out: how many of its pictures gave no photo, by the reason.
    """

    size: int
    modified: int
    digest: str
    skipped: str | None
    documents: tuple[Document, ...]
    analysed: Analysed
    pictures: tuple[PictureFile, ...] = ()
    cut: tuple[str, ...] = ()
    draft: bool = False
    left_out: Mapping[str, int] = field(default_factory=dict)


Outcome = Unchanged | Gone | Reading


class TaskReader:
    """Reads posts of a corpus with one analyzer."""

    def __init__(self, manner: Manner, analyzer: Analyzer) -> None:
        self._manner = manner
        self._source = manner.source
        self._analyzer = analyzer
        self._zone = manner.settings.zone

    def read(self, task: Task) -> Outcome:
        """Read a post, unless its bytes and its pictures are as they were."""
        try:
            file = self._source.open(task.path)
        except PostError as error:
            return Gone(error.reason, isinstance(error, UnreadableError))
        digest, pictures = file.digest, PictureFiles(self._source, task.path)
        before = task.before
        # Of a file that is too large the digest covers the beginning alone, so its size counts.
        if before is not None and (before.digest, before.size) == (digest, file.size):
            seen = pictures.again(before.pictures)
            if same_pictures(seen, before.pictures):
                return Unchanged(replace(before, modified=file.modified, pictures=seen))
        state = file.size, file.modified, digest
        try:
            with bounded(self._manner.limits):
                article = self._manner.parse(
                    file.data,
                    self._source,
                    task.path,
                    files=pictures,
                    settings=self._manner.settings,
                )
                if article.draft and not self._manner.drafts:
                    return Reading(*state, A_DRAFT, (), {}, pictures.seen, draft=True)
                made = tuple(documents(article, self._analyzer.fold, zone=self._zone))
                analysed = self._analysed(made)
        except (PostError, CostError) as error:
            return Reading(*state, error.reason, (), {}, pictures.seen)
        return Reading(
            *state,
            None,
            made,
            analysed,
            pictures.seen,
            article.cut,
            article.draft,
            by_reason(article.left_out),
        )

    def ended(self, task: Task) -> Outcome:
        """Skip a post that ended the processes that read it."""
        try:
            file = self._source.open(task.path)
        except PostError as error:
            return Gone(error.reason, isinstance(error, UnreadableError))
        reason = "reading it ended the process: too much time or memory"
        return Reading(file.size, file.modified, file.digest, reason, (), {})

    def _analysed(self, made: Sequence[Document]) -> Analysed:
        """The tokens of every field; a text that several documents share once."""
        analysed: dict[tuple[str, ...], FieldTokens] = {}
        for document in made:
            for one in FIELDS[document.kind]:
                texts = values(document, one)
                if texts and texts not in analysed:
                    analysed[texts] = self._analyzer.field(texts)
        return analysed


def workers(jobs: int | None) -> int:
    """How many processes ``jobs`` asks for; None is one for every core that we may use.

    Raises:
        ArgumentError: less than one.
    """
    if jobs is None:
        return _cores()
    if jobs < 1:
        raise ArgumentError(f"jobs={jobs}: use 1 or more")
    return jobs


def _cores() -> int:
    """The cores that we may use; only Linux tells these from those that there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_all(
    tasks: Sequence[Task], manner: Manner, analyzer: Analyzer, *, jobs: int
) -> Iterator[tuple[Task, Outcome]]:
    """Read posts in order, with ``jobs`` processes where that pays.

    Raises:
        WorkerError: processes died, and no post was the cause.
    """
    reader = TaskReader(manner, analyzer)
    if jobs == 1 or len(tasks) < _FEW:
        for task in tasks:
            yield task, reader.read(task)
        return
    start = manner, dict(analyzer.fold.variants)
    ahead = jobs * _AHEAD
    done, deaths = 0, 0
    suspects = 0
    """How many posts are read one by one, in a process of its own each time one has died."""
    while done < len(tasks):
        alone = suspects > 0
        some = tasks[done : done + suspects] if alone else tasks[done:]
        first = done
        try:
            with _pool(1 if alone else jobs, start) as pool:
                for pair in _in_order(pool, some, *((0, 1) if alone else (ahead, _BATCH))):
                    done += 1
                    suspects -= alone
                    yield pair
        except BrokenProcessPool as error:
            deaths += 1
            if alone and done == first and deaths > 1:  # it died of the same post twice
                yield tasks[done], reader.ended(tasks[done])
                done, suspects, deaths = done + 1, suspects - 1, 0
            elif deaths > _DEATHS:
                raise WorkerError(
                    "processes that read posts died, perhaps for want of memory; nothing was "
                    "changed; try again with fewer: --jobs 1"
                ) from error
            else:
                suspects = suspects if alone else (ahead + 1) * _BATCH


@contextmanager
def _pool(jobs: int, start: tuple[Manner, Mapping[str, str]]) -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context("spawn")
    with held():
        pool = ProcessPoolExecutor(jobs, context, _start, start)
    with pool:
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, tasks: Sequence[Task], ahead: int, size: int
) -> Iterator[tuple[Task, Outcome]]:
    waiting: deque[tuple[Sequence[Task], Future[list[Outcome]]]] = deque()
    left = iter(tasks)
    while batch := tuple(islice(left, size)):
        with held():  # which may start a process
            waiting.append((batch, pool.submit(_read, batch)))
        if len(waiting) > ahead:
            yield from _taken(*waiting.popleft())
    while waiting:
        yield from _taken(*waiting.popleft())


def _taken(
    batch: Sequence[Task], future: "Future[list[Outcome]]"
) -> Iterator[tuple[Task, Outcome]]:
    return zip(batch, future.result(), strict=True)


_reader: TaskReader
_limits: Limits
"""Of a worker process."""


def _start(manner: Manner, variants: Mapping[str, str]) -> None:
    global _reader, _limits
    end_with_parent()
    _reader = TaskReader(manner, Analyzer(Fold(variants)))
    _limits = manner.limits


def _read(batch: Sequence[Task]) -> list[Outcome]:
    return [_read_or_end(task) for task in batch]


def _read_or_end(task: Task) -> Outcome:
    end_after(_limits)
    return _reader.read(task)
