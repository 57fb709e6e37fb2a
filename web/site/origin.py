"""Where the site is on the web, for answers that are read away from it.

Pages link by path, so that what a client says of the site's name gets into none of them. A feed, a
table and a sitemap are kept and read elsewhere, and need scheme and host. These are the ones the
request was made to: ``SiteAddress`` has seen that the site answers to that name. A name that could
not stand in an address is refused, whatever the settings allow.
"""

import re
from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.requests import Request

from web.addresses.links import Links
from web.site.site import visitor_of

_AUTHORITY = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_SCHEMES = ("http", "https")


def origin_of(request: Request) -> str:
    """Scheme and host of a request: ``https://example.org``.

    Raises:
        HTTPException: 400, its Host header is no name of a host.
    """
    host = request.headers.get("host") or _listening(request)
    scheme = request.scope.get("scheme", "http")
    if not _AUTHORITY.fullmatch(host) or scheme not in _SCHEMES:
        raise HTTPException(400, "a Host header with a name or an address is needed")
    return f"{scheme}://{host.lower()}"


def absolute_links(request: Request) -> Links:
    """The addresses of the site with scheme and host."""
    return visitor_of(request).links.absolute(origin_of(request))


def canonical_links(request: Request) -> Links:
    """The same in no language, for who shall know each page by one address."""
    return replace(absolute_links(request), language="")


def _listening(request: Request) -> str:
    """What HTTP/1.0 does not say: the address that the connection was made to."""
    address, port = request.scope.get("server") or ("", None)
    name = f"[{address}]" if ":" in address else address
    return f"{name}:{port}" if port else name
