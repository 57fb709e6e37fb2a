"""Where lines of Chinese end, by the rules of its typesetting (kinsoku, 避头尾).

No line begins with a mark that closes or ends with one that opens, and no word of Latin letters or
number is torn. The library that draws pages breaks at any character or at spaces only; what is
moved between its lines afterwards makes them longer than there is room.
"""

from collections.abc import Callable, Iterator
from itertools import islice

CLOSING = "，。、；：！？）》」』】〉〕”’…—·,.;:!?)]%℃"
"""Marks that never begin a line."""

OPENING = "（《「『【〈〔“‘([#¥$"
"""Marks that never end one."""

CUT = "…"

Width = Callable[[str], float]


def lines_of(text: str, room: float, width: Width, *, most: int) -> list[str]:
    """At most so many lines of a text; the last one is cut where there is more, and says so."""
    lines = list(islice(_lines(text, room, width), most))
    shown = sum(map(len, lines))
    if shown < len(text):
        start = shown - len(lines[-1])
        lines[-1] = cut(text[start:], room, width)
    return [line.strip() for line in lines]


def cut(text: str, room: float, width: Width) -> str:
    """As much of a text as has room on a line; a cut is shown."""
    if _fitting(text, 0, room, width) == len(text):
        return text
    end = _fitting(text, 0, room - width(CUT), width)
    return text[:end].rstrip().rstrip(CUT) + CUT


def _lines(text: str, room: float, width: Width) -> Iterator[str]:
    """All lines; together they are the text."""
    start = 0
    while start < len(text):
        full = max(start + 1, _fitting(text, start, room, width))
        places = range(full, start, -1)
        end = next((place for place in places if _may_break(text, place)), full)
        yield text[start:end]
        start = end


def _fitting(text: str, start: int, room: float, width: Width) -> int:
    """The end of what has room; spaces at the end of a line need none."""
    for place in range(start, len(text)):
        if text[place] == " ":
            room -= width(" ")
            continue
        room -= width(text[place])
        if room < 0:
            return place
    return len(text)


def _may_break(text: str, place: int) -> bool:
    if place == len(text):
        return True
    before, after = text[place - 1], text[place]
    if after == " ":
        return False  # a line takes the space after it along
    torn = _is_latin(before) and _is_latin(after)
    return not (torn or after in CLOSING or before in OPENING)


def _is_latin(character: str) -> bool:
    return character.isalnum() and character < "\u0250"
