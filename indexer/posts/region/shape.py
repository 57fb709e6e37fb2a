"""How large a picture of a page is, as far as its markup or the name of its file says."""

import re
from collections.abc import Sequence

from bs4 import Tag

from indexer.posts.blocks.addresses import stated_address
from indexer.posts.blocks.picture_kind import stated_size

_STRIP = 5
"""How many times wider than high a banner is; panoramas are up to four times."""

_MAX_NAME = 300
_NAMED_SIZE = re.compile(r"(?<!\d)(\d{2,4})x(\d{2,4})(?!\d)", re.IGNORECASE)


def address_of(picture: Tag) -> str | None:
    """The true address of a picture; None where it has none."""
    return stated_address(_texts(picture))


def sides_of(picture: Tag) -> Sequence[int]:
    """Its sides in pixels, as many as are stated: in its attributes, else in the file's name."""
    address = address_of(picture) or ""
    stated = [side for side in stated_size(_texts(picture), address) if side is not None]
    named = _NAMED_SIZE.search(address.rpartition("/")[2][:_MAX_NAME])
    return stated or [int(side) for side in (named.groups() if named else ())]


def is_strip(picture: Tag) -> bool:
    """Whether a picture is as wide as only banners are."""
    sides = sides_of(picture)
    return len(sides) > 1 and max(sides) >= min(sides) * _STRIP


def _texts(tag: Tag) -> dict[str, str]:
    return {name: " ".join(tag.get_attribute_list(name)) for name in tag.attrs}
