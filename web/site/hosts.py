"""The names that the site answers to, and the address that a request has within it.

What a client says of the site's name (the Host header, or the target of a request when it is
written out in full) decides nothing but whether it is answered: redirects and links are paths. So
a false name cannot lead a reader elsewhere. It is refused nonetheless where the server is reached
from other machines, because a page of another site whose name was pointed at this server (DNS
rebinding) could otherwise read an archive that only its own network reaches.

Starlette's own middleware for this takes ``[::1]:8000`` for a host named ``[``, and answers
without the headers, the language and the shape that errors have here.
"""

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from web.site.mounting import enter, mount, path_within, redirect
from web.site.problems import error_response

_ABSOLUTE = re.compile(r"https?://([^/?#]*)", re.IGNORECASE)  # RFC 9112, section 3.2.2
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:@\s]+)(?::[0-9]*)?")


class SiteAddress:
    """Refuses requests to other hosts, and brings every other target to a path of this site."""

    def __init__(self, app: ASGIApp, allowed: Sequence[str], listening: str) -> None:
        """``allowed`` as in the settings; ``listening`` is the address that is listened on."""
        self._app = app
        self._any = "*" in allowed or (not allowed and _is_loopback(listening))
        self._names = frozenset({*allowed, listening.lower(), "localhost"})
        self._below = tuple(name[1:] for name in allowed if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        enter(scope)
        fault = self._settle(scope)
        if fault is not None:
            await error_response(Request(scope), fault)(scope, receive, send)
        elif path_within(scope):
            mount(scope)
            await self._app(scope, receive, send)
        else:
            await redirect(scope, "/")(scope, receive, send)

    def _settle(self, scope: Scope) -> HTTPException | None:
        """Make the scope's path one of this site; gives what is wrong with the request."""
        target: str = scope["path"]
        host = next((v for n, v in scope["headers"] if n == b"host"), b"").decode("latin-1")
        absolute = _ABSOLUTE.match(target)
        if absolute:
            host, target = absolute[1], target[absolute.end() :] or "/"
            scope["headers"] = [
                *((n, v) for n, v in scope["headers"] if n != b"host"),
                (b"host", host.encode("latin-1", "replace")),
            ]
            scope["path"], scope["raw_path"] = target, quote(target).encode()
        if not target.startswith("/"):
            scope["path"] = "/"
            return HTTPException(400, f"{target}: a path that begins with / is needed")
        name = host_name(host)
        if self._any or (name and self._knows(name)):
            return None
        return HTTPException(
            421, f"This server does not answer for {name or 'no name'}; see its --allowed-host"
        )

    def _knows(self, name: str) -> bool:
        """An address of the machine itself is no name, and cannot be pointed elsewhere."""
        return (
            name in self._names
            or any(name.endswith(suffix) for suffix in self._below)
            or _address(name) is not None
        )


def host_name(authority: str) -> str:
    """The name in a Host header, in lower case, without port and brackets; empty if it is none."""
    found = _AUTHORITY.fullmatch(authority.strip())
    return found[1].strip("[]").rstrip(".").lower() if found else ""


def _is_loopback(name: str) -> bool:
    address = _address(name)
    return name.lower() == "localhost" if address is None else address.is_loopback


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
