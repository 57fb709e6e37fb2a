"""Requests that are never finished cost their sender more than the server."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.web.server import (
    HALF_BODY,
    HALF_HEAD,
    WHOLE,
    Running,
    received,
    room_for,
    running,
    until,
)
from web.security import HEADERS
from web.server.protocol import LONGEST_HEAD

pytestmark = pytest.mark.untraced

CROWD = 1000


@pytest.fixture(scope="module")
def hasty(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that waits for one second."""
    folder = tmp_path_factory.mktemp("hasty")
    with running(index, folder, "--request-timeout", "1", "--access-log", "yes") as server:
        yield server
    assert (folder / "stderr").read_text(encoding="utf-8") == ""


def refused(answer: bytes) -> dict[str, object]:
    """The problem in an answer that the application never saw; it has what all answers have."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode("ascii").split("\r\n")[1:]
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    assert headers["content-type"] == "application/problem+json"
    assert headers["connection"] == "close"
    assert int(headers["content-length"]) == len(body)
    assert "server" not in headers
    for name, value in HEADERS.items():
        assert headers[name.lower()] == value
    told: dict[str, object] = json.loads(body)
    assert set(told) == {"type", "title", "status", "detail"}
    assert f" {told['status']} {told['title']}\r\n".encode() in answer
    return told


def requests_in(log: Path) -> list[str]:
    """The lines of requests; what the server says of itself stands before them."""
    lines = log.read_text(encoding="ascii", errors="replace").splitlines()
    return [line for line in lines if line.startswith("20")]


@pytest.mark.parametrize(
    "start",
    [
        HALF_HEAD,
        b"G",
        b"GET /search?q=%E7%81",
        b"GET / HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        WHOLE.replace(b"Connection: close", b"X: y") + HALF_HEAD,
    ],
)
def test_a_half_sent_head_is_answered_408_and_closed(hasty: Running, start: bytes) -> None:
    answer = hasty.ask(start)
    assert refused(answer[answer.rindex(b"HTTP/1.1 ") :])["status"] == 408


def test_a_head_that_comes_in_drops_is_closed_in_time(hasty: Running) -> None:
    """The clock is not wound up by each drop."""
    with hasty.connect(b"GET / HTTP/1.1\r\n") as connection:
        connection.settimeout(0.2)
        answer = b""
        for number in range(300):
            try:
                connection.sendall(b"X-%d: y\r\n" % number)
                part = connection.recv(1 << 16)
            except TimeoutError:
                continue
            except ConnectionError:
                break
            answer += part
            if not part:
                break
        else:
            pytest.fail("a minute of drops was listened to")
    assert b" 408 " in answer


def test_a_connection_that_says_nothing_is_closed(hasty: Running) -> None:
    assert hasty.ask(b"") == b""


@pytest.mark.parametrize(
    "start",
    [
        HALF_BODY,
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"PUT /search HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 70000,
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n",
    ],
)
def test_a_half_sent_body_is_answered_and_closed(hasty: Running, start: bytes) -> None:
    answer = hasty.ask(start)
    assert answer.startswith((b"HTTP/1.1 405 ", b"HTTP/1.1 200 "))
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_body_that_comes_in_drops_is_closed_in_time(hasty: Running) -> None:
    with hasty.connect(HALF_BODY.replace(b"100", b"100000")) as connection:
        connection.settimeout(0.2)
        for _ in range(300):
            try:
                connection.sendall(b"x")
                if not connection.recv(1 << 16):
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        else:
            pytest.fail("a minute of drops was listened to")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"hello\r\n\r\n", 400),
        (b"\r\n\r\n", 400),
        (b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/3.7.1\r\nHost: x\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * (1 << 17), 431),
        (b"GET /" + b"y" * (1 << 17), 431),
    ],
)
def test_what_is_no_request_is_a_problem_with_all_headers(
    hasty: Running, sent: bytes, status: int
) -> None:
    with hasty.connect() as connection:
        # The server may close while it is being written to, and a reset would take its answer.
        connection.sendall(sent[: 40 << 10])
        assert refused(received(connection))["status"] == status


def head_of(size: int) -> bytes:
    start = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: "
    return start.ljust(size - 4, b"y") + b"\r\n\r\n"


@pytest.mark.parametrize("before", [b"", WHOLE.replace(b"Connection: close", b"X: y")])
def test_a_whole_head_that_is_too_long_is_refused_though_one_read_brings_it(
    hasty: Running, before: bytes
) -> None:
    answer = hasty.ask(before + head_of(LONGEST_HEAD))
    assert answer[answer.rindex(b"HTTP/1.1 ") :].startswith(b"HTTP/1.1 200 OK\r\n")
    answer = hasty.ask(before + head_of(LONGEST_HEAD + 1))
    assert refused(answer[answer.rindex(b"HTTP/1.1 ") :])["status"] == 431


def test_a_body_is_no_part_of_the_head(hasty: Running) -> None:
    body = b"y" * (LONGEST_HEAD + 1)
    head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    assert hasty.ask(head % len(body) + body).startswith(b"HTTP/1.1 405 ")


def test_garbage_behind_a_begun_answer_closes_without_a_trace(hasty: Running) -> None:
    """uvicorn's own refusal raises where an answer has begun; ``hasty`` ends without a word."""
    chunked = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with hasty.connect(chunked) as connection:
        assert connection.recv(12) == b"HTTP/1.1 405"
        connection.sendall(b"no chunk\r\n\r\n")
        received(connection)
    assert hasty.ask().endswith(b"}")


@pytest.mark.parametrize(
    ("target", "query"),
    [
        ("/search.json?q=灯塔", "灯塔"),
        ("/search.json?q=灯塔%20渔港", "灯塔 渔港"),
        ("/search.json?q=𠀀é", "𠀀é"),
        ("http://任意.example/search.json?q=灯塔", "灯塔"),
    ],
)
def test_an_address_in_raw_bytes_is_read_as_utf8(hasty: Running, target: str, query: str) -> None:
    sent = f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    whole = json.loads(hasty.ask(sent).partition(b"\r\n\r\n")[2])
    assert whole["links"]["self"] == json_self(hasty, query)
    at = sent.index(query[0].encode()) + 1  # in the middle of a character
    with hasty.connect(sent[:at]) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(sent[at:])
        assert json.loads(received(connection).partition(b"\r\n\r\n")[2]) == whole


def json_self(server: Running, query: str) -> object:
    """How the search for a query, properly asked for, names itself."""
    target = f"/search.json?q={quote(query)}"
    answer = server.ask(f"GET {target} HTTP/1.0\r\nHost: x\r\n\r\n".encode())
    return json.loads(answer.partition(b"\r\n\r\n")[2])["links"]["self"]


def test_every_request_is_a_line_of_the_log(index: Path, tmp_path: Path) -> None:
    with running(index, tmp_path, "--access-log", "yes") as server:
        sizes = []
        for sent in (
            b"GET /nothing?log=%0A%1B HTTP/1.0\r\n\r\n",
            b"bad\x1b[31m request\r\n\r\n",
            WHOLE,
            WHOLE.replace(b"GET", b"HEAD"),
        ):
            sizes.append(len(server.ask(sent).partition(b"\r\n\r\n")[2]))
            until(lambda: len(requests_in(server.log)) == len(sizes))
    told = [line.split() for line in requests_in(server.log)]
    assert [(status, int(size), *asked) for _, _, status, _, size, *asked in told] == [
        ("404", sizes[0], "GET", "/nothing?log=%0A%1B"),
        ("400", sizes[1], "-", "-"),
        ("200", sizes[2], "GET", "/healthz"),
        ("200", 0, "HEAD", "/healthz"),
    ]
    for moment, _, _, milliseconds, *_ in told:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)
        assert re.fullmatch(r"\d+\.\d", milliseconds)
    assert min(sizes[:3]) > 0


def test_a_thousand_half_sent_requests_keep_nobody_out(index: Path, tmp_path: Path) -> None:
    """Three waves of them, never closed by us: others are answered, memory stays where it was."""
    crowd = room_for(CROWD)
    with running(index, tmp_path, "--request-timeout", "600") as server, ExitStack() as stack:
        server.ask()
        resident = [server.resident()]
        for half in (HALF_HEAD, HALF_BODY, HALF_HEAD):
            with ExitStack() as wave:
                for number in range(crowd):
                    wave.enter_context(server.connect(half))
                    if number % 100 == 0:
                        assert server.ask().endswith(b"}")
                assert server.ask().endswith(b"}")
                resident.append(server.resident())
                assert server.descriptors() < CROWD + 100
                stack.push(wave.pop_all())
            stack.close()
        assert server.ask().endswith(b"}")
        assert server.told.read_text(encoding="utf-8") == ""
    grown = [after - resident[0] for after in resident]
    assert max(grown) < 64 << 20, grown
    assert grown[3] < grown[1] + (16 << 20), grown


def test_more_connections_than_are_allowed_close_the_one_that_waited_longest(
    index: Path, tmp_path: Path
) -> None:
    options = ("--connections", "10", "--request-timeout", "600")
    with running(index, tmp_path, *options) as server, ExitStack() as stack:
        crowd = [stack.enter_context(server.connect(HALF_HEAD)) for _ in range(30)]
        assert server.ask().endswith(b"}")
        assert all(received(connection) == b"" for connection in crowd[:20])
        crowd[-1].sendall(b"y\r\nConnection: close\r\n\r\n")
        assert received(crowd[-1]).endswith(b"}")


def test_a_server_without_descriptors_goes_on_and_says_so_once(index: Path, tmp_path: Path) -> None:
    options = ("--connections", "1000", "--request-timeout", "600")
    with running(index, tmp_path, *options, descriptors=40) as server:
        with ExitStack() as stack:
            for _ in range(200):
                stack.enter_context(server.connect(HALF_HEAD))
            assert server.ask().endswith(b"}")
            assert server.descriptors() <= 40
        assert server.ask().endswith(b"}")
        told = server.told.read_text(encoding="utf-8").splitlines()
    assert len(told) == 1, told
    assert "no more connections can be accepted" in told[0]


def test_every_worker_has_the_limits_and_the_log(index: Path, tmp_path: Path) -> None:
    options = ("--workers", "2", "--request-timeout", "1", "--access-log", "yes")
    with running(index, tmp_path, *options) as server:
        assert server.ask().endswith(b"}")
        for _ in range(4):
            assert refused(server.ask(HALF_HEAD))["status"] == 408
    lines = requests_in(server.log)
    assert [line.split()[2] for line in lines] == ["200"] + ["408"] * 4
    assert server.told.read_text(encoding="utf-8") == ""
