"""A process whose children build an index and kill themselves at a given step, on command.

    python -m tests.indexer.killed_builder CORPUS INDEX

Reads lines ``build 7`` or ``update 7`` and answers each with one line: ``killed`` when the child
died before its seventh step, ``done`` when it had fewer. A step is anything that changes the disk:
opening a file of the index for writing, making, renaming, removing, bringing to the disk. Python's
audit hooks tell of all but the last, so no step of the code is missed when the code changes.
Children are forked, since a Python that imports everything anew takes longer than the build.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable

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


def run(work: Callable[[str, str], object], corpus: str, index: str, step: int) -> str:
    """Do the work in a child that dies before a step; says how it ended."""
    child = os.fork()
    if child == 0:
        kill_before(step, index)
        work(corpus, index)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "killed" if os.WTERMSIG(status) == signal.SIGKILL else "crashed"
    return "done" if os.WEXITSTATUS(status) == 0 else "failed"


def main() -> None:
    """Serve commands until standard input ends."""
    corpus, index = sys.argv[1:]
    works: dict[str, Callable[[str, str], object]] = {"build": build_index, "update": update_index}
    for line in sys.stdin:
        name, step = line.split()
        sys.stdout.write(run(works[name], corpus, index, int(step)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
