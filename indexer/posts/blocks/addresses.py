"""The true address of a picture, behind lazy loading, proxies and relative paths.

An aggregator shows ``https://proxy.example/?http://news.example/a.jpg``; the picture is the inner
address. The rule is general, since proxies come and go: an address whose path or query holds
another absolute http(s) address is a proxy of that one.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
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
_SCHEME = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]+:")
_MAX_DEPTH = 4

_PUBLISHED = ("source", "static", "public", "assets")
"""Folders whose content blog engines publish at the root of the site: Hexo's source, Hugo's
static, public as others call it, assets of Jekyll's themes."""


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
    lazy = (attributes[name] for name in _LAZY if name in attributes)
    sets = [_largest(attributes.get(name, "")) for name in ("data-srcset", "srcset")]
    source = attributes.get("src", "")
    # A lazy address is the picture itself; without one, src is the size that the post chose.
    # In a saved page, vue-lazyload says of a picture that it was shown: then that is in src.
    shown = source if attributes.get("lazy") == "loaded" else ""
    for address in (shown, *lazy, sets[0], source, sets[1]):
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
    if _SCHEME.match(address):
        return address
    return _in_corpus(address, post)


def on_site(address: str, site: str | None) -> str | None:
    """Where an address from the root of a site lies on the web; None for others, or without one."""
    return urljoin(site, address) if site and address.startswith("/") else None


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
