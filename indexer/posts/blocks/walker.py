"""From the tree of a page to its blocks.

The tree is walked twice, both times in its order and on stacks of our own, since pages may be
nested without end: first its pictures are counted, because what an element says depends on whether
it holds a picture, one or several; then texts and pictures are listed.
"""

import re
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from indexer.posts.blocks.block import Block, Cell, Picture, Text
from indexer.posts.blocks.pictures import StatedPicture, may_hold_picture, picture_of
from indexer.posts.blocks.place import BLOCK, Place, classes_of, inside
from indexer.posts.left_out import MAX_SHOWN, LeftOut, Reason

_DROPPED = frozenset(
    {
        *("audio", "button", "canvas", "footer", "head", "iframe", "input", "link", "meta", "nav"),
        *("noscript", "object", "script", "select", "style", "svg", "template", "textarea"),
        *("title", "video"),
    }
)
_AROUND = frozenset({"button", "footer", "nav"})
"""Of these, what has pictures of the frame."""

_OPAQUE = _DROPPED - _AROUND

_FRAME = frozenset({"aside", "header", "form"})
"""Elements that belong to the page rather than to its article, unless they hold a picture."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b-\x1f]")
_FIGURE_CLASSES = frozenset({"wp-caption", "wp-block-image"})
CAPTION = "caption"
"""A class name for what a site's rules call a caption."""

_LONGEST_CAPTION_BEFORE_HEADING = 60
_MAX_DEPTH = 512
"""Elements nested deeper say nothing more of their text, as in browsers, which nest no deeper:
``kMaximumHTMLParserDOMTreeDepth`` of Blink."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a page, in order, and the pictures of it that are none."""

    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...]


def read_blocks(
    root: Tag,
    *,
    furniture: Set[int] = frozenset(),
    captions: Set[int] = frozenset(),
) -> Blocks:
    """List the texts and pictures under an element, in order.

    ``furniture`` are the identities of elements that belong to the frame of the page, each with all
    that is in it; ``captions`` those of elements that are captions by the rules of a site.
    """
    shown = _Shown(root, furniture)
    walker = _Walker(shown.pictures, shown.held, furniture, captions)
    walker.walk(root)
    walker.flush()
    return Blocks(tuple(walker.blocks), tuple(shown.left_out))


def tidy(text: str) -> str:
    """Collapse white space of every kind to single blanks, and drop what has no width."""
    return " ".join(_ZERO_WIDTH.sub("", text).split())


class _Shown:
    """The pictures under an element, by the identities of their own, which the tree keeps alive.

    Attributes:
        pictures: those that may be photos.
        held: how many of them the elements hold that hold any.
        left_out: the others.
    """

    def __init__(self, root: Tag, furniture: Set[int]) -> None:
        self.pictures: dict[int, StatedPicture] = {}
        self.held: dict[int, int] = {}
        self.left_out: list[LeftOut] = []
        stack = [_Opened(root, id(root) in furniture)]
        while stack:
            opened = stack[-1]
            node = next(opened.children, None)
            if node is None:
                self._close(stack)
            elif isinstance(node, Tag):
                outside = opened.is_furniture or id(node) in furniture or _is_unseen(node)
                if self._sees(node, outside, opened):
                    stack.append(_Opened(node, outside))

    def _sees(self, tag: Tag, outside: bool, around: "_Opened") -> bool:  # noqa: FBT001
        """Look at an element; tell whether there may be more pictures in it."""
        stated = picture_of(tag) if may_hold_picture(tag) else None
        if isinstance(stated, LeftOut):
            self.left_out.append(stated)
        elif stated is not None and outside:
            self.left_out.append(LeftOut(stated.address[:MAX_SHOWN], Reason.FURNITURE))
        elif stated is not None:
            self.pictures[id(tag)] = stated
            around.held += 1
        return may_hold_more(tag, stated)

    def _close(self, stack: list["_Opened"]) -> None:
        closed = stack.pop()
        if closed.held:
            self.held[id(closed.tag)] = closed.held
            if stack:
                stack[-1].held += closed.held


def may_hold_more(tag: Tag, stated: StatedPicture | LeftOut | None) -> bool:
    """Whether pictures are looked for in an element that shows ``stated`` by itself."""
    name = tag.name.lower()
    return name == "figure" or (stated is None and name != "img" and name not in _OPAQUE)


def _is_unseen(tag: Tag) -> bool:
    """Whether the pictures in an element belong to the frame of the page, or are not shown."""
    return tag.name in _AROUND or _is_hidden(tag)


def _is_hidden(tag: Tag) -> bool:
    style = tag.attrs.get("style")
    return style is not None and _HIDDEN.search(str(style)) is not None


class _Opened:
    """An element whose children are being looked at, and how many pictures were seen in it."""

    __slots__ = ("children", "held", "is_furniture", "tag")

    def __init__(self, tag: Tag, is_furniture: bool) -> None:  # noqa: FBT001
        self.tag = tag
        self.children = iter(tag.children)
        self.is_furniture = is_furniture
        self.held = 0


@dataclass(slots=True)
class _Walker:
    pictures: Mapping[int, StatedPicture]
    held: Mapping[int, int]
    furniture: Set[int]
    captions: Set[int]
    blocks: list[Block] = field(default_factory=list)
    runs: list[tuple[str, Place]] = field(default_factory=list)
    numbers: int = 0
    rows: Counter[int] = field(default_factory=Counter)
    columns: Counter[tuple[int, int]] = field(default_factory=Counter)

    def walk(self, root: Tag) -> None:
        """Visit all nodes in order."""
        stack = [(root.children, Place(), False)]
        while stack:
            nodes, place, is_block = stack[-1]
            node = next(nodes, None)
            if node is None:
                stack.pop()
                if is_block:
                    self.flush()
            elif isinstance(node, Tag):
                below = self.element(node, place, counts=len(stack) < _MAX_DEPTH)
                if below is not None:
                    stack.append((node.children, below, node.name.lower() in BLOCK))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self.runs.append((str(node), place))

    def element(self, tag: Tag, place: Place, *, counts: bool) -> Place | None:
        """Begin an element; give the place of what is in it, None where nothing in it counts."""
        name = tag.name.lower()
        if id(tag) in self.furniture:
            return None
        stated = self.pictures.get(id(tag))
        if stated is not None:
            self.picture(stated, place)
            if name != "figure":
                return None
        held = self.held.get(id(tag), 0)
        if id(tag) in self.captions:
            place = place._replace(classes=(*place.classes, CAPTION))
        if name in _DROPPED or _is_hidden(tag):
            return None
        if name in _FRAME and not held:
            return None
        if name in ("br", "hr"):
            self.flush()
            return None
        if name in BLOCK:
            self.flush()
            place = self.block(tag, name, place, held)
        return inside(tag, name, place, holds_picture=held > 0) if counts else place

    def block(self, tag: Tag, name: str, place: Place, held: int) -> Place:
        """The place of what stands in a block element, before its attributes are looked at."""
        number = self.number()
        figure, territory = place.figure, place.territory
        if name == "figure" or (held and not _FIGURE_CLASSES.isdisjoint(classes_of(tag))):
            figure = number
        if held == 1 and territory is None and self.held.get(id(tag.parent), 0) > 1:
            territory = number
        return place._replace(
            tag=name,
            block=number,
            figure=figure,
            territory=territory,
            cell=self.cell(name, place.cell),
        )

    def cell(self, name: str, around: Cell | None) -> Cell | None:
        """The cell that an element begins or stands in; rows and columns count from 1."""
        if name == "table":
            return Cell(table=self.number(), row=0, column=0)
        if around is None or name not in ("tr", "td", "th"):
            return around
        if name == "tr":
            self.rows[around.table] += 1
            return replace(around, row=self.rows[around.table], column=0)
        self.columns[around.table, around.row] += 1
        return replace(around, column=self.columns[around.table, around.row])

    def number(self) -> int:
        """A number that nothing else has."""
        self.numbers += 1
        return self.numbers

    def picture(self, stated: StatedPicture, place: Place) -> None:
        """List a picture behind the text that stands before it."""
        self.flush()
        self.blocks.append(
            Picture(
                address=stated.address,
                size=stated.size,
                alt=tidy(stated.alt),
                title=tidy(stated.title),
                description=tidy(stated.description),
                link=place.link,
                tag=place.tag,
                block=place.block,
                figure=place.figure,
                territory=place.territory,
                cell=place.cell if place.cell and place.cell.column else None,
            )
        )

    def flush(self) -> None:
        """End a block: the runs of text since the last one become one text, or two."""
        whole, self.runs = self.runs, []
        runs = [(text, place) for text, place in whole if tidy(text)]
        if not runs:
            return
        follows = self.blocks and isinstance(self.blocks[-1], Picture)
        tail = _heading_tail(runs) if follows else None
        if tail is None:
            self.blocks.append(_text(whole, runs))
        else:
            self.blocks.append(_text(runs[:tail], runs[:tail]))
            self.blocks.append(_text(runs[tail:], runs[tail:]))


def _heading_tail(runs: list[tuple[str, Place]]) -> int | None:
    """Where a bold heading begins that stands in one line behind a caption, if any does."""
    bold = [place.bold for _, place in runs]
    start = len(bold) - next((i for i, one in enumerate(reversed(bold)) if not one), len(bold))
    before = tidy("".join(text for text, _ in runs[:start]))
    if start in (0, len(bold)) or len(before) > _LONGEST_CAPTION_BEFORE_HEADING:
        return None
    return None if before.endswith(("，", "、", "：", ":", ",")) else start


def _text(whole: list[tuple[str, Place]], runs: list[tuple[str, Place]]) -> Text:
    places = [place for _, place in runs]
    first = places[0]
    return Text(
        text=tidy("".join(text for text, _ in whole)),
        tag=first.tag,
        classes=first.classes,
        bold=all(place.bold for place in places),
        link=all(place.link for place in places),
        linked=any(place.link for place in places),
        centred=all(place.centred for place in places),
        styled=all(place.styled for place in places),
        listed=first.listed,
        quoted=first.quoted,
        block=first.block,
        figure=first.figure,
        territory=first.territory,
        cell=first.cell if first.cell and first.cell.column else None,
    )
