"""A stopped process ends, and answers what was asked before."""

import asyncio
import socket
import threading
import time

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from tests.web.in_process import held, serving
from tests.web.server import PATIENCE, received, until
from web.server import stopping
from web.server.connections import ConnectionLimits
from web.server.stopping import Stopping

ASKED = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def hello(scope: Scope, _receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        headers = [(b"content-length", b"5")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"hello"})


def until_hello(connection: socket.socket) -> bytes:
    """An answer, whose head and body may come apart."""
    told = b""
    while not told.endswith(b"hello"):
        part = connection.recv(1 << 16)
        assert part
        told += part
    return told


def test_a_request_on_a_kept_connection_is_answered_while_the_server_stops() -> None:
    """What broke: the connection was closed with the request on its way."""
    with (
        serving(hello, ConnectionLimits(lingering=3)) as (server, port),
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as kept,
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as fresh,
    ):
        kept.sendall(ASKED)
        assert until_hello(kept)
        until(lambda: len(held(server)) == 2)
        server.should_exit = True
        until(lambda: server.config.places.ending)  # type: ignore[attr-defined]  # ours
        time.sleep(0.2)
        for connection in (kept, fresh):
            connection.sendall(ASKED)
            answer = received(connection)
            assert answer.startswith(b"HTTP/1.1 200")
            assert b"connection: close" in answer
            assert answer.endswith(b"hello")


def test_connections_on_which_nothing_is_asked_are_closed_in_a_moment() -> None:
    with (
        serving(hello, ConnectionLimits(lingering=0.1, head=600, idle=600)) as (server, port),
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as kept,
    ):
        kept.sendall(ASKED)
        assert until_hello(kept)
        server.should_exit = True
        assert received(kept) == b""


def test_a_process_that_was_told_to_shut_down_ends_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stopping, "GRACE", 0.05)
    ended = threading.Event()
    with TestClient(Stopping(Starlette(), ended.set)) as client:
        assert client.get("/").status_code == 404
        assert not ended.wait(0.2)
    assert ended.wait(PATIENCE)


def test_who_still_waits_when_the_time_is_over_is_told_to_come_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What broke: a traceback for each."""
    caplog.set_level("ERROR", "asyncio")

    async def never(scope: Scope, _receive: Receive, _send: Send) -> None:
        if scope["type"] == "http":
            await asyncio.sleep(600)

    limits = ConnectionLimits(stopping=1, lingering=0.1)
    with (
        serving(Stopping(never), limits) as (server, port),
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as waiting,
    ):
        waiting.sendall(ASKED)
        until(lambda: any(one.cycle for one in held(server)))
        server.should_exit = True
        assert received(waiting).startswith(b"HTTP/1.1 503")
