"""The body of a post as a flat list of text blocks and pictures, in reading order.

Captions are found from what stands around a picture, so the list keeps what a reader sees of each
text: whether it is bold, a link, centred, set apart by a style, in the picture's own paragraph or
figure, and which class names its markup carries. The tree itself is given up on purpose: in real
posts a caption is as often a bare text node behind a ``<div>`` as a ``<figcaption>``, and what
they share is their place in the order, not their place in the tree.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from indexer.posts.blocks.picture_names import Size
from indexer.posts.blocks.pictures import StatedPicture, may_hold_picture, picture_of
from indexer.posts.left_out import LeftOut
from indexer.posts.page.elements import elements_of

_BLOCK = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "table"),
        *("tbody", "td", "th", "thead", "tr", "ul"),
    }
)
_DROPPED = frozenset(
    {
        *("audio", "button", "canvas", "footer", "head", "iframe", "input", "link", "meta", "nav"),
        *("noscript", "object", "script", "select", "style", "svg", "template", "textarea"),
        *("title", "video"),
    }
)
_PAGE_FURNITURE = frozenset({"aside", "header", "form"})
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_STYLED = frozenset({"small", "font", "em", "i", "cite"})
_TELLING = _BOLD | _STYLED | {"figure", "center"}
"""Elements that say something of their text without any attribute."""

_CENTRE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_CENTRE_CLASS = re.compile(r"(?:^|[-_])(?:align)?center(?:ed)?$", re.IGNORECASE)
_STYLE = re.compile(r"(?:^|;)\s*(?:color|font-size|font-style)\s*:", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b-\x1f]")
_LONGEST_CAPTION_BEFORE_HEADING = 60
_MAX_DEPTH = 512
"""Elements nested deeper say nothing more of their text, as in browsers, which nest no deeper:
``kMaximumHTMLParserDOMTreeDepth`` of Blink."""


_MAX_CLASSES = 100
_MAX_CLASS = 100
"""Class names around a text, and characters of one, that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A block of text with what its markup says of it.

    Attributes:
        text: white space collapsed.
        tag: the block element it stands in.
        classes: class names of the elements around it that hold no picture.
        bold, link, centred, styled: all of it is.
        block: number of the innermost block element, shared by what stands in the same one.
        figure: number of the figure it stands in, or None.
    """

    text: str
    tag: str = "p"
    classes: tuple[str, ...] = ()
    bold: bool = False
    link: bool = False
    centred: bool = False
    styled: bool = False
    block: int = 0
    figure: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that may be a photo: address as the post states it, proxies unwrapped.

    ``missing`` says that the address is a path in the corpus and no file is there.
    """

    address: str
    size: Size = (None, None)
    alt: str = ""
    title: str = ""
    tag: str = "p"
    block: int = 0
    figure: int | None = None
    missing: bool = False


Item = Text | Picture


@dataclass(frozen=True, slots=True)
class _Place:
    """What the elements around a text add up to."""

    tag: str = "body"
    classes: tuple[str, ...] = ()
    bold: bool = False
    link: bool = False
    centred: bool = False
    styled: bool = False
    block: int = 0
    figure: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The texts and pictures of a body, in order, and what is no photo."""

    items: list[Item]
    left_out: tuple[LeftOut, ...] = ()


def read_body(soup: BeautifulSoup) -> list[Item]:
    """List the texts and pictures of a parsed body, in order; what is no photo is left out."""
    return whole_body(soup).items


def whole_body(soup: BeautifulSoup) -> Body:
    """Read a parsed body, with what was left out of it."""
    elements = elements_of(soup)
    walker = _Walker(with_picture=_holders(elements["img"]))
    walker.walk(_main(soup, elements))
    walker.flush()
    return Body(walker.items, tuple(walker.left_out))


def tidy(text: str) -> str:
    """Collapse white space of every kind to single blanks, and drop what has no width."""
    return " ".join(_ZERO_WIDTH.sub("", text).split())


def _main(soup: BeautifulSoup, elements: Mapping[str, Sequence[Tag]]) -> Tag:
    for name in ("article", "main"):
        found = elements[name]
        if len(found) == 1 and len(found[0].get_text(strip=True)) * 2 > len(
            soup.get_text(strip=True)
        ):
            return found[0]
    return next(iter(elements["body"]), soup)


def _holders(images: Sequence[Tag]) -> frozenset[int]:
    """The elements that hold a picture, by identity."""
    found: set[int] = set()
    for image in images:
        for parent in image.parents:
            if id(parent) in found:
                break
            found.add(id(parent))
    return frozenset(found)


@dataclass(slots=True)
class _Walker:
    with_picture: frozenset[int]
    items: list[Item] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    runs: list[tuple[str, _Place]] = field(default_factory=list)
    blocks: int = 0
    figures: int = 0

    def walk(self, root: Tag) -> None:
        """Visit all nodes in order, on a stack of our own: pages may be nested without end."""
        stack = [(root.children, _Place(), False)]
        while stack:
            nodes, place, is_block = stack[-1]
            node = next(nodes, None)
            if node is None:
                stack.pop()
                if is_block:
                    self.flush()
            elif isinstance(node, Tag):
                below = self.element(node, place, len(stack) < _MAX_DEPTH)
                if below is not None:
                    stack.append((node.children, below, node.name.lower() in _BLOCK))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self.runs.append((str(node), place))

    def element(self, tag: Tag, place: _Place, counts: bool) -> _Place | None:  # noqa: FBT001
        """Begin an element; give the place of what is in it, None where nothing in it counts."""
        name = tag.name.lower()
        if may_hold_picture(tag) and not _HIDDEN.search(str(tag.get("style") or "")):
            found = picture_of(tag)
            if isinstance(found, LeftOut):
                self.left_out.append(found)
            elif found is not None:
                self.picture(found, place)
            if name == "img" or (found is not None and name != "figure"):
                return None
        if name in _DROPPED or _HIDDEN.search(str(tag.get("style") or "")):
            return None
        if name in _PAGE_FURNITURE and id(tag) not in self.with_picture:
            return None
        if name in ("br", "hr"):
            self.flush()
            return None
        if name in _BLOCK:
            self.flush()
            self.blocks += 1
            place = _Place(
                name,
                place.classes,
                place.bold,
                place.link,
                place.centred,
                place.styled,
                self.blocks,
                place.figure,
            )
        return self.inside(tag, name, place) if counts else place

    def inside(self, tag: Tag, name: str, place: _Place) -> _Place:
        """Add to a place what one element says of the text inside it."""
        if not tag.attrs and name not in _TELLING:
            return place
        style = str(tag.get("style") or "")
        classes = _classes(tag)
        holds_picture = id(tag) in self.with_picture
        figure = place.figure
        if name == "figure" or (holds_picture and "wp-caption" in classes):
            self.figures += 1
            figure = self.figures
        return _Place(
            tag=place.tag,
            classes=place.classes if holds_picture else (place.classes + classes)[:_MAX_CLASSES],
            bold=place.bold or name in _BOLD,
            link=place.link or (name == "a" and bool(tag.get("href"))),
            centred=place.centred or _is_centred(tag, name, style, classes),
            styled=place.styled
            or name in _STYLED
            or (name not in _BLOCK and bool(_STYLE.search(style))),
            block=place.block,
            figure=figure,
        )

    def picture(self, stated: StatedPicture, place: _Place) -> None:
        self.flush()
        self.items.append(
            Picture(
                address=stated.address,
                size=stated.size,
                alt=tidy(stated.alt),
                title=tidy(stated.title or stated.description),
                tag=place.tag,
                block=place.block,
                figure=place.figure,
            )
        )

    def flush(self) -> None:
        """End a block: the runs of text since the last one become one text, or two."""
        if not self.runs:
            return
        runs = [(text, place) for text, place in self.runs if tidy(text)]
        whole = self.runs
        self.runs = []
        if not runs:
            return
        tail = _heading_tail(runs) if self.items and isinstance(self.items[-1], Picture) else None
        if tail is None:
            self.items.append(_text(whole, runs))
            return
        self.items.append(_text(runs[:tail], runs[:tail]))
        self.items.append(_text(runs[tail:], runs[tail:]))


def _classes(tag: Tag) -> tuple[str, ...]:
    if not tag.get("class"):
        return ()
    return tuple(str(name)[:_MAX_CLASS] for name in tag.get_attribute_list("class")[:_MAX_CLASSES])


def _is_centred(tag: Tag, name: str, style: str, classes: Sequence[str]) -> bool:
    return (
        name == "center"
        or tag.get("align") == "center"
        or bool(_CENTRE.search(style))
        or any(map(_CENTRE_CLASS.search, classes))
    )


def _heading_tail(runs: list[tuple[str, _Place]]) -> int | None:
    """Where a bold heading begins that stands in one line behind a caption, if any does."""
    bold = [place.bold for _, place in runs]
    start = len(bold) - next((i for i, one in enumerate(reversed(bold)) if not one), len(bold))
    before = tidy("".join(text for text, _ in runs[:start]))
    if start in (0, len(bold)) or len(before) > _LONGEST_CAPTION_BEFORE_HEADING:
        return None
    return None if before.endswith(("，", "、", "：", ":", ",")) else start


def _text(whole: list[tuple[str, _Place]], runs: list[tuple[str, _Place]]) -> Text:
    places = [place for _, place in runs]
    first = places[0]
    return Text(
        text=tidy("".join(text for text, _ in whole)),
        tag=first.tag,
        classes=first.classes,
        bold=all(place.bold for place in places),
        link=all(place.link for place in places),
        centred=all(place.centred for place in places),
        styled=all(place.styled for place in places),
        block=first.block,
        figure=first.figure,
    )
