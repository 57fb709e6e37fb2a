"""The embedded engine: a directory of builds, read through snapshots."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from json import JSONDecodeError
from pathlib import Path

from search.completions.completion import Completion
from search.completions.completion_index import CompletionIndex, open_completions
from search.completions.counted import count_all, disagreements
from search.document import KINDS, Document, Kind
from search.errors import DocumentMissingError, IndexClosedError
from search.execution import whoosh_check
from search.execution.archive import EmbeddedArchive
from search.execution.collector import by_date
from search.execution.found import Found
from search.execution.page import Pages
from search.explanation import Explanation
from search.index.commit import identity, latest_generation
from search.index.directory import IndexDirectory
from search.index.segment import SegmentReader
from search.manifest import Manifest
from search.request import Request
from search.results import Results, Similar
from search.snapshot.memory import Memory
from search.snapshot.snapshot import Snapshot
from search.suggestion import Suggestion
from search.suggestions.suggestions import Suggestions
from search.text.analyzer import Analyzer
from search.vocabulary import Vocabulary, default_vocabulary

_FEW = 256

_TICKS = 3 * 10**9
"""Nanoseconds; the coarsest clock of a file system in use ticks every two seconds."""

_ATTEMPTS = 20
"""How often to look again when the live build is replaced while it is opened."""


@dataclass(frozen=True, slots=True)
class _Commit:
    """A commit of a build, told from others of the same name by the file of its table.

    An index may be put in the place of another while it is open (a restored copy): then the same
    number is another commit.
    """

    build: Path
    generation: int
    table: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Live:
    """What answers now: a build, its manifest and its latest commit."""

    commit: _Commit
    manifest: Manifest
    analyzer: Analyzer
    snapshot: Snapshot
    pages: Pages
    completions: CompletionIndex
    suggestions: Suggestions


class EmbeddedEngine:
    """Answers from the live build of an index directory.

    Args:
        vocabulary: gives the other words for what is typed, as they are now.
        today: gives the day by which dates in words are read.

    Raises:
        IndexMissingError, IndexDamagedError, IndexOutdatedError: see ``search.errors``.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        vocabulary: Callable[[], Vocabulary] = default_vocabulary,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._vocabulary = vocabulary
        self._today = today
        self._directory = IndexDirectory(path)
        self._opening = threading.Lock()
        self._memory = Memory()
        self._live: _Live | None = None
        self._settled: tuple[_Commit, tuple[int, ...]] | None = None
        self._closed = False
        self._now()

    def _now(self) -> _Live:
        """The live build's latest commit, opened when it is not the one already open.

        Raises:
            IndexClosedError: the engine was closed.
        """
        self._check_open()
        live = self._live
        if live is not None and self._is_settled(live):
            return live
        for _ in range(_ATTEMPTS):
            build = self._directory.live()
            try:
                looked = self._directory.looked_at(build)  # before the commit is: it may be older
                trusted = time.time_ns() - max(looked[1::2]) >= _TICKS
                generation = latest_generation(build)
                commit = _Commit(build, generation, identity(build, generation))
                live = self._live
                if live is None or live.commit != commit:
                    live = self._reopen(commit)
                self._settled = (commit, looked) if trusted else None
                return live  # noqa: TRY300  the rest of the block may raise
            except FileNotFoundError as error:  # swept away since: a newer one is live
                missing = error.with_traceback(None)  # which holds this frame, and files open
        raise self._directory.damaged(missing)

    def _is_settled(self, live: _Live) -> bool:
        """Whether nothing changed since it was seen, as far as times of files tell.

        Two changes within a tick of the file system's clock have the same time. So a time is
        trusted that had passed for a while when it was looked at.
        """
        settled = self._settled  # other threads set it
        if settled is None or settled[0] != live.commit:
            return False
        try:
            return self._directory.looked_at(live.commit.build) == settled[1]
        except OSError:
            return False

    def _reopen(self, commit: _Commit) -> _Live:
        with self._opening:
            self._check_open()  # again: it may have been closed since, and would be opened for good
            if self._live is None or self._live.commit != commit:
                self._live = self._open(commit)
                self._memory.retain(self._live.snapshot.owners)
            return self._live

    def _check_open(self) -> None:
        if self._closed:
            raise IndexClosedError("the archive was closed; open it again")

    def _open(self, commit: _Commit) -> _Live:
        build = commit.build
        before = self._live if self._live and self._live.commit.build == build else None
        manifest = before.manifest if before else self._directory.manifest(build)
        analyzer = before.analyzer if before else manifest.analyzer()
        old = before.snapshot if before else None
        try:
            snapshot = Snapshot(build, commit.generation, analyzer.fold, self._memory, old)
            completions = open_completions(build, commit.generation)
        except FileNotFoundError:
            raise
        except Exception as error:  # a broken file is met with whatever its parsing raises
            raise self._directory.damaged(error) from error
        pages = Pages(snapshot, analyzer, manifest)
        archive = EmbeddedArchive(snapshot, analyzer)
        suggestions = Suggestions(completions, archive, analyzer)
        return _Live(commit, manifest, analyzer, snapshot, pages, completions, suggestions)

    @property
    def manifest(self) -> Manifest:
        """See ``Engine``."""
        return self._now().manifest

    def search(self, request: Request) -> Results:
        """See ``Engine``."""
        with self._reading():
            live, vocabulary, today = self._now(), self._vocabulary(), self._today()
            results = live.pages.answer(request, vocabulary, today)
            with self._looking_up():
                offered = live.suggestions.corrections(request, results, vocabulary, today)
            if not offered:
                return results
            return replace(results, interpretation=(*results.interpretation, *offered))

    def explain(self, request: Request, document: str) -> Explanation:
        """See ``Engine``."""
        live = self._now()
        with self._reading():
            number = _number(live.snapshot, document)
            return live.pages.explain(request, number, self._vocabulary(), self._today())

    def suggest(self, request: Request, limit: int) -> tuple[Suggestion, ...]:
        """See ``Engine``."""
        with self._reading(), self._looking_up():
            suggestions = self._now().suggestions
            return suggestions.suggest(request, limit, self._vocabulary(), self._today())

    def similar(self, document: str, limit: int) -> Similar:
        """See ``Engine``."""
        live = self._now()
        with self._reading():
            number = _number(live.snapshot, document)
            return live.pages.similar(number, limit, self._vocabulary(), self._today())

    def get(self, document: str) -> Document:
        """See ``Engine``."""
        snapshot = self._now().snapshot
        with self._reading():
            return snapshot.document(_number(snapshot, document))

    def article(self, article: str) -> tuple[Document, ...]:
        """See ``Engine``."""
        snapshot = self._now().snapshot
        numbers = snapshot.of_article(article)
        if not numbers:
            raise DocumentMissingError(f"no article {article!r} in this archive")
        with self._reading():
            return tuple(snapshot.document(number) for number in numbers)

    def documents(self, kind: Kind) -> Iterator[Document]:
        """See ``Engine``."""
        return self._documents(self._now().snapshot, kind)

    def _documents(self, snapshot: Snapshot, kind: Kind) -> Iterator[Document]:
        found = Found((n, one, one.everybody) for n, one in enumerate(snapshot.searchers[kind]))
        shown = 0
        for count in (_FEW, len(found)):  # most who ask look at the first few
            for number in by_date(snapshot, found.numbers, "newest", count)[shown:].tolist():
                self._check_open()
                one, local = snapshot.place(number)
                with self._reading():  # not remembered: there may be a million
                    document = one.segment.document(kind, local)
                yield document
            shown = min(count, len(found))

    def counts(self) -> Mapping[Kind, int]:
        """See ``Engine``."""
        snapshot = self._now().snapshot
        return {kind: snapshot.count(kind) for kind in KINDS}

    def record(self, article: str) -> str | None:
        """See ``Engine``."""
        with self._reading():
            return self._now().snapshot.record(article)

    def records(self) -> Mapping[str, str]:
        """See ``Engine``."""
        with self._reading():
            return self._now().snapshot.records

    def verify(self, *, with_whoosh: bool = False) -> Iterator[str]:
        """See ``Engine``."""
        live = self._now()
        words = not live.manifest.dictionary_changed
        told = _verified(live, words=words)
        if not with_whoosh:
            return told
        return chain(told, whoosh_check.disagreements(self._directory, live.snapshot))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Say that the index is damaged where a text in it is none."""
        try:
            yield
        except (UnicodeDecodeError, JSONDecodeError) as error:
            raise self._directory.damaged(error) from error

    @contextmanager
    def _looking_up(self) -> Iterator[None]:
        """Say that the index is damaged where its completions lead nowhere."""
        try:
            yield
        except (IndexError, KeyError, ValueError) as error:
            raise self._directory.damaged(error) from error

    def close(self) -> None:
        """See ``Engine``. Waits for another thread that is opening a commit."""
        with self._opening:
            self._closed = True
            self._live = None
            self._memory.clear()


def _verified(live: _Live, *, words: bool) -> Iterator[str]:
    """What is wrong with the segments; where nothing is, with what is counted of them."""
    sound = True
    for fault in live.snapshot.verify(live.analyzer, words=words):
        sound = False
        yield fault
    if sound:
        segments = list(live.snapshot.readers.values())
        anew = partial(_counted, segments, live.analyzer)
        yield from disagreements(live.completions, anew, words=words)


def _counted(segments: Sequence[SegmentReader], analyzer: Analyzer) -> list[Completion]:
    return count_all(segments, analyzer)[0]


def _number(snapshot: Snapshot, document: str) -> int:
    number = snapshot.number(document)
    if number is None:
        raise DocumentMissingError(f"no document {document!r} in this archive")
    return number
