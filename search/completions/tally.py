"""In how many photos each of some texts stands: in any one field, as a run of symbols.

Each text is gone over once, however many photos have it: the entries of stores, or the texts of
photos that come one after the other (``Streams``). Then what texts hold is joined to each photo.
Runs are found with a ``Trie``. Where a text stands twice in a photo, it counts once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from search.completions.trie import Trie, symbols_of
from search.document import Document
from search.fields import FIELDS, values
from search.index.arrays import Array, stretches
from search.index.segment import SegmentReader
from search.index.store import STORE_OF, Store, StoreReader
from search.text.fold import SEPARATOR, Fold

_PIECE = 1 << 23
"""Bytes of text that are gone over at once."""

_PHOTOS = 1 << 15
"""Photos whose entries are joined at once."""

_HIGH = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_NOTHING = np.empty(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Streams:
    """The character streams of some photos, each once.

    Attributes:
        text: the streams one after the other; lengths: how many symbols each of them has.
        photos: which photo has a stream; held: which stream it has, by their places.
    """

    text: str
    lengths: Array
    photos: Array
    held: Array


def tally_documents(trie: Trie, size: int, photos: Iterable[Document], fold: Fold) -> Array:
    """In how many of some photos each of the ``size`` texts of a trie stands."""
    streams = [
        SEPARATOR.join(fold.stream(v) for field in FIELDS["photo"] for v in values(photo, field))
        for photo in photos
    ]
    lengths = np.array([len(stream) for stream in streams], dtype=np.int64)
    places = np.arange(len(streams))
    return tally_streams(trie, size, Streams("".join(streams), lengths, places, places))


def tally_streams(trie: Trie, size: int, streams: Streams) -> Array:
    """In how many of some photos each of the ``size`` texts of a trie stands."""
    found = _pairs(trie, *_laid_out(streams.text, streams.lengths))
    pairs = _Held(found, len(streams.lengths)).pairs(streams.photos, streams.held)
    pairs.sort()
    return np.bincount(_texts_of(pairs[_first_of_equals(pairs)]), minlength=size)


def tally_segment(trie: Trie, size: int, reader: SegmentReader) -> Array:
    """In how many live photos of a segment each of the ``size`` texts of a trie stands."""
    stores = dict.fromkeys(STORE_OF[field] for field in FIELDS["photo"])
    held = {store: _held(trie, reader.stores[store]) for store in stores}
    counts = np.zeros(size, dtype=np.int64)
    (live,) = reader.live["photo"].nonzero()
    for begin in range(0, len(live), _PHOTOS):
        counts += _joined(reader, held, live[begin : begin + _PHOTOS], size)
    return counts


def _joined(reader: SegmentReader, held: "dict[Store, _Held]", photos: Array, size: int) -> Array:
    """The tally of some photos, of what the entries of their fields hold."""
    pieces = []
    for field in FIELDS["photo"]:
        entries = reader.array(f"photo.{field}.entries")[photos].astype(np.int64)
        (filled,) = entries.nonzero()
        pieces.append(held[STORE_OF[field]].pairs(filled, entries[filled] - 1))
    pairs = np.concatenate(pieces)
    pairs.sort()
    return np.bincount(_texts_of(pairs[_first_of_equals(pairs)]), minlength=size)


def _held(trie: Trie, store: StoreReader) -> "_Held":
    """Which texts of a trie the entries of a store hold."""
    found = [_NOTHING]
    for first, text, lengths in store.streams.pieces(_PIECE):
        symbols, owners = _laid_out(text, lengths)
        found.append(_pairs(trie, symbols, owners + first))
    return _Held(np.concatenate(found), len(store))


class _Held:
    """Which texts of a trie each of some entries holds, each once.

    Args:
        pairs: entry and text in one number, in order; size: how many entries there are.
    """

    def __init__(self, pairs: Array, size: int) -> None:
        self._texts = _texts_of(pairs)
        counts = np.bincount((pairs >> _HIGH).astype(np.int64), minlength=size)
        self._ends = np.cumsum(counts)
        self._begins = self._ends - counts

    def pairs(self, owners: Array, entries: Array) -> Array:
        """Owner and text in one number, of the entry that each owner has."""
        begins, ends = self._begins[entries], self._ends[entries]
        texts = self._texts[stretches(begins, ends)].astype(np.uint64)
        return (np.repeat(owners, ends - begins).astype(np.uint64) << _HIGH) | texts


def _laid_out(text: str, lengths: Array) -> tuple[Array, Array]:
    """Some streams with something between them, and the stream that each symbol is of.

    Args:
        text: the streams one after the other; lengths: how many symbols each of them has.
    """
    owners = np.repeat(np.arange(len(lengths)), lengths)
    symbols = np.full(len(text) + len(lengths), ord(SEPARATOR), dtype=np.uint32)
    symbols[np.arange(len(text)) + owners] = symbols_of(text)
    return symbols, np.repeat(np.arange(len(lengths)), lengths + 1)


def _pairs(trie: Trie, symbols: Array, owners: Array) -> Array:
    """Owner and text in one number, each pair once and in order."""
    pairs = np.concatenate(
        [
            _NOTHING,
            *(
                (owners[positions].astype(np.uint64) << _HIGH) | texts.astype(np.uint64)
                for positions, texts in trie.found(symbols)
            ),
        ]
    )
    pairs.sort()
    return pairs[_first_of_equals(pairs)]


def _texts_of(pairs: Array) -> Array:
    return (pairs & _LOW).astype(np.int64)


def _first_of_equals(ordered: Array) -> Array:
    return np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
