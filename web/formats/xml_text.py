"""XML from strangers' texts, with lxml.

lxml escapes; what it refuses are characters that no XML document can hold, such as controls, which
old posts are full of. Each becomes U+FFFD here: a reader sees that there was something, and one bad
byte of one caption does not cost a whole feed. Feeds are made with lxml and not with a library for
feeds: feedgen, the best kept, has no credits and no paging, and holds every entry three times over.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_ATTRIBUTES: Mapping[str, str] = {}


def fit(text: str) -> str:
    """A text that XML can hold."""
    return _UNFIT.sub("\ufffd", text)


def add(
    parent: Element, name: str, text: str = "", attributes: Mapping[str, str] = _NO_ATTRIBUTES
) -> Element:
    """Put an element into another; attributes without a value are left out."""
    kept = {key: fit(value) for key, value in attributes.items() if value}
    child = etree.SubElement(parent, name, attrib=kept)
    if text:
        child.text = fit(text)
    return child


def add_all(parent: Element, name: str, texts: Iterable[str]) -> None:
    """Put in an element for each text."""
    for text in texts:
        add(parent, name, text)


def document(root: Element) -> bytes:
    """The bytes of a document."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def root(name: str, namespaces: Mapping[str | None, str], **attributes: str) -> Element:
    """The root of a document."""
    return etree.Element(name, attrib=attributes, nsmap=dict(namespaces))
