"""The access log: one line for each request, on standard output.

    2026-11-27T21:04:05Z 200 4.3 18230 GET /search?q=%E7%81%AF

Time (UTC), status, milliseconds from the request's head to the last byte handed over, bytes of the
body that were written, method, path. What the application answers to a reader who has left, or to
HEAD, is not written: only the connection knows, so it says how much it was given. Who asked is not
in it: an archive's readers are nobody's business, and a proxy in front knows them. uvicorn's own
log has neither duration nor size, and is written before either is known.
"""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST = 2000  # characters of a path


class AccessLog:
    """Writes the lines. A log that cannot be written is given up, with one line about that."""

    def __init__(
        self,
        out: TextIO | None = None,
        *,
        clock: Callable[[], float] = time.time,
        counter: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._out = out or sys.stdout
        self._clock = clock
        self._given_up = False
        self.counter = counter

    def write(
        self, *, status: int, started: float | None, size: int, method: str, path: str
    ) -> None:
        """Write a line; ``started`` is what ``counter`` said then, None where nobody looked."""
        if self._given_up:
            return
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._clock()))
        taken = 0.0 if started is None else (self.counter() - started) * 1000
        line = f"{moment} {status or '-'} {taken:.1f} {size} {plain(method)} {plain(path)}\n"
        try:
            self._out.write(line)
            self._out.flush()
        except (OSError, ValueError) as error:
            self._given_up = True
            with suppress(OSError):  # nobody is left to be told
                sys.stderr.write(
                    f"python -m web: the access log cannot be written: {_why(error)}\n"
                )


class AccessLogged:
    """An application whose requests are logged. Status ``-``: the reader left before an answer.

    It is one connection's: ``written`` says how many bytes were written to that until now.
    """

    def __init__(self, app: ASGIApp, log: AccessLog, written: Callable[[], int]) -> None:
        self._app = app
        self._log = log
        self._written = written

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, path = self._log.counter(), requested(scope)
        status = size = 0

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            before = self._written()
            await send(message)
            if self._written() == before:
                return
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))

        try:
            await self._app(scope, receive, send_counted)
        finally:
            self._log.write(
                status=status, started=started, size=size, method=scope["method"], path=path
            )


def _why(error: OSError | ValueError) -> str:
    """The system's words, without its number."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def requested(scope: Scope) -> str:
    """The target of a request as it was sent."""
    path: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogateescape")
    query: bytes = scope.get("query_string", b"")
    return (path + b"?" + query if query else path).decode("latin-1")


def plain(text: str) -> str:
    """A text that stays on its line whatever stands in it, and is one word: visible ASCII."""
    shown = text if len(text) <= LONGEST else text[:LONGEST] + "..."
    if shown.isascii() and shown.isprintable() and " " not in shown:
        return shown
    return "".join(c if "!" <= c <= "~" else f"%{ord(c):02X}" for c in shown)
