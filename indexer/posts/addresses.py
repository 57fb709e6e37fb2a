"""The true address of a picture, behind lazy loading, proxies and relative paths.

An aggregator shows ``https://proxy.example/?http://news.example/a.jpg``; the picture is the inner
address. The rule is general, since proxies come and go: an address whose path or query holds
another absolute http(s) address is a proxy of that one.
"""

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote, urljoin

_INNER = re.compile(r"https?(?:://|%3A%2F%2F|:%2F%2F)", re.IGNORECASE)
_LAZY = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-lazy",
    "data-lazyload",
    "data-original-src",
    "data-actualsrc",
    "data-echo",
    "data-url",
    "_src",
)
_PLACEHOLDER = re.compile(
    r"^(?:data|about|blob|file|javascript):|(?:^|/)(?:blank|spacer|loading|lazy|lazyload|grey|gray|"
    r"placeholder|transparent|pixel|1x1|default)[\w-]*\.(?:gif|png|svg|jpe?g|webp)(?:\?|$)",
    re.IGNORECASE,
)
_MAX_DEPTH = 4


def true_address(address: str) -> str:
    """Unwrap proxies around an address, innermost last; other addresses stay as they are."""
    for _ in range(_MAX_DEPTH):
        inner = _INNER.search(address, 1)
        if inner is None or not address.startswith(("http:", "https:", "//", "/")):
            break
        address = _unwrapped(address, inner)
    return address


def stated_address(attributes: Mapping[str, str]) -> str | None:
    """Choose the address of an ``<img>`` among its attributes; None where all are placeholders."""
    lazy = [attributes.get(name, "") for name in _LAZY]
    sets = [_largest(attributes.get(name, "")) for name in ("data-srcset", "srcset")]
    source = attributes.get("src", "")
    # A lazy address is the picture itself; without one, src is the size that the post chose.
    for address in (*lazy, sets[0], source, sets[1]):
        address = address.strip()
        if address and not _PLACEHOLDER.search(address):
            return true_address(address)
    return None


def resolved(address: str, post: str, base: str | None = None) -> str:
    """Make an address absolute, or a path in the corpus, never above its root.

    ``post`` is the post's path in the corpus; ``base`` an address against which a protocol-relative
    address takes its scheme. ``/a.jpg`` is meant from the root of the site, which is the corpus.
    """
    if address.startswith("//"):
        return urljoin(base if base and base.startswith("http") else "https:", address)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", address):
        return address
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0]).replace("\\", "/")
    if not path.startswith("/"):
        path = posixpath.join("/", posixpath.dirname(post), path)
    return posixpath.normpath(path).lstrip("/")


def _unwrapped(address: str, inner: re.Match[str]) -> str:
    rest = address[inner.start() :]
    if "%" in inner[0]:
        return unquote(rest.partition("&")[0])
    named = address[: inner.start()].endswith("=")
    return rest.partition("&")[0] if named and "?" not in rest else rest


def _largest(candidates: str) -> str:
    """Take the widest of a srcset (``a.jpg 320w, b.jpg 2x``)."""
    best, width = "", -1.0
    for candidate in re.split(r",\s+", candidates.strip()):
        address, _, size = candidate.strip().rstrip(",").partition(" ")
        number = re.match(r"[\d.]+", size.strip())
        if float(number[0] if number else 1) > width:
            best, width = address, float(number[0] if number else 1)
    return best
