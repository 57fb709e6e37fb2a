"""HEAD is answered as GET is, and what an address allows may be asked of each."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

import indexer
from indexer import Document
from tests.web.in_process import serving
from web.app import create_app
from web.server.connections import ConnectionLimits
from web.settings import Settings
from web.site.head import Headed

NEVER_THE_SAME = {"date", "transfer-encoding"}


@pytest.fixture(scope="module")
def port(index: Path) -> Iterator[int]:
    app = create_app(
        indexer.open_index(index), Settings(index=str(index), metrics=("127.0.0.1/32",))
    )
    with serving(app, ConnectionLimits()) as (_, found):
        yield found


def asked(
    port: int, method: str, path: str, headers: dict[str, str]
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    told = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read()
    if "connection" not in told:  # a body that was sent nonetheless would be the next answer
        connection.request("GET", "/robots.txt")
        assert connection.getresponse().read().startswith(b"User-agent")
    connection.close()
    return answer.status, {n: v for n, v in told.items() if n not in NEVER_THE_SAME}, body


def paths(photos: dict[str, Document]) -> list[str]:
    photo = photos["boats.jpg"]
    return [
        "/",
        "/search?q=%E7%81%AF",
        "/search.json?q=%E7%81%AF",
        "/search?q=%E7%81%AF&page=99",
        "/suggest?q=%E7%81%AF",
        f"/photos/{photo.id}",
        f"/photos/{photo.id}.json",
        f"/articles/{photo.article}",
        f"/thumbnails/{photo.id}?w=480",
        "/thumbnails/none",
        "/static/huabao.css",
        "/static/none",
        "/healthz",
        "/robots.txt",
        "/favicon.ico",
        "/nothing",
        "/search/",
    ]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_head_has_the_headers_of_get_and_no_body(
    encoding: str, port: int, photos: dict[str, Document]
) -> None:
    """What broke: a length that GET, which compresses, does not have."""
    for path in paths(photos):
        headers = {"Accept-Encoding": encoding}
        status, told, body = asked(port, "GET", path, headers)
        assert asked(port, "HEAD", path, headers) == (status, told, b""), path
        assert body or status == 308


def test_head_of_what_is_kept_already_is_304(port: int, photos: dict[str, Document]) -> None:
    for path in (f"/thumbnails/{photos['boats.jpg'].id}", "/static/huabao.css", "/suggest?q=x"):
        _, told, _ = asked(port, "GET", path, {})
        assert asked(port, "HEAD", path, {"If-None-Match": told["etag"]})[0] == 304, path


def test_methods_that_are_not_allowed_are_told_those_that_are(
    port: int, photos: dict[str, Document]
) -> None:
    """What broke: static files did not say, and the order was another each time."""
    for path in paths(photos):
        gone = path == "/nothing"
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE"):
            status, told, _ = asked(port, method, path, {"Content-Length": "0"})
            assert (status, told.get("allow")) == (405, "GET, HEAD, OPTIONS") or gone, path
        status, told, body = asked(port, "OPTIONS", path, {})
        assert (status, told.get("allow"), body) == (204, "GET, HEAD, OPTIONS", b"") or gone, path


def test_head_of_a_long_answer_ends_with_its_first_piece() -> None:
    made = []

    def pieces() -> Iterator[bytes]:
        for number in range(1000):
            made.append(number)
            yield b"x" * 100

    async def long(_: Request) -> StreamingResponse:
        return StreamingResponse(pieces(), headers={"X-Long": "yes"})

    with TestClient(Headed(Starlette(routes=[Route("/", long)]))) as client:
        answer = client.head("/")
        assert (answer.status_code, answer.content, answer.headers["x-long"]) == (200, b"", "yes")
        assert len(made) < 5
        assert len(client.get("/").content) == 100_000
