"""One file of completions: arrays, written once and mapped ever after.

Completions stand in the order of their weight, so that whoever looks for the best of those that
match reads from the front and may stop. A completion is a row of *symbols*; a symbol is a
character together with its sounds in this text. Each place of a text where typing may begin is a
*view*. Views are listed by the symbol that they begin with, and by the letter that a sound of it
begins with, again the best first.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from search.completions.completion import Completion, Key
from search.completions.spelling import Spelling, Symbol
from search.index.arrays import (
    Array,
    ArrayFile,
    Named,
    Texts,
    narrowed,
    texts_arrays,
)
from search.lazily import lazily
from search.suggestion import SUGGESTION_KINDS

FIRST_LETTER = ord("a")
LETTERS = 26


def completion_arrays(rows: Sequence[tuple[Completion, Spelling]]) -> Iterator[Named]:
    """The arrays of some completions, each as it may be typed, in the order of weight."""
    completions = [completion for completion, _ in rows]
    yield from texts_arrays("labels", (one.label for one in completions)).items()
    for place, kind in enumerate(SUGGESTION_KINDS):
        yield f"offered.{kind}", _numbers([one.offered[place] for one in completions])
    yield "categories", np.array([one.key.is_category for one in completions], dtype=np.uint8)
    yield "totals", _numbers([one.total for one in completions])
    yield "settled", np.array([one.settled for one in completions], dtype=np.uint8)
    yield "weights", _numbers([one.weight for one in completions])
    yield from _hashed([one.key for one in completions])
    yield from _symbol_arrays([spelled for _, spelled in rows])


def _numbers(values: Sequence[int]) -> Array:
    return narrowed(np.array(values, dtype=np.int64))


def key_hash(key: Key) -> int:
    """A number that hardly two keys share."""
    text = ("\1" if key.is_category else "\2") + key.run
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def _hashed(keys: Sequence[Key]) -> Iterator[Named]:
    hashes = np.array([key_hash(key) for key in keys], dtype=np.uint64)
    order = np.argsort(hashes, kind="stable")
    yield "hashes", hashes[order]
    yield "hashes.rows", narrowed(order)


def _symbol_arrays(spelled: Sequence[Spelling]) -> Iterator[Named]:
    table: dict[Symbol, int] = {}
    flat = [table.setdefault(symbol, len(table)) for row in spelled for symbol in row.symbols]
    starts = np.append(0, np.cumsum([len(row.symbols) for row in spelled], dtype=np.int64))
    symbols = np.array(flat, dtype=np.int64)
    yield "symbols", narrowed(symbols)
    yield "starts", narrowed(starts)
    yield "characters", np.array([ord(symbol.character) for symbol in table], dtype=np.uint32)
    yield "usual", np.array([symbol.usual for symbol in table], dtype=np.uint8)
    yield from sounds_arrays("sounds", [symbol.sounds for symbol in table])
    rows = np.repeat(np.arange(len(spelled)), [len(row.begins) for row in spelled])
    places = np.array([place for row in spelled for place in row.begins], dtype=np.int64)
    begins = starts[rows] + places
    yield "views.begins", narrowed(begins)
    yield "views.rows", narrowed(rows)
    yield from _listed("by_symbol", symbols[begins], np.arange(len(begins)), len(table))
    owners, letters = _initials(list(table))
    chosen, views = _joined(symbols[begins], owners, len(table))
    yield from _listed("by_letter", letters[chosen], views, LETTERS)


def sounds_arrays(name: str, sounds: Sequence[tuple[str, ...]]) -> Iterator[Named]:
    """The syllables of some characters or symbols, as numbers into a table of syllables."""
    ordered = sorted({syllable for some in sounds for syllable in some})
    syllables = {syllable: number for number, syllable in enumerate(ordered)}
    yield from texts_arrays(f"{name}.syllables", syllables).items()
    yield f"{name}.numbers", _numbers([syllables[s] for some in sounds for s in some])
    yield (
        f"{name}.starts",
        narrowed(np.append(0, np.cumsum([len(s) for s in sounds], dtype=np.int64))),
    )


def _initials(table: Sequence[Symbol]) -> tuple[Array, Array]:
    """The letters that symbols begin with: (symbol, letter) by symbol."""
    pairs = [
        (symbol, ord(letter) - FIRST_LETTER)
        for symbol, one in enumerate(table)
        for letter in sorted({spelled[0] for spelled in (*one.sounds, one.character)})
        if "a" <= letter <= "z"
    ]
    array = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def _joined(firsts: Array, owners: Array, size: int) -> tuple[Array, Array]:
    """For each view every pair of its first symbol: (place of the pair, view)."""
    counts = np.bincount(owners, minlength=size)
    begins = np.cumsum(counts) - counts
    views = np.repeat(np.arange(len(firsts)), counts[firsts])
    within = np.arange(len(views)) - np.repeat(
        np.cumsum(counts[firsts]) - counts[firsts], counts[firsts]
    )
    return begins[firsts[views]] + within, views


def _listed(name: str, keys: Array, views: Array, size: int) -> Iterator[Named]:
    """Views by a key, in their order."""
    order = np.argsort(keys, kind="stable")
    yield f"{name}.views", narrowed(views[order])
    counts = np.bincount(keys, minlength=size)
    yield f"{name}.starts", narrowed(np.append(0, np.cumsum(counts)))


class CompletionFile:
    """The completions of a file, by their rows."""

    def __init__(self, path: Path) -> None:
        self._file = ArrayFile(path)
        self.labels: Texts = self._file.texts("labels")
        self.weights = self._file["weights"]

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, name: str) -> Array:
        return self._file[name]

    def optional(self, name: str) -> Array | None:
        """One of the arrays, if the file has it."""
        return self._file.get(name)

    def texts(self, name: str) -> Texts:
        """Some of the texts."""
        return self._file.texts(name)

    def damaged(self) -> Iterator[str]:
        """The names of the arrays whose bytes are not those that were written."""
        return self._file.damaged()

    def run(self, row: int) -> str:
        """The character stream of a completion."""
        first, last = self["starts"][row : row + 2].tolist()
        codes = self["characters"][self["symbols"][first:last]]
        return codes.tobytes().decode("utf-32-le", "surrogatepass")

    def offered(self, row: int) -> tuple[int, ...]:
        """How many photos offer a completion, by kind."""
        return tuple(int(array[row]) for array in self._offered)

    @lazily
    def _offered(self) -> list[Array]:
        return [self[f"offered.{kind}"] for kind in SUGGESTION_KINDS]

    def completion(self, row: int) -> Completion:
        """A completion."""
        return Completion(
            key=Key(self.run(row), bool(self["categories"][row])),
            label=self.labels[row],
            offered=self.offered(row),
            total=int(self["totals"][row]),
            settled=bool(self["settled"][row]),
        )

    def row(self, key: Key) -> int | None:
        """The row of a completion."""
        hashes = self["hashes"]
        wanted = np.uint64(key_hash(key))
        place = int(hashes.searchsorted(wanted))
        if place == len(hashes) or hashes[place] != wanted:
            return None
        row = int(self["hashes.rows"][place])
        return row if self.run(row) == key.run else None
