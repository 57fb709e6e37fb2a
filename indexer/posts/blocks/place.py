"""What the elements around a text add up to, and what one element adds."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bs4 import Tag

from indexer.posts.blocks.block import Cell

BLOCK = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p"),
        *("pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    }
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong", "th"}) | HEADINGS
_STYLED = frozenset({"small", "font", "em", "i", "cite", "sub"})
_TELLING = (
    _BOLD | _STYLED | {"a", "figure", "center", "li", "blockquote", "table", "tr", "td", "th"}
)
"""Elements that say something of their text without any attribute."""

_CENTRE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_CENTRE_CLASS = re.compile(r"(?:^|[-_])(?:align)?center(?:ed)?$", re.IGNORECASE)
_STYLE = re.compile(r"(?:^|;)\s*(?:color|font-size|font-style)\s*:", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)

_MAX_CLASSES = 100
_MAX_CLASS = 100
"""Class names around a text, and characters of one, that are looked at."""


class Place(NamedTuple):
    """What is true of all that stands in some element; names are as in ``Text``.

    ``link`` is the address that it leads to, or empty. A tuple, for one is made at every element.
    """

    tag: str = "body"
    classes: tuple[str, ...] = ()
    bold: bool = False
    link: str = ""
    centred: bool = False
    styled: bool = False
    listed: bool = False
    quoted: bool = False
    block: int = 0
    figure: int | None = None
    territory: int | None = None
    cell: Cell | None = None


def classes_of(tag: Tag) -> tuple[str, ...]:
    """The class names of an element, as many and as long as are looked at."""
    if not tag.get("class"):
        return ()
    names = tag.get_attribute_list("class")[:_MAX_CLASSES]
    return tuple(str(name)[:_MAX_CLASS] for name in names)


def inside(tag: Tag, name: str, place: Place, *, holds_picture: bool) -> Place:
    """Add to a place what one element says of the text inside it."""
    if not tag.attrs and name not in _TELLING:
        return place
    style = str(tag.get("style") or "")
    classes = classes_of(tag)
    return place._replace(
        classes=place.classes if holds_picture else (place.classes + classes)[:_MAX_CLASSES],
        bold=place.bold or name in _BOLD or bool(_BOLD_STYLE.search(style)),
        link=place.link or (str(tag.get("href") or "") if name == "a" else ""),
        centred=place.centred or _is_centred(tag, name, style, classes),
        styled=place.styled
        or name in _STYLED
        or (name not in BLOCK and bool(_STYLE.search(style))),
        listed=place.listed or name == "li",
        quoted=place.quoted or name == "blockquote",
    )


def _is_centred(tag: Tag, name: str, style: str, classes: Sequence[str]) -> bool:
    return (
        name == "center"
        or tag.get("align") == "center"
        or bool(_CENTRE.search(style))
        or any(map(_CENTRE_CLASS.search, classes))
    )
