"""The guard between posts written by strangers and the network."""

import contextlib
import ipaddress
import socket
import time
from collections.abc import Iterator
from typing import NoReturn

import httpcore2
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.pictures import fetching
from indexer.pictures.fetching import Fetcher, FetchLimits, _GuardedBackend, is_public
from indexer.pictures.picture import PictureError
from tests.indexer.picture_server import PictureServer, jpeg, only_here, picture_server


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with picture_server() as running:
        yield running


@pytest.fixture(scope="module")
def fetcher() -> Fetcher:
    return Fetcher(policy=only_here, limits=FetchLimits(size=1_000_000, seconds=60))


@pytest.fixture(scope="module")
def guarded() -> Fetcher:
    """A fetcher as the product has it."""
    return Fetcher()


@pytest.fixture(scope="module")
def offline() -> Fetcher:
    """A fetcher that may connect to nothing."""
    return Fetcher(policy=lambda _: False)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104  an address under test
        "224.0.0.1",
        "224.0.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%lo",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:0:0:0:0:80ff:fffe",
    ],
)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "64:ff9b::101:101"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_a_carried_address_is_as_public_as_the_address_itself(
    address: ipaddress.IPv4Address,
) -> None:
    number = int(address)
    mapped = ipaddress.IPv6Address((0xFFFF << 32) | number)
    six_to_four = ipaddress.IPv6Address((0x2002 << 112) | (number << 80))
    translated = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | number)
    assert is_public(mapped) == is_public(address)
    assert is_public(six_to_four) == is_public(address)
    assert is_public(translated) == is_public(address)


@given(st.ip_addresses(v=4), st.ip_addresses(v=4))
def test_a_teredo_address_is_as_public_as_its_client(
    server: ipaddress.IPv4Address, client: ipaddress.IPv4Address
) -> None:
    """The server stands in front, the client behind it with all its bits turned (RFC 4380)."""
    number = (0x2001_0000 << 96) | (int(server) << 64) | (int(client) ^ 0xFFFF_FFFF)
    assert is_public(ipaddress.IPv6Address(number)) == is_public(client)


def test_a_picture_is_fetched(server: PictureServer, fetcher: Fetcher) -> None:
    assert fetcher.fetch(f"{server.base}/picture") == jpeg()


def test_a_redirect_is_followed(server: PictureServer, fetcher: Fetcher) -> None:
    assert fetcher.fetch(f"{server.base}/redirect?to={server.base}/picture") == jpeg()


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:7f00:1]"]
)
def test_this_machine_is_never_asked(server: PictureServer, guarded: Fetcher, host: str) -> None:
    port = server.server_address[1]
    with pytest.raises(PictureError, match="no public address") as caught:
        guarded.fetch(f"http://{host}:{port}/picture")
    assert caught.value.lasting
    assert not server.asked


def test_a_name_that_resolves_to_this_machine_is_refused(
    server: PictureServer, guarded: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = (socket.AF_INET, socket.SOCK_STREAM, 6, "", server.server_address)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [answer])
    with pytest.raises(PictureError, match="no public address"):
        guarded.fetch("http://pictures.example/picture")
    assert not server.asked


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(
    server: PictureServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: str, port: int, *_: object, **__: object) -> object:
        names.append(host)
        return real("127.0.0.1" if names.count(host) == 1 else "127.0.0.2", port, type=1)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    port = server.server_address[1]
    assert fetcher.fetch(f"http://pictures.example:{port}/picture") == jpeg()
    assert names.count("pictures.example") == 1


@pytest.mark.parametrize("target", ["127.0.0.2", "10.0.0.1", "169.254.169.254", "[::1]"])
def test_a_redirect_to_a_private_address_is_refused(
    server: PictureServer, fetcher: Fetcher, target: str
) -> None:
    port = server.server_address[1]
    with pytest.raises(PictureError, match="no public address"):
        fetcher.fetch(f"{server.base}/redirect?to=http://{target}:{port}/picture")
    assert server.asked.total() == 1


@pytest.mark.parametrize(
    ("path", "message", "lasting"),
    [
        ("/nothing", "404", True),
        ("/busy", "503", False),
        ("/circle", "redirects", True),
        ("/redirect?to=file:///etc/passwd", "other than http", True),
        ("/zipped", "compressed", True),
        ("/announced", "larger than", True),
        ("/endless", "larger than", True),
    ],
)
def test_what_cannot_be_had_is_refused(
    server: PictureServer, fetcher: Fetcher, path: str, message: str, lasting: bool
) -> None:
    with pytest.raises(PictureError, match=message) as caught:
        fetcher.fetch(server.base + path)
    assert caught.value.lasting == lasting


def test_a_busy_server_says_when_to_come_again(server: PictureServer, fetcher: Fetcher) -> None:
    with pytest.raises(PictureError) as caught:
        fetcher.fetch(f"{server.base}/busy")
    assert caught.value.retry_after == 7200


@pytest.mark.parametrize("path", ["/drip", "/headers"])
def test_a_server_that_sends_a_byte_at_a_time_is_left(
    server: PictureServer, fetcher: Fetcher, path: str
) -> None:
    with pytest.raises(PictureError, match="too long") as caught:
        fetcher.fetch(server.base + path, seconds=0.4)
    assert not caught.value.lasting


def test_a_server_that_speaks_no_tls_is_a_failure_that_may_pass(
    server: PictureServer, fetcher: Fetcher
) -> None:
    with pytest.raises(PictureError, match="no connection") as caught:
        fetcher.fetch(server.base.replace("http:", "https:") + "/picture")
    assert not caught.value.lasting


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://example.org/a.jpg", "data:image/png;base64,AAAA", "//a/b", ""],
)
def test_only_http_is_fetched(guarded: Fetcher, address: str) -> None:
    with pytest.raises(PictureError, match="only http") as caught:
        guarded.fetch(address)
    assert caught.value.lasting


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "http://[::1",
        "http://a b/",
        "http://\0/",
        "http://x:99999/",
        "http://" + "a" * 300,
    ],
)
def test_a_broken_address_is_a_picture_that_cannot_be_had(offline: Fetcher, address: str) -> None:
    with pytest.raises(PictureError):
        offline.fetch(address)


@given(st.text())
def test_no_address_raises_anything_else(offline: Fetcher, text: str) -> None:
    with pytest.raises(PictureError):
        offline.fetch(f"http://127.0.0.1{text}")


class Roads:
    """What connecting to each address of a host comes to, and how long each attempt might take."""

    def __init__(self, **roads: Exception | None) -> None:
        self.roads = roads
        self.given: dict[str, float] = {}

    def connect_tcp(
        self, host: str, _port: int, timeout: float, *_: object
    ) -> httpcore2.NetworkStream:
        self.given[host] = timeout
        error = self.roads[host]
        if error is not None:
            raise error
        return httpcore2.NetworkStream()


@pytest.mark.parametrize(
    "failure", [httpcore2.ConnectTimeout("silent"), httpcore2.ConnectError("refused")]
)
def test_an_address_that_answers_nothing_leaves_time_for_the_next(
    monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    """A host whose IPv6 led nowhere took the whole deadline and had no picture."""
    answers = [(0, 0, 0, "", (one, 80)) for one in ("2001:db8::1", "10.0.0.1", "192.0.2.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    backend = _GuardedBackend(lambda address: str(address) != "10.0.0.1", time.monotonic() + 60)
    roads = Roads(**{"2001:db8::1": failure, "192.0.2.1": None})
    backend._plain = roads  # type: ignore[assignment]
    backend.connect_tcp("photos.example", 80)
    assert list(roads.given) == ["2001:db8::1", "192.0.2.1"]
    assert roads.given["2001:db8::1"] <= 30 < roads.given["192.0.2.1"] <= 60


def test_a_host_none_of_whose_addresses_answers_took_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [(0, 0, 0, "", (one, 80)) for one in ("2001:db8::1", "192.0.2.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    roads = Roads(**dict.fromkeys(["2001:db8::1", "192.0.2.1"], httpcore2.ConnectTimeout("")))
    monkeypatch.setattr(httpcore2, "SyncBackend", lambda: roads)
    with pytest.raises(PictureError, match="took too long"):
        Fetcher(policy=lambda _: True).fetch("http://photos.example/a.jpg")


@pytest.mark.parametrize("stated", ["9" * 5000, "0" * 5000 + "9" * 9])
def test_a_length_of_any_number_of_digits_is_a_length(stated: str) -> None:
    """Python makes no number of thousands of digits: it was told as a bad address."""
    response = httpx2.Response(200, headers={"Content-Length": stated})
    with pytest.raises(PictureError, match="larger than"):
        Fetcher(limits=FetchLimits(size=10_000))._body(response)


def test_an_error_without_a_text_is_told_by_its_name(
    monkeypatch: pytest.MonkeyPatch, offline: Fetcher
) -> None:
    """An exception is always true, so the name was never reached."""

    def lost(_: object) -> NoReturn:
        raise ConnectionResetError

    monkeypatch.setattr(fetching, "_check_answer", lost)
    monkeypatch.setattr(httpx2.Client, "stream", lambda *_: contextlib.nullcontext())
    with pytest.raises(PictureError, match=r"no connection: ConnectionResetError$"):
        offline.fetch("http://photos.example/a.jpg")
