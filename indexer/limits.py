"""What reading one post may cost: seconds of computing, and bytes of memory.

Reading takes time in proportion to a post, and posts have a size; but four parsers that are not
ours read them, and a build of a hundred thousand posts must not hang at one. So a post that costs
too much is skipped with that reason, and there are two fences:

- A timer of the process's own computing (``ITIMER_VIRTUAL``) raises in the middle of reading, and
  the system refuses memory (``RLIMIT_DATA``), which raises as well. Python code, regular
  expressions (which look for signals) and calls back from parsers are stopped by it; the process
  lives on, so it serves where posts are read in the process that builds. Computing is counted and
  not the clock, so that a post is not skipped because the machine is busy.
- What cannot be interrupted, a loop inside a parser in C, holds the interpreter, and no thread can
  stop it. In a process that only reads the kernel ends it (``RLIMIT_CPU``) after twice the time;
  ``reading`` then finds the post and goes on without it.

Not taken: a thread that watches (it cannot run while C code holds the interpreter), a process for
every post (a start costs a hundred times what a post does), and deadlines kept by the parent
(only the kernel counts computing). Signals belong to the main thread and the limit of memory to
Linux; elsewhere a post is read without the first fence.
"""

import contextlib
import math
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_STATE = Path("/proc/self/statm")
_DATA = 5
"""The field of ``/proc/self/statm`` that has the pages of data."""

_LOOKS = 8
"""How often the timer looks again within the time, once it is over."""


class CostError(BaseException):
    """Reading a post costs too much; the message is the reason.

    No ``Exception``: what catches the faults of parsers must not take it for one. It never leaves
    ``reading`` and ``inspection``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one post may cost.

    Attributes:
        seconds: of computing.
        memory: bytes on top of what the process has.
    """

    seconds: float = 30.0
    memory: int = 1 << 30


@contextmanager
def bounded(limits: Limits) -> Iterator[None]:
    """Within the block, cost no more than that.

    Raises:
        CostError: it would.
    """
    try:
        with _bounded_time(limits.seconds), _bounded_memory(limits.memory):
            yield
    except MemoryError as error:
        needed = limits.memory >> 20
        raise CostError(f"reading it takes more than {needed:,} MiB of memory") from error


def end_after(limits: Limits) -> None:
    """Have the kernel end this process where it computes for twice the time from now on."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        most = math.ceil(time.process_time() + 2 * limits.seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (_within(most, hard), hard))


@contextmanager
def _bounded_time(seconds: float) -> Iterator[None]:
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "setitimer"):
        yield
        return
    begun = time.thread_time()
    over = False

    def look(_signal: int, _frame: FrameType | None) -> None:
        # The timer counts other threads, too.
        if not over and time.thread_time() - begun >= seconds:
            raise CostError(f"reading it takes more than {seconds:g} s of computing")

    before = signal.signal(signal.SIGVTALRM, look)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds / _LOOKS)
    try:
        yield
    finally:
        over = True
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def _bounded_memory(memory: int) -> Iterator[None]:
    if resource is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    try:
        used = int(_STATE.read_text("ascii").split()[_DATA]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):  # no Linux
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (_within(used + memory, soft), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _within(most: int, limit: int) -> int:
    return most if limit == resource.RLIM_INFINITY else min(most, limit)
