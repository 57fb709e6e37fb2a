"""One picture from the web: the only place of the project that talks to other hosts.

The addresses come from posts, and posts were written by strangers, so an address is a request to
connect somewhere on their behalf. The guard therefore sits where a connection is made and not
where an address is read: names are resolved here, every resolved IP address is asked against the
policy, and the connection goes to the very address that passed. Checking the name first and letting
the HTTP client resolve it again would leave room for an answer that changes in between; each hop of
a redirect makes a connection of its own and so passes the same guard. Proxies of the environment
are not used, because behind one the name would be resolved out of reach.

A deadline covers the whole picture. A timeout of each read does not: a server that sends a byte a
second would hold a worker for days. Only the resolver is outside of it (its own limit is the
system's), because Python cannot interrupt it. Bodies are asked for, and accepted, uncompressed, so
that the limit in bytes is one of memory too.

A connection serves one picture. Keeping it would spare a handshake, but then the deadline and the
guard would belong to a connection and no longer to a picture.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpcore2
import httpx2

from indexer.pictures.picture import PictureError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
AddressPolicy = Callable[[IPAddress], bool]

# RFC 6052: IPv4 addresses as an IPv6-only network writes them.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})

_HEADERS = {
    "User-Agent": "huabao (news-photo archive)",
    "Accept": "image/webp,image/jpeg,image/png,image/*;q=0.8",
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What one picture may cost: bytes of the body, seconds in all, redirects."""

    size: int = 32 * 1024 * 1024
    seconds: float = 30.0
    redirects: int = 5


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public internet (IANA special-purpose registries).

    Addresses that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) are as public as that one.
    """
    if isinstance(address, ipaddress.IPv6Address):
        carried = _carried(address)
        if carried is not None:
            return is_public(carried)
        if address.is_site_local:
            return False
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_link_local
        or address.is_loopback
        or address.is_unspecified
    )


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


class Fetcher:
    """Fetches pictures under a policy and limits. Safe to share between threads."""

    def __init__(
        self, *, policy: AddressPolicy = is_public, limits: FetchLimits | None = None
    ) -> None:
        self._policy = policy
        self._limits = limits or FetchLimits()
        self._ssl_context = httpcore2.default_ssl_context()

    def fetch(self, address: str, *, seconds: float | None = None) -> bytes:
        """Return the body at an ``http(s)://`` address, at most ``seconds`` from now.

        Raises:
            PictureError: refused, not there, too slow or too large; says which.
        """
        if not address.lower().startswith(("http://", "https://")):
            raise PictureError("only http and https addresses are fetched", lasting=True)
        deadline = time.monotonic() + (self._limits.seconds if seconds is None else seconds)
        try:
            with self._client(deadline) as client, client.stream("GET", address) as response:
                _check_answer(response)
                return self._body(response)
        except httpx2.TooManyRedirects as error:
            raise PictureError("too many redirects", lasting=True) from error
        except httpx2.UnsupportedProtocol as error:
            raise PictureError("redirected to something other than http", lasting=True) from error
        except httpx2.TimeoutException as error:
            raise PictureError("the server took too long") from error
        except (httpx2.HTTPError, OSError) as error:
            raise PictureError(f"no connection: {str(error) or type(error).__name__}") from error
        except (httpx2.InvalidURL, ValueError) as error:
            raise PictureError(f"not a usable address: {error}", lasting=True) from error

    def _client(self, deadline: float) -> httpx2.Client:
        return httpx2.Client(
            transport=_GuardedTransport(_GuardedBackend(self._policy, deadline), self._ssl_context),
            headers=_HEADERS,
            timeout=self._limits.seconds,
            follow_redirects=True,
            max_redirects=self._limits.redirects,
            trust_env=False,
        )

    def _body(self, response: httpx2.Response) -> bytes:
        limit = self._limits.size
        stated = response.headers.get("Content-Length", "")
        if stated.isdecimal() and float(stated) > limit:  # int() refuses thousands of digits
            raise PictureError(f"larger than {limit} bytes", lasting=True)
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > limit:
                raise PictureError(f"larger than {limit} bytes", lasting=True)
        return bytes(body)


def _check_answer(response: httpx2.Response) -> None:
    if response.headers.get("Content-Encoding", "identity").lower() not in ("identity", ""):
        raise PictureError("sent compressed, which was not asked for", lasting=True)
    if response.status_code != 200:
        raise PictureError(
            f"the server answered {response.status_code}",
            lasting=response.status_code not in _TRANSIENT,
            retry_after=_retry_after(response.headers.get("Retry-After", "")),
        )


def _retry_after(value: str) -> float | None:
    """Seconds from a ``Retry-After`` header, RFC 9110 section 10.2.3, or None."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


class _GuardedTransport(httpx2.HTTPTransport):
    """The client's own transport over a connection pool that asks the guard.

    httpx2 has no argument for a network backend, so the pool it made is replaced.
    """

    def __init__(self, backend: httpcore2.NetworkBackend, ssl_context: ssl.SSLContext) -> None:
        super().__init__(verify=ssl_context, trust_env=False)
        self._pool = httpcore2.ConnectionPool(ssl_context=ssl_context, network_backend=backend)


class _GuardedBackend(httpcore2.NetworkBackend):
    """Connects to addresses that pass the policy, until the deadline.

    Each address of a host has its share of the time that is left: one that says nothing (IPv6 that
    ends somewhere on the way) leaves the others theirs.
    """

    def __init__(self, policy: AddressPolicy, deadline: float) -> None:
        self._policy = policy
        self._deadline = deadline
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = PictureError(f"{host} resolves to no public address", lasting=True)
        addresses = [address for address in _resolve(host, port) if self._policy(address)]
        for tried, address in enumerate(addresses):
            share = _remaining(self._deadline, timeout) / (len(addresses) - tried)
            try:
                stream = self._plain.connect_tcp(
                    str(address), port, share, local_address, socket_options
                )
                return _DeadlineStream(stream, self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure


class _DeadlineStream(httpcore2.NetworkStream):
    """A stream none of whose reads and writes outlasts the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _remaining(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _remaining(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        limit = _remaining(self._deadline, timeout)
        return _DeadlineStream(
            self._stream.start_tls(ssl_context, server_hostname, limit), self._deadline
        )

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _resolve(host: str, port: int) -> list[IPAddress]:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PictureError(f"{host} is not known to the name service") from error
    return [ipaddress.ip_address(answer[4][0]) for answer in answers]


def _remaining(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the deadline has passed")
    return left if timeout is None else min(left, timeout)
