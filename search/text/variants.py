"""One character for all its shapes: the table by which the fold writes Han characters.

気, 氣 and 气 are one character, as are 靑 and 青, 峯 and 峰, ⻓, 長 and 长. Three sources say so,
asked in this order, until none has anything to say of what the one before made:

1. OpenCC's simplified form (``t2s``).
2. ``variants.txt`` beside this file: old shapes, characters that the reform of 1955 took out of
   use, radicals; made of Unihan by ``tests.quality.variants``, which says how.
3. OpenCC's traditional form of a shape of Hong Kong, Taiwan or Japan (``hk2t``, ``tw2t``,
   ``jp2t``), simplified.

The rule: a character that GB 2312 holds is never written as another one, except by the first
source, which does so with 16 of the 6,763 (乾 is 干, 於 is 于). So 芸 is not 艺 and 予 not 豫,
whatever Japan writes; and 甯, a surname, is not 宁. What a reader may mean by either is for
alternatives in a query, to see and to drop. Nor is a character of the General Table of 2013 (8,105
characters) a shape of another one because Unihan says so: 喆, 堃, 邨 stay. 甦 is the one exception.

One character becomes one character. Phrases would decide better (乾隆 is no 干隆), but the fold
of a part must be a part of the fold.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain

from opencc import OpenCC

_BLOCKS = (
    (0x2E80, 0x2FE0), (0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2FA20), (0x30000, 0x323B0),
)  # fmt: skip
_REGIONS = ("jp2t", "tw2t", "hk2t")
"""The last one wins where they differ."""


@cache
def variants() -> Mapping[str, str]:
    """What to write for every Han character that is a shape of another one."""
    shapes = dict(table())
    step = stepper(shapes)
    candidates = dict.fromkeys(chain(shapes, *map(converted, ("t2s", *_REGIONS))))
    found = {character: last(character, step) for character in candidates}
    return {character: written for character, written in found.items() if written != character}


def table() -> Iterator[tuple[str, str]]:
    """The pairs of ``variants.txt``: a shape, and what is written for it."""
    text = files("search.text").joinpath("variants.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield from ((shape, line[0]) for shape in line[1:])


def stepper(shapes: Mapping[str, str]) -> Callable[[str], str]:
    """What one of the three sources makes of a character; the character where none knows it.

    Args:
        shapes: the second source.
    """
    simplified = converted("t2s")
    regional = {
        shape: simplified.get(traditional, traditional)
        for region in _REGIONS
        for shape, traditional in converted(region).items()
    }

    def step(character: str) -> str:
        if character in simplified:
            return simplified[character]
        if in_gb2312(character):
            return character
        return shapes.get(character) or regional.get(character, character)

    return step


def last(character: str, step: Callable[[str], str]) -> str:
    """The end of the steps from a character; the tables make no circle, as a test sees."""
    while (following := step(character)) != character:
        character = following
    return character


@cache
def converted(conversion: str) -> Mapping[str, str]:
    """What a conversion of OpenCC makes of each single character that it changes."""
    characters = _characters()
    made = OpenCC(conversion).convert("\n".join(characters)).split("\n")
    return {one: other for one, other in zip(characters, made, strict=True) if one != other}


def in_gb2312(character: str) -> bool:
    """Whether GB 2312 holds the character."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _characters() -> tuple[str, ...]:
    """The Han characters and radicals, without compatibility forms, which NFKC unifies."""
    codes = (code for first, end in _BLOCKS for code in range(first, end))
    return tuple(c for c in map(chr, codes) if unicodedata.is_normalized("NFKC", c))
