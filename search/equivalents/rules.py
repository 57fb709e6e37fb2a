"""The grammar of ``synonyms.txt``: a rule a line.

    # a comment
    上合组织 = 上海合作组织 = SCO      who searches for one finds the others as well
    火车 > 高铁, 动车                  who searches for 火车 finds 高铁 as well, not the other way
    ! 单车, 人大附中                   these words have no equivalents but those of this file

What is behind ``!`` stands in texts like any other word: 人大 is not found in 人大附中 then.

Words are parted by ``=`` or by commas, which mean the same; wide marks are as good as narrow ones,
and so is ``=>`` for ``>``. So the files that Solr and Elasticsearch read are read here, with one
difference: the word that was typed is always looked for as well. Two lines that share a word are
not joined: from A = B and B = C it does not follow that A = C, since one word may mean two things.

A line that is not a rule is told, with its number, and the others are used.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from search.equivalents.keys import key_of
from search.equivalents.listed import Fault, lines, unusable
from search.text.fold import Fold

Way = Literal["both", "one", "none"]

MOST_WORDS = 9
"""Words on one side of a rule: one that is typed and eight that are looked for besides."""

_ARROW = re.compile(r"[=＝]?[>＞]|[→⇒]|->")
_COMMA = re.compile(r"[=＝,，、;；]")
_EQUALS = re.compile(r"[=＝]")
_BANG = "!！"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a file.

    Attributes:
        line: its number.
        way: whether its words stand for each other, for others (``also``), or for nothing.
        words: the words, without repetition.
        also: what else is found by ``words`` where the way is ``one``.
    """

    line: int
    way: Way
    words: tuple[str, ...]
    also: tuple[str, ...] = ()

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each word that may be typed with each that is then looked for as well."""
        if self.way == "none":
            return
        for word in self.words:
            for other in self.also if self.way == "one" else self.words:
                if other != word:
                    yield word, other


class _Wrong(NamedTuple):
    """Why a line is no rule, in two sentences."""

    chinese: str
    english: str


_TOO_FEW = _Wrong(
    "至少要有两个不同的词：写成“甲 = 乙”或“甲 > 乙”",
    "two different words are needed: write A = B or A > B",
)
_TWO_WAYS = _Wrong(
    "一行只能有一种关系：请把“=”和“>”写成两行",
    "one line says one thing: write = and > on two lines",
)
_SAME = _Wrong(
    "“>”两边是同一个词：右边要写别的词",
    "both sides of > are one word: write another word on its right",
)
_MISSING = _Wrong("缺少词语：写成“甲 = 乙”或“甲 > 乙”", "a word is missing: write A = B or A > B")
_TOO_MANY = _Wrong(
    f"一边最多 {MOST_WORDS} 个词：请分成几行",
    f"more than {MOST_WORDS} words on one side: make several lines of it",
)


def read_rules(data: bytes, file: str, *, fold: Fold) -> tuple[tuple[Rule, ...], list[Fault]]:
    """The rules of a file, and what of it is none."""
    said, faults = lines(data, file)
    rules: list[Rule] = []
    for number, line in said:
        found = _rule(number, line, fold)
        if isinstance(found, Rule):
            rules.append(found)
        else:
            faults.append(Fault(file, number, found.chinese, found.english))
    return tuple(rules), faults


def _rule(number: int, line: str, fold: Fold) -> Rule | _Wrong:
    bare = line[0] in _BANG
    left, *right = _ARROW.split(line.lstrip(_BANG) if bare else line)
    words = _words(left, fold)
    if isinstance(words, _Wrong):
        return words
    if bare:
        return Rule(number, "none", words) if not right else _TWO_WAYS
    if not right:
        return Rule(number, "both", words) if len(words) > 1 else _TOO_FEW
    if len(right) > 1 or _EQUALS.search(left) or _EQUALS.search(right[0]):
        return _TWO_WAYS
    return _one_way(number, words, _words(right[0], fold), fold)


def _one_way(
    number: int, words: tuple[str, ...], found: tuple[str, ...] | _Wrong, fold: Fold
) -> Rule | _Wrong:
    if isinstance(found, _Wrong):
        return found
    known = {key_of(word, fold) for word in words}
    also = tuple(word for word in found if key_of(word, fold) not in known)
    return Rule(number, "one", words, also) if also else _SAME


def _words(side: str, fold: Fold) -> tuple[str, ...] | _Wrong:
    """The words of one side of a rule, one for each that folds apart."""
    found: dict[str, str] = {}
    for piece in _COMMA.split(side):
        word = " ".join(piece.split())
        if word:
            key = key_of(word, fold)
            if wrong := unusable(word, key):
                return _Wrong(*wrong)
            found.setdefault(key, word)
    if len(found) > MOST_WORDS:
        return _TOO_MANY
    return tuple(found.values()) or _MISSING
