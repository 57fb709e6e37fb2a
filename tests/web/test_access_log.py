"""A line for each request, whatever stands in it."""

import io
import json
import socket
import sys
from itertools import count
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

import indexer
from tests.web.in_process import serving
from tests.web.server import PATIENCE, until
from web.app import create_app
from web.server.access_log import LONGEST, AccessLog, plain
from web.server.answered import Answered, Watched
from web.server.connections import ConnectionLimits
from web.server.serving import kind_of_log
from web.settings import Settings


@pytest.mark.parametrize("as_json", [False, True])
def test_a_line_has_time_client_status_milliseconds_bytes_and_path(
    as_json: bool, index: Path
) -> None:
    out = io.StringIO()
    moments = iter([1.0, 1.0123, 2.0, 2.5])
    path = "/search.json?q=%E7%81%AF%E5%A1%94%0A&page=x"
    log = AccessLog(out, as_json=as_json, clock=lambda: 1_790_000_000.0)
    app = create_app(indexer.open_index(index), Settings(index=str(index)))
    watched = Watched(app, [log.write], count().__next__, lambda: next(moments))
    with TestClient(watched, client=("192.0.2.7", 5)) as client:
        health = client.get("/healthz")
        nothing = client.get("/search.json", params={"q": "灯塔\n", "page": "x"})
    moment, lines = "2026-09-21T14:13:20Z", out.getvalue().splitlines()
    if as_json:
        first, second = map(json.loads, lines)
        assert list(first.values()) == [
            *(moment, "192.0.2.7", 200, 12.3),
            *(len(health.content), "GET", "/healthz"),
        ]
        assert (second["status"], second["path"]) == (400, path)
    else:
        assert lines == [
            f"{moment} 192.0.2.7 200 12.3 {len(health.content)} GET /healthz",
            f"{moment} 192.0.2.7 400 500.0 {len(nothing.content)} GET {path}",
        ]


async def slow(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with so many bytes as the path says, then waits until the reader is gone."""
    if scope["type"] != "http":
        return
    early = b"x" * int(scope["path"][1:])
    start = {"type": "http.response.start", "status": 200, "headers": []}
    if early:
        await send(start)
        await send({"type": "http.response.body", "body": early, "more_body": True})
    while (await receive())["type"] != "http.disconnect":
        pass
    if not early:
        await send(start)
    await send({"type": "http.response.body", "body": b"too late"})


@pytest.mark.parametrize(
    ("method", "early", "status", "size"),
    [("GET", 0, "-", 0), ("GET", 5, "200", 5), ("HEAD", 5, "200", 0), ("HEAD", 0, "-", 0)],
)
def test_what_the_reader_did_not_stay_for_is_not_in_the_log(
    method: str, early: int, status: str, size: int
) -> None:
    """What broke: 200, and all bytes, for readers who had left, and for HEAD."""
    out = io.StringIO()
    with serving(slow, ConnectionLimits(), log=AccessLog(out)) as (_, port):
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as reader:
            reader.sendall(f"{method} /{early} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            if early:
                assert reader.recv(12) == b"HTTP/1.1 200"
        until(lambda: out.getvalue().endswith("\n"))
    _, client, told, _, written, *asked = out.getvalue().split()
    assert client == "127.0.0.1"
    assert (told, written, asked) == (status, str(size), [method, f"/{early}"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/search?q=%0A", "/search?q=%0A"),
        ("/a\nb", "/a%0Ab"),
        ("/\x1b[2J\x9b1m\x7f", "/%1B[2J%9B1m%7F"),
        ("/a b\t", "/a%20b%09"),
        ("/\u2028é", "/%2028%E9"),
        ("/" + "a" * LONGEST, "/" + "a" * (LONGEST - 1) + "..."),
    ],
)
def test_a_path_stays_on_its_line(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("closed")])
def test_a_log_that_cannot_be_written_stops_nobody(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise error

    log = AccessLog(Full())
    for _ in range(3):
        log.write(Answered(status=200, method="GET", target="/"))
    told = capsys.readouterr().err
    assert told == f"python -m web: the access log cannot be written: {error.args[-1]}\n"


@pytest.mark.parametrize(
    ("setting", "terminal", "kind"),
    [
        ("auto", True, "no"),
        ("auto", False, "yes"),
        ("yes", True, "yes"),
        ("no", False, "no"),
        ("json", True, "json"),
    ],
)
def test_a_terminal_is_left_quiet(
    setting: str, terminal: bool, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert kind_of_log(Settings(index="x", access_log=setting)) == kind


def test_a_request_that_was_not_read_is_null_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    AccessLog(as_json=True).write(Answered(status=400, size=9))
    told = json.loads(capsys.readouterr().out)
    assert (told["status"], told["bytes"]) == (400, 9)
    assert told["client"] is told["method"] is told["path"] is None
