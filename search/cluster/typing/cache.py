"""Files that were fetched from a cluster, kept on this machine as long as somebody maps them.

All processes of a user share one folder, in which a file is called by its digest. Whoever uses a
file holds a shared lock on it (flock: the system lets go of it when the process ends, however it
ends); the last one to let go removes it, and so does the next who fetches anything. A file comes
into the folder whole, or not at all.
"""

import contextlib
import fcntl
import os
import stat
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from search.cluster.typing.completion_files import digest_of
from search.errors import IndexWriteError

_ATTEMPTS = 20
"""How often a file is fetched that others remove before it can be held."""

_OURS = 0o700


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
        ValueError: what is fetched is another file.
        IndexWriteError: it cannot be kept on this machine.
    """
    where = folder or shared_folder()
    path = where / digest
    try:
        for _ in range(_ATTEMPTS):
            found = _hold(path)
            if found is None:
                _fetch(path, fetch)
                continue
            if digest_of(path) == digest:
                return found
            path.unlink(missing_ok=True)  # cut short by a full disk, or by somebody
            found.close()
    except OSError as error:
        raise IndexWriteError(
            f"the completions of the index cannot be kept in {where}: {error.strerror}; "
            "make room there, or name another folder in TMPDIR"
        ) from error
    raise ValueError(f"what was fetched as {digest} is another file")


def shared_folder() -> Path:
    """A folder of this user's alone; one that nobody shares where that cannot be had."""
    folder = Path(tempfile.gettempdir(), f"huabao-{os.getuid()}")
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=_OURS)
    found = folder.lstat()
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if is_ours and stat.S_IMODE(found.st_mode) == _OURS:
        return folder
    return Path(tempfile.mkdtemp(prefix="huabao-"))


def _hold(path: Path) -> Held | None:
    """A file of the folder; None where it is not there, or was removed before it was held."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    if os.fstat(descriptor).st_nlink:
        return Held(path, descriptor)
    os.close(descriptor)
    return None


def _fetch(path: Path, fetch: Callable[[], Iterable[bytes]]) -> None:
    """Bring a file into the folder; remove what nobody holds."""
    _sweep(path.parent)
    descriptor, name = tempfile.mkstemp(prefix="fetched-", dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        try:
            for data in fetch():
                file.write(data)
            file.flush()
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _sweep(folder: Path) -> None:
    """Remove the files that nobody holds: whoever fetched them did not come to an end."""
    for path in folder.iterdir():
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
