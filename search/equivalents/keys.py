"""Keys found in a text: the longest first, from left to right, and only where one stands by itself.

Texts and keys are compared in a *plain form*: folded, the blanks between Han and other letters or
digits dropped as they are where a query is read (神舟 13 号 is 神舟13号), every other run of marks
and blanks one mark (COVID-19 is COVID 19).

A key stands by itself when nothing beside it belongs to it: no letter or digit beside a Latin
letter or digit, no numeral beside a numeral (神十 does not stand in 神十三).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.text.fold import HAN, Fold, Mapped

_GAP = "·"  # no blank: the plain form of a plain form is itself
_GAPS = re.compile(r"[\W_]+")
_HAN = re.compile(f"[{HAN}]")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
_HEAD = 2


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text in plain form with its ways back.

    Attributes:
        text: the plain form.
        places: of each of its symbols, the place in the folded text.
        folded: the folded text with its own way back to the original.
    """

    text: str
    places: list[int]
    folded: Mapped

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the folded text that a part of the plain form came from."""
        return self.places[start], self.places[end - 1] + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the original that a part of the plain form came from."""
        return self.folded.span(*self.folded_span(start, end))


def plain(text: str, fold: Fold) -> PlainText:
    """The plain form of a text."""
    folded = fold.map(text)
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for gap in _GAPS.finditer(folded.text):
        first, last = gap.span()
        pieces.append(folded.text[at:first])
        places.extend(range(at, first))
        if not _joins(folded.text, first, last):
            pieces.append(_GAP)
            places.append(first)
        at = last
    pieces.append(folded.text[at:])
    places.extend(range(at, len(folded.text)))
    return PlainText("".join(pieces), places, folded)


def _joins(folded: str, first: int, last: int) -> bool:
    """Whether a run of blanks stands between Han and another letter or digit."""
    if first == 0 or last == len(folded) or not folded[first:last].isspace():
        return False
    return is_han(folded[first - 1]) != is_han(folded[last])


def is_han(symbol: str) -> bool:
    """Whether a symbol is a Han character."""
    return _HAN.match(symbol) is not None


class Keys:
    """A set of keys in plain form, trimmed, that are looked for in texts."""

    __slots__ = ("_lengths", "keys")

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = frozenset(keys)
        lengths: dict[str, set[int]] = defaultdict(set)
        for key in self.keys:
            lengths[key[:_HEAD]].add(len(key))
        self._lengths = {head: tuple(sorted(sizes)[::-1]) for head, sizes in lengths.items()}

    def at(self, text: str, start: int) -> Iterator[int]:
        """Where the keys end that begin at a place and stand by themselves, the longest first."""
        for head in (text[start : start + _HEAD], text[start]):
            for length in self._lengths.get(head, ()):
                end = start + length
                known = end <= len(text) and text[start:end] in self.keys
                if known and stands(text, start, end):
                    yield end
            if len(head) < _HEAD:
                break


def key_of(word: str, fold: Fold) -> str:
    """The plain form of a word, trimmed, as ``Keys`` take it."""
    folded = fold.text(word)
    return folded if folded.isalnum() else plain(word, fold).text.strip(_GAP)


def stands(text: str, start: int, end: int) -> bool:
    """Whether nothing beside a part of a plain text belongs to it."""
    before = start > 0 and _belong(text[start - 1], text[start])
    return not before and not (end < len(text) and _belong(text[end - 1], text[end]))


def _belong(first: str, second: str) -> bool:
    if not (first.isalnum() and second.isalnum()):
        return False
    if first in _NUMERALS:
        return second in _NUMERALS
    return not is_han(first) and not is_han(second)
