"""One connection: uvicorn's HTTP/1.1 on h11, with an end to everything that a client may draw out.

What it adds to its parent:

- a time limit for a request's head and for its body (uvicorn has one between requests only, so a
  request that is half sent stays for ever), and for answers that nobody takes;
- a place among the process's ``Connections``;
- a limit for a request's head, which h11 has for heads that are not whole yet, and no others: one
  read brings up to 256 KiB;
- refusals of its own making (400, 408, 431, 503) in the shape and with the headers of all other
  errors;
- a request line with raw UTF-8 in it, as ``curl '…?q=灯会'`` sends it, is read as if it had been
  percent-encoded. RFC 9112 lets a server be so lenient; what it means is never in doubt.

It overrides ``asyncio.Protocol``'s methods, ``handle_events``, ``send_400_response`` and
``on_response_complete``, and looks at ``conn`` (h11's public states), ``cycle`` and ``config``:
reason enough to bind the version of uvicorn. ``docs/operations.md`` has what other servers do with
the same clients.
"""

import asyncio
import json
import re
import typing
from email.utils import formatdate
from http import HTTPStatus

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from web.connections import Connections, Limits
from web.security import HEADERS

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

    limits: Limits

    @property
    def places(self) -> Connections:
        """The connections of this process."""

    def log_refusal(self, status: int, size: int) -> None:
        """Log what was refused before there was a request to name."""


class Protocol(H11Protocol):
    """See the module."""

    config: Shared  # type: ignore[assignment]  # a uvicorn.Config with these, see web.serving

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a place; the clock of the first request's head begins to run."""
        super().connection_made(transport)  # type: ignore[arg-type]  # a socket's, which is one
        self._limits = self.config.limits
        self._watched: tuple[str, object] | None = None
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

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  uvicorn's words
        """What arrived is no HTTP."""
        self._refuse(400, _MALFORMED)

    def on_response_complete(self) -> None:
        """The answer was handed over."""
        super().on_response_complete()
        if not self.transport.is_closing():
            if self.cycle.response_complete:
                self.config.places.wait(self)
            self._watch()
        self._watch_sending()

    def pause_writing(self) -> None:
        """The client takes no more for now."""
        super().pause_writing()
        self._watch_sending()

    def drop(self) -> None:
        """See ``web.connections``."""
        self.transport.abort()

    def refuse(self) -> None:
        """See ``web.connections``."""
        self._refuse(503, _FULL)

    # What is being waited for, and for how long

    def _watch(self) -> None:
        """Keep the clock that fits what is being read; only another thing winds it up anew."""
        reading = self._reading()
        if reading is None and self.cycle is not None and not self.cycle.response_complete:
            self.config.places.work(self)
        if reading == self._watched:
            return
        self._unset_deadline()
        self._watched = reading
        if reading is None:
            return
        limit = self._limits.head if reading[0] == "head" else self._limits.body
        self._deadline = self.loop.call_later(limit, self._late)

    def _reading(self) -> tuple[str, object] | None:
        """The part of a request that is being read, and the request before it or it."""
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            return "body", self.cycle
        if state is h11.IDLE and (self.cycle is None or self.conn.trailing_data[0]):
            return "head", self.cycle
        return None

    def _late(self) -> None:
        if self.transport.is_closing():
            return
        begun = self.conn.trailing_data[0] and self.conn.our_state is h11.IDLE
        if begun:
            self._refuse(408, _LATE)
        else:
            self.transport.close()
            self._watch_sending()

    def _watch_sending(self) -> None:
        """Where something waits to be taken, look again later whether any of it was."""
        waiting = self.transport.get_write_buffer_size()
        if waiting and self._stalled is None:
            self._stalled = self.loop.call_later(self._limits.sending, self._look_again, waiting)

    def _look_again(self, before: int) -> None:
        self._stalled = None
        if self.transport.get_write_buffer_size() >= before:
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
            self.config.log_refusal(status, len(content.partition(b"\r\n\r\n")[2]))
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
