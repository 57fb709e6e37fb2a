"""The vocabulary files of a folder, read again when they change.

Before a search the two files are looked at, at most twenty times a second, and read when their
identity, size or time changed; the content decides whether there is a new vocabulary. A time is
trusted that had passed for a while when it was looked at, since two changes within a tick of the
file system's clock have the same.

A file that cannot be read (no permission, a link out of the folder, a pipe) leaves the last good
one in use, with a fault that says so. One that is gone is an empty one. While one thread reads,
the others go on with what there is.
"""

import os
import stat
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from search.equivalents.listed import MOST_BYTES, Fault
from search.vocabulary import VOCABULARY_FILES, Vocabulary, default_vocabulary, read_vocabulary

_BETWEEN = 0.05
"""Seconds between two looks."""

_TICKS = 2_000_000_000
"""Nanoseconds after which a file's time is trusted: FAT has a tick of two seconds."""

_State = tuple[int, ...] | None
"""What tells one state of a file from another; None where there is no file."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it was last read.

    Attributes:
        state: what was seen before it was read; empty where the next look is to read it again.
        data: the last good content.
        fault: why the present content is not it.
    """

    state: _State = None
    data: bytes = b""
    fault: Fault | None = None


class VocabularyFolder:
    """Gives the vocabulary of a folder as it is now; safe to share between threads.

    Args:
        where: names the folder, or none; an archive may move while it is open.
        clock: seconds, for tests.
    """

    def __init__(
        self,
        where: Callable[[], str | os.PathLike[str] | None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._where = where
        self._clock = clock
        self._looking = threading.Lock()
        self._folder: Path | None = None
        self._files = dict.fromkeys(VOCABULARY_FILES, _File())
        self._vocabulary: Vocabulary | None = None
        self._next = 0.0

    def __call__(self) -> Vocabulary:
        """The vocabulary now. Never raises for what is wrong with the files."""
        known = self._vocabulary
        if known is not None and self._clock() < self._next:
            return known
        if not self._looking.acquire(blocking=known is None):
            return known or default_vocabulary()
        try:
            if self._vocabulary is None or self._clock() >= self._next:
                self._look()
                self._next = self._clock() + _BETWEEN
            return self._vocabulary or default_vocabulary()
        finally:
            self._looking.release()

    def _look(self) -> None:
        found = self._where()
        folder = None if found is None else Path(found)
        before = self._files
        known = before if folder == self._folder else dict.fromkeys(VOCABULARY_FILES, _File())
        self._folder = folder
        self._files = {name: _looked_at(folder, name, file) for name, file in known.items()}
        if self._vocabulary is None or _said(self._files) != _said(before):
            self._vocabulary = self._read()

    def _read(self) -> Vocabulary:
        synonyms, dictionary = (self._files[name] for name in VOCABULARY_FILES)
        faults = tuple(file.fault for file in (synonyms, dictionary) if file.fault)
        if not (synonyms.data or dictionary.data or faults):
            return default_vocabulary()
        return read_vocabulary(synonyms=synonyms.data, dictionary=dictionary.data, unread=faults)


def _said(files: dict[str, _File]) -> list[tuple[bytes, Fault | None]]:
    return [(file.data, file.fault) for file in files.values()]


def _looked_at(folder: Path | None, name: str, known: _File) -> _File:
    if folder is None:
        return _File()
    try:
        state = _state(folder / name)
        if state == known.state and state != ():
            return known
        if state is None:
            return _File()
        data = _content(folder, name)
    except (OSError, ValueError) as error:
        return _File((), known.data, _unread(name, error))
    if data is None:
        return _File(state, known.data, _elsewhere(name))
    return _File(state if _is_old(state) else (), data)


def _state(path: Path) -> _State:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _is_old(state: tuple[int, ...]) -> bool:
    return time.time_ns() - max(state[-2:]) >= _TICKS


def _content(folder: Path, name: str) -> bytes | None:
    """The bytes of a regular file inside the folder, one more than are read; else None."""
    top = os.path.realpath(folder)
    real = Path(os.path.realpath(folder / name))
    if not real.is_relative_to(top):
        return None
    descriptor = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        return file.read(MOST_BYTES + 1)


def _unread(name: str, error: Exception) -> Fault:
    why = getattr(error, "strerror", None) or str(error)
    return Fault(
        name,
        0,
        f"无法读取（{why}），仍用上次的内容：请检查文件权限",
        f"cannot be read ({why}); what it last said is used: check its permissions",
    )


def _elsewhere(name: str) -> Fault:
    return Fault(
        name,
        0,
        "不是此文件夹中的普通文件，未读取：请把文件放在这里",
        "no file inside this folder and not read: put the file itself here",
    )
