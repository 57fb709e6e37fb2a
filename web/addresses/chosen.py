"""A selection: some photos in an order, and the address that names them.

The address is the selection; the server keeps none. It can be sent, bookmarked and opened in ten
years, and a browser that keeps a selection keeps the same ids. An id is 16 hexadecimal digits; 500
of them as ``id=…&id=…`` are 10 kB, which proxies refuse (nginx and Apache take 8 kB of a request's
line). The same 64 bits are 11 characters of URL-safe Base64, and 500 of those with a dot between
are 6 kB. A fragment would have no limit, but no server sees it, and nothing would work without
JavaScript. The search itself as the selection would be shorter still, but means other photos after
the next update, and cannot be put into an order.

The last of those 11 characters holds four bits and is always a letter or a digit, so that no
program that finds addresses in a mail leaves the end of one out. Forms send whole ids, one by one
(``id=``); both may stand in one address.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from web.addresses.links import Links
from web.addresses.params import ParameterError, shortened

MOST = 500
TITLE = 120  # characters

_ID = re.compile(r"[0-9a-f]{16}")
_PACKED = re.compile(r"[A-Za-z0-9_-]{11}")
_SHOWN = 20  # characters of what is no id


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Photos in an order.

    Attributes:
        ids: theirs, each once.
        title: what they were searched for, or what a reader calls them.
        found: of how many results these are the first; 0 where that is not so.
        unread: what stood in the address and is no id.
    """

    ids: tuple[str, ...] = ()
    title: str = ""
    found: int = 0
    unread: tuple[str, ...] = ()

    def address(self, links: Links, page: str = "", **more: str) -> str:
        """A page of this selection: ``/sheet``, ``.zip``, or the light table."""
        found = str(self.found) if self.found > len(self.ids) else ""
        return links.selection(page, ids=packed(self.ids), q=self.title, of=found, **more)

    def without(self, id_: str) -> "Chosen":
        """The selection without a photo; no longer the first of some results."""
        return replace(self, ids=tuple(one for one in self.ids if one != id_), found=0)

    def moved(self, id_: str, by: int) -> "Chosen":
        """The selection with a photo so many places further back, or to the front; at most.

        What is in another order is no longer the first of some results.
        """
        if id_ not in self.ids:
            return self
        others = [one for one in self.ids if one != id_]
        others.insert(max(0, self.ids.index(id_) + by), id_)
        return replace(self, ids=tuple(others), found=0)


def read_chosen(items: Iterable[tuple[str, str]]) -> Chosen:
    """The selection of an address.

    Raises:
        ParameterError: it has more than ``MOST`` photos.
    """
    ids: dict[str, None] = {}
    unread: dict[str, None] = {}
    title, found = "", ""
    for name, value in items:
        tokens = [value] if name == "id" else value.split(".") if name == "ids" else ()
        for token in filter(None, (token.strip() for token in tokens)):
            id_ = _unpacked(token)
            (ids if id_ else unread)[id_ or shortened(token, _SHOWN)] = None
            _check_count(len(ids) + len(unread))
        title = value.strip() if name == "q" else title
        found = value if name == "of" else found
    return Chosen(
        ids=tuple(ids),
        title=shortened(title, TITLE),
        found=int(found) if found.isascii() and found.isdecimal() and len(found) < 10 else 0,
        unread=tuple(unread),
    )


def read_marked(items: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    """The photos that were marked to be compared; None where nobody tried to compare any."""
    texts = [value for name, value in items if name == "marked"]
    if not texts:
        return None
    return tuple(filter(None, map(_unpacked, texts[-1].split("."))))


def packed(ids: Sequence[str]) -> str:
    """The ids as an address has them."""
    return ".".join(
        base64.urlsafe_b64encode(bytes.fromhex(id_)).decode("ascii").rstrip("=") for id_ in ids
    )


def _unpacked(token: str) -> str:
    """The id that a token of an address means; empty where it is none."""
    if _ID.fullmatch(token):
        return token
    if not _PACKED.fullmatch(token):
        return ""
    try:
        id_ = base64.urlsafe_b64decode(f"{token}=").hex()
    except binascii.Error:
        return ""
    return id_ if packed([id_]) == token else ""


def _check_count(count: int) -> None:
    if count > MOST:
        raise ParameterError(
            chinese=f"一次最多选 {MOST} 张照片", english=f"a selection has {MOST} photos at most"
        )
