"""The pictures of an article beside the element that holds its text: the one above it, mostly.

Many pages set the picture that opens a story between the headline and the text, outside of the
element of the text, and some set a gallery right behind it. Where such pictures stand close by,
the region is the element around both, and what else is in it is furniture.

A picture above the text belongs to the story where it stands between headline and text, alone in
its block, and leads nowhere else; behind it, and above it where the headline is in the element of
the text, where it has a caption of its own (``<figure>``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import Tag

from indexer.posts.blocks.picture_kind import no_photo
from indexer.posts.region.shape import address_of, is_strip, sides_of

_MAX_UP = 4
"""Elements above that of the text in which its pictures are looked for."""

_MAX_TEXT = 300
_FRAME = frozenset({"aside", "footer", "form", "nav"})
_MIN_SIDE = 200


@dataclass(frozen=True, slots=True)
class Parts:
    """An element, and the elements in it that are the article."""

    root: Tag
    kept: Sequence[Tag]


def with_lead(region: Tag, page: Tag) -> Parts:
    """Add the pictures beside it to a region."""
    above: list[Tag] = []
    below: list[Tag] = []
    figures: list[Tag] = []
    node, ended = region, False
    for _ in range(_MAX_UP):
        parent = node.parent
        if parent is None or node is page:
            break
        leads, ended = _leads(node)
        above[:0] = leads
        figures[:0] = [one for one in _siblings(node, forward=False) if _is_figure(one)][::-1]
        below += [one for one in _siblings(node, forward=True) if _is_figure(one)]
        node = parent
        if ended:
            break
    kept = [*(above if ended else figures), region, *below]
    return Parts(region if len(kept) == 1 else node, kept)


def outside(parts: Parts) -> list[Tag]:
    """The elements in the root of a region that hold none of its parts, the largest of them."""
    kept = {id(part) for part in parts.kept}
    if id(parts.root) in kept:
        return []
    around: set[int] = set()
    for part in parts.kept:
        for parent in part.parents:
            around.add(id(parent))
            if parent is parts.root:
                break
    found: list[Tag] = []
    stack = [parts.root]
    while stack:
        for child in stack.pop().children:
            if isinstance(child, Tag) and id(child) not in kept:
                (stack if id(child) in around else found).append(child)
    return found


def _leads(node: Tag) -> tuple[list[Tag], bool]:
    """The pictures between an element and the headline above it; whether the headline came."""
    found: list[Tag] = []
    for one in _siblings(node, forward=False):
        if _is_heading(one):
            return found[::-1], True
        if _is_lead(one):
            found.append(one)
    return found[::-1], False


def _siblings(node: Tag, *, forward: bool) -> Iterator[Tag]:
    siblings = node.next_siblings if forward else node.previous_siblings
    return (one for one in siblings if isinstance(one, Tag))


def _is_heading(tag: Tag) -> bool:
    return tag.name in ("h1", "h2") or tag.find(("h1", "h2")) is not None


def _is_lead(tag: Tag) -> bool:
    pictures = [tag] if tag.name == "img" else tag.find_all("img")
    if len(pictures) != 1 or tag.name in _FRAME or len(tag.get_text(strip=True)) > _MAX_TEXT:
        return False
    return tag.find("a") is None and _may_be_photo(pictures[0])


def _is_figure(tag: Tag) -> bool:
    if tag.name != "figure" or tag.find("figcaption") is None or tag.find("a") is not None:
        return False
    return any(map(_may_be_photo, tag.find_all("img")))


def _may_be_photo(picture: Tag) -> bool:
    address = address_of(picture)
    sides = sides_of(picture)
    if address is None or is_strip(picture) or (sides and max(sides) < _MIN_SIDE):
        return False
    return no_photo(address, (None, None)) is None
