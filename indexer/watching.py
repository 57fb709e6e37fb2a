"""An index that follows its folder: an update whenever something changes there.

The system tells of changes (watchfiles: inotify, FSEvents), so nothing is read while nothing
happens. What counts is whatever an update could see: posts, and pictures beside them, but not
hidden files, and not the index where it is a directory inside the folder, or every update would
call for the next; corpus and index may be named through links. Changes are waited for to end, since
a copy of a thousand posts should be one update. From the first name that watchfiles cannot tell,
one that is not UTF-8, the folder is looked over instead.

Whatever may pass by itself (another writer, a full disk, a folder that is not mounted) is told once
and tried again after a while, each time twice as long. Numbers in a message (of a process, of posts
that are gone) may change meanwhile; that is the same trouble. Only what is wrong from the start
ends it.

It is no part of the door: it never returns, and a program that wants this has its own loop around
``update_index``.
"""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

import watchfiles

from indexer.build import BuildReport, update_index
from indexer.looking import Looks
from indexer.place import checked_place
from indexer.sources.source import Folder
from search.errors import ArchiveError, ArgumentError, CorpusError
from search.place import is_cluster
from search.vocabulary import VOCABULARY_FILES

_QUIET = 0.5
"""Seconds without a change after which an update begins."""

_LONGEST = 10.0
"""Seconds after which it begins though changes go on."""

_TICK = 0.5
"""Seconds between looks whether the folder is still there and whether it is time to try again."""

_UNTOLD = "Unable to decode path"
"""What watchfiles says of a name that is not UTF-8; it has no exception of its own for that."""

_FIRST_RETRY = 2.0
_LAST_RETRY = 300.0
"""Seconds until what failed is tried again; twice as long each time, up to the latter."""

_NUMBER = re.compile(r"(?<![\w/.-])\d[\d,]*(?![\w/])")
"""A number that stands for itself and not in a name."""

Update = Callable[[], BuildReport]


def watch(
    corpus: str | Path | Folder,
    index: str | Path,
    *,
    jobs: int | None = 1,
    memory: int,
    drafts: bool = False,
    stop: threading.Event | None = None,
) -> Iterator[BuildReport | ArchiveError]:
    """Update an index at once and then whenever its folder changes, until ``stop`` is set.

    Only a folder tells of its changes, so no other source can be watched.

    Gives what each update did, or why it could not, once until that changes; it is tried again.

    Raises: at the first update only,
        ArgumentError, CorpusError: with this folder or these numbers none can ever succeed.
    """
    root = corpus.root if isinstance(corpus, Folder) else corpus
    place = checked_place("index", index)
    directory = None if is_cluster(place) else Path(place)
    watched = _Watched(Path(root), directory, stop or threading.Event())

    def update() -> BuildReport:
        return update_index(corpus, index, jobs=jobs, memory=memory, drafts=drafts)

    told: object = None
    for number, outcome in enumerate(watched.outcomes(update)):
        if number == 0 and isinstance(outcome, ArgumentError | CorpusError):
            raise outcome
        trouble = _trouble(outcome) if isinstance(outcome, ArchiveError) else None
        if trouble is None or trouble != told:
            yield outcome
        told = trouble


def _trouble(error: ArchiveError) -> object:
    """What is the same while a trouble lasts: its kind, and what it is about."""
    return type(error), _NUMBER.sub("N", str(error))


class _Watched:
    """A folder, and when it is time for an update; an index that may lie in it is no part of it."""

    def __init__(self, corpus: Path, index: Path | None, stop: threading.Event) -> None:
        self._corpus = corpus
        self._top = corpus.resolve()
        self._indexes = () if index is None else (index.resolve(), index.absolute())
        self._stop = stop
        self._due: float | None = 0.0
        self._pause = _FIRST_RETRY

    def outcomes(self, update: Update) -> Iterator[BuildReport | ArchiveError]:
        """What became of each update, failures that repeat themselves included."""
        if _identity(self._corpus) is None:
            yield self._outcome(update)  # which says what there is to say of a wrong path
        while not self._stop.is_set():
            here = _identity(self._corpus)
            if here is None:
                yield CorpusError(f"{self._corpus} is gone; waiting until it is back")
                self._stop.wait(_TICK)
                continue
            self._due = 0.0  # nobody knows what happened while nobody watched
            try:
                for _ in self._changes(here):
                    if self._due is not None and time.monotonic() >= self._due:
                        yield self._outcome(update)
            except CorpusError as error:
                yield error
                self._stop.wait(self._longer())

    def _outcome(self, update: Update) -> BuildReport | ArchiveError:
        self._due = None
        try:
            report = update()
        except ArchiveError as error:
            self._due = time.monotonic() + self._longer()
            return error
        self._pause = _FIRST_RETRY
        return report

    def _longer(self) -> float:
        """Seconds until the next try; the one after that waits for twice as long."""
        pause, self._pause = self._pause, min(2 * self._pause, _LAST_RETRY)
        return pause

    def _changes(self, here: tuple[int, int]) -> Iterator[None]:
        """Come back at every change and every tick, until the folder is another one or gone."""
        try:
            for changes in watchfiles.watch(
                self._corpus,
                watch_filter=self._counts,
                step=int(_QUIET * 1000),
                debounce=int(_LONGEST * 1000),
                rust_timeout=int(_TICK * 1000),
                yield_on_timeout=True,
                stop_event=self._stop,
            ):
                if changes:
                    self._due = 0.0
                if _identity(self._corpus) != here:
                    return
                yield
        except FileNotFoundError:  # gone between a look and the next
            return
        except (OSError, RuntimeError) as error:
            if not str(error).startswith(_UNTOLD):
                raise CorpusError(
                    f"cannot watch {self._corpus} ({error}); run update now and then instead"
                ) from error
        else:
            return
        yield from self._looks(here)

    def _looks(self, here: tuple[int, int]) -> Iterator[None]:
        """The same without the system, which cannot tell of all that changes here."""
        self._top = self._corpus.resolve()
        looks = Looks(self._top, self._visible, quiet=_QUIET, longest=_LONGEST)
        self._due = 0.0
        while not self._stop.is_set() and _identity(self._corpus) == here:
            if looks.changed():
                self._due = 0.0
            yield
            self._stop.wait(_TICK)

    def _counts(self, _change: watchfiles.Change, path: str) -> bool:
        """Whether an update could see a file."""
        file = PurePath(path)
        if self._is_of_index(file) or self._is_of_index(_real(file)):
            return False
        inside = next(
            (
                file.relative_to(top)
                for top in (self._top, self._corpus)
                if file.is_relative_to(top)
            ),
            file,
        )
        return _open(inside)

    def _visible(self, path: str) -> bool:
        """The same of a file by its true name, which a look gives: it follows no links."""
        file = PurePath(path)
        return not self._is_of_index(file) and _open(file.relative_to(self._top))

    def _is_of_index(self, file: PurePath) -> bool:
        return any(file.is_relative_to(index) for index in self._indexes)


def _open(inside: PurePath) -> bool:
    """Whether a file is no vocabulary, and it and the folders above neither hidden nor a tool's."""
    return inside.as_posix() not in VOCABULARY_FILES and not any(
        part.startswith(".") or part == "node_modules" for part in inside.parts
    )


def _real(file: PurePath) -> PurePath:
    """A file by the true name of its folder."""
    return PurePath(os.path.realpath(file.parent), file.name)


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder stands under a name, or None where there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
