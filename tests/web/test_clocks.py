"""Whatever a connection waits for has an end.

What broke: a request got its answer before its body was complete, and when the body came the
server waited for the next request without a clock.
"""

import itertools
import socket
from collections.abc import Callable
from functools import partial

import h11
import pytest
from h11._state import MIGHT_SWITCH_PROTOCOL, SWITCHED_PROTOCOL
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn.server import ServerState

from tests.web.in_process import held, serving
from tests.web.server import PATIENCE, received, until
from web.server.clocks import awaited
from web.server.connections import ConnectionLimits
from web.server.protocol import Protocol
from web.server.serving import ServerConfig

LIMITS = ConnectionLimits(head=1, body=2, idle=3, sending=4)

STATES = (
    h11.IDLE, h11.SEND_BODY, h11.SEND_RESPONSE, h11.DONE, h11.MUST_CLOSE, h11.CLOSED, h11.ERROR,
    MIGHT_SWITCH_PROTOCOL, SWITCHED_PROTOCOL,
)  # fmt: skip


@pytest.mark.parametrize(
    ("theirs", "ours", "cycle", "buffered", "what", "limit"),
    [
        (h11.IDLE, h11.IDLE, None, b"", "head", 1),
        (h11.IDLE, h11.IDLE, None, b"GET", "head", 1),
        (h11.IDLE, h11.IDLE, "last", b"GET", "head", 1),
        (h11.IDLE, h11.IDLE, "last", b"", "next", 3),
        (h11.SEND_BODY, h11.SEND_RESPONSE, "last", b"", "body", 2),
        (h11.SEND_BODY, h11.SEND_BODY, "last", b"5", "body", 2),
        (h11.SEND_BODY, h11.DONE, "last", b"", "body", 2),
        (h11.SEND_BODY, h11.MUST_CLOSE, "last", b"", "body", 2),
        (h11.DONE, h11.SEND_RESPONSE, "last", b"", "answer", 4),
        (h11.DONE, h11.SEND_BODY, "last", b"GET", "answer", 4),
        (h11.MUST_CLOSE, h11.SEND_BODY, "last", b"", "answer", 4),
        (MIGHT_SWITCH_PROTOCOL, h11.SEND_RESPONSE, "last", b"", "answer", 4),
        (h11.DONE, h11.DONE, "last", b"", "end", 3),
        (h11.MUST_CLOSE, h11.MUST_CLOSE, "last", b"", "end", 3),
        (h11.ERROR, h11.IDLE, None, b"x", "end", 3),
        (h11.CLOSED, h11.CLOSED, "last", b"", "end", 3),
    ],
)
def test_what_is_awaited_and_how_long(
    theirs: object, ours: object, cycle: object, buffered: bytes, what: str, limit: float
) -> None:
    now = awaited(theirs, ours, cycle, buffered, LIMITS)
    assert (now.what, now.after, now.limit) == (what, cycle, limit)


def test_no_state_is_without_a_clock() -> None:
    for theirs, ours, cycle, buffered in itertools.product(STATES, STATES, (None, 1), (b"", b"x")):
        assert awaited(theirs, ours, cycle, buffered, LIMITS).limit in (1, 2, 3, 4)


async def page(_request: object) -> PlainTextResponse:
    return PlainTextResponse("answered")


APP = Starlette(routes=[Route("/", page)])
LENGTH = b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"
CHUNKED = b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "late"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b""),
        (LENGTH, b"12345"),
        (CHUNKED, b"5\r\n12345\r\n0\r\n\r\n"),
    ],
    ids=["no body", "length", "chunked"],
)
def test_a_body_that_comes_after_its_answer_keeps_no_connection_open(
    head: bytes, late: bytes
) -> None:
    limits = ConnectionLimits(head=600, body=600, idle=0.1)
    with (
        serving(APP, limits) as (server, port),
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as kept,
    ):
        kept.sendall(head)
        answer = b""
        while not answer.endswith(b"answered"):
            answer += kept.recv(1 << 16)
        kept.sendall(late)
        assert received(kept) == b""
        until(lambda: not held(server))


def test_no_clock_of_uvicorn_ends_a_connection() -> None:
    """What broke: it ran beside ours, and closed what was half sent behind an answer."""
    limits = ConnectionLimits(head=600, idle=600)
    with serving(APP, limits) as (server, port):
        server.config.timeout_keep_alive = 0
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as kept:
            kept.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while not answer.endswith(b"answered"):
                answer += kept.recv(1 << 16)
            kept.settimeout(0.3)
            with pytest.raises(TimeoutError):
                kept.recv(1)


class Recorder:
    """A loop and a transport that do nothing by themselves; ``waiting`` is what nobody took."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, Callable[[], object]]] = []
        self.waiting = 0
        self.aborted = False

    def call_later(self, delay: float, call: Callable[..., object], *values: object) -> "Recorder":
        self.calls.append((delay, partial(call, *values)))
        return self

    def cancel(self) -> None:
        pass

    def write(self, data: bytes) -> None:
        self.waiting += len(data)

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def get_extra_info(self, _name: str) -> None:
        return None

    def is_closing(self) -> bool:
        return self.aborted

    def abort(self) -> None:
        self.aborted = True


def test_an_answer_that_is_taken_and_refilled_is_not_given_up() -> None:
    """What broke: as much waited as 20 seconds before, so it was thought that nobody took it."""
    system = Recorder()
    config = ServerConfig(APP, limits=LIMITS)
    protocol = Protocol(config, ServerState(), {}, system)  # type: ignore[arg-type]  # what it uses
    protocol.connection_made(system)  # type: ignore[arg-type]  # what it uses of a transport
    system.calls.clear()
    protocol.transport.write(b"x" * 100)
    protocol.pause_writing()
    for taken in (100, 1, 40):
        system.waiting -= taken
        protocol.transport.write(b"x" * taken)
        ((delay, look),) = system.calls
        system.calls.clear()
        look()
        assert (delay, system.aborted) == (4, False)
    ((_, look),) = system.calls
    look()
    assert system.aborted
