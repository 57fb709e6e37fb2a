"""An immutable view of one commit, which any number of threads may read.

A snapshot maps the segments of the commit and lays their documents end to end. It holds no lock
and changes nothing but small memos, so threads share it freely. It closes when the last search
that uses it lets go of it.
"""

import os
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.document import Document, Kind
from search.embedded.directory import hold
from search.embedded.pools import POOL_OF
from search.embedded.segment import Postings, SegmentReader
from search.embedded.values import Numbers, gather
from search.embedded.writer import INDEX_NAME
from search.fields import Field
from search.query.tree import Term
from search.text.analyzer import Analyzer, Stream
from search.text.fold import Fold


class Snapshot:
    """One commit of the index in ``path``.

    Document numbers run from 0 to ``size`` over all segments; some may be deleted.
    """

    def __init__(self, path: Path, fold: Fold) -> None:
        weakref.finalize(self, os.close, hold(path))
        toc = TOC.read(FileStorage(str(path)), INDEX_NAME)
        self.fold = fold
        self._segments = [entry.open(path) for entry in toc.segments]
        self._bases = np.cumsum([0, *(segment.size for segment in self._segments)])
        self.size = int(self._bases[-1])
        self.values = gather(self._segments)
        self._lengths: dict[tuple[Kind, Field, Stream], Numbers] = {}
        self._averages: dict[tuple[Kind, Field, Stream], float] = {}

    @property
    def records(self) -> dict[str, str]:
        """What the builder remembers of each article's post, by article id."""
        return {article: text for segment in self._segments for article, text in segment.records()}

    def record(self, article: str) -> str | None:
        """What the builder remembers under an article's id."""
        found = (segment.record(article) for segment in self._segments)
        return next((text for text in found if text is not None), None)

    def verify(self, analyzer: Analyzer) -> Iterator[str]:
        """Read everything there is; what disagrees is told, one sentence each."""
        for segment in self._segments:
            yield from segment.verify(analyzer)

    def count(self, kind: Kind) -> int:
        """How many live documents of a kind there are."""
        return self.values.counts[kind]

    def average(self, kind: Kind, field: Field, stream: Stream) -> float:
        """The average length over the live documents that have something in the field."""
        key = kind, field, stream
        if key not in self._averages:
            lengths = self.lengths(*key)[self.values.kinds[kind]]
            filled = np.count_nonzero(lengths)
            self._averages[key] = float(lengths.sum() / filled) if filled else 0.0
        return self._averages[key]

    def lengths(self, kind: Kind, field: Field, stream: Stream) -> Numbers:
        """The length of a field per document number."""
        key = kind, field, stream
        if key not in self._lengths:
            lengths = np.zeros(self.size)
            for segment, base in self._based():
                first = base + segment.base(kind)
                last = first + segment.sizes[kind]
                lengths[first:last] = segment.lengths(kind, field, stream)
            self._lengths[key] = lengths
        return self._lengths[key]

    def postings(self, kind: Kind, term: Term) -> Postings:
        """The live documents of a kind that have a token, and how often each has it."""
        found = [
            (segment.postings(kind, term.field, term.stream, term.token), base + segment.base(kind))
            for segment, base in self._based()
        ]
        ids = np.concatenate([_NO_IDS, *(postings.ids + base for postings, base in found)])
        counts = np.concatenate([_NO_COUNTS, *(postings.counts for postings, _ in found)])
        live = self.values.kinds[kind][ids]
        return Postings(ids[live], counts[live])

    def words(self, field: Field, prefix: str) -> list[str]:
        """The words of a field that begin with ``prefix``."""
        return sorted(
            {w for s in self._segments for w in s.pools[POOL_OF[field]].words_from(prefix)}
        )

    def document(self, number: int) -> Document:
        """A document."""
        segment, local = self._segment_of(number)
        return segment.document(local)

    def stream(self, number: int, field: Field) -> bytes:
        """The character stream of a document's field, encoded."""
        segment, local = self._segment_of(number)
        return segment.stream(local, field)

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
        return zip(self._segments, map(int, self._bases), strict=False)

    def _segment_of(self, number: int) -> tuple[SegmentReader, int]:
        place = int(np.searchsorted(self._bases, number, side="right")) - 1
        return self._segments[place], number - int(self._bases[place])


_NO_IDS = np.empty(0, dtype=np.int64)
_NO_COUNTS = np.empty(0)
