"""Rows in which captions and pictures alternate, and on which side the captions stand.

In such a row each text has a picture on both sides. The ends tell: a row that begins with a text
and ends with a picture has its captions before the pictures, one that begins with a picture and
ends with a text after them; where both ends look alike nothing is known.
"""

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from statistics import median

from indexer.posts.blocks.block import Block, Text
from indexer.posts.blocks.place import HEADINGS
from indexer.posts.captions.candidates import Group
from indexer.posts.captions.surroundings import is_prose

_ALIKE = 3
"""How many times as long as the texts within a row one at its end may be, or they as it."""


class Side(Enum):
    """Where the captions of a row stand."""

    AFTER = "after"
    BEFORE = "before"


def sides_of(blocks: Sequence[Block], groups: Sequence[Group]) -> dict[Group, Side]:
    """Give the groups of rows of which the side is known with that side."""
    found: dict[Group, Side] = {}
    for row in _rows(groups):
        side = _side(blocks, row)
        if side is not None:
            found.update(dict.fromkeys(row, side))
    return found


def _rows(groups: Sequence[Group]) -> list[list[Group]]:
    """Groups with exactly one text between any two; headings are looked at by ``_side``."""
    rows: list[list[Group]] = [[group] for group in groups[:1]]
    for one, other in pairwise(groups):
        if other.first - one.last == 2:
            rows[-1].append(other)
        else:
            rows.append([other])
    return [row for row in rows if len(row) > 1]


def _side(blocks: Sequence[Block], row: Sequence[Group]) -> Side | None:
    within = [blocks[group.last + 1] for group in row[:-1]]
    texts = [text for text in within if isinstance(text, Text)]
    if sum(map(is_prose, texts)) * 2 > len(texts):
        return None
    before = _end(blocks, row[0].first - 1, texts)
    after = _end(blocks, row[-1].last + 1, texts)
    if before == after:
        return None
    return Side.BEFORE if before else Side.AFTER


def _end(blocks: Sequence[Block], at: int, texts: Sequence[Text]) -> bool:
    """Whether the text at an end of a row is like those within."""
    end = blocks[at] if 0 <= at < len(blocks) else None
    if not isinstance(end, Text) or end.tag in HEADINGS or not texts:
        return False
    length = median(len(text.text) for text in texts)
    same = sum((text.bold, text.centred) == (end.bold, end.centred) for text in texts)
    fits = length <= _ALIKE * len(end.text) and len(end.text) <= _ALIKE * length
    return fits and same * 2 > len(texts)
