"""Regional vocabulary and spelling, by OpenCC's own tables: 计程车 is 出租车, 看著 is 看着.

The tables are read by converting: what a text becomes in Taiwan's and Hong Kong's words, and in
the mainland's, folded again, differs from the text where a word has another name there. A text is
converted as a whole first, and is done with when nothing differs, as mostly. OpenCC does not tell
where something differs, and knows no borders (to it, 我的士兵 has a taxi in it); so the words of
the text are then converted one by one, and two to four at a time where none of them differs by
itself.

The tables are not copied into this package: they belong to OpenCC, which goes on keeping them.
They are loaded with the first query, which takes a tenth of a second.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from string import ascii_lowercase, ascii_uppercase

from opencc import OpenCC

from search.equivalents.borders import LONG, Borders
from search.equivalents.keys import is_han
from search.text.fold import Fold

_WAYS = (("s2tw", "tw2sp"), ("s2hk", "hk2sp"), ("s2twp",), ("s2hkp",))
"""Conversions in a row: to the mainland's words from Taiwan's and Hong Kong's, and back."""

_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
"""Tables have Latin letters as capitals (U盤), a folded text none."""

_UNENCODABLE = re.compile(r"[\ud800-\udfff\0]")
_MOST_WORDS = 400
_WINDOW = 4
_LONGEST = 20
_JOINTS = re.compile(r"[·•・‧-]?")


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def load() -> None:
    """Load the tables; who wants the first query to be quick calls it in advance."""
    conversions("网络")


def conversions(text: str) -> tuple[str, ...]:
    """What a folded text becomes in other regions, in their characters."""
    capitals = text.translate(_CAPITALS)
    texts = []
    for way in _WAYS:
        converted = capitals
        for name in way:
            converted = _converter(name).convert(converted)
        texts.append(converted)
    return tuple(texts)


def regional(
    folded: str, borders: Borders, fold: Fold
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where words of a folded text have other names, and which; those found do not overlap."""
    folded = _UNENCODABLE.sub("\ufffd", folded)
    if not _changed(folded, fold):
        return
    words = list(islice(borders.words(), _MOST_WORDS))
    taken: set[int] = set()
    for size in range(1, _WINDOW + 1):
        windows = [
            range(first, first + size)
            for first in range(len(words) - size + 1)
            if taken.isdisjoint(range(first, first + size))
            and _is_one(folded, words[first : first + size])
        ]
        places = [(words[window[0]][0], words[window[-1]][1]) for window in windows]
        for window, place, names in zip(windows, places, _names(folded, places, fold), strict=True):
            if names and taken.isdisjoint(window):
                taken.update(window)
                yield *place, names


def _is_one(folded: str, words: Sequence[tuple[int, int]]) -> bool:
    """Whether words may be one name: side by side, or joined as 史蒂芬·史匹柏 is."""
    start, end = words[0][0], words[-1][1]
    if not 2 <= end - start <= _LONGEST or "\n" in folded[start:end]:
        return False
    return all(
        _JOINTS.fullmatch(folded, before, after) for (_, before), (after, _) in pairwise(words)
    )


def _names(folded: str, places: Sequence[tuple[int, int]], fold: Fold) -> Iterator[tuple[str, ...]]:
    """The other names of what stands at each place; a single character is none."""
    pieces = [folded[start:end] for start, end in places]
    ways = [text.split("\n") for text in conversions("\n".join(pieces))]
    for piece, *converted in zip(pieces, *ways, strict=False):  # "" is one piece too many
        names: dict[str, str] = {}
        for name in converted:
            spelled = fold.text(name)
            if spelled != piece and not (len(spelled) == 1 and is_han(spelled)):
                names.setdefault(spelled, name)
        if names and not _is_whole(piece, fold):
            names = {}
        yield tuple(names.values())


def _is_whole(piece: str, fold: Fold) -> bool:
    """Whether a piece has another name as a whole, and not for a part of one of its words.

    To OpenCC there is a taxi in 的|士兵, and Vientiane in 包罗万象. Two things need no whole: a
    spelling by the character (着 and 著), and a part of three characters or more at an edge, as in
    ``borders``.
    """
    if not _changed("\n".join(piece), fold):
        start, end = 0, len(piece)
        while end - start > 2 and _changed(piece[start : end - 1], fold):
            end -= 1
        while end - start > 2 and _changed(piece[start + 1 : end], fold):
            start += 1
        part = end - start
        aligned = start == 0 or end == len(piece)
        return part == len(piece) or (part >= LONG and aligned)
    return True


def _changed(folded: str, fold: Fold) -> bool:
    return any(fold.text(text) != folded for text in conversions(folded))
