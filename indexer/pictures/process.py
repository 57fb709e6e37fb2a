"""One process apart that decodes pictures, seen from the process that asks it.

It is a program of its own and not a ``multiprocessing`` process: those import the main module of
whoever asks once more, which a script that shows a thumbnail would not survive, and a fork would
take the locks of a server's threads with it. It is in a session of its own, so that Ctrl-C in a
terminal reaches the server alone, which then ends it. There is no need to hunt for orphans: its
end of the connection closes with the process that holds ours, however that one ends, and its time
is limited by the system. (PDEATHSIG, which Linux offers for this, is sent when the *thread* ends
that started it.)
"""

import json
import os
import signal
import subprocess
import sys
from multiprocessing.connection import Connection
from socket import socketpair

from indexer.imaging.picture import Answer, PictureFacts, RefusedError, Task

_PATIENCE = 10.0
"""How many times its processor time a task may take by the clock, on a machine that is busy."""

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
            self._connection = Connection(ours.detach())
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
                self._connection.close()
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
        try:
            wanted = {"width": task.width, "media_type": task.media_type, "seconds": seconds}
            self._connection.send_bytes(json.dumps(wanted).encode())
            self._connection.send_bytes(data)
            if not self._connection.poll(seconds * _PATIENCE):
                self.close()
                raise OutOfTime
            told = json.loads(self._connection.recv_bytes())
            rendition = self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            raise self._ended() from error
        if "reason" in told:
            raise RefusedError(told["reason"], told["message"])
        return Answer(PictureFacts(**told), rendition)

    def kill(self) -> None:
        """End it in the midst of whatever it does; from any thread."""
        self._process.kill()

    def close(self) -> None:
        """End it and let go of it."""
        self._process.kill()
        self._process.wait()
        self._connection.close()

    def _ended(self) -> Exception:
        code = self._process.wait()
        self._connection.close()
        if code == -signal.SIGPROF:
            return OutOfTime()
        return RefusedError("died", f"the process that decoded it ended with code {code}")
