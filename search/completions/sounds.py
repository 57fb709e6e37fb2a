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
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from search.text.fold import HAN

Sounds = tuple[str, ...]
"""The syllables that a symbol may sound; none of what is no Han character."""

_HAN_RUN = re.compile(f"[{HAN}]+")
_SYLLABLE = re.compile("[a-z]+")
_UMLAUT = {"lv": ("lv", "lyu"), "nv": ("nv", "nyu"), "lve": ("lve", "lue"), "nve": ("nve", "nue")}

PHRASED = 12
"""Symbols of a text that are read as phrases."""

_LONGEST_PHRASE = 5


SURNAMES = {
    "仇": "qiu", "单": "shan", "曾": "zeng", "解": "xie", "区": "ou", "查": "zha", "朴": "piao",
    "任": "ren", "覃": "qin", "缪": "miao", "盖": "ge", "员": "yun", "繁": "po", "种": "chong",
    "秘": "bi", "折": "she", "冼": "xian", "洗": "xian", "郇": "xun", "召": "shao", "幺": "yao",
    "翟": "zhai", "燕": "yan", "葛": "ge", "华": "hua", "纪": "ji", "柏": "bai", "乐": "yue",
    "晟": "cheng", "尉": "yu", "长": "zhang", "万": "wan", "重": "chong", "殷": "yin", "石": "shi",
    "那": "na", "哈": "ha", "黑": "he", "佴": "nai", "隗": "wei", "逄": "pang", "麻": "ma",
}  # fmt: skip
"""How a character is read that begins a Chinese name, where the dictionary of characters has
another reading first, or several: as the dictionaries of surnames have it."""


@cache
def sounds_of(character: str) -> Sounds:
    """All ways to read a character."""
    if not _HAN_RUN.fullmatch(character):
        return ()
    read = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return _spelled(syllable for syllables in read for syllable in syllables)


def name_sounds(character: str, usual: Sounds, *, begins: bool) -> tuple[Sounds, int]:
    """The sounds of a character in a name, the usual ones first, and how many these are.

    Args:
        usual: as the name as a phrase has it; begins: whether the character may be a surname.
    """
    surname = SURNAMES.get(character) if begins else None
    first = _spelled([surname]) if surname else usual
    return tuple(dict.fromkeys((*first, *sounds_of(character)))), len(first)


def phrase_sounds(run: str) -> list[Sounds]:
    """The sounds of each symbol of a word or a sentence, as the phrase has them.

    ``pypinyin`` takes 8 µs a character to find phrases: it is asked for the beginning, and where
    a phrase has something to say. Else each character is read as it mostly is.
    """
    sounds = [usual_sounds(character) for character in run]
    for found in _HAN_RUN.finditer(run, 0, PHRASED):
        text = found.group()
        if _holds_phrase(text):
            read = lazy_pinyin(text, style=Style.NORMAL, errors="ignore")
            if len(read) == len(text):
                for place, syllable in enumerate(read, found.start()):
                    sounds[place] = _spelled([syllable]) or sounds[place]
    return sounds


@cache
def usual_sounds(character: str) -> Sounds:
    """How a character is mostly read; none of what is no Han character."""
    if not _HAN_RUN.fullmatch(character):
        return ()
    return _spelled([to_normal(PINYIN_DICT.get(ord(character), "").partition(",")[0])])


def _holds_phrase(text: str) -> bool:
    """Whether a phrase stands in a text that is read otherwise than its characters."""
    length = len(text)
    for begin in range(length - 1):
        for end in range(begin + 2, min(begin + _LONGEST_PHRASE, length) + 1):
            phrase = text[begin:end]
            if phrase in PHRASES_DICT and _is_telling(phrase):
                return True
    return False


@cache
def _is_telling(phrase: str) -> bool:
    read = [_plain(syllables[0]) for syllables in PHRASES_DICT[phrase]]
    return read != [usual_sounds(character)[:1] for character in phrase]


@cache
def _plain(syllable: str) -> Sounds:
    """A syllable without its tone, as its first spelling."""
    return _spelled([to_normal(syllable)])[:1]


def _spelled(syllables: Iterator[str] | list[str]) -> Sounds:
    """Syllables in all their spellings, each once."""
    plain = (syllable for syllable in syllables if _SYLLABLE.fullmatch(syllable))
    return tuple(dict.fromkeys(s for one in plain for s in _UMLAUT.get(one, (one,))))
