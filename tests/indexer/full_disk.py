"""A disk that is full from a given step on, for files below one folder.

A step is whatever needs room: making a file or a folder, a name, bringing to the disk, and every
write, of which half still fits. Removing and cutting short go on, as they do on a full disk. Audit
hooks tell of all but writes, so no step of the code is missed when the code changes; files that are
opened for writing get a write of ours below their buffers.
"""

import builtins
import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

_OPEN = io.open
_SYNC = os.fsync


class FullDisk:
    """Counts steps below ``folder``; those from ``first`` on find no room."""

    active: ClassVar["FullDisk | None"] = None

    def __init__(self, folder: Path, first: int) -> None:
        self.folder = str(folder)
        self.first = first
        self.steps = 0

    def full(self) -> bool:
        """Take a step; whether there is no room for it."""
        self.steps += 1
        return self.steps >= self.first

    def take(self) -> None:
        """Take a step.

        Raises:
            OSError: there is no room for it.
        """
        if self.full():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def holds(self, path: object) -> bool:
        """Whether a path is below the folder."""
        return isinstance(path, str | os.PathLike) and str(os.fspath(path)).startswith(self.folder)


class _File(io.FileIO):
    def write(self, data: Any) -> int:
        disk = FullDisk.active
        if disk is not None and disk.full():
            super().write(memoryview(data).cast("B")[: len(data) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


def _open(file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **named: Any) -> Any:
    disk = FullDisk.active
    if disk is None or not disk.holds(file) or not set(mode) & set("wxa+"):
        return _OPEN(file, mode, buffering, *rest, **named)
    raw = _File(file, mode.replace("b", "").replace("t", ""))
    if buffering == 0:
        return raw
    buffered = io.BufferedWriter(raw)
    return buffered if "b" in mode else io.TextIOWrapper(buffered, *rest, **named)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    disk = FullDisk.active
    if disk is None or not arguments or not disk.holds(arguments[0]):
        return
    creates = event == "open" and arguments[2] & os.O_CREAT and not Path(arguments[0]).exists()
    if creates or event in ("os.mkdir", "os.rename"):
        disk.take()


def _sync(descriptor: int) -> None:
    disk = FullDisk.active
    if disk is not None:
        disk.take()
    _SYNC(descriptor)


_hooked: list[bool] = []


@contextmanager
def full_from(folder: Path, first: int) -> Iterator[FullDisk]:
    """Let the disk be full from a step on until the block ends."""
    if not _hooked:
        sys.addaudithook(_audit)  # which cannot be taken away again
        _hooked.append(True)
    names = ((builtins, "open", _open), (io, "open", _open), (os, "fsync", _sync))
    before = [getattr(module, name) for module, name, _ in names]
    for module, name, ours in names:
        setattr(module, name, ours)
    FullDisk.active = FullDisk(folder, first)
    try:
        yield FullDisk.active
    finally:
        FullDisk.active = None
        for (module, name, _), old in zip(names, before, strict=True):
            setattr(module, name, old)
