"""From texts to posting lists: what a writer stores, and what ``verify`` compares it with.

Everything is made by sorting arrays of token keys, a character's its code point and a pair's two of
them in one number: a posting costs some tens of nanoseconds, where a dictionary of lists in Python
would cost a microsecond.
"""

from collections.abc import Sequence

import numpy as np

from search.index.arrays import Array, narrowed, numbers_from, texts_arrays
from search.text.fold import GAP, SEPARATOR

PAIR = 21
"""Bits of a code point."""

_NO_TOKEN = np.array([ord(GAP), ord(SEPARATOR)], dtype=np.uint32)


def symbol_arrays(name: str, streams: Sequence[str]) -> dict[str, Array]:
    """The posting lists of characters and bigrams of some character streams."""
    symbols, entries = _symbols(streams)
    letters = ~np.isin(symbols, _NO_TOKEN)
    arrays = _key_arrays(f"{name}.characters", symbols[letters], entries[letters], len(streams))
    beside = letters[:-1] & letters[1:] & (entries[:-1] == entries[1:])
    pairs = (symbols[:-1].astype(np.uint64) << np.uint64(PAIR)) | symbols[1:]
    return arrays | _key_arrays(
        f"{name}.bigrams", pairs[beside], entries[:-1][beside], len(streams)
    )


def word_arrays(
    name: str, vocabulary: dict[str, int], words: Array, lengths: Array
) -> dict[str, Array]:
    """The posting lists of words.

    Args:
        vocabulary: the number of each word; words: the numbers of all words of all texts, text by
            text; lengths: how many words each text has.
    """
    terms = sorted(vocabulary)
    rank = np.empty(len(terms), dtype=np.uint32)
    rank[[vocabulary[term] for term in terms]] = np.arange(len(terms), dtype=np.uint32)
    entries = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    arrays = _key_arrays(f"{name}.words", rank[words], entries, len(lengths))
    del arrays[f"{name}.words.keys"]
    return arrays | texts_arrays(f"{name}.words.terms", terms)


def _symbols(streams: Sequence[str]) -> tuple[Array, Array]:
    """Every symbol of every stream as a code point, and the entry it stands in."""
    symbols = numbers_from("".join(streams).encode("utf-32-le"), np.uint32)
    lengths = np.array([len(stream) for stream in streams], dtype=np.int64)
    return symbols, np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)


def _key_arrays(name: str, keys: Array, entries: Array, size: int) -> dict[str, Array]:
    """Invert tokens: sorted distinct keys, and for each its entries with counts."""
    order = np.argsort(keys, kind="stable")
    keys, entries = keys[order], entries[order]
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (entries[1:] != entries[:-1])
    firsts = np.flatnonzero(fresh)
    counts = np.diff(firsts, append=len(keys))
    posted = keys[firsts]
    border = np.ones(len(posted), dtype=np.bool_)
    border[1:] = posted[1:] != posted[:-1]
    starts = np.flatnonzero(border)
    return {
        f"{name}.keys": posted[starts],
        f"{name}.starts": narrowed(np.append(starts, len(posted))),
        f"{name}.entries": entries[firsts],
        f"{name}.counts": narrowed(counts),
        f"{name}.lengths": narrowed(np.bincount(entries, minlength=size)),
    }
