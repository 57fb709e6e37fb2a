"""An immutable view of one commit, which any number of threads may read.

A snapshot maps the segments of the commit; each kind of document of each is a *leaf*, searched on
its own and numbered end to end. It holds no lock and changes nothing but small memos, so threads
share it freely. Leaves that a commit left as they were are taken over from the snapshot before,
with all that they remember. It closes when the last search that uses it lets go of it.
"""

import os
import weakref
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from search.document import KINDS, Document, Kind
from search.embedded.directory import hold
from search.embedded.gain import Gain
from search.embedded.leaf import Leaf
from search.embedded.memory import Memory
from search.embedded.segment import SegmentReader
from search.embedded.stock import TOC, FileStorage
from search.embedded.writer import INDEX_NAME
from search.fields import Field
from search.query.tree import Term
from search.ranking import FIELD_WEIGHTS, STREAM_WEIGHTS, idf
from search.text.analyzer import Analyzer, Stream
from search.text.fold import Fold

_REMEMBERED = 1 << 16
"""Gains of tokens kept, about 300 bytes each."""


class Snapshot:
    """One commit of the index in ``path``.

    Document numbers run from 0 to ``size`` over all segments; some may be deleted.
    """

    def __init__(self, path: Path, fold: Fold, before: "Snapshot | None" = None) -> None:
        weakref.finalize(self, os.close, hold(path))
        toc = TOC.read(FileStorage(str(path)), INDEX_NAME)
        self.fold = fold
        self.path = path
        self.memory: Memory = before.memory if before is not None else Memory()
        self._averages: dict[tuple[Kind, Field, Stream], float] = {}
        self._gains: dict[tuple[Kind, Term], Gain | None] = {}
        known = before.readers if before is not None and before.path == path else {}
        self.readers: dict[str, SegmentReader] = {
            entry.segid: entry.reopen(path, known.get(entry.segid)) for entry in toc.segments
        }
        self._segments = list(self.readers.values())
        self._bases = [0, *accumulate(segment.size for segment in self._segments)]
        self.size = self._bases[-1]
        old = before.leaves if before is not None else {}
        self.leaves: dict[Kind, list[Leaf]] = {
            kind: list(self._leaves(kind, old.get(kind, ()))) for kind in KINDS
        }
        self._counts = {kind: sum(leaf.count for leaf in self.leaves[kind]) for kind in KINDS}

    def _leaves(self, kind: Kind, old: Sequence[Leaf]) -> Iterator[Leaf]:
        """A leaf for each segment: that of the snapshot before, where nothing was deleted."""
        known = {id(leaf.segment): leaf for leaf in old}
        for segment, base in self._based():
            first = base + segment.base(kind)
            leaf = known.get(id(segment))
            yield leaf.at(first) if leaf else Leaf(segment, kind, first, self.memory)

    @property
    def records(self) -> dict[str, str]:
        """What the builder remembers of each article's post, by article id."""
        return {article: text for segment in self._segments for article, text in segment.records()}

    def record(self, article: str) -> str | None:
        """What the builder remembers under an article's id."""
        found = (segment.record(article) for segment in self._segments)
        return next((text for text in found if text is not None), None)

    def verify(self, analyzer: Analyzer, *, words: bool) -> Iterator[str]:
        """Read everything there is; what disagrees is told, one sentence each."""
        for segment in self._segments:
            yield from segment.verify(analyzer, words=words)

    def count(self, kind: Kind) -> int:
        """How many live documents of a kind there are."""
        return self._counts[kind]

    def frequency(self, kind: Kind, field: Field, stream: Stream, token: str) -> int:
        """How many live documents of a kind have a token in a field."""
        return sum(leaf.frequency(field, stream, token) for leaf in self.leaves[kind])

    def average(self, kind: Kind, field: Field, stream: Stream) -> float:
        """The average length over the live documents that have something in the field."""
        key = kind, field, stream
        found = self._averages.get(key)
        if found is None:
            found = self._averages[key] = self._average(*key)
        return found

    def gain(self, kind: Kind, term: Term) -> Gain | None:
        """What a token adds to scores; None where no live document of the kind has it."""
        key = kind, term
        try:
            return self._gains[key]
        except KeyError:
            if len(self._gains) >= _REMEMBERED:
                self._gains.clear()
            found = self._gains[key] = self._gain(kind, term)
            return found

    def _gain(self, kind: Kind, term: Term) -> Gain | None:
        frequency = self.frequency(kind, *term)
        if not frequency:
            return None
        weight = FIELD_WEIGHTS[term.field] * STREAM_WEIGHTS[term.stream]
        average = self.average(kind, term.field, term.stream)
        return Gain(term, weight * idf(self.count(kind), frequency), average)

    def _average(self, kind: Kind, field: Field, stream: Stream) -> float:
        totals = [leaf.totals(field, stream) for leaf in self.leaves[kind]]
        filled = sum(filled for _, filled in totals)
        return sum(tokens for tokens, _ in totals) / filled if filled else 0.0

    def document(self, number: int) -> Document:
        """A document."""
        segment, local = self._segment_of(number)
        return segment.document(local)

    def stream(self, number: int, field: Field) -> str:
        """The character stream of a document's field."""
        segment, local = self._segment_of(number)
        return segment.stream(local, field).decode()

    def number(self, document: str) -> int | None:
        """The number of the live document with an id."""
        for segment, base in self._based():
            local = segment.number(document)
            if local is not None:
                return base + local
        return None

    def of_article(self, article: str) -> list[int]:
        """The numbers of an article's documents in its order; none for an unknown article."""
        for segment, base in self._based():
            rank = segment.rank(article)
            if rank is not None:
                return [base + local for local in segment.of_article(rank)]
        return []

    def _based(self) -> Iterator[tuple[SegmentReader, int]]:
        return zip(self._segments, self._bases, strict=False)

    def _segment_of(self, number: int) -> tuple[SegmentReader, int]:
        place = bisect_right(self._bases, number) - 1
        return self._segments[place], number - self._bases[place]
