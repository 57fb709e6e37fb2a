"""One process apart that decodes pictures, seen from the process that asks it.

It is a program of its own and not a ``multiprocessing`` process: those import the main module of
whoever asks once more, which a script that shows a thumbnail would not survive, and a fork would
take the locks of a server's threads with it. It is in a session of its own, so that Ctrl-C in a
terminal reaches the server alone, which then ends it. There is no need to hunt for orphans: its
end of the connection closes with the process that holds ours, however that one ends, and its time
is limited by the system. (PDEATHSIG, which Linux offers for this, is sent when the *thread* ends
that started it.)

A decoder may be taken over by what it decodes, so nothing that such a process does is waited for
without end, and nothing that it says is believed unseen: a timer ends it, wherever it stands in a
task, sizes of messages have a bound, and what is no answer is as good as its death.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from socket import SHUT_RDWR, socketpair
from typing import get_args

from indexer.imaging.picture import Answer, PictureFacts, Reason, RefusedError, Task

_PATIENCE = 10.0
"""How many times its processor time a task may take by the clock, on a machine that is busy."""

_GRACE = 2.0
"""Seconds in which a process that has closed its end is to be gone."""

MAX_TOLD = 64 * 1024
"""Bytes of the facts or of the reason."""

MAX_RENDITION = 64 * 1024 * 1024
"""Bytes of a rendition; three times what one has unencoded."""

_PROGRAM = "import sys; sys.path[:] = {path!r}; from indexer.imaging.worker import main; main({fd})"


class OutOfTime(Exception):  # noqa: N818  no error yet: whoever asked may ask again for longer
    """A task used up its seconds."""


class RenderingProcess:
    """Does one task after the other; for one thread at a time."""

    def __init__(self) -> None:
        ours, theirs = socketpair()
        with theirs:
            fd = theirs.fileno()
            program = _PROGRAM.format(path=sys.path, fd=fd)
            self._line = ours
            self._connection = Connection(ours.dup().detach())
            self._over = False
            self._asking: object = None
            self._lock = threading.Lock()
            try:
                self._process = subprocess.Popen(  # noqa: S603  a program of ours
                    [sys.executable, "-c", program],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=(fd,),
                    start_new_session=True,
                    env={**os.environ, "MALLOC_ARENA_MAX": "1"},
                )
            except BaseException:
                self._hang_up()
                raise

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, task: Task, data: bytes, *, seconds: float) -> Answer:
        """Have a task done within some seconds of processor time.

        Raises:
            RefusedError: the picture is refused, or the process ended.
            OutOfTime: the seconds are over. The process has ended, as after any error of its own.
        """
        wanted = {"width": task.width, "media_type": task.media_type, "seconds": seconds}
        try:
            with self._at_most(seconds * _PATIENCE):
                self._connection.send_bytes(json.dumps(wanted).encode())
                self._connection.send_bytes(data)
                told = self._connection.recv_bytes(MAX_TOLD)
                rendition = self._connection.recv_bytes(MAX_RENDITION)
            return _answer(told, rendition)
        except (EOFError, OSError) as error:
            raise self._ended() from error
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            self.close()
            raise RefusedError("died", "the process that decoded it gave no answer") from error

    def kill(self) -> None:
        """End it in the midst of whatever it does; from any thread."""
        self._process.kill()

    def close(self) -> None:
        """End it and let go of it."""
        self._process.kill()
        self._process.wait()
        self._hang_up()

    @contextmanager
    def _at_most(self, seconds: float) -> Iterator[None]:
        """In the block, end the process when the seconds are over; what it waits for then fails."""
        self._asking = mine = object()

        def end() -> None:
            with self._lock:
                if self._asking is not mine:
                    return
                self._over = True
            self._process.kill()
            with suppress(OSError):  # whoever else holds its end, we wait no longer
                self._line.shutdown(SHUT_RDWR)

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            with self._lock:
                self._asking = None
            timer.cancel()

    def _ended(self) -> Exception:
        try:
            code = self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:  # it closed its end, or said too much, and lives
            self._process.kill()
            code = self._process.wait()
        self._hang_up()
        if self._over or code == -signal.SIGPROF:
            return OutOfTime()
        return RefusedError("died", f"the process that decoded it ended with code {code}")

    def _hang_up(self) -> None:
        self._connection.close()
        self._line.close()


def _answer(told: bytes, rendition: bytes) -> Answer:
    """What a process said, looked at.

    Raises:
        RefusedError: it refused the picture.
        ValueError, KeyError, TypeError, RecursionError: it is no answer.
    """
    answer = json.loads(told)
    if "reason" in answer:
        reason, message = answer["reason"], answer["message"]
        if reason not in get_args(Reason) or not isinstance(message, str):
            raise ValueError("no reason that there is")
        raise RefusedError(reason, message)
    facts = PictureFacts(**answer)
    numbers = facts.width, facts.height
    if not isinstance(facts.format, str) or not all(type(n) is int and n > 0 for n in numbers):
        raise ValueError("no facts of a picture")
    return Answer(facts, rendition)
