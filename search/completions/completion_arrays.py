"""The arrays of a file of completions, made of completions: see ``completion_file``."""

from collections.abc import Iterator, Sequence

import numpy as np

from search.completions.completion import Completion, Key
from search.completions.completion_file import FIRST_LETTER, LETTERS, key_hash
from search.completions.spelling import Spelling, Symbol
from search.index.arrays import Array, Named, narrowed, texts_arrays
from search.suggestion import SUGGESTION_KINDS


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
