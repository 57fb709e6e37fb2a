"""The texts of a page in order, and which of them stand at the head of its article.

The headline, the date, the author and the source of an article stand above its first paragraph,
inside its region or just before it. What stands further down (dates in the story, the headlines
of other stories) says nothing of the article.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from indexer.posts.blocks.place import HEADINGS

_BLOCKS = frozenset(
    {
        *("article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figure"),
        *("figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li"),
        *("main", "nav", "ol", "p", "section", "table", "td", "th", "tr", "ul"),
    }
)
_UNSEEN = frozenset({"head", "noscript", "script", "select", "style", "svg", "template", "title"})
_BREAKS = frozenset({"br", "hr", "img"})
_MAX_LINE = 200
_MAX_DEPTH = 512
_PARAGRAPH = 60
"""Characters from which a line that is no link is a paragraph of the article."""

_MAX_BEFORE = 25
_MAX_INSIDE = 25
"""Lines before the region that are looked at: between a headline and its story are few."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, the innermost block it stands in, whether all is a link."""

    text: str
    block: Tag
    link: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The lines above the first paragraph of an article: before its region, and inside it."""

    before: Sequence[Line]
    inside: Sequence[Line]

    @property
    def lines(self) -> Sequence[Line]:
        """All of them in order."""
        return [*self.before, *self.inside]


def head_of(page: Tag, region: Tag) -> Head:
    """Read the lines at the head of an article."""
    before: deque[Line] = deque(maxlen=_MAX_BEFORE)
    inside: list[Line] = []
    for line, is_inside in _lines(page, region):
        if not is_inside:
            before.append(line)
            continue
        if len(line.text) >= _PARAGRAPH and not line.link and line.block.name not in HEADINGS:
            break
        inside.append(line)
        if len(inside) == _MAX_INSIDE:
            break
    return Head(tuple(before), tuple(inside))


@dataclass(frozen=True, slots=True)
class _Open:
    """An element whose nodes are being read."""

    nodes: Iterator[object]
    block: Tag
    link: bool
    inside: bool


def _lines(page: Tag, region: Tag) -> Iterator[tuple[Line, bool]]:
    """The lines of a page up to the end of the region, and whether each is inside it."""
    reader = _Lines(page)
    stack = [_Open(iter(page.children), page, link=False, inside=page is region)]
    while stack:
        place = stack[-1]
        node = next(place.nodes, None)
        line = None
        if node is None:
            stack.pop()
            if not stack or stack[-1].block is not place.block:
                line = reader.flush()
        elif isinstance(node, Tag):
            if node.name in _BLOCKS or node.name in _BREAKS:
                line = reader.flush()
            if node.name not in _UNSEEN and len(stack) < _MAX_DEPTH:
                stack.append(_below(node, place, region))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            reader.add(str(node), place.block, link=place.link)
        if line:
            yield line, place.inside
        if node is None and place.inside and not (stack and stack[-1].inside):
            return


def _below(tag: Tag, place: _Open, region: Tag) -> _Open:
    return _Open(
        iter(tag.children),
        tag if tag.name in _BLOCKS else place.block,
        link=place.link or tag.name == "a",
        inside=place.inside or tag is region,
    )


class _Lines:
    """Gathers the texts of a line."""

    def __init__(self, page: Tag) -> None:
        self._texts: list[str] = []
        self._length = 0
        self._block = page
        self._link = True

    def add(self, text: str, block: Tag, *, link: bool) -> None:
        if self._length > _MAX_LINE:
            return
        if not text.strip():
            self._texts.append(" ")
            return
        if not self._length:
            self._block, self._link = block, True
        self._texts.append(text[: _MAX_LINE + 1])
        self._length += len(text)
        self._link = self._link and link

    def flush(self) -> Line | None:
        text = " ".join("".join(self._texts).split())
        line = Line(text[:_MAX_LINE], self._block, self._link) if self._length and text else None
        self._texts, self._length = [], 0
        return line
