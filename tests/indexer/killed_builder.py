"""A process whose children build an index and are killed at a given step or moment, on command.

    python -m tests.indexer.killed_builder CORPUS INDEX

Reads lines ``build step 7`` or ``update step 7`` and answers each with one line: ``killed`` when
the child died before its seventh step, ``done`` when it had fewer. After ``build after 0.25`` the
child is killed a quarter of a second after its start, wherever it is. A step is anything that
changes the disk: opening a file of the index for writing, making, renaming, removing, bringing to
the disk. Python's audit hooks tell of all but the last, so no step of the code is missed when the
code changes.
Children are forked, since a Python that imports everything anew takes longer than the build, and
the process builds once before, so that its children have the dictionary.
"""

import itertools
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from tempfile import TemporaryDirectory

from indexer import build_index, update_index

_STEPS = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link"})
_WRITING = os.O_WRONLY | os.O_RDWR


def kill_before(step: int, index: str) -> None:
    """Make this process die before it changes the disk for the ``step``-th time, from 1."""
    steps = itertools.count(1)

    def take() -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if event in _STEPS or (event == "open" and _writes(arguments, index)):
            take()

    sync = os.fsync

    def synced(descriptor: int) -> None:
        take()
        sync(descriptor)

    setattr(os, "fsync", synced)  # noqa: B010  typed as taking more than anybody gives it
    sys.addaudithook(audit)


def _writes(arguments: tuple[object, ...], index: str) -> bool:
    path, _, flags = arguments
    inside = isinstance(path, str | os.PathLike) and os.fspath(path).startswith(index)
    return inside and isinstance(flags, int) and bool(flags & _WRITING)


def run(work: Callable[[], object], *, step: int = 0, seconds: float | None = None) -> str:
    """Do the work in a child that dies before a step or after a time; says how it ended."""
    child = os.fork()
    if child == 0:
        kill_before(step, sys.argv[2])
        work()
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "killed" if os.WTERMSIG(status) == signal.SIGKILL else "crashed"
    return "done" if os.WEXITSTATUS(status) == 0 else "failed"


def main() -> None:
    """Serve commands until standard input ends."""
    corpus, index = sys.argv[1:]
    works = {
        "build": partial(build_index, corpus, index),
        "update": partial(update_index, corpus, index),
    }
    with TemporaryDirectory() as folder:
        build_index(corpus, folder)
    for line in sys.stdin:
        name, when, number = line.split()
        if when == "step":
            ended = run(works[name], step=int(number))
        else:
            ended = run(works[name], seconds=float(number))
        sys.stdout.write(f"{ended}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
