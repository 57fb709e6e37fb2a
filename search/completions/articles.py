"""The completions of articles that pass by one after the other, counted with bounded memory.

What they offer is counted at once. In how many photos each of that stands can only be asked when
all is known that is offered, and then the articles are gone: so the character streams of their
texts, each once however many photos of an article have it, are kept in a file meanwhile.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

import numpy as np

from search.completions.completion import Completion, Key
from search.completions.counted import counted
from search.completions.offers import Offers
from search.completions.tally import Streams, tally_streams
from search.completions.trie import Trie
from search.document import Document
from search.engine import NOTHING_ANALYSED
from search.fields import FIELDS, values
from search.index.arrays import Array, numbers_from
from search.text.analyzer import Analyzer, FieldTokens
from search.text.fold import SEPARATOR

_PIECE = 1 << 21
"""Symbols that are gone over at once."""


class PassingArticles:
    """Counts the completions of articles.

    Args:
        spool: an empty file for their streams.

    Attributes:
        photos: how many passed by.
    """

    def __init__(self, analyzer: Analyzer, spool: BinaryIO) -> None:
        self._analyzer = analyzer
        self._spool = spool
        self._offers = Offers(analyzer, spells=True)
        self.photos = 0
        self._begin()

    def _begin(self) -> None:
        self._texts: list[str] = []
        self._symbols = 0
        self._owners: list[int] = []
        self._held: list[int] = []
        self._first = self.photos

    def add(
        self,
        photos: Sequence[Document],
        analysed: Mapping[tuple[str, ...], FieldTokens] = NOTHING_ANALYSED,
    ) -> None:
        """Count the photos of an article.

        Args:
            analysed: tokens of their texts, as far as they are known.
        """
        self._offers.of_photos(photos, analysed)
        places: dict[tuple[str, ...], int] = {}
        for photo in photos:
            for field in FIELDS["photo"]:
                texts = values(photo, field)
                if texts:
                    place = places.get(texts)
                    if place is None:
                        place = places[texts] = self._keep(self._stream(texts, analysed))
                    self._owners.append(self.photos - self._first)
                    self._held.append(place)
            self.photos += 1
        if self._symbols >= _PIECE:
            self._write()

    def _stream(
        self, texts: tuple[str, ...], analysed: Mapping[tuple[str, ...], FieldTokens]
    ) -> str:
        known = analysed.get(texts)
        return known.stream if known else SEPARATOR.join(map(self._analyzer.fold.stream, texts))

    def _keep(self, stream: str) -> int:
        self._texts.append(stream)
        self._symbols += len(stream)
        return len(self._texts) - 1

    def completions(self) -> tuple[list[Completion], list[Key]]:
        """What they offer, in the order of weight, and the words that stand once."""
        self._write()
        return counted(self._offers, self._tallied, self._analyzer)

    def _tallied(self, trie: Trie, size: int) -> Iterator[Array]:
        return (tally_streams(trie, size, streams) for streams in self._read())

    def _write(self) -> None:
        text = "".join(self._texts).encode()
        lengths = [len(one) for one in self._texts]
        numbers = [np.array(some, dtype=np.uint32) for some in (lengths, self._owners, self._held)]
        sizes = np.array([len(text), *map(len, numbers)], dtype=np.int64)
        self._spool.write(sizes.tobytes())
        self._spool.write(text)
        self._spool.writelines(some.tobytes() for some in numbers)
        self._begin()

    def _read(self) -> Iterator[Streams]:
        self._spool.seek(0)
        while sizes := self._spool.read(4 * 8):
            length, *counts = np.frombuffer(sizes, dtype=np.int64).tolist()
            text = self._spool.read(length).decode()
            lengths, owners, held = (
                numbers_from(self._spool.read(4 * count), np.uint32).astype(np.int64)
                for count in counts
            )
            yield Streams(text, lengths, owners, held)
