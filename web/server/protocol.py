"""One connection: uvicorn's HTTP/1.1 on h11, with an end to everything that a client may draw out.

What it adds to its parent:

- a time limit for all that it waits for, see ``web.server.clocks``, and for answers that nobody
  takes (uvicorn has one between requests only, so a request that is half sent stays for ever);
- a count of what is written, for the access log;
- a place among the process's ``Connections``;
- a limit for a request's head, which h11 has for heads that are not whole yet, and no others: one
  read brings up to 256 KiB;
- an end in good order: what is asked on a connection that was open when the server was stopped is
  answered, and told to be the last (uvicorn closes it while the request is on its way);
- refusals of its own making (400, 408, 431, 503) in the shape and with the headers of all other
  errors;
- a request line with raw UTF-8 in it, as ``curl '…?q=灯会'`` sends it, is read as if it had been
  percent-encoded. RFC 9112 lets a server be so lenient; what it means is never in doubt.

It overrides ``asyncio.Protocol``'s methods, ``handle_events``, ``send_400_response``,
``on_response_complete``, ``shutdown`` and ``timeout_keep_alive_handler``, and looks at ``conn``
(h11's public states), ``cycle`` and ``config``: reason enough to bind the version of uvicorn.
``docs/operations.md`` has what other servers do with the same clients.
"""

import asyncio
import json
import re
import typing
from collections.abc import Callable
from email.utils import formatdate
from http import HTTPStatus

import h11
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from web.security import HEADERS
from web.server.clocks import Awaited, awaited
from web.server.connections import ConnectionLimits, Connections
from web.server.counting import CountedTransport

LONGEST_HEAD = 32 << 10
"""Bytes of a request's line and headers; a Chinese character in an address takes nine."""

_END_OF_HEAD = re.compile(rb"\n\r?\n")

_MALFORMED = (
    "This is no HTTP request that can be read. In the address, percent-encode blanks and every "
    "character that is not ASCII, in UTF-8: for example with curl --get --data-urlencode."
)
_LONG = f"The address and the headers of a request may be {LONGEST_HEAD >> 10} KiB long together."
_LATE = "The request was not sent completely in time."
_FULL = "Too many connections at the moment; please try again."


class Shared(typing.Protocol):
    """What the protocol needs of the configuration, which all connections of a process share."""

    limits: ConnectionLimits

    @property
    def places(self) -> Connections:
        """The connections of this process."""

    def watched(self, app: ASGIApp, written: Callable[[], int]) -> ASGIApp:
        """The application, with its requests told of; ``written`` counts a connection's bytes."""

    def refused(self, status: int, size: int, client: str) -> None:
        """Tell of what was refused before there was a request to name."""


class Protocol(H11Protocol):
    """See the module."""

    config: Shared  # type: ignore[assignment]  # a uvicorn.Config with these, see web.server.serving
    transport: CountedTransport  # type: ignore[assignment]  # which has all that the other has

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a place; the clock of the first request's head begins to run."""
        super().connection_made(CountedTransport(transport))  # type: ignore[arg-type]  # of a socket
        self.app = self.config.watched(self.app, lambda: self.transport.written)
        self._limits = self.config.limits
        self._awaited: Awaited | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self.config.places.enter(self)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self.config.places.leave(self)
        self._unset_deadline()
        if self._stalled is not None:
            self._stalled.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on."""
        if self.transport.is_closing():
            return
        super().data_received(self._encoded(data))
        self._watch()

    def handle_events(self) -> None:
        """Read what has arrived; every request's head comes by here first, pipelined ones too."""
        if (
            self.conn.their_state is h11.IDLE
            and head_length(self.conn.trailing_data[0]) > LONGEST_HEAD
        ):
            self._refuse(431, _LONG)
        else:
            super().handle_events()
            if self.config.places.ending:
                self._make_last()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  uvicorn's words
        """What arrived is no HTTP."""
        self._refuse(400, _MALFORMED)

    def on_response_complete(self) -> None:
        """The answer was handed over."""
        super().on_response_complete()
        if not self.transport.is_closing():
            if self.cycle.response_complete:
                self.config.places.wait(self)
                if self.config.places.ending:
                    self._linger()
            self._watch()
        self._watch_sending()

    def pause_writing(self) -> None:
        """The client takes no more for now."""
        super().pause_writing()
        self._watch_sending()

    def drop(self) -> None:
        """See ``web.server.connections``."""
        self.transport.abort()

    def refuse(self) -> None:
        """See ``web.server.connections``."""
        self._refuse(503, _FULL)

    def shutdown(self) -> None:
        """The server is being stopped: answer what comes within a moment, and close."""
        self._make_last()
        self._linger()

    def timeout_keep_alive_handler(self) -> None:
        """uvicorn's own clock is none: there is one for every state here."""

    # The end of a server

    def _make_last(self) -> None:
        """Let the answer that is due tell that none follows it."""
        if self.cycle is not None and not self.cycle.response_started and self.cycle.keep_alive:
            self.cycle.keep_alive = False
            self.cycle.default_headers = [*self.cycle.default_headers, (b"connection", b"close")]

    def _linger(self) -> None:
        self.loop.call_later(self._limits.lingering, self._close_if_idle)

    def _close_if_idle(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    # What is being waited for, and for how long

    def _watch(self) -> None:
        """Keep the clock that fits what is awaited; only another thing winds it up anew."""
        now = awaited(
            self.conn.their_state,
            self.conn.our_state,
            self.cycle,
            self.conn.trailing_data[0],
            self._limits,
        )
        if now == self._awaited:
            return
        if now.what == "answer":
            self.config.places.work(self)
        self._unset_deadline()
        self._awaited = now
        self._deadline = self.loop.call_later(now.limit, self._late, now.what)

    def _late(self, what: str) -> None:
        self._awaited = self._deadline = None
        if self.transport.is_closing():
            self._watch_sending()
        elif what == "answer":
            self._watch_sending()
            self._watch()
        elif what == "head" and self.conn.trailing_data[0]:
            self._refuse(408, _LATE)
        else:
            self.transport.close()
            self._watch_sending()

    def _watch_sending(self) -> None:
        """Where something waits to be taken, look again later whether any of it was."""
        if self.transport.get_write_buffer_size() and self._stalled is None:
            taken = self.transport.taken
            self._stalled = self.loop.call_later(self._limits.sending, self._look_again, taken)

    def _look_again(self, taken: int) -> None:
        self._stalled = None
        if self.transport.get_write_buffer_size() and self.transport.taken == taken:
            self.transport.abort()
        else:
            self._watch_sending()

    def _unset_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    # What is said without the application

    def _refuse(self, status: int, detail: str) -> None:
        """Answer, if no answer has begun, and close."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE) and not self.transport.is_closing():
            content = refusal(status, detail)
            self.transport.write(content)
            size = len(content.partition(b"\r\n\r\n")[2])
            self.config.refused(status, size, self.client[0] if self.client else "-")
        self.transport.close()
        self._watch_sending()

    def _encoded(self, data: bytes) -> bytes:
        """The data, raw bytes of UTF-8 in a request line made the escapes that they stand for."""
        if data.isascii() or self.conn.their_state is not h11.IDLE:
            return data
        if b"\n" in self.conn.trailing_data[0]:
            return data
        line, end, rest = data.partition(b"\n")
        return _escaped(line) + end + rest


def head_length(data: bytes) -> int:
    """How many bytes of what has arrived are the line and headers of the next request."""
    end = _END_OF_HEAD.search(data)
    return len(data) if end is None else end.end()


def refusal(status: int, detail: str) -> bytes:
    """A whole response in bytes: a problem document, with the headers that every response has."""
    phrase = HTTPStatus(status).phrase
    problem = {"type": "about:blank", "title": phrase, "status": status, "detail": detail}
    body = json.dumps(problem, separators=(",", ":")).encode()
    headers = {
        "Date": formatdate(usegmt=True),
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Connection": "close",
        **HEADERS,
        **({"Retry-After": "1"} if status == 503 else {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} {phrase}\r\n{head}\r\n".encode("ascii") + body


def _escaped(line: bytes) -> bytes:
    return b"".join(b"%%%02X" % byte if byte > 0x7F else bytes((byte,)) for byte in line)
