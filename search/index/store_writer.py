"""A store being made: distinct texts collected in memory, then written as arrays."""

import json
from array import array

import numpy as np

from search.index.arrays import Array, texts_arrays
from search.index.inversion import symbol_arrays, word_arrays
from search.index.store import Store
from search.text.analyzer import FieldTokens


class StoreWriter:
    """Collects the entries of one store.

    Attributes:
        symbols: how long all character streams are.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers: dict[tuple[str, ...], int] = {}
        self._streams: list[str] = []
        self._vocabulary: dict[str, int] = {}
        self._words = array("I")
        self._lengths = array("I")
        self.symbols = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, values: tuple[str, ...], tokens: FieldTokens | None) -> int | None:
        """The number of an entry; None where it is new and its tokens are not given yet."""
        found = self._numbers.get(values)
        if found is None and tokens is not None:
            found = self._numbers[values] = len(self._numbers)
            self._streams.append(tokens.stream)
            self._lengths.append(len(tokens.words))
            known = self._vocabulary
            self._words.extend(known.setdefault(word, len(known)) for word in tokens.words)
            self.symbols += len(tokens.stream)
        return found

    def arrays(self) -> dict[str, Array]:
        """The store as it is written."""
        name = self._store
        values = (json.dumps(entry, ensure_ascii=False) for entry in self._numbers)
        words = np.array(self._words, dtype=np.int64), np.array(self._lengths, dtype=np.int64)
        return (
            texts_arrays(f"{name}.values", values)
            | texts_arrays(f"{name}.streams", self._streams)
            | word_arrays(name, self._vocabulary, *words)
            | symbol_arrays(name, self._streams)
        )
