"""The directory of an embedded index: complete builds side by side, and which one is live.

    index/
      current            names the live build; replaced in one step by os.replace
      builds/<build id>/ one complete build with its manifest
      writing            locked (flock) by the one process that builds or updates
      pictures/          not ours: survives every rebuild

A build becomes visible only when it is complete and on the disk, so a builder that is killed
leaves the live one as it was; the next builder removes what was left behind. Readers hold a
shared lock on ``<build>/reading``; a build is removed only when nobody does. Locks are flocks:
the system drops them with the process, however it ends.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from search.errors import (
    ArgumentError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexWriteError,
)
from search.manifest import Manifest, read_manifest

_MANIFEST = "manifest.json"

_OURS = frozenset({"current", "builds", "writing", "pictures"})
_OF_SYSTEMS = frozenset({"lost+found"})


class IndexDirectory:
    """Paths, locks and the switch from one build to the next."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._current = self.path / "current"
        self._builds = self.path / "builds"

    @property
    def rebuild_command(self) -> str:
        """What to type to make this index anew."""
        return f"python -m indexer build CORPUS --index {self.path}"

    def live(self) -> Path:
        """The live build.

        Raises:
            IndexMissingError: nothing was ever built here.
            IndexDamagedError: ``current`` names a build that is not there.
        """
        try:
            name = self._current.read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise IndexMissingError(
                f"no index at {self.path}; build one: {self.rebuild_command}"
            ) from error
        except (OSError, ValueError) as error:
            raise self.damaged(error) from error
        build = self._builds / name
        if not name or not (build / _MANIFEST).is_file():
            if name and self._named() not in (name, None):
                return self.live()  # another build went live meanwhile, and this one is swept away
            raise IndexDamagedError(
                f"the index at {self.path} names build {name!r}, which is not there; "
                f"rebuild it: {self.rebuild_command}"
            )
        return build

    def _named(self) -> str | None:
        """The build that is named as the live one, if any is."""
        try:
            return self._current.read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return None

    def looked_at(self, build: Path) -> tuple[int, ...]:
        """What changes whenever a build goes live, or is committed to: two looks at the disk.

        Raises:
            OSError: one of the two is not there.
        """
        current, folder = self._current.stat(), build.stat()
        return current.st_ino, current.st_mtime_ns, folder.st_ino, folder.st_mtime_ns

    def manifest(self, build: Path) -> Manifest:
        """The manifest of a build.

        Raises:
            IndexDamagedError: it cannot be read. IndexOutdatedError: another version's index.
            FileNotFoundError: the build was swept away.
        """
        try:
            text = (build / _MANIFEST).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise
        except (OSError, ValueError) as error:
            raise self.damaged(error) from error
        return read_manifest(text, location=str(self.path), rebuild=self.rebuild_command)

    def damaged(self, error: Exception) -> IndexDamagedError:
        """Say that the index cannot be read, and what to do."""
        return IndexDamagedError(
            f"the index at {self.path} cannot be read ({str(error) or type(error).__name__}); "
            f"rebuild it: {self.rebuild_command}"
        )

    def begin(self) -> Path:
        """A new, empty build that nobody sees yet. Call while ``writing``."""
        moment = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
        build = self._builds / f"{moment}-{secrets.token_hex(3)}"
        build.mkdir(parents=True)
        return build

    def publish(self, build: Path, manifest: str) -> None:
        """Make a complete build the live one, durably, and remove those nobody reads."""
        (build / _MANIFEST).write_text(manifest, encoding="utf-8")
        (build / "reading").touch()
        sync_tree(build)
        sync_directory(self._builds)
        fresh = self.path / f"current.{secrets.token_hex(3)}"
        fresh.write_text(build.name + "\n", encoding="utf-8")
        sync_file(fresh)
        fresh.replace(self._current)
        sync_directory(self.path)
        self.sweep()

    def sweep(self) -> None:
        """Remove builds that are not live and that no reader holds. Call while ``writing``.

        Where it cannot be read which build is live, none is removed: it may be any of them.
        """
        try:
            live = self.live()
        except IndexMissingError:
            live = None
        except IndexDamagedError:
            return
        for build in self._builds.glob("*"):
            if build != live and _unread(build):
                shutil.rmtree(build, ignore_errors=True)
        for stale in self.path.glob("current.*"):
            with contextlib.suppress(OSError):
                stale.unlink(missing_ok=True)

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Say of a disk that is full or closed to us what it means for the index.

        Raises:
            IndexWriteError: for any ``OSError`` of the block.
        """
        try:
            yield
        except OSError as error:
            raise IndexWriteError(
                f"cannot write the index at {self.path}: "
                f"{error.strerror or error}; what was there before still answers"
            ) from error

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the index for writing.

        Raises:
            IndexBusyError: another process holds it.
            ArgumentError: the path is of a file, or the folder holds other things than an index.
        """
        if self.path.is_file():
            raise ArgumentError(f"{self.path} is a file; name a directory for the index")
        self.path.mkdir(parents=True, exist_ok=True)
        self._refuse_foreign()
        with (self.path / "writing").open("a+b", buffering=0) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                holder = lock.read().decode("ascii", "replace").strip() or "unknown"
                raise IndexBusyError(
                    f"{self.path} is being written by process {holder}; "
                    "wait until it is done and try again"
                ) from error
            with contextlib.suppress(OSError):  # a full disk has no room even for the name
                lock.truncate(0)
                lock.write(str(os.getpid()).encode())
            yield

    def _refuse_foreign(self) -> None:
        """A folder of posts, or a home, must not be filled with builds by a slip of the hand."""
        names = {file.name for file in self.path.iterdir() if not file.name.startswith(".")}
        if names & {"current", "builds"}:
            return
        foreign = sorted(names - _OURS - _OF_SYSTEMS)
        if foreign:
            more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
            raise ArgumentError(
                f"{self.path} is no index and holds other things "
                f"({os.fsencode(foreign[0]).decode('utf-8', 'backslashreplace')}{more}); "
                "name a new or empty directory for the index"
            )


def hold(build: Path) -> int:
    """Take a shared lock on a build; close the descriptor to let go."""
    descriptor = os.open(build / "reading", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _unread(build: Path) -> bool:
    """Whether no reader holds a build; one that was never published has none."""
    try:
        descriptor = os.open(build / "reading", os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)


def sync_tree(directory: Path) -> None:
    """Bring the files of a directory to the disk, then the directory."""
    for path in directory.iterdir():
        if path.is_file():
            sync_file(path)
    sync_directory(directory)


def sync_directory(directory: Path) -> None:
    """Bring a directory's names to the disk."""
    _sync(os.open(directory, os.O_RDONLY | os.O_DIRECTORY))


def sync_file(path: Path) -> None:
    """Bring a file to the disk."""
    _sync(os.open(path, os.O_RDONLY))


def _sync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
