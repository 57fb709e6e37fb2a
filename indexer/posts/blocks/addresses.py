"""The true address of a picture, behind lazy loading, proxies and relative paths.

An aggregator shows ``https://proxy.example/?http://news.example/a.jpg``; the picture is the inner
address. The rule is general, since proxies come and go: an address whose path or query holds
another absolute http(s) address is a proxy of that one. Archives of the web are no proxies: what
they hold is there because the inner address is dead.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

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
    "zoomfile",
    "file",
)
_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set", "srcset")
_PLACEHOLDER = re.compile(
    r"^(?:data|about|blob):|(?:^|/)(?:blank|spacer|loading|loader|lazy|lazyload|grey|gray|none|"
    r"placeholder|transparent|pixel|1x1|default|empty)"
    r"(?:[-_]?(?:\d{1,4}(?:x\d{1,4})?|img|image|pic|bg|gif|icon|small|big|large|thumb|src|load))*"
    r"\.(?:gif|png|svg|jpe?g|webp)(?:\?|$)",
    re.IGNORECASE,
)
_UNSAFE = re.compile(r"[\s\x00-\x1f]*(?:javascript|vbscript|file|cid|mailto|tel):", re.IGNORECASE)
_ARCHIVE = re.compile(
    r"/\d{8,14}(?:[a-z]{2}_)?/$|[?&]q=cache:[^/]*$|"
    r"^(?:https?:)?//(?:[\w-]+\.)*(?:archive\.(?:org|ph|today|is|li|md|vn|fo)|archive-it\.org|"
    r"webcache\.googleusercontent\.com|perma\.cc|mementoweb\.org|webcitation\.org)/",
    re.IGNORECASE,
)
"""What stands before an address that an archive of the web holds."""

_PICTURE = re.compile(r"\.(?:jpe?g|jfif|png|gif|webp|avif|bmp|tiff?|heic)(?:$|[?#!@_/&:;,])", re.I)
_SCHEME = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]+:")
_MAX_DEPTH = 4
_MAX_ADDRESS = 4000

_PUBLISHED = ("source", "static", "public", "assets")
"""Folders whose content blog engines publish at the root of the site: Hexo's source, Hugo's
static, public as others call it, assets of Jekyll's themes."""


def true_address(address: str) -> str:
    """Unwrap proxies around an address, innermost last; other addresses stay as they are."""
    for _ in range(_MAX_DEPTH):
        inner = _INNER.search(address, 1)
        if inner is None or not address.startswith(("http:", "https:", "//", "/")):
            break
        if _ARCHIVE.search(address[: inner.start()]):
            break
        address = _unwrapped(address, inner)
    return address


def stated_address(attributes: Mapping[str, str]) -> str | None:
    """Choose the address of an ``<img>`` among its attributes; None where all are placeholders."""
    lazy = (attributes[name] for name in _LAZY if name in attributes)
    sets = [_largest(attributes.get(name, "")) for name in _SETS]
    # A lazy address is the picture itself; without one, src is the size that the post chose.
    # In a saved page, vue-lazyload says of a picture that it was shown: then that is in src.
    source = attributes.get("src", "")
    shown = source if attributes.get("lazy") == "loaded" else ""
    # What else names a picture file is some library's: the name of its attribute is its own.
    others = (value for name, value in attributes.items() if _may_name_one(name, value))
    for address in chain((shown, *lazy, *sets[:-1], source, sets[-1]), others):
        address = address.strip()
        if address and not _PLACEHOLDER.search(address) and not _UNSAFE.match(address):
            return true_address(address)
    return None


def is_on_web(address: str) -> bool:
    """Whether an address is one of http or https that has a host and can be taken apart."""
    try:
        parts = urlsplit(address)
    except ValueError:  # an IPv6 address that is none
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def is_unsafe(address: str) -> bool:
    """Whether an address is one that nobody should follow, and no picture's."""
    return _UNSAFE.match(address) is not None


def names_picture_file(address: str) -> bool:
    """Whether an address ends as that of a picture file does, with what a host appends."""
    return _PICTURE.search(address) is not None


def largest_of(candidates: str) -> str:
    """The widest picture of a ``srcset``, or nothing."""
    return _largest(candidates)


def _may_name_one(name: str, value: str) -> bool:
    return (
        name not in ("alt", "title", "class", "id", "style", "longdesc", "usemap", "data-caption")
        and len(value) < _MAX_ADDRESS
        and not re.search(r"\s", value.strip())
        and _PICTURE.search(value) is not None
    )


def resolved(address: str, post: str, base: str | None = None) -> str:
    """Make an address absolute, or a path in the corpus, never above its root.

    ``post`` is the post's path in the corpus; ``base`` an address against which a protocol-relative
    address takes its scheme. ``/a.jpg`` is meant from the root of the site, which is the corpus.
    """
    if address.startswith("//"):
        scheme = base.partition("/")[0].lower() if base and is_on_web(base) else "https:"
        return scheme + address
    if _SCHEME.match(address):
        return address
    return _in_corpus(address, post)


def on_site(address: str, site: str | None) -> str | None:
    """Where an address from the root of a site lies on the web; None for others, or without one."""
    return urljoin(site, address) if site and re.match(r"/(?!/)", address) else None


def elsewhere(address: str, post: str) -> Iterator[str]:
    """Where else in the corpus a blog engine would have found a picture, likeliest first.

    A corpus is often the checkout of a blog, or holds several: its posts call pictures as the
    finished site does. ``/a.jpg`` may lie in any folder above the post, or in one of the folders
    there that are published as the root. ``a.jpg`` may lie in the folder that is named as the post
    (Hexo's post asset folder). Addresses on the web lie nowhere.
    """
    if _SCHEME.match(address):
        return
    path = _in_corpus(address, "")
    if not address.startswith(("/", "\\")):
        yield _in_corpus(address, posixpath.join(posixpath.splitext(post)[0], "index"))
        return
    for folder in ("", *(str(above) for above in PurePosixPath(post).parents if above.name)):
        for published in ("", *_PUBLISHED):
            yield posixpath.join(folder, published, path)


def _in_corpus(address: str, post: str) -> str:
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
    if not candidates:
        return ""
    best, width = "", -1.0
    for candidate in re.split(r",\s+", candidates.strip()):
        address, _, size = candidate.strip().rstrip(",").partition(" ")
        number = re.match(r"\d+(?:\.\d+)?", size.strip())
        if float(number[0] if number else 1) > width:
            best, width = address, float(number[0] if number else 1)
    return best
