"""Reads posts into documents with their tokens, in this process or in several.

Nearly all the time of a build goes into parsing HTML, looking for captions and cutting words, and
no post needs another for it: worker processes read, the process that writes the index takes what
they read in the order of the listing, so that the index does not depend on how many there were.

Workers are started afresh (``spawn``), never forked: who builds may have threads, and a fork would
copy their locks. Starting costs about a second, so a few posts are read without them. A worker
that dies (killed, out of memory) ends the build; nothing was published then. Workers never see
Ctrl-C, which is for the process that a person started.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from indexer.console import held
from indexer.posts.extract import parse_article
from indexer.posts.post import PostError, UnreadableError, open_post
from indexer.records import documents
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

Analysed = Mapping[tuple[str, ...], FieldTokens]


@dataclass(frozen=True, slots=True)
class Task:
    """A post to read. ``digest`` is that of its bytes when they were read before, or None."""

    path: str
    digest: str | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A post whose bytes are as they were."""


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
        documents: what it gives.
        analysed: the tokens of the documents' fields, by the values of the field.
    """

    size: int
    modified: int
    digest: str
    skipped: str | None
    documents: tuple[Document, ...]
    analysed: Analysed


Outcome = Unchanged | Gone | Reading


class Reader:
    """Reads posts of a corpus with one analyzer."""

    def __init__(self, corpus: Path, analyzer: Analyzer) -> None:
        self._corpus = corpus
        self._analyzer = analyzer

    def read(self, task: Task) -> Outcome:
        """Read a post, unless its bytes are as they were."""
        try:
            file = open_post(self._corpus, task.path)
        except PostError as error:
            return Gone(error.reason, isinstance(error, UnreadableError))
        digest = file.digest
        if digest == task.digest:
            return Unchanged()
        try:
            article = parse_article(file.data, self._corpus, task.path)
        except PostError as error:
            return Reading(file.size, file.modified, digest, error.reason, (), {})
        made = tuple(documents(article, self._analyzer.fold))
        return Reading(file.size, file.modified, digest, None, made, self._analysed(made))

    def _analysed(self, made: Sequence[Document]) -> Analysed:
        """The tokens of every field; a text that several documents share once."""
        analysed: dict[tuple[str, ...], FieldTokens] = {}
        for document in made:
            for field in FIELDS[document.kind]:
                texts = values(document, field)
                if texts and texts not in analysed:
                    analysed[texts] = self._analyzer.field(texts)
        return analysed


def workers(jobs: int | None) -> int:
    """How many processes ``jobs`` asks for; None is one for every core that we may use.

    Raises:
        ArgumentError: less than one.
    """
    if jobs is None:
        return len(os.sched_getaffinity(0))
    if jobs < 1:
        raise ArgumentError(f"jobs={jobs}: use 1 or more")
    return jobs


def read_all(
    tasks: Sequence[Task], corpus: Path, analyzer: Analyzer, *, jobs: int
) -> Iterator[tuple[Task, Outcome]]:
    """Read posts in order, with ``jobs`` processes where that pays.

    Raises:
        WorkerError: a process died.
    """
    if jobs == 1 or len(tasks) < _FEW:
        reader = Reader(corpus, analyzer)
        for task in tasks:
            yield task, reader.read(task)
        return
    context = multiprocessing.get_context("spawn")
    start = corpus, dict(analyzer.fold.variants)
    with held():
        pool = ProcessPoolExecutor(jobs, context, _start, start)
    with pool:
        try:
            yield from _in_order(pool, tasks, jobs * _AHEAD)
        except BrokenProcessPool as error:
            raise WorkerError(
                "a process that read posts died, perhaps for want of memory; nothing was changed; "
                "try again with fewer: --jobs 1"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, tasks: Sequence[Task], ahead: int
) -> Iterator[tuple[Task, Outcome]]:
    waiting: deque[tuple[Sequence[Task], Future[list[Outcome]]]] = deque()
    left = iter(tasks)
    while batch := tuple(islice(left, _BATCH)):
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


_reader: Reader
"""Of a worker process."""


def _start(corpus: Path, variants: Mapping[str, str]) -> None:
    global _reader
    _reader = Reader(corpus, Analyzer(Fold(variants)))


def _read(batch: Sequence[Task]) -> list[Outcome]:
    return [_reader.read(task) for task in batch]
