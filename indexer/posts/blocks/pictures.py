"""What an element states of a picture."""

from dataclasses import dataclass

from bs4 import Tag

from indexer.posts.blocks.addresses import stated_address
from indexer.posts.blocks.picture_kind import Size, no_photo, stated_size
from indexer.posts.left_out import LeftOut, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPicture:
    """A picture as its element states it."""

    address: str
    alt: str = ""
    title: str = ""
    description: str = ""
    size: Size = (None, None)


def picture_of(tag: Tag) -> StatedPicture | LeftOut | None:
    """Read a picture."""
    if tag.name != "img":
        return None
    attributes = {name: str(value) for name, value in tag.attrs.items()}
    address = stated_address(attributes)
    if address is None:
        return None
    size = stated_size(attributes, address)
    classes = str(tag.get("class") or "").split()
    alt = attributes.get("alt", "")
    if no_photo(address, size, alt=alt, classes=classes):
        return LeftOut(address, Reason.ICON)
    return StatedPicture(address=address, alt=alt, title=attributes.get("title", ""), size=size)
