"""Files that were fetched from a cluster, kept on this machine as long as somebody maps them.

All processes of a user share one folder, in which a file is called by its digest. Whoever uses a
file holds a shared lock on it (flock: the system lets go of it when the process ends, however it
ends); the last one to let go removes it, and so does the next who fetches anything. A file comes
into the folder whole, or not at all.

Of those who need a file at once, one fetches it and the others wait for its lock. Each file has
its own, so that nobody waits for the files of another archive. Whatever is opened is locked and
then looked at again: whoever removes a file has locked it before, so it may be gone by then.
"""

import contextlib
import fcntl
import functools
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from search.cluster.typing.completion_files import digest_of
from search.errors import IndexWriteError

_DIGEST = re.compile(r"[0-9a-f]{40}")
_LOCK = ".lock"
_PART = ".part"
_OURS = re.compile(rf"{_DIGEST.pattern}(?:{_LOCK}|{_PART})?")
"""What may be in the folder of ours; nothing else there is touched."""

_PRIVATE = 0o700
_WRITTEN = os.O_RDWR | os.O_CREAT


class Held:
    """A file that nobody removes until it is let go."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    def close(self) -> None:
        """Let go of the file; remove it where nobody else holds it."""
        try:
            _remove_unheld(self.path, self._descriptor)
        finally:
            os.close(self._descriptor)


def held(digest: str, fetch: Callable[[], Iterable[bytes]], folder: Path | None = None) -> Held:
    """The file with a digest, fetched where it is not there.

    Raises:
        ValueError: what is fetched is another file, or the digest is none.
        IndexWriteError: it cannot be kept on this machine.
    """
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is no digest of a file")
    where = folder or shared_folder()
    path = where / digest
    try:
        return _hold(path) or _fetched(path, fetch)
    except OSError as error:
        raise IndexWriteError(
            f"the completions of the index cannot be kept in {where}: {error.strerror}; "
            "make room there, or name another folder in TMPDIR"
        ) from error


def shared_folder() -> Path:
    """A folder of this user's alone; one of this process where that cannot be had."""
    folder = Path(tempfile.gettempdir(), f"huabao-{os.getuid()}")
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=_PRIVATE)
    found = folder.lstat()
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if is_ours and stat.S_IMODE(found.st_mode) == _PRIVATE:
        return folder
    return Path(_own_folder().name)


@functools.cache
def _own_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that nobody shares; it goes with the process."""
    return tempfile.TemporaryDirectory(prefix="huabao-", ignore_cleanup_errors=True)


def _hold(path: Path) -> Held | None:
    """A file of the folder; None where it is not there, or is not what its name says."""
    try:
        descriptor = _locked(path, os.O_RDONLY, fcntl.LOCK_SH)
    except FileNotFoundError:
        return None
    if digest_of(path) == path.name:
        return Held(path, descriptor)
    os.close(descriptor)
    return None


def _fetched(path: Path, fetch: Callable[[], Iterable[bytes]]) -> Held:
    """A file that others may be fetching; what nobody holds is removed."""
    with _alone(path.with_suffix(_LOCK)):
        found = _hold(path)
        if found is not None:
            return found
        _sweep(path.parent)
        return _fetch(path, fetch)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep others out who come with the same file."""
    descriptor = _locked(path, _WRITTEN, fcntl.LOCK_EX)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _fetch(path: Path, fetch: Callable[[], Iterable[bytes]]) -> Held:
    """Bring a file into the folder, in place of a damaged one."""
    part = path.with_suffix(_PART)
    descriptor = _locked(part, _WRITTEN | os.O_TRUNC, fcntl.LOCK_SH)
    try:
        with open(descriptor, "wb", closefd=False) as file:
            file.writelines(fetch())
        _check(part, path.name)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        os.close(descriptor)
        raise
    return Held(path, descriptor)


def _check(path: Path, digest: str) -> None:
    if digest_of(path) != digest:
        raise ValueError(f"what was fetched as {digest} is another file")


def _locked(path: Path, flags: int, lock: int) -> int:
    """A file of the folder, opened and locked; one that was removed meanwhile is opened anew."""
    while True:
        descriptor = os.open(path, flags | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, lock)
            if os.fstat(descriptor).st_nlink:
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove the files that nobody holds: whoever fetched them did not come to an end."""
    for path in folder.iterdir():
        if not _OURS.fullmatch(path.name):
            continue
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            _remove_unheld(path, descriptor)
        finally:
            os.close(descriptor)


def _remove_unheld(path: Path, descriptor: int) -> None:
    with contextlib.suppress(OSError):  # somebody holds it, or it is gone
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.stat().st_ino == os.fstat(descriptor).st_ino:
            path.unlink()
