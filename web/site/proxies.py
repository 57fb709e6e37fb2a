"""What a proxy in front tells of a request: who asked, how, by which name, below which path.

Anybody can send these headers, so they are read from the addresses that the settings trust and from
nobody else. uvicorn's own reader of them knows two of the four, takes what is no address for one,
and would have to be asked a second time for whom it trusts; one reader of all four is shorter.
``Forwarded`` (RFC 7239) is not read: of the proxies in use none sends it unless told to.

Everything is put where the rest of the site looks for it: ``client``, ``scheme`` and ``root_path``
of the scope, and the Host header. What was believed is taken out, so that what is left was not.
"""

import ipaddress
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from web.settings import as_root

_FOR, _PROTO = b"x-forwarded-for", b"x-forwarded-proto"
_HOST, _PREFIX = b"x-forwarded-host", b"x-forwarded-prefix"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Networks:
    """Addresses that are trusted with something."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._networks: tuple[Network, ...] = tuple(map(ipaddress.ip_network, texts))

    def __bool__(self) -> bool:
        return bool(self._networks)

    def __contains__(self, address: object) -> bool:
        """Whether a text is an address in one of them; IPv4 within IPv6 is that IPv4 address."""
        try:
            found = ipaddress.ip_address(str(address))
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None)
        return any((mapped or found) in one for one in self._networks)


class Proxies:
    """Believes those proxies that are trusted, and tells the application where it is mounted."""

    def __init__(self, app: ASGIApp, trusted: tuple[str, ...], root: str) -> None:
        """``trusted`` and ``root`` as in the settings."""
        self._app = app
        self._trusted = Networks(trusted)
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["root_path"] = scope.get("root_path", "") + self._root  # of a mount around it
            client = scope.get("client")
            if client and client[0] in self._trusted:
                self._believe(scope)
        await self._app(scope, receive, send)

    def _believe(self, scope: Scope) -> None:
        headers: Sequence[tuple[bytes, bytes]] = scope["headers"]
        client = self._client(_values(headers, _FOR))
        if client:
            scope["client"] = (client, 0)
        scheme = _nearest(headers, _PROTO).lower()
        if scheme in ("http", "https"):
            scope["scheme"] = scheme
        host = _nearest(headers, _HOST)
        believed = {
            _PROTO,
            _HOST,
            _PREFIX,
            *([_FOR] if client else []),
            *([b"host"] if host else []),
        }
        scope["headers"] = [header for header in headers if header[0] not in believed]
        if host:
            scope["headers"].append((b"host", host.encode("latin-1")))
        prefix = _nearest(headers, _PREFIX)
        if prefix:
            scope["root_path"] = _root_or(prefix, scope["root_path"])

    def _client(self, told: Sequence[str]) -> str:
        """The last address that no trusted proxy has; each adds who asked it to the end."""
        found = ""
        for text in reversed(told):
            address = _address(text)
            if not address:
                break
            found = address
            if address not in self._trusted:
                break
        return found


def _values(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> list[str]:
    joined = b",".join(value for header, value in headers if header == name)
    return [part.strip() for part in joined.decode("latin-1").split(",")]


def _nearest(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> str:
    """What the proxy in front says, which comes last where several have said something."""
    return _values(headers, name)[-1]


def _address(text: str) -> str:
    """An address without port and brackets; empty if it is none."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


def _root_or(prefix: str, otherwise: str) -> str:
    try:
        return as_root(prefix)
    except ValueError:
        return otherwise
