"""Below a path of another site no address leads past it, whichever way the proxy sends requests."""

import json
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx2
import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

import indexer
from tests.web.server import running
from web.app import create_app
from web.settings import Settings

ROOT = "/archive"
PROXY = "192.0.2.1"
MOST = 70  # pages and files of one walk
ADDRESSES = ("href", "src", "action", "srcset", "data-suggest", "formaction", "poster", "content")


def addresses(answer: httpx2.Response) -> Iterator[str]:
    """Every address in an answer: of a page its links, of JSON what begins with a slash."""
    kind = answer.headers.get("content-type", "")
    if "location" in answer.headers:
        yield answer.headers["location"]
    if kind.startswith("text/html"):
        for tag in BeautifulSoup(answer.text, "html.parser").find_all(True):
            for name in ADDRESSES:
                for part in str(tag.get(name, "")).split(", "):
                    address = part.split(" ")[0]
                    if address.startswith(("/", "?")):
                        yield address
    elif "json" in kind:
        yield from paths_in(json.loads(answer.text))


def paths_in(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("/"):
        yield value
    elif isinstance(value, dict):
        yield from (path for inner in value.values() for path in paths_in(inner))
    elif isinstance(value, list):
        yield from (path for inner in value for path in paths_in(inner))


def shape(address: str) -> str:
    """What kind of address it is: one of a kind is as good as a hundred."""
    parts = urlsplit(address)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&"))
    folder, _, name = parts.path.removeprefix(ROOT).rpartition("/")
    kept = name if folder in ("", "/static") else name.rpartition(".")[2][:5] * ("." in name)
    return f"{folder}/{kept}?{','.join(names)}"


def test_no_link_leaves_the_prefix_on_a_real_server(index: Path, tmp_path: Path) -> None:
    """A walk through all kinds of addresses; the proxy hands on the whole path."""
    with (
        running(index, tmp_path, "--root-path", f"{ROOT}/") as server,
        httpx2.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as client,
    ):
        starts = ("/", "/search?q=灯", "/search.json?q=灯", "/suggest?q=灯", "/nothing", "/search/")
        due = deque(ROOT + start for start in starts)
        seen, asked = set(map(shape, due)), 0
        while due and asked < MOST:
            address, asked = due.popleft(), asked + 1
            answer = client.get(address)
            assert answer.status_code in (200, 303, 308) or "/nothing" in address, address
            led = answer.headers.get("location", f"{ROOT}/")
            assert led.startswith(f"{ROOT}/"), f"{address} leads to {led}"
            for found in addresses(answer):
                assert found.startswith((f"{ROOT}/", "?")), f"{found} in {address}"
                whole = urldefrag(urljoin(address, found))[0]
                if shape(whole) not in seen:
                    seen.add(shape(whole))
                    due.append(whole)
        assert {"/static/huabao.css?v", "/photos/?q", "/thumbnails/?v,w"} <= seen
        bare = client.get(ROOT)
        assert (bare.status_code, bare.headers["location"]) == (308, f"{ROOT}/")


@contextmanager
def mounted(index: Path, **options: Any) -> Iterator[TestClient]:
    app = create_app(indexer.open_index(index), Settings(index=str(index), **options))
    with TestClient(app, follow_redirects=False, client=(PROXY, 5)) as client:
        yield client


@pytest.mark.parametrize("prefix", [ROOT, ""])
@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/", 200, None),
        ("/search?q=灯", 200, None),
        ("/search/?q=x", 308, f"{ROOT}/search?q=x"),
        ("/healthz", 200, None),
        ("/static/huabao.css", 200, None),
        ("/static/none.css", 404, None),
        ("/nothing", 404, None),
    ],
)
def test_requests_come_with_the_prefix_or_without(
    prefix: str, path: str, status: int, location: str | None, index: Path
) -> None:
    with mounted(index, root_path=ROOT) as client:
        answer = client.get(prefix + path)
        assert (answer.status_code, answer.headers.get("location")) == (status, location)
        assert all(found.startswith(f"{ROOT}/") for found in addresses(answer))
        if path == "/static/none.css":
            assert answer.headers["content-type"] == "application/problem+json"


def test_a_path_that_only_begins_like_the_prefix_is_another(index: Path) -> None:
    with mounted(index, root_path=ROOT) as client:
        assert client.get("/archived").status_code == 404
        assert client.get("/archive?q=x").headers["location"] == f"{ROOT}/?q=x"


def test_the_prefix_may_come_from_a_trusted_proxy(index: Path) -> None:
    told = {"X-Forwarded-Prefix": "/desk"}
    with mounted(index, trusted_proxy=(f"{PROXY}/32",)) as client:
        found = list(addresses(client.get("/", headers=told)))
        assert len(found) > 10
        assert all(address.startswith("/desk/") for address in found)
    with mounted(index) as client:
        assert not any(a.startswith("/desk") for a in addresses(client.get("/", headers=told)))
