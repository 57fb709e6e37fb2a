"""How the texts of a post are set that stand beside no picture.

What makes a caption look like one is that it is set otherwise than the article around it, so the
article is measured without the candidates: measured over all texts, a post full of captions would
forbid its own. Where next to nothing stands away from pictures, its paragraphs are measured.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.posts.blocks.block import Block, Picture, Text
from indexer.posts.captions.signs import LONG
from indexer.posts.captions.words import STOP

_LINE = 24
"""Characters of a line of verse."""

_FEW = 4
"""Texts up to which nothing is said of how an article is set."""

_MOST = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The article away from its pictures.

    Attributes:
        length: characters of one in the median, 0 where there is none.
        centred, styled: the shares that are set so, 0 to 1.
        stopped: the share that ends with a full stop.
        phrases: how many of the lines without a full stop that stand before a paragraph are away
            from pictures, 0 to 1; such lines are headings.
        verse: most are lines without a full stop, and there are many.
    """

    length: float
    centred: float
    styled: float
    stopped: float
    phrases: float
    verse: bool


def surroundings_of(blocks: Sequence[Block]) -> Surroundings:
    """Measure the texts that stand beside no picture."""
    texts = list(_away(blocks))
    if len(texts) < _FEW:
        texts = [block for block in blocks if isinstance(block, Text) and is_prose(block)]
    plain = [text for text in texts if not text.link]
    lines = sum(len(text.text) <= _LINE and not text.text.endswith("。") for text in plain)
    stops = sum(STOP.search(text.text[-4:]) is not None for text in plain)
    return Surroundings(
        length=median(len(text.text) for text in plain) if plain else 0.0,
        centred=_share(plain, "centred"),
        styled=_share(plain, "styled"),
        stopped=stops / len(plain) if plain else 0.0,
        phrases=_phrases(blocks),
        verse=len(plain) > _FEW and lines > _MOST * len(plain),
    )


def is_prose(block: Block | None) -> bool:
    """Whether a block is a paragraph as articles are made of."""
    if not isinstance(block, Text):
        return False
    return len(block.text) > LONG or (len(block.text) > _LINE and block.text.endswith("。"))


def _away(blocks: Sequence[Block]) -> Iterator[Text]:
    for at, block in enumerate(blocks):
        if isinstance(block, Picture) or block.figure is not None:
            continue
        beside = (blocks[at - 1] if at else None, blocks[at + 1] if at + 1 < len(blocks) else None)
        if not any(isinstance(one, Picture) for one in beside):
            yield block


def _phrases(blocks: Sequence[Block]) -> float:
    away, beside = 0, 0
    for at, (block, below) in enumerate(pairwise(blocks)):
        if isinstance(block, Text) and _is_phrase(block) and is_prose(below):
            if at and isinstance(blocks[at - 1], Picture):
                beside += 1
            else:
                away += 1
    return away / (away + beside) if away > 1 else 0.0


def _is_phrase(text: Text) -> bool:
    short = len(text.text) <= _LINE and not text.link
    return short and not text.text.endswith(("：", ":")) and not STOP.search(text.text[-4:])


def _share(texts: Sequence[Text], name: str) -> float:
    return sum(bool(getattr(text, name)) for text in texts) / len(texts) if texts else 0.0
