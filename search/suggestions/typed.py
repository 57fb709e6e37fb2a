"""Which completions what is typed may become: characters, pinyin, initials, and all of them mixed.

A symbol of a completion may be typed as itself, as one of its syllables (``qing``), or as the
letter or two that a syllable begins with (``q``, ``zh``); the last one may be a syllable that is
not finished. Nobody cuts what is typed into syllables: ``xian`` is 西安 and 先 and 县, and a blank
in the wrong place means nothing. Instead all completions are read at once, symbol by symbol, and
each keeps as bits of one number how much of the typed text may be used up so far: the states of an
automaton without determinism (Shift-And, Baeza-Yates and Gonnet 1992), for many texts in parallel.
A trie over syllables would be walked in Python, a step for each way to cut.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from search.completions.completion_file import FIRST_LETTER, LETTERS, CompletionFile
from search.index.arrays import Array, Mask
from search.lazily import lazily
from search.text.fold import GAP

LONGEST = 48
"""Symbols of a typed text; nobody types more of a name, and a number has 64 bits."""

_INITIALS = ("zh", "ch", "sh")
"""Initials of two letters."""

_LONGEST_SYLLABLE = 6
_PIECE = 1 << 12
"""Views that are read at once, before it is looked whether they suffice."""

_FEW_SYMBOLS = 64
"""The views of so many symbols are put together; those of more are listed by their letter."""

_NO_ROWS = np.empty(0, dtype=np.int64)
_NO_MASK = np.empty(0, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Fitting:
    """Completions that a typed text fits, the best first.

    Attributes:
        rows: in their file.
        whole: whether what is typed uses them up from their first symbol on.
    """

    rows: Array
    whole: Mask


class Sounding:
    """The symbols of a file as typing sees them."""

    def __init__(self, file: CompletionFile) -> None:
        self.file = file
        self.characters = file["characters"]
        numbers, starts = file["sounds.numbers"], file["sounds.starts"].astype(np.int64)
        texts = file.texts("sounds.syllables")
        self.syllables = [texts[number] for number in range(len(texts))]
        self.places = {syllable: place for place, syllable in enumerate(self.syllables)}
        counts = np.diff(starts)
        self._symbols = np.repeat(np.arange(len(counts)), counts)
        self._numbers = numbers.astype(np.int64)
        self._ranks = np.arange(len(numbers)) - np.repeat(starts[:-1], counts)
        self._is_usual = self._ranks < np.repeat(file["usual"], counts)

    @lazily
    def _usual(self) -> list[tuple[Array, Array]]:
        """The usual sounds of symbols, see ``_layers``."""
        return self._layers(self._is_usual)

    @lazily
    def _rare(self) -> list[tuple[Array, Array]]:
        """Their other sounds."""
        return self._layers(~self._is_usual)

    def _layers(self, wanted: Mask) -> list[tuple[Array, Array]]:
        """The first sounds of symbols, the second ones, and so on: symbols and syllables."""
        layers = []
        for rank in range(int(self._ranks.max(initial=-1)) + 1):
            (chosen,) = (wanted & (self._ranks == rank)).nonzero()
            if len(chosen):
                layers.append((self._symbols[chosen], self._numbers[chosen]))
        return layers

    @lazily
    def gaps(self) -> Mask:
        """Which symbols are marks."""
        marks: Mask = self.characters == ord(GAP)
        return marks

    def views(self, wanted: Mask) -> Array:
        """The views that begin with some symbols, the best first."""
        starts, views = self.file["by_symbol.starts"], self.file["by_symbol.views"]
        (symbols,) = wanted.nonzero()
        pieces = [views[starts[one] : starts[one + 1]] for one in symbols.tolist()]
        found: Array = np.sort(np.concatenate([_NO_ROWS, *pieces]))
        return found

    def sounding_as(self, sounds: frozenset[str], *, rare: bool) -> Mask:
        """The symbols that may sound one of some syllables, be it seldom where that counts."""
        known = (self.places[sound] for sound in sounds if sound in self.places)
        mask: Mask = self.of_symbols(dict.fromkeys(known, 1), rare=rare) != 0
        return mask

    def of_length(self, length: int) -> Array:
        """The rows of so many symbols, the best first."""
        rows: Array = (self._lengths == length).nonzero()[0]
        return rows

    @lazily
    def _lengths(self) -> Array:
        return np.diff(self.file["starts"].astype(np.int64))

    def of_symbols(self, by_syllable: Mapping[int, int], *, rare: bool = False) -> Array:
        """Bits of symbols, of those of their syllables; of ``rare`` ones, too."""
        table = np.zeros(len(self.syllables), dtype=np.uint64)
        table[list(by_syllable)] = np.array(list(by_syllable.values()), dtype=np.uint64)
        bits = np.zeros(len(self.characters), dtype=np.uint64)
        for symbols, numbers in (*self._usual, *(self._rare if rare else ())):
            bits[symbols] |= table[numbers]
        return bits


class Automaton:
    """A typed text, to be read against the completions of a file.

    Args:
        typed: folded, without marks and blanks, of 1 to ``LONGEST`` symbols.
        initials: whether a letter may stand for a syllable that begins with it.
        rare: whether characters of names may be read as they are seldom read.
    """

    def __init__(
        self, typed: str, sounding: Sounding, *, initials: bool, rare: bool = False
    ) -> None:
        self._typed = typed
        self._sounding = sounding
        self._rare = rare
        self._steps = dict(self._used(initials))
        self._tails = sounding.of_symbols(self._unfinished(), rare=rare)

    def _used(self, initials: bool) -> Iterator[tuple[int, Array]]:  # noqa: FBT001
        """By length, the bits of each symbol: where it uses up so many letters of the text."""
        by_length: dict[int, dict[int, int]] = {}
        for place in range(len(self._typed)):
            for length, syllable in self._syllables_at(place, initials=initials):
                bits = by_length.setdefault(length, {})
                bits[syllable] = bits.get(syllable, 0) | 1 << place
        by_length.setdefault(1, {})
        for length, bits in by_length.items():
            table = self._sounding.of_symbols(bits, rare=self._rare)
            if length == 1:
                table |= self._literal()
            yield length, table

    def _syllables_at(self, place: int, *, initials: bool) -> Iterator[tuple[int, int]]:
        """The syllables that may be meant by letters at a place: (how many letters, which)."""
        places = self._sounding.places
        for length in range(1, _LONGEST_SYLLABLE + 1):
            syllable = places.get(self._typed[place : place + length])
            if syllable is not None and place + length <= len(self._typed):
                yield length, syllable
        if initials:
            for length in (1, 2):
                letters = self._typed[place : place + length]
                if len(letters) == length and (length == 1 or letters in _INITIALS):
                    yield from ((length, number) for number in self._beginning(letters))

    def _beginning(self, letters: str) -> range:
        """The syllables that begin with some letters."""
        if not ("a" <= letters[0] <= "z"):
            return range(0)
        syllables = self._sounding.syllables
        return range(bisect_left(syllables, letters), bisect_left(syllables, letters + "{"))

    def _literal(self) -> Array:
        bits = np.zeros(len(self._sounding.characters), dtype=np.uint64)
        for place, symbol in enumerate(self._typed):
            bits[self._sounding.characters == ord(symbol)] |= np.uint64(1 << place)
        return bits

    def _unfinished(self) -> dict[int, int]:
        """The bits of syllables: where the rest of the text is the beginning of one."""
        found: dict[int, int] = {}
        for place in range(max(0, len(self._typed) - _LONGEST_SYLLABLE), len(self._typed)):
            for syllable in self._beginning(self._typed[place:]):
                found[syllable] = found.get(syllable, 0) | 1 << place
        return found

    def fitting(self, enough: int, *, wholes: bool = False) -> Fitting:
        """The completions that the text fits, by weight; at least ``enough``, if there are any.

        With ``wholes`` all of them are looked for, since those that it uses up come first.
        """
        enough = len(self._sounding.file) + 1 if wholes else enough
        return Reading(self._sounding, self._steps, self._tails, len(self._typed)).fitting(
            self._views(), enough
        )

    def _views(self) -> Array:
        """The views that may begin as the text does, the best first."""
        bits = self._tails.copy()
        for table in self._steps.values():
            bits |= table
        begins = (bits & np.uint64(1)) != 0
        first = ord(self._typed[0]) - FIRST_LETTER
        if np.count_nonzero(begins) > _FEW_SYMBOLS and 0 <= first < LETTERS:
            file = self._sounding.file
            begin, end = file["by_letter.starts"][first : first + 2].tolist()
            views: Array = file["by_letter.views"][begin:end]
            return views
        return self._sounding.views(begins)


class Reading:
    """Reads completions symbol by symbol, all of them at once.

    Args:
        steps: by length, the bits of each symbol: where it uses up so many letters of the text.
        tails: the bits of each symbol where it uses up all the rest, and would go on.
        length: of the text.
    """

    def __init__(
        self, sounding: Sounding, steps: Mapping[int, Array], tails: Array, length: int
    ) -> None:
        self._sounding = sounding
        self._steps = steps
        self._tails = tails
        self._done = np.uint64(1 << length)

    def fitting(self, views: Array, enough: int) -> Fitting:
        """Those of some views that fit, in their order; at least ``enough``, if so many do."""
        rows, whole = [_NO_ROWS], [_NO_MASK]
        found = 0
        for begin in range(0, len(views), _PIECE):
            some = self._read(views[begin : begin + _PIECE])
            rows.append(some.rows)
            whole.append(some.whole)
            found += len(some.rows)
            if found >= enough:
                break
        return Fitting(np.concatenate(rows), np.concatenate(whole))

    def _read(self, views: Array) -> Fitting:
        file = self._sounding.file
        symbols, gaps = file["symbols"], self._sounding.gaps
        rows = file["views.rows"][views].astype(np.int64)
        places = file["views.begins"][views].astype(np.int64)
        ends = file["starts"][rows + 1].astype(np.int64)
        left = np.arange(len(views))
        states = np.ones(len(views), dtype=np.uint64)
        fits = np.zeros(len(views), dtype=np.bool_)
        whole = np.zeros(len(views), dtype=np.bool_)
        is_first = file["starts"][rows] == places
        while len(left):
            met = symbols[places]
            after = self._next(states, met)
            used = (after & self._done) != 0
            accepted = used | ((states & self._tails[met]) != 0)
            fits[left[accepted]] = True
            whole[left[used & (places + 1 == ends)]] = True
            passing = gaps[met]
            after[passing] = states[passing]
            going = ~accepted & (after != 0) & (places + 1 < ends)
            left, states = left[going], after[going]
            places, ends = places[going] + 1, ends[going]
        return Fitting(rows[fits], (whole & is_first)[fits])

    def _next(self, states: Array, met: Array) -> Array:
        """The states after one more symbol."""
        after = np.zeros(len(states), dtype=np.uint64)
        for length, table in self._steps.items():
            after |= (states & table[met]) << np.uint64(length)
        return after
