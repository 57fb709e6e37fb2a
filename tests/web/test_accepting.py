"""Connections are accepted with Nagle's algorithm off, and with care for descriptors."""

import asyncio
import errno
import logging
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.web.in_process import held, places, serving
from tests.web.server import HALF_HEAD, PATIENCE, received, until
from web.command import _listening
from web.server.accepting import Doorway, ServingLoop
from web.server.connections import LEAST, ConnectionLimits, Connections
from web.settings import Settings

LARGE = 32 << 20  # more than any socket's buffers


async def page(_request: object) -> PlainTextResponse:
    return PlainTextResponse("x" * LARGE)


APP = Starlette(routes=[Route("/", page)])


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_listener_says_that_it_is_tcp(host: str) -> None:
    with _listening(Settings(index="x", host=host, port=0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_accepted_connections_send_at_once() -> None:
    """The kernel is asked: with Nagle's algorithm on, every page would wait 40 ms."""
    with (
        serving(APP, ConnectionLimits()) as (server, port),
        socket.create_connection(("127.0.0.1", port)),
    ):
        until(lambda: bool(held(server)))
        (connection,) = held(server)
        accepted = connection.transport.get_extra_info("socket")
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1


def test_an_answer_that_nobody_takes_is_given_up() -> None:
    """While another, that is taken slowly, is sent to its end."""
    with (
        serving(APP, ConnectionLimits(sending=0.2)) as (server, port),
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as deaf,
    ):
        deaf.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert deaf.recv(12) == b"HTTP/1.1 200"
        until(lambda: not held(server))
        assert len(places(server)) == 0
        assert len(httpx2.get(f"http://127.0.0.1:{port}/", timeout=PATIENCE).content) == LARGE


def test_where_every_connection_is_at_work_the_newest_is_refused() -> None:
    with (
        serving(APP, ConnectionLimits(connections=1, sending=PATIENCE, stopping=1)) as (
            server,
            port,
        ),
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as busy,
    ):
        until(lambda: bool(held(server)))
        (connection,) = held(server)
        connection.loop.call_soon_threadsafe(places(server).work, connection)
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as newest:
            answer = received(newest)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nRetry-After: 1\r\n" in answer
        busy.sendall(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
        assert busy.recv(12) == b"HTTP/1.1 404"


def test_a_stopped_server_does_not_wait_for_the_half_sent() -> None:
    with (
        serving(APP, ConnectionLimits(head=600, stopping=600)) as (server, port),
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as half,
    ):
        half.sendall(HALF_HEAD)
        until(lambda: bool(held(server)))
        server.should_exit = True
        assert received(half) == b""


class Starved:
    """A listener whose system has no descriptor left; counts how often it is asked."""

    def __init__(self, error: int) -> None:
        self.error = error
        self.asked = 0
        self._ready, self._other = socket.socketpair()
        self._other.send(b"ready for ever")

    def fileno(self) -> int:
        return self._ready.fileno()

    def settimeout(self, _seconds: float) -> None:
        pass

    def accept(self) -> None:
        self.asked += 1
        raise OSError(self.error, "nothing left")

    def close(self) -> None:
        self._ready.close()
        self._other.close()


@pytest.mark.parametrize("error", [errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM])
def test_one_failure_to_accept_is_one_pause_and_many_are_one_line(
    error: int, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Starved(error)
    limits = ConnectionLimits(pause=0.01, quiet=600)
    turns = 0

    async def run() -> None:
        nonlocal turns
        loop = asyncio.get_running_loop()
        doorway = Doorway(loop, listener, asyncio.Protocol, Connections(9), limits)  # type: ignore[arg-type]  # what it uses of a socket
        doorway.open()
        while listener.asked < 5:
            before = listener.asked
            await asyncio.sleep(0)
            turns += 1
            assert listener.asked <= before + 1
        doorway.close()
        asked = listener.asked
        await asyncio.sleep(5 * limits.pause)
        assert listener.asked == asked

    def serve() -> None:
        factory = partial(ServingLoop, Connections(9), limits)
        with asyncio.Runner(loop_factory=factory) as runner:
            runner.run(run())

    # A browser that another test drives keeps a loop running in the main thread.
    with caplog.at_level(logging.ERROR), ThreadPoolExecutor(1) as threads:
        threads.submit(serve).result()
    listener.close()
    assert turns > 5, "the reader was not taken away between two tries"
    assert len(caplog.records) == 1
    assert "nothing left" in caplog.text


class Fake:
    """A connection that notes what becomes of it."""

    def __init__(self) -> None:
        self.fate = ""

    def drop(self) -> None:
        self.fate = "dropped"

    def refuse(self) -> None:
        self.fate = "refused"


def test_the_one_that_waited_longest_goes() -> None:
    places, crowd = Connections(3), [Fake() for _ in range(6)]
    for one in crowd[:3]:
        places.enter(one)
    places.work(crowd[0])
    places.enter(crowd[3])
    places.wait(crowd[0])
    places.enter(crowd[4])
    assert [one.fate for one in crowd] == ["", "dropped", "dropped", "", "", ""]
    for one in (crowd[0], crowd[3], crowd[4]):
        places.work(one)
    places.enter(crowd[5])
    assert crowd[5].fate == "refused"
    assert len(places) == 3


def test_fewer_are_held_where_the_system_cannot_bear_more() -> None:
    places, crowd = Connections(100), [Fake() for _ in range(30)]
    for one in crowd[:20]:
        places.enter(one)
    places.narrow(0)
    assert len(places) == 18
    places.enter(crowd[20])
    assert len(places) == 18
    places.narrow(5)
    assert len(places) == 16
    for _ in range(20):
        places.narrow(0)
    assert len(places) == LEAST
    assert [one.fate for one in crowd[:21]] == ["dropped"] * 13 + [""] * LEAST
    places.widen()
    for one in crowd[21:]:
        places.enter(one)
    assert len(places) == LEAST + 9


def test_a_process_holds_no_more_than_its_descriptors_allow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resource = pytest.importorskip("resource")
    for soft, held_ in ((256, 192), (1, 1), (resource.RLIM_INFINITY, 1000), (1 << 20, 1000)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, soft=soft: (soft, soft))
        assert ConnectionLimits().held == held_
