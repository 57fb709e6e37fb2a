"""Whether a folder has changed, by looking it over: what serves where the system cannot tell.

watchfiles ends at a name that is not UTF-8, as Windows' zips leave them, whatever happened to the
file; a folder of such a name it cannot follow at all, since to look into one is to touch it. What
is looked at here are names, sizes and times, so nothing that is only read counts.

A look costs a system call for each file. Looks therefore take a twentieth of the time at most: in
a folder of a thousand files one comes every half second, in one of a million every few minutes.
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_SHARE = 20
"""How many times as long as a look took is waited until the next."""


class Looks:
    """A folder as it was when it was last looked over.

    Args:
        folder: looked over at once.
        counts: whether a path in it counts; what lies in a folder that does not, does not either.
        quiet: seconds without a change after which one is told.
        longest: seconds after which it is told though changes go on.
    """

    def __init__(
        self, folder: Path, counts: Callable[[str], bool], *, quiet: float, longest: float
    ) -> None:
        self._folder = folder
        self._counts = counts
        self._quiet = quiet
        self._longest = longest
        self._since: float | None = None
        self._next = 0.0
        self._seen = self._look()

    def changed(self) -> bool:
        """Whether there were changes that have ended; False also where it is too early to look."""
        now = time.monotonic()
        if now < self._next:
            return False
        seen = self._look()
        if seen != self._seen:
            self._seen = seen
            self._since = now if self._since is None else self._since
            self._next = time.monotonic() + self._quiet
            ended = now - self._since >= self._longest
        else:
            ended = self._since is not None
        if ended:
            self._since = None
        return ended

    def _look(self) -> bytes:
        begun = time.monotonic()
        digest = hashlib.blake2b()
        for line in self._lines():
            digest.update(line)
        now = time.monotonic()
        self._next = now + max(self._quiet, _SHARE * (now - begun))
        return digest.digest()

    def _lines(self) -> Iterator[bytes]:
        """Names, and of files size and time. A folder that cannot be read is an empty one."""
        waiting = [str(self._folder)]
        while waiting:
            try:
                with os.scandir(waiting.pop()) as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except OSError:
                continue
            for entry in entries:
                if not self._counts(entry.path):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                    yield os.fsencode(entry.path) + b"/\0"
                else:
                    yield os.fsencode(entry.path) + _state(entry)


def _state(entry: "os.DirEntry[str]") -> bytes:
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return b"\0gone\0"
    return b"\0%d %d\0" % (found.st_size, found.st_mtime_ns)
