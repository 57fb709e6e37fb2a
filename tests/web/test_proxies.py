"""What proxies say is believed from those that are trusted, and from nobody else."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

import indexer
from indexer import ArgumentError
from tests.web.in_process import finished
from web.app import create_app
from web.settings import Settings, as_root, read_settings
from web.site.proxies import Networks, Proxies

TRUSTED = ("127.0.0.1/32", "10.0.0.0/8", "::1/128")


def told(headers: dict[str, str], *, client: str = "127.0.0.1", root: str = "") -> dict[str, Any]:
    """What the application sees of a request."""
    seen: dict[str, Any] = {}

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.update(scope)

    raw = [(b"host", b"inner:8000")]
    raw += [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    scope = {"type": "http", "client": (client, 9), "scheme": "http", "headers": raw}
    finished(Proxies(app, TRUSTED, root)(scope, None, None))  # type: ignore[arg-type]  # neither is used
    return {
        "client": seen["client"][0],
        "scheme": seen["scheme"],
        "root": seen["root_path"],
        "host": dict(seen["headers"])[b"host"].decode(),
        "left": sorted(name for name, _ in seen["headers"] if name.startswith(b"x-")),
    }


PLAIN = {"client": "127.0.0.1", "scheme": "http", "root": "", "host": "inner:8000"}


@pytest.mark.parametrize(
    ("headers", "seen"),
    [
        ({}, {}),
        ({"X-Forwarded-For": "192.0.2.7"}, {"client": "192.0.2.7"}),
        ({"X-Forwarded-For": "6.6.6.6, 192.0.2.7, 10.1.2.3"}, {"client": "192.0.2.7"}),
        ({"X-Forwarded-For": "10.9.9.9, 10.1.2.3"}, {"client": "10.9.9.9"}),
        ({"X-Forwarded-For": "[2001:db8::7]:4711"}, {"client": "2001:db8::7"}),
        ({"X-Forwarded-For": "192.0.2.7:4711"}, {"client": "192.0.2.7"}),
        ({"X-Forwarded-For": "192.0.2.9, unknown, 10.1.2.3"}, {"client": "10.1.2.3"}),
        ({"X-Forwarded-Proto": "https"}, {"scheme": "https"}),
        ({"X-Forwarded-Proto": "http, HTTPS"}, {"scheme": "https"}),
        ({"X-Forwarded-Proto": "javascript"}, {}),
        ({"X-Forwarded-Host": "photos.example"}, {"host": "photos.example"}),
        ({"X-Forwarded-Host": "evil.example, photos.example"}, {"host": "photos.example"}),
        ({"X-Forwarded-Prefix": "/archive/"}, {"root": "/archive"}),
        ({"X-Forwarded-Prefix": "//evil.example"}, {}),
        ({"X-Forwarded-Prefix": "/a/../b"}, {}),
        ({"X-Forwarded-Prefix": '/a"onload='}, {}),
    ],
)
def test_a_trusted_proxy_is_believed_if_it_says_something(
    headers: dict[str, str], seen: dict[str, str]
) -> None:
    assert told(headers) == {**PLAIN, **seen, "left": []}
    untrusted = told(headers, client="192.0.2.66", root="/own")
    assert {**untrusted, "left": []} == {
        **PLAIN,
        "client": "192.0.2.66",
        "root": "/own",
        "left": [],
    }
    assert untrusted["left"] == sorted(name.lower().encode() for name in headers)


@pytest.mark.parametrize("text", ["evil\x1b[31m", "unknown", "192.0.2.9, unknown"])
def test_what_tells_of_nobody_is_left_so_that_nobody_takes_the_proxy_for_the_client(
    text: str,
) -> None:
    """What broke: it was taken out, and whoever sent it might read what the proxy may."""
    assert told({"X-Forwarded-For": text}) == {**PLAIN, "left": [b"x-forwarded-for"]}


def test_a_prefix_that_is_none_leaves_the_setting() -> None:
    assert told({"X-Forwarded-Prefix": "evil"}, root="/own")["root"] == "/own"


@pytest.mark.parametrize(
    ("headers", "client", "status"),
    [
        ({"Host": "inner", "X-Forwarded-Host": "photos.example"}, "10.0.0.1", 200),
        ({"Host": "photos.example", "X-Forwarded-Host": "evil.example"}, "10.0.0.1", 421),
        ({"Host": "photos.example", "X-Forwarded-Host": "evil.example"}, "192.0.2.1", 200),
        ({"Host": "inner", "X-Forwarded-Host": "photos.example"}, "192.0.2.1", 421),
    ],
)
def test_the_name_that_a_proxy_tells_must_be_one_of_the_site_s(
    headers: dict[str, str], client: str, status: int, index: Path
) -> None:
    settings = Settings(
        index=str(index), allowed_host=("photos.example",), trusted_proxy=("10.0.0.0/8",)
    )
    app = create_app(indexer.open_index(index), settings)
    with TestClient(app, client=(client, 5)) as asking:
        assert asking.get("/healthz", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("10.200.0.1", True),
        ("::ffff:10.200.0.1", True),
        ("127.0.0.1", True),
        ("127.0.0.2", False),
        ("::1", True),
        ("testclient", False),
        ("", False),
    ],
)
def test_addresses_are_held_by_their_networks(address: str, held: bool) -> None:
    assert (address in Networks(TRUSTED)) is held
    assert address not in Networks(())


@pytest.mark.parametrize(
    "path", ["archive", "/a b", "/a//b", "/..", "/a/.", "/圖", "/a?", "/" + "a" * 300]
)
def test_a_root_path_is_a_plain_path(path: str) -> None:
    with pytest.raises(ArgumentError, match="--root-path"):
        read_settings(["--index", "x", f"--root-path={path}"], {})


def test_a_root_path_may_be_deep_and_end_with_a_slash() -> None:
    assert as_root("/a.b/c-d_e/") == "/a.b/c-d_e"
    assert as_root("/") == as_root("") == ""


def test_networks_are_read_from_settings() -> None:
    given = ["--index", "x", "--trusted-proxy", "10.1.2.3/8, ::1", "--trusted-proxy", "127.0.0.1"]
    assert read_settings(given, {}).trusted_proxy == ("10.0.0.0/8", "::1", "127.0.0.1")
    with pytest.raises(ArgumentError, match="an address is needed, or a network"):
        read_settings(["--index", "x", "--metrics", "proxy.example"], {})
