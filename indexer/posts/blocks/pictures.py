"""Where a page keeps its pictures beside ``<img src>``, and what it says of each.

Libraries that load pictures late move the address elsewhere: into another attribute, into the
``<noscript>`` beside, into ``<source srcset>``, into a background. Each of them is one picture,
never two: what stands in a ``<noscript>`` counts only where the ``<img>`` beside it has no address
of its own. An element that shows no picture is none; one that is there to show one and has no
address that works is left out with a reason.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from bs4 import Tag
from bs4.element import PageElement, PreformattedString

from indexer.posts.blocks.addresses import (
    is_unsafe,
    largest_of,
    names_picture_file,
    stated_address,
    true_address,
)
from indexer.posts.blocks.picture_kind import no_photo, stated_size
from indexer.posts.blocks.picture_names import Size
from indexer.posts.left_out import MAX_SHOWN, LeftOut, Reason

_BACKGROUND = re.compile(
    r"background(?:-image)?\s*:[^;{}]{0,200}?url\(\s*[\"']?(?P<address>[^\"')\s]{1,4000})",
    re.IGNORECASE,
)
_LATE_BACKGROUNDS = ("data-bg", "data-background-image", "data-background", "data-bg-src")
_BACKGROUND_HOLDERS = frozenset({"a", "div", "figure", "i", "li", "section", "span"})
_DESCRIPTIONS = ("data-caption", "data-desc", "data-description", "data-sub-html", "aria-label",
                 "data-alt", "data-title")  # fmt: skip
_LICENCES = re.compile(
    r"creativecommons\.org/(?:licenses|publicdomain)/|(?:gnu\.org|opensource\.org)/licenses",
    re.IGNORECASE,
)
_OUT_OF_SIGHT = re.compile(r"display\s*:\s*none|(?:left|top|right)\s*:\s*-\d{3,}", re.IGNORECASE)
_LOOKED_AT = 60
"""Nodes beside or below an element that are looked at: what it shows is near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPicture:
    """A picture as an element states it.

    Attributes:
        address: the true one. size: as stated.
        alt, title: the attributes of these names.
        description: what else the element says of its picture, in ``data-caption`` and its kin.
        classes: of the element.
    """

    address: str
    size: Size = (None, None)
    alt: str = ""
    title: str = ""
    description: str = ""
    classes: tuple[str, ...] = ()


def may_hold_picture(tag: Tag) -> bool:
    """Whether ``picture_of`` should be asked about an element; cheap."""
    name = tag.name
    if name in _READERS or "-" in name:
        return True
    if name not in _BACKGROUND_HOLDERS or not tag.attrs:
        return False
    style = tag.attrs.get("style")
    return (style is not None and "url(" in str(style)) or any(
        key in tag.attrs for key in _LATE_BACKGROUNDS
    )


def picture_of(tag: Tag) -> StatedPicture | LeftOut | None:
    """The picture that an element shows by itself; None where it shows none."""
    reader = _READERS.get(tag.name)
    if reader is not None:
        found = reader(tag)
    elif "-" in tag.name:
        found = _custom(tag)
    else:
        found = _background(tag)
    if not isinstance(found, StatedPicture):
        return found
    words = f"{found.alt} {found.title}".strip() if not found.alt else found.alt
    reason = no_photo(found.address, found.size, alt=words, classes=found.classes)
    if reason is None and _is_licence(tag):
        reason = Reason.ICON
    return found if reason is None else LeftOut(found.address[:MAX_SHOWN], reason)


def _is_licence(tag: Tag) -> bool:
    """Whether an element is the button of a link to a licence: it stands alone in the link."""
    link = tag.parent
    if link is None or link.name != "a":
        return False
    return "license" in link.get_attribute_list("rel") or bool(
        _LICENCES.search(str(link.get("href") or ""))
    )


def attributes_of(tag: Tag) -> dict[str, str]:
    """The attributes of an element as texts."""
    return {
        name: " ".join(value) if isinstance(value, list) else str(value or "")
        for name, value in tag.attrs.items()
    }


def _image(tag: Tag) -> StatedPicture | LeftOut | None:
    attributes = attributes_of(tag)
    address = stated_address(attributes)
    if address is not None:
        return _stated(tag, address, attributes)
    if any(_has_address(image) for image in _in_noscripts_beside(tag)):
        return None
    source = attributes.get("src", "").strip()
    if not source and not any(attributes.get(name) for name in ("alt", "title", "srcset")):
        return None
    return LeftOut((source or str(tag))[:MAX_SHOWN], _why_not(source))


def _why_not(address: str) -> Reason:
    return Reason.ADDRESS if is_unsafe(address) else Reason.PLACEHOLDER


def _picture(tag: Tag) -> StatedPicture | LeftOut | None:
    images = tag.find_all("img", limit=3)
    if any(_has_address(image) for image in images):
        return None
    for source in tag.find_all("source", limit=20):
        attributes = attributes_of(source)
        address = largest_of(attributes.get("srcset") or attributes.get("data-srcset") or "")
        address = address or stated_address(attributes) or ""
        if address and not address.startswith("data:"):
            told = attributes_of(images[0]) if images else attributes_of(tag)
            return _stated(images[0] if images else tag, true_address(address), told)
    return None


def _noscript(tag: Tag) -> StatedPicture | LeftOut | None:
    image = tag.find(("img", "amp-img"))
    if not isinstance(image, Tag) or _OUT_OF_SIGHT.search(str(image.get("style") or "")):
        return None
    if any(_has_address(other) for other in _images_beside(tag)):
        return None
    attributes = attributes_of(image)
    address = stated_address(attributes)
    if address is None:
        return None
    is_counter = not names_picture_file(address) and tag.find_parent("figure") is None
    return None if is_counter else _stated(image, address, attributes)


def _images_beside(tag: Tag) -> Iterator[Tag]:
    """The images that a ``<noscript>`` stands for: before or behind it, or alone around it."""
    for beside in (_before(tag), _behind(tag)):
        yield from _images_in(beside)
    parent = tag.parent
    if parent is not None and _before(tag) is None:
        yield from _images_in(_before(parent))


def _before(tag: Tag) -> Tag | None:
    return _first_tag(tag.previous_siblings)


def _behind(tag: Tag) -> Tag | None:
    return _first_tag(tag.next_siblings)


def _first_tag(nodes: Iterable[PageElement]) -> Tag | None:
    return next((one for one in islice(nodes, _LOOKED_AT) if isinstance(one, Tag)), None)


def _images_in(tag: Tag | None) -> Iterator[Tag]:
    if tag is None or tag.name == "noscript":
        return
    if tag.name in ("img", "amp-img"):
        yield tag
    for node in islice(tag.descendants, _LOOKED_AT):
        if isinstance(node, Tag) and node.name in ("img", "amp-img"):
            yield node


def _in_noscripts_beside(tag: Tag) -> Iterator[Tag]:
    beside = [_behind(tag), _before(tag)]
    if tag.parent is not None:
        beside.append(_behind(tag.parent))
    for element in beside:
        if isinstance(element, Tag) and element.name == "noscript":
            below = islice(element.descendants, _LOOKED_AT)
            yield from (one for one in below if isinstance(one, Tag) and one.name == "img")


def _has_address(image: Tag) -> bool:
    return stated_address(attributes_of(image)) is not None


def _drawing(tag: Tag) -> StatedPicture | LeftOut | None:
    """A raster picture inside a drawing; a drawing without one is no picture."""
    image = tag if tag.name == "image" else tag.find("image")
    if not isinstance(image, Tag):
        return None
    attributes = attributes_of(image)
    stated = (attributes.get(name, "") for name in ("href", "xlink:href", "data-href", "src"))
    address = next((one for one in stated if one), "")
    if not address or address.startswith(("#", "data:")) or is_unsafe(address):
        return None
    title = tag.find("title")
    told = {**attributes_of(tag), **attributes}
    if title is not None and not told.get("title"):
        told["title"] = title.get_text()
    return _stated(image, true_address(address), told)


def _object(tag: Tag) -> StatedPicture | LeftOut | None:
    attributes = attributes_of(tag)
    address = attributes.get("data") or attributes.get("src") or ""
    if not names_picture_file(address) or is_unsafe(address):
        return None
    return _stated(tag, true_address(address), attributes)


def _custom(tag: Tag) -> StatedPicture | LeftOut | None:
    """An element of some library's own, with the address of a picture."""
    attributes = attributes_of(tag)
    address = stated_address(attributes)
    if address is None or not names_picture_file(address):
        return None
    return None if any(_images_in(tag)) else _stated(tag, address, attributes)


def _background(tag: Tag) -> StatedPicture | LeftOut | None:
    attributes = attributes_of(tag)
    match = _BACKGROUND.search(attributes.get("style", ""))
    stated = [attributes.get(name, "") for name in _LATE_BACKGROUNDS]
    stated.append(match["address"] if match else "")
    address = stated_address({"src": next((one for one in stated if one), "").strip()})
    if address is None or not (names_picture_file(address) or attributes.get("role") == "img"):
        return None
    if address.startswith("#") or not _is_empty(tag):
        return None
    return _stated(tag, address, attributes)


def _is_empty(tag: Tag) -> bool:
    """Whether nothing is in an element but, for a figure, its caption."""
    for node in islice(tag.descendants, _LOOKED_AT):
        if isinstance(node, Tag):
            if node.name in ("img", "picture", "video", "svg", "noscript", "iframe"):
                return False
        elif not isinstance(node, PreformattedString) and str(node).strip():
            return tag.name == "figure" and node.find_parent("figcaption") is not None
    return True


def _stated(tag: Tag, address: str, attributes: dict[str, str]) -> StatedPicture:
    described = (attributes.get(name, "").strip() for name in _DESCRIPTIONS)
    return StatedPicture(
        address=address,
        size=stated_size(attributes, address),
        alt=attributes.get("alt", ""),
        title=attributes.get("title", ""),
        description=next((text for text in described if text), ""),
        classes=tuple(attributes_of(tag).get("class", "").split()[:100]),
    )


_READERS = {
    "img": _image,
    "amp-img": _image,
    "picture": _picture,
    "noscript": _noscript,
    "svg": _drawing,
    "image": _drawing,
    "object": _object,
    "embed": _object,
}
