"""Ctrl-C: one line on standard error and exit code 130, whatever was going on.

Python's own way is an exception, ``KeyboardInterrupt``, wherever the process happens to be. That is
right in code that has something to put away, and wrong nearly everywhere else: libraries turn it
into an error of theirs while they are imported, destructors print it and go on, and at the end of a
process it becomes a traceback for nothing. So a command ends where it is, at once, as if it were
killed, which an index survives at any moment; and only where work has something to put away (a
half-written build) is the exception raised, once: whoever asks a second time is not kept waiting.

A terminal sends the signal to the processes that a command started as well. They are started with
it blocked, from their first instruction on (``held``). Those that read posts leave it so and end
with the command: only who was asked answers. Those that serve let it through when they are ready.

Signals belong to the process, so what is known of them is known to the module. Programs that use
the library keep the handler that they have; nothing here touches it but ``interruptible``.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

INTERRUPTED = 128 + signal.SIGINT
"""The exit code, as shells have it."""

_CLEAN = b"\r\x1b[J\x1b[?25h"
"""On a terminal: without what is left of a progress bar, and with the cursor that it hid."""


class _Interruption:
    """What becomes of the signal now."""

    def __init__(self) -> None:
        self.line = ""
        self.unwinding = 0
        self.holding = 0
        self.waiting = False
        self.raised = False
        self.done = False

    def handle(self, _signal: int = signal.SIGINT, _frame: FrameType | None = None) -> None:
        if self.done:
            return
        if self.holding:
            self.waiting = True
            return
        _end_children()
        if self.unwinding and not self.raised:
            self.raised = True
            raise KeyboardInterrupt
        self.leave()

    def leave(self) -> None:
        """End the process here, without anything that Python does at its end."""
        self.tell()
        os._exit(INTERRUPTED)

    def tell(self) -> None:
        """Say it once, past Python's streams, which may be at work themselves."""
        line, self.line = self.line, ""
        with suppress(OSError):
            if line and os.isatty(2) and os.environ.get("TERM") != "dumb":
                os.write(2, _CLEAN)
            os.write(2, line.encode())


_now = _Interruption()


@contextmanager
def interruptible(line: str) -> Iterator[None]:
    """Let Ctrl-C end this process with a line and ``INTERRUPTED``; to be used once, around it all.

    When the block has ended the work is done, and the signal is ignored until the process is gone.
    """
    _now.line = line
    sys.unraisablehook = _heeding(sys.unraisablehook)
    signal.signal(signal.SIGINT, _now.handle)
    try:
        yield
    except BaseException:
        if not _now.raised:
            raise
        _now.tell()
        raise SystemExit(INTERRUPTED) from None
    finally:
        _now.done = True


@contextmanager
def unwound() -> Iterator[None]:
    """In the block, Ctrl-C raises ``KeyboardInterrupt``, so that what was begun is put away."""
    _now.unwinding += 1
    try:
        yield
    finally:
        _now.unwinding -= 1


@contextmanager
def held() -> Iterator[None]:
    """In the block, Ctrl-C waits; processes that are started in it see none but by their wish."""
    _now.holding += 1
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        _now.holding -= 1
        if _now.waiting and not _now.holding:
            _now.waiting = False
            _now.handle()


def let_through() -> None:
    """Let Ctrl-C come to this process, which was started while it was held, from now on."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def was_interrupted() -> bool:
    """Whether ``KeyboardInterrupt`` was raised; an error of the putting away is no news then."""
    return _now.raised


def _end_children() -> None:
    """Kill the processes that read posts: they have nothing to put away."""
    if "multiprocessing" in sys.modules:
        for child in sys.modules["multiprocessing"].active_children():
            child.kill()


def _heeding(hook: Callable[["sys.UnraisableHookArgs"], object]) -> Callable[..., object]:
    """A hook that ends the process where Python would print the interruption and go on."""

    def heed(unraisable: "sys.UnraisableHookArgs") -> None:
        if unraisable.exc_type is KeyboardInterrupt:
            _now.leave()
        hook(unraisable)

    return heed
