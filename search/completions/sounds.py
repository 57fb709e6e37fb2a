"""How texts sound: the syllables of Hanyu Pinyin without tones, one set for every symbol.

A character in a name may be read in any of its ways, whatever the dictionary of phrases thinks:
单田芳 is Shan, and asked for as Dan and Chan. In a word the phrase decides, or 大 would answer to
dai and tai a thousand times. ü is v, as input methods have it, and yu, as passports do.

Everything that asks ``pypinyin`` is here; it is asked while an index is written, never in a search.
"""

import re
from collections.abc import Iterator
from functools import cache

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT

from search.text.fold import HAN

Sounds = tuple[str, ...]
"""The syllables that a symbol may sound; none of what is no Han character."""

_HAN_RUN = re.compile(f"[{HAN}]+")
_SYLLABLE = re.compile("[a-z]+")
_UMLAUT = {"lv": ("lv", "lyu"), "nv": ("nv", "nyu"), "lve": ("lve", "lue"), "nve": ("nve", "nue")}

PHRASED = 12
"""Symbols of a text that are read as phrases."""

_LONGEST_PHRASE = 4


@cache
def sounds_of(character: str) -> Sounds:
    """All ways to read a character; the most usual first."""
    if not _HAN_RUN.fullmatch(character):
        return ()
    read = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return _spelled(syllable for syllables in read for syllable in syllables)


def sounds_of_name(run: str) -> list[Sounds]:
    """The sounds of each symbol of a name: every reading of each character."""
    return [sounds_of(character) for character in run]


def sounds_of_phrase(run: str) -> list[Sounds]:
    """The sounds of each symbol of a word or a sentence, as the phrase has them.

    ``pypinyin`` takes 8 µs a character to find phrases: it is asked for the beginning, and where
    there is a phrase. Beyond, each character is read as it mostly is.
    """
    sounds = [_usual(character) for character in run]
    for found in _HAN_RUN.finditer(run, 0, PHRASED):
        text = found.group()
        if _holds_phrase(text):
            read = lazy_pinyin(text, style=Style.NORMAL, errors="ignore")
            if len(read) == len(text):
                for place, syllable in enumerate(read, found.start()):
                    sounds[place] = _spelled([syllable]) or sounds[place]
    return sounds


@cache
def _usual(character: str) -> Sounds:
    """How a character is mostly read."""
    if not _HAN_RUN.fullmatch(character):
        return ()
    return _spelled(lazy_pinyin(character, style=Style.NORMAL, errors="ignore"))


def _holds_phrase(text: str) -> bool:
    """Whether a phrase of ``pypinyin``'s dictionary stands in a text."""
    length = len(text)
    return any(
        text[begin:end] in PHRASES_DICT
        for begin in range(length - 1)
        for end in range(begin + 2, min(begin + _LONGEST_PHRASE, length) + 1)
    )


def _spelled(syllables: Iterator[str] | list[str]) -> Sounds:
    """Syllables in all their spellings, each once."""
    plain = (syllable for syllable in syllables if _SYLLABLE.fullmatch(syllable))
    return tuple(dict.fromkeys(s for one in plain for s in _UMLAUT.get(one, (one,))))
