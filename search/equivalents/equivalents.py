"""What else may stand for the words of a query, and where in it.

Rules of the archive come before those of the package, and both before regional vocabulary, when
more is known than is asked for. What stands in a text is found by ``keys``, from left to right and
the longest first, and only where no word of the dictionary lies across its border (``borders``).

An alternative of two characters may stand inside other words of a document (北大 in 东北大学), and
one of letters inside others (UN in FUN). So the package's own rules lead from a short word to the
long one, and mostly not back.
"""

from dataclasses import dataclass
from typing import Literal

from search.equivalents.borders import Borders
from search.equivalents.keys import Keys, PlainText, key_of, plain
from search.equivalents.lexicon import MOST_ALTERNATIVES, NO_LEXICON, Lexicon, without_repetition
from search.equivalents.regional import regional
from search.equivalents.words import UserWords
from search.text.fold import Fold
from search.text.segment import Segmenter, default_segmenter

Source = Literal["package", "archive", "region"]

MOST_REPLACEMENTS = 8


@dataclass(frozen=True, slots=True)
class Replacement:
    """Words of a text, and what else may stand for them.

    Attributes:
        start, end: code points of the text.
        text: the words, as they stand there.
        alternatives: what may stand there instead, as written, each folding to something else.
        source: where the first of them comes from.
    """

    start: int
    end: int
    text: str
    alternatives: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a key stands for."""

    alternatives: tuple[str, ...]
    source: Source


_Found = dict[tuple[int, int], _Entry]
"""Entries by their places in a folded text."""


class Equivalents:
    """All that is known of words that stand for others; safe to share between threads.

    Args:
        archive, package: what the two files say.
        words: what stands as a word, whatever the segmenter says.
        region: whether regional vocabulary counts.
        fold: how texts are folded, and the lexicons were.
        segmenter: what tells where words begin and end.
    """

    __slots__ = ("_bare", "_entries", "_fold", "_keys", "_region", "_segmenter", "_words")

    def __init__(
        self,
        *,
        archive: Lexicon = NO_LEXICON,
        package: Lexicon = NO_LEXICON,
        words: UserWords | None = None,
        region: bool = True,
        fold: Fold | None = None,
        segmenter: Segmenter | None = None,
    ) -> None:
        self._fold = fold or Fold()
        self._segmenter = segmenter or default_segmenter()
        self._words = words
        self._region = region
        self._bare = archive.bare | package.bare
        nothing = dict.fromkeys(self._bare, _Entry((), "package"))
        self._entries = nothing | _entries(archive, package, self._fold)
        self._keys = Keys(self._entries)

    def of(self, text: str) -> tuple[Replacement, ...]:
        """What else may stand in a text: in its order, without overlaps, the first eight."""
        prepared = plain(text, self._fold)
        borders = Borders(prepared.folded.text, self._segmenter, self._user_words(prepared))
        found = self._ruled(prepared, borders)
        if self._region:
            self._add_regional(found, prepared, borders)
        made: list[Replacement] = []
        for (start, end), entry in sorted(found.items(), key=lambda item: item[0]):
            first, last = prepared.folded.span(start, end)
            if not entry.alternatives:
                continue
            if made and first < made[-1].end:  # both in one character, as in ㍿
                continue
            made.append(
                Replacement(first, last, text[first:last], entry.alternatives, entry.source)
            )
        return tuple(made[:MOST_REPLACEMENTS])

    def _user_words(self, prepared: PlainText) -> list[tuple[int, int]]:
        if self._words is None:
            return []
        return [prepared.folded_span(*span) for span in self._words.spans(prepared.text)]

    def _ruled(self, prepared: PlainText, borders: Borders) -> _Found:
        found: _Found = {}
        at, room = 0, MOST_REPLACEMENTS
        while at < len(prepared.text) and room:
            end = self._ends(prepared, borders, at)
            if end is not None:
                span = prepared.folded_span(at, end)
                found[span] = self._entries[prepared.text[at:end]]
                room -= bool(found[span].alternatives)
            at = end or at + 1
        return found

    def _ends(self, prepared: PlainText, borders: Borders, at: int) -> int | None:
        """Where the longest key that begins at a place and parts no word ends."""
        for end in self._keys.at(prepared.text, at):
            if not borders.parted(*prepared.folded_span(at, end)):
                return end
        return None

    def _add_regional(self, found: _Found, prepared: PlainText, borders: Borders) -> None:
        folded = prepared.folded.text
        taken = {at for start, end in found for at in range(start, end)}
        for start, end, names in regional(folded, borders, self._fold):
            if not self._is_free(folded[start:end]):
                continue
            free = tuple(name for name in names if self._is_free(name))
            entry = found.get((start, end))
            if entry:
                both = without_repetition((*entry.alternatives, *free), self._fold)
                found[start, end] = _Entry(both, entry.source)
            elif free and taken.isdisjoint(range(start, end)):
                found[start, end] = _Entry(free[:MOST_ALTERNATIVES], "region")

    def _is_free(self, word: str) -> bool:
        """Whether no word that is to be left alone stands in a name, as 数字 does in 数字电路."""
        key = key_of(word, self._fold)
        return not any(
            key[start:end] in self._bare
            for start in range(len(key))
            for end in range(start + 1, len(key) + 1)
        )


def _entries(archive: Lexicon, package: Lexicon, fold: Fold) -> dict[str, _Entry]:
    """What each key stands for: first what the archive says, then what it lets the package say."""
    found = {key: _Entry(words, "archive") for key, words in archive.entries.items()}
    for key, words in package.entries.items():
        if key in archive.bare:
            continue
        free = tuple(word for word in words if key_of(word, fold) not in archive.bare)
        own = found.get(key)
        if own:
            both = without_repetition((*own.alternatives, *free), fold)
            found[key] = _Entry(both, "archive")
        elif free:
            found[key] = _Entry(free, "package")
    return found
