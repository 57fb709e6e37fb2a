"""Completions that a text may have been meant for: of the same sound, of a like shape, a slip away.

Nothing is a correction but a completion, a text of this archive. What may differ is kept narrow,
since a wrong correction teaches people to overlook the right ones: characters give way to others of
the same sound (tones aside) or of a like shape, one at most in a short text; one symbol may be too
many, missing or exchanged with its neighbour. Another character in the place of one, for no reason
but that it is another, is no correction: of two-character words everything would be one of
everything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from search.completions.completion import Completion, Key
from search.completions.completion_index import CompletionIndex
from search.index.arrays import Array
from search.suggestions.lookalikes import lookalikes
from search.suggestions.typed import LONGEST, Automaton, Reading, Sounding
from search.text.fold import GAP

_LONGEST = 32
"""Symbols of a text that is corrected as a whole."""

_LEAST_LATIN = 4
_LEAST_MODEL = 3
"""Letters of a word of which one may be wrong; of one with digits, as C919."""

_LATIN_ALIKE = {"0": "o", "o": "0", "1": "li", "l": "1", "i": "1"}

_MOST = 8
"""Completions of a source that are looked at."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A completion that a text may have been meant for.

    Attributes:
        source: ``pinyin``, ``sound``, ``shape`` or ``slip``, see ``search.results.Part``.
    """

    completion: Completion
    source: str


class Finder:
    """Finds what a text may have been meant for among the completions of a commit."""

    def __init__(self, index: CompletionIndex, soundings: list[Sounding]) -> None:
        self._index = index
        self._soundings = soundings

    def by_pinyin(self, run: str) -> Iterator[Alike]:
        """What a text is the whole sound of: letters alone, or beside characters."""
        typed = run.replace(GAP, "")
        if len(typed) > LONGEST or not any("a" <= symbol <= "z" for symbol in typed):
            return
        for part, sounding in enumerate(self._soundings):
            fitting = Automaton(typed, sounding, initials=False, rare=True).fitting(
                len(sounding.file)
            )
            for completion in self._whole(part, fitting.rows[fitting.whole]):
                if completion.key.run.replace(GAP, "") != typed:
                    yield Alike(completion, "pinyin")

    def by_characters(self, run: str) -> Iterator[Alike]:
        """What sounds the same, or looks the same, character by character; marks aside."""
        typed = run.replace(GAP, "")
        if not 1 < len(typed) <= _LONGEST:
            return
        for part, sounding in enumerate(self._soundings):
            table = np.zeros(len(sounding.characters), dtype=np.uint64)
            for place, symbol in enumerate(typed):
                alike = self._instead(sounding, symbol, rare=place > 0)
                table[alike] |= np.uint64(1 << place)
            reading = Reading(sounding, {1: table}, np.zeros_like(table), len(typed))
            views = sounding.views((table & np.uint64(1)) != 0)
            fitting = reading.fitting(views, len(sounding.file))
            for completion in self._whole(part, fitting.rows[fitting.whole]):
                source = self._difference(typed, completion.key.run.replace(GAP, ""))
                if source and completion.key.run != run:
                    yield Alike(completion, source)

    def _instead(self, sounding: Sounding, symbol: str, *, rare: bool) -> Array:
        """The symbols of completions that may stand for a character: itself, and those alike.

        Those that seldom sound so count where they are no surname, which has one sound.
        """
        own = sounding.characters == ord(symbol)
        for alike in lookalikes().get(symbol, _LATIN_ALIKE.get(symbol, "")):
            own |= sounding.characters == ord(alike)
        found: Array = own | sounding.sounding_as(self._index.sounds_of(symbol), rare=rare)
        return found

    def _difference(self, typed: str, other: str) -> str:
        """Why a text was taken for another of as many characters; empty where there are too many
        differences. Without any, a mark is missing."""
        pairs = [(a, b) for a, b in zip(typed, other, strict=True) if a != b]
        if not pairs:
            return "slip"
        if len(pairs) > max(1, len(typed) // 2 - (len(typed) < 4)):
            return ""
        looks = all(b in lookalikes().get(a, _LATIN_ALIKE.get(a, "")) for a, b in pairs)
        sounds = all(self._index.sounds_of(a) & self._index.sounds_of(b) for a, b in pairs)
        return "sound" if sounds or not looks else "shape"

    def by_slips(self, run: str) -> Iterator[Alike]:
        """What one symbol more, less, or two exchanged make of a text."""
        if not 1 < len(run) <= _LONGEST:
            return
        if run.isascii() and len(run) < (_LEAST_LATIN if run.isalpha() else _LEAST_MODEL):
            return
        for variant in dict.fromkeys((*_shorter(run), *_exchanged(run))):
            completion = self._index.find(Key(variant))
            if completion is not None and completion.is_frequent:
                yield Alike(completion, "slip")
        if len(run) > 2:
            yield from self._longer(run)
        if run.isascii() and run.isalpha() and len(run) > _LEAST_LATIN:
            for variant in dict.fromkeys((*_exchanged(run), *_doubled(run))):
                for one in self.by_pinyin(variant):
                    yield Alike(one.completion, "slip")

    def _longer(self, run: str) -> Iterator[Alike]:
        """Completions of one symbol more, somewhere inside."""
        for part, sounding in enumerate(self._soundings):
            symbols, starts = sounding.file["symbols"], sounding.file["starts"]
            rows = sounding.of_length(len(run) + 1)
            firsts = starts[rows].astype(np.int64)
            rows = rows[
                (sounding.characters[symbols[firsts]] == ord(run[0]))
                & (sounding.characters[symbols[firsts + len(run)]] == ord(run[-1]))
            ]
            for completion in self._whole(part, rows, most=len(rows)):
                if _is_without_one(run, completion.key.run):
                    yield Alike(completion, "slip")

    def _whole(self, part: int, rows: Array, most: int = _MOST) -> Iterator[Completion]:
        """The completions of some rows that are suggested, the best first."""
        if part == 0 and self._index.hidden is not None:
            rows = rows[~np.isin(rows, self._index.hidden)]
        found = 0
        for row in dict.fromkeys(rows.tolist()):
            completion = self._index.parts[part].completion(row)
            if completion.is_frequent and not completion.key.is_category:
                yield completion
                found += 1
                if found == most:
                    return


def _shorter(run: str) -> Iterator[str]:
    """The text without one symbol that is one too many.

    Not without any: who asks for 青岛港 does not mean 青岛. It stands twice, or is a letter beside
    characters, or stands inside a longer text.
    """
    for place, symbol in enumerate(run):
        rest = run[:place] + run[place + 1 :]
        is_double = symbol in run[max(0, place - 1) : place] or symbol == run[place + 1 : place + 2]
        is_stray = symbol.isascii() and not rest.isascii()
        is_inside = 0 < place < len(run) - 1 and len(run) > 3
        if is_double or is_stray or is_inside:
            yield rest


def _doubled(run: str) -> Iterator[str]:
    """The text without a symbol that stands twice."""
    for place in range(1, len(run)):
        if run[place] == run[place - 1]:
            yield run[:place] + run[place + 1 :]


def _exchanged(run: str) -> Iterator[str]:
    for place, (first, second) in enumerate(pairwise(run)):
        if first != second and GAP not in (first, second):
            yield run[:place] + second + first + run[place + 2 :]


def _is_without_one(run: str, longer: str) -> bool:
    """Whether a text is another one without one of its inner symbols."""
    return any(longer[:place] + longer[place + 1 :] == run for place in range(1, len(longer) - 1))
