"""When two addresses are of the same picture, whoever wrote them.

The truth writes an address as the source does; an article holds the true address, or a path from
the root of the corpus. They are the same where, with everything left away that tells only how the
picture is fetched, one ends with the other at a slash. The rule is written here once more, and not
taken from ``indexer.posts.blocks.addresses``, because that is what is measured.
"""

import functools
import html
import re
from collections.abc import Callable, Sequence
from operator import eq
from urllib.parse import unquote

from indexer.posts.article import Photo
from tests.quality.extraction.truth import TruePhoto

_PROXY = re.compile(r".*?\?(?P<name>.*?)(?P<inner>https?://.*)", re.IGNORECASE | re.DOTALL)
_VARIABLE = re.compile(r"\{\{.*?\}\}")
_SCHEME = re.compile(r"^https?:", re.IGNORECASE)
_LEADING = re.compile(r"^(?:\.{0,2}/)+")


@functools.lru_cache(maxsize=4096)
def plain_address(address: str) -> str:
    """Give the host and path of a picture, or its path alone; empty where nothing is left."""
    plain = _VARIABLE.sub("", _inner(unquote(html.unescape(address.strip()))))
    path = re.split(r"[?#]", plain, maxsplit=1)[0]
    return _LEADING.sub("", _SCHEME.sub("", path))


def same_picture(one: str, other: str) -> bool:
    """Whether two addresses are of the same picture."""
    longer, shorter = sorted(map(plain_address, (one, other)), key=len, reverse=True)
    return bool(shorter) and f"/{longer}".endswith(f"/{shorter}")


def pair(
    true: Sequence[TruePhoto], found: Sequence[Photo]
) -> tuple[list[tuple[TruePhoto, Photo | None]], list[Photo]]:
    """Give each true picture its photo or None, and the photos that are left.

    One to one, in the order of the post. Equal addresses come first, so that pictures that differ
    in their query alone keep apart where both sides write it; photos come before furniture, so
    that a photo whose address is a frame's as well is never taken for it.
    """
    left = list(found)
    pairs: dict[int, Photo] = {}
    for same in (eq, same_picture):
        for index in sorted(range(len(true)), key=lambda index: true[index].furniture):
            if index not in pairs and (photo := _first(left, true[index].image, same)):
                pairs[index] = photo
                left.remove(photo)
    return [(one, pairs.get(index)) for index, one in enumerate(true)], left


def _first(photos: Sequence[Photo], image: str, same: Callable[[str, str], bool]) -> Photo | None:
    return next((photo for photo in photos if same(image, photo.image)), None)


def _inner(address: str) -> str:
    match = _PROXY.fullmatch(address)
    if match is None:
        return address
    named = match["name"].endswith("=")
    return match["inner"].partition("&")[0] if named else match["inner"]
