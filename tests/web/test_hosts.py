"""What a client says of the host, in a header or in the target, leads nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

import indexer
from tests.web.reading import href, one, page, problem
from web.app import create_app
from web.settings import Settings, read_settings
from web.site.hosts import host_name

SITE = "http://site.example/search"

EVIL_HOSTS = ("evil.example", "evil.example/x?", "evil.example#", "a@evil.example", "")
EVIL_PATHS = (
    "//evil.example",
    "///evil.example/search",
    "/\\evil.example",
    "/%09/evil.example",
    "/%0D%0A/evil.example",
    "/%2F%2Fevil.example",
    "/%5Cevil.example/",
)


@contextmanager
def asked(index: Path, *, target: str | None = None, **options: Any) -> Iterator[TestClient]:
    """A client of a site with other settings; ``target`` stands for the path as it was sent."""
    app = create_app(indexer.open_index(index), Settings(index=str(index), **options))

    async def with_target(scope: Scope, receive: Receive, send: Send) -> None:
        if target is not None and scope["type"] == "http":
            scope["path"] = target
        await app(scope, receive, send)

    with TestClient(with_target, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("host", EVIL_HOSTS)
def test_a_redirect_does_not_follow_the_host_header(client: TestClient, host: str) -> None:
    response = client.get("/search/?q=%E7%81%AF", headers={"Host": host})
    assert response.status_code == 308
    assert response.headers["location"] == "/search?q=%E7%81%AF"


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("http://evil.example/search/", 308),
        ("HTTPS://evil.example/search", 200),
        ("http://evil.example", 200),
        ("http://evil.example//search/", 308),
        ("evil.example:443", 400),
        ("*", 400),
    ],
)
def test_a_target_written_in_full_is_a_path_of_this_site(
    index: Path, target: str, status: int
) -> None:
    with asked(index, target=target) as client:
        response = client.get("/")
    assert response.status_code == status
    assert response.headers.get("location", "/search") == "/search"
    assert "x-content-type-options" in response.headers
    if status != 308:
        soup = page(response, status)
        assert "evil" not in str(soup.select("[href], [action], [src]"))


@pytest.mark.parametrize("path", EVIL_PATHS)
def test_the_page_of_no_address_links_to_this_site_only(client: TestClient, path: str) -> None:
    response = client.get(f"http://testserver{path}")
    soup = page(response, 404)
    for tag in soup.select("a[href], link[href]"):
        assert urlsplit(urljoin(SITE, href(tag))).netloc == "site.example", tag
    assert href(one(soup, "a.language")).endswith("lang=en")


def test_an_address_with_a_slash_too_many_leads_to_the_right_one(client: TestClient) -> None:
    assert client.get("/search.json/").headers["location"] == "/search.json"
    assert client.get("/photos/a%2Fb%3F/").status_code == 404
    assert client.get("/photos/x%3F/").headers["location"] == "/photos/x%3F"
    assert client.get("/search//").headers["location"] == "/search"
    assert client.get("/nothing/").status_code == 404
    assert client.post("/search/").status_code == 405


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("photos.example", 200),
        ("PHOTOS.example.:8443", 200),
        ("a.desk.example", 200),
        ("192.0.2.7:8000", 200),
        ("[2001:db8::7]:8000", 200),
        ("localhost:8000", 200),
        ("desk.example", 421),
        ("evil.example", 421),
        ("photos.example.evil.example", 421),
        ("xphotos.example", 421),
        ("[::1", 421),
        ("", 421),
    ],
)
def test_hosts_come_from_the_settings(index: Path, host: str, status: int) -> None:
    names = ("photos.example", "*.desk.example")
    with asked(index, host="0.0.0.0", allowed_host=names) as client:  # noqa: S104  never listened on
        response = client.get("/healthz", headers={"Host": host})
        assert response.status_code == status
        if status == 421:
            assert "--allowed-host" in problem(response, 421)
            soup = page(client.get("/", headers={"Host": host, "Accept": "text/html"}), 421)
            assert "--allowed-host" in one(soup, ".detail").text


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({}, 200),
        ({"host": "::1"}, 200),
        ({"host": "localhost"}, 200),
        ({"host": "0.0.0.0"}, 421),  # noqa: S104  never listened on
        ({"host": "192.0.2.7"}, 421),
        ({"host": "192.0.2.7", "allowed_host": ("*",)}, 200),
        ({"allowed_host": ("photos.example",)}, 421),
        ({"host": "any.example"}, 200),
    ],
)
def test_any_name_is_answered_on_loopback_only(
    index: Path, options: dict[str, Any], status: int
) -> None:
    with asked(index, **options) as client:
        assert client.get("/healthz", headers={"Host": "any.example"}).status_code == status


def test_allowed_hosts_may_be_repeated_or_joined() -> None:
    given = ["--index", "x", "--allowed-host", "A.example, *.b.example", "--allowed-host", "[::1]"]
    assert read_settings(given, {}).allowed_host == ("a.example", "*.b.example", "::1")
    joined = {"HUABAO_INDEX": "x", "HUABAO_ALLOWED_HOST": "a.example,b.example,"}
    assert read_settings([], joined).allowed_host == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("authority", "name"),
    [
        ("a.example:80", "a.example"),
        ("[::1]:8000", "::1"),
        ("A.Example.", "a.example"),
        ("a.example:", "a.example"),
        ("a@b", ""),
        ("a b", ""),
        ("a:b", ""),
        ("[::1]x", ""),
    ],
)
def test_the_name_is_read_out_of_a_host_header(authority: str, name: str) -> None:
    assert host_name(authority) == name
