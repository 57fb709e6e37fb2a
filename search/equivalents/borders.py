"""Where words begin and end in a text, by the dictionary: whether a key cuts one in two.

北大 does not stand in 东北大学, nor 动车 in 发动车辆: a word of the dictionary lies across the
border of the key. Only words that the dictionary has are evidence; what the segmenter's model
guesses is not, or a new name would lose its equivalents by the verb beside it.

A word that is a compound means what its parts mean: 国企改革 is parted into 国企 and 改革. So a
border may lie inside a word where both of its parts have two characters, and a key of three may be
its beginning or its end (运动员 in 运动员村). 火车站 is neither: it has little to do with trains.
"""

import re
from collections.abc import Iterable, Iterator

from search.equivalents.keys import is_han
from search.text.segment import Segmenter

_RUN = re.compile(r"[\u4e00-\u9fd5]+|[^\W_\u4e00-\u9fd5]+")
LONG = 3
"""Characters of a word that may be a part of a longer one and mean the same there."""

_HALF = 2  # characters of the parts of a compound


class Borders:
    """The words of one folded text, cut when they are first asked for.

    Args:
        folded: the text.
        segmenter: what cuts it.
        words: words that stand there whatever the segmenter says, as places.
    """

    def __init__(
        self, folded: str, segmenter: Segmenter, words: Iterable[tuple[int, int]] = ()
    ) -> None:
        self._folded = folded
        self._segmenter = segmenter
        self._known = tuple(words)
        self._over: dict[int, tuple[int, int]] | None = None

    def words(self) -> Iterator[tuple[int, int]]:
        """The words by the dictionary, side by side; of other letters and digits their runs."""
        for run in _RUN.finditer(self._folded):
            first = run.start()
            if is_han(self._folded[first]):
                for _, start, end in self._segmenter.known_words(run.group()):
                    yield first + start, first + end
            else:
                yield run.span()

    def parted(self, start: int, end: int) -> bool:
        """Whether a part of the text begins or ends inside a word that is no compound of it."""
        return any(self._is_inside(at) and not self._may_lie(at, start, end) for at in (start, end))

    def _may_lie(self, at: int, start: int, end: int) -> bool:
        """Whether a border of a part lies in no word, or in a compound that has the part in it."""
        word = self._across().get(at)
        if word is None:
            return True
        first, last = word
        if min(at - first, last - at) >= _HALF:
            return True
        return end - start >= LONG and (first == start or last == end)

    def _is_inside(self, at: int) -> bool:
        """Whether a place lies in a run of Han, which may have to be cut."""
        text = self._folded
        return 0 < at < len(text) and is_han(text[at - 1]) and is_han(text[at])

    def _across(self) -> dict[int, tuple[int, int]]:
        """Of each place inside a word, the word."""
        if self._over is None:
            self._over = {}
            for word in (*self.words(), *self._known):
                self._over.update(dict.fromkeys(range(word[0] + 1, word[1]), word))
        return self._over
