"""Where some texts stand in many others, all of them at once.

The texts are laid out as a trie, level by level in sorted arrays. A scan starts from every symbol
of the others and goes down a level for all of them at a time; most positions are gone after two.
That is the work of Aho and Corasick without its failure links: they save steps that NumPy takes by
the million, and cost a step at a time.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from search.index.arrays import Array, numbers_from

_SYMBOL = np.uint64(21)
"""Bits of a code point."""

_CODES = 0x110000
_FILTER = 22
"""Bits of a number by which most that leads nowhere is told without a search."""

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""Knuth's multiplier for hashing by multiplication: 2 ** 64 divided by the golden ratio."""

_FEW = 1 << 15


def symbols_of(text: str) -> Array:
    """The symbols of a text as code points."""
    return numbers_from(text.encode("utf-32-le", "surrogatepass"), np.uint32)


class Trie:
    """Some distinct texts of one symbol and more, each with a number.

    Args:
        numbers: of the texts; several may have the same. By default their places.
    """

    def __init__(self, texts: Sequence[str], numbers: Sequence[int] | None = None) -> None:
        self._size = len(texts)
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        begins = np.cumsum(lengths) - lengths
        symbols = symbols_of("".join(texts))
        nodes = np.zeros(len(texts), dtype=np.int64)
        self._levels: list[_Level] = []
        count = 1  # node 0 is the root
        for depth in range(int(lengths.max(initial=0))):
            (deep,) = (lengths > depth).nonzero()
            keys = _keys(nodes[deep], symbols[begins[deep] + depth])
            distinct, places = np.unique(keys, return_inverse=True)
            nodes[deep] = count + places
            self._levels.append(_Level(distinct, count))
            count += len(distinct)
        self._owners = np.full(count, -1, dtype=np.int64)
        self._owners[nodes] = np.arange(len(texts)) if numbers is None else numbers

    def found(self, symbols: Array) -> Iterator[tuple[Array, Array]]:
        """Where texts stand: (positions in ``symbols``, numbers of those that begin there), in
        pieces."""
        if not self._size:
            return
        positions, nodes = self._levels[0].first(symbols)
        for depth, level in enumerate(self._levels):
            if depth:
                inside = positions + depth < len(symbols)
                positions, nodes = positions[inside], nodes[inside]
                held, nodes = level.below(nodes, symbols[positions + depth])
                positions = positions[held]
            owners = self._owners[nodes]
            (ending,) = (owners >= 0).nonzero()
            if len(ending):
                yield positions[ending], owners[ending]
            if not len(positions):
                return


class _Level:
    """The nodes of one depth: their keys in order, and the number of the first of them."""

    def __init__(self, keys: Array, first: int) -> None:
        self._keys = keys
        self._first = first
        self._marked = np.zeros(1 << _FILTER, dtype=np.bool_)
        self._marked[_hashed(keys)] = True

    def first(self, symbols: Array) -> tuple[Array, Array]:
        """The positions of symbols at which a text may begin, and their nodes."""
        table = np.zeros(_CODES, dtype=np.int32)
        table[self._keys.astype(np.int64)] = np.arange(self._first, self._first + len(self._keys))
        nodes = table[symbols]
        (positions,) = nodes.nonzero()
        return positions, nodes[positions].astype(np.int64)

    def below(self, nodes: Array, symbols: Array) -> tuple[Array, Array]:
        """Which of some nodes have a child by a symbol each, and these children."""
        keys = _keys(nodes, symbols)
        (held,) = (
            self._marked[_hashed(keys)].nonzero() if len(keys) > _FEW else (np.arange(len(keys)),)
        )
        keys = keys[held]
        places = self._keys.searchsorted(keys)
        places[places == len(self._keys)] = 0
        right = self._keys[places] == keys
        return held[right], self._first + places[right]


def _keys(nodes: Array, symbols: Array) -> Array:
    keys: Array = (nodes.astype(np.uint64) << _SYMBOL) | symbols
    return keys


def _hashed(keys: Array) -> Array:
    places: Array = ((keys * _SPREAD) >> np.uint64(64 - _FILTER)).astype(np.int64)
    return places
