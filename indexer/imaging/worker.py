"""The process apart: takes one picture at a time from a connection, and sends back what it gives.

It holds two fences that do not depend on what a header says. The system refuses it more address
space than ``ADDRESS_SPACE``, which Pillow meets as a MemoryError; and ends it when a task has used
its seconds of processor time, wherever a decoder is at that moment. Processor time and not time of
the clock: a machine that is busy with other things makes no picture hostile. Nobody who forgot this
process can leave it working, therefore; and when whoever asked is gone, the connection ends and so
does it.

Only bytes and JSON go over the connection. A pickle would let a decoder that was taken over run
code in the process that asked.
"""

import contextlib
import json
import resource
import signal
from dataclasses import asdict
from multiprocessing.connection import Connection

from PIL import AvifImagePlugin

from indexer.imaging.picture import Answer, RefusedError, Task
from indexer.imaging.renditions import answer

ADDRESS_SPACE = 1024 * 1024 * 1024
"""Bytes: what ``cost`` allows, the file, and as much again for the program and its allocator."""


def main(descriptor: int) -> None:
    """Work for whoever holds the other end of a connection, until it is closed."""
    _confine()
    with Connection(descriptor) as connection, contextlib.suppress(EOFError, OSError):
        while True:
            wanted = json.loads(connection.recv_bytes())
            data = connection.recv_bytes()
            told, rendition = _done(
                Task(wanted["width"], wanted["media_type"]), data, wanted["seconds"]
            )
            connection.send_bytes(json.dumps(told).encode())
            connection.send_bytes(rendition)


def _done(task: Task, data: bytes, seconds: float) -> tuple[dict[str, object], bytes]:
    signal.setitimer(signal.ITIMER_PROF, seconds)  # SIGPROF ends a process that does not handle it
    try:
        made: Answer = answer(task, data)
    except RefusedError as error:
        return {"reason": error.reason, "message": str(error)}, b""
    except MemoryError:
        return {"reason": "too_large", "message": "it takes more memory than it may"}, b""
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return asdict(made.facts), made.rendition


def _confine() -> None:
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread more would take address space
    with contextlib.suppress(ValueError, OSError):  # a system without this limit (macOS)
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
