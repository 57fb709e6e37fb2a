"""A line for each request, whatever stands in it."""

import io
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import indexer
from web.access_log import LONGEST, AccessLog, AccessLogged, plain
from web.app import create_app
from web.serving import keeps_log
from web.settings import Settings


def test_a_line_has_time_status_milliseconds_bytes_and_path(index: Path) -> None:
    out = io.StringIO()
    moments = iter([1.0, 1.0123, 2.0, 2.5])
    path = "/search.json?q=%E7%81%AF%E5%A1%94%0A&page=x"
    log = AccessLog(out, clock=lambda: 1_790_000_000.0, counter=lambda: next(moments))
    app = create_app(indexer.open_index(index), Settings(index=str(index)))
    with TestClient(AccessLogged(app, log)) as client:
        health = client.get("/healthz")
        nothing = client.get("/search.json", params={"q": "灯塔\n", "page": "x"})
    assert out.getvalue().splitlines() == [
        f"2026-09-21T14:13:20Z 200 12.3 {len(health.content)} GET /healthz",
        f"2026-09-21T14:13:20Z 400 500.0 {len(nothing.content)} GET {path}",
    ]


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
        log.write(status=200, started=None, size=0, method="GET", path="/")
    assert capsys.readouterr().err.count("the access log cannot be written") == 1


@pytest.mark.parametrize(
    ("setting", "terminal", "kept"),
    [
        ("auto", True, False),
        ("auto", False, True),
        ("yes", True, True),
        ("no", False, False),
    ],
)
def test_a_terminal_is_left_quiet(
    setting: str, terminal: bool, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert keeps_log(Settings(index="x", access_log=setting)) is kept
