"""``dictionary.txt``: words of an archive that no dictionary has, a word a line.

The format is jieba's, ``word frequency tag``, so that a dictionary that someone keeps for jieba can
be laid here; only the word matters. A word of it is to stand as a run of characters where it is
typed, however the segmenter would cut it: an index need not be rebuilt for that, as it would if the
words changed how texts are cut.
"""

import re
from dataclasses import dataclass

from search.equivalents.keys import Keys, key_of, plain
from search.equivalents.listed import Fault, lines, unusable
from search.text.fold import HAN, Fold

_FREQUENCY = re.compile(r"\s+[0-9]+(?:\s+[A-Za-z]{1,4})?$")
_TAG = re.compile(f"(?<=[{HAN}])\\s+[a-z]{{1,4}}$")


@dataclass(frozen=True, slots=True, eq=False)
class UserWords:
    """The words of a dictionary; safe to share between threads."""

    keys: Keys
    fold: Fold

    def __len__(self) -> int:
        return len(self.keys.keys)

    @property
    def words(self) -> frozenset[str]:
        """The words in plain form: folded, with one mark for what is no letter or digit."""
        return self.keys.keys

    def in_text(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where words stand, in code points of the text: the longest, from left to right."""
        if not self.keys.keys:
            return ()
        prepared = plain(text, self.fold)
        return tuple(prepared.span(start, end) for start, end in self.spans(prepared.text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The same in a text in plain form."""
        found: list[tuple[int, int]] = []
        at = 0
        while self.keys.keys and at < len(text):
            end = next(self.keys.at(text, at), None)
            if end is not None:
                found.append((at, end))
            at = end or at + 1
        return found


def read_words(data: bytes, file: str, *, fold: Fold) -> tuple[UserWords, list[Fault]]:
    """The words of a file, and what of it is none."""
    said, faults = lines(data, file)
    keys: set[str] = set()
    for number, line in said:
        word = _word(line)
        key = key_of(word, fold)
        if wrong := unusable(word, key):
            faults.append(Fault(file, number, *wrong))
        else:
            keys.add(key)
    return UserWords(Keys(keys), fold), faults


def _word(line: str) -> str:
    """The word of a line, without its frequency and its tag.

    A tag without a frequency is one behind a Han word only: Tom harris is a name.
    """
    return _TAG.sub("", _FREQUENCY.sub("", line))
