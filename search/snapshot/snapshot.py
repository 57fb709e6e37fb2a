"""An immutable view of one commit, which any number of threads may read.

A snapshot maps the segments of the commit; the documents of each kind in each of them are searched
on their own (``SegmentSearcher``) and numbered end to end: all photos, then all paragraphs. What a
page needs of documents whatever segment they are in (dates, facets) is laid out for all of them
when it is first asked for. Segments that a commit left as they were are taken over from the
snapshot before, with all that is known of them. A snapshot closes when the last search that uses it
lets go of it.
"""

import os
import weakref
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

import numpy as np

from search.document import KINDS, Document, Kind
from search.fields import FIELDS, Field
from search.index.arrays import Array
from search.index.commit import read_commit
from search.index.directory import hold
from search.index.segment import SegmentReader
from search.lazily import lazily
from search.query.tree import Term
from search.request import ValueFacet
from search.snapshot.doc_values import DocValues, FacetValues, gap_values, year_values
from search.snapshot.docset import ids_of
from search.snapshot.memory import Memory
from search.snapshot.pictures import Pictures
from search.snapshot.segment_searcher import SegmentSearcher
from search.text.analyzer import Analyzer, Stream
from search.text.fold import Fold

_SERIALS = count()


class Snapshot:
    """One commit of the build in ``path``, by its number.

    Attributes:
        owner: what it is called in the memory, as no other snapshot of this process is or was.
        searchers: by kind, a searcher for each segment.
        size: how many documents there are, deleted ones too.
    """

    def __init__(
        self,
        path: Path,
        generation: int,
        fold: Fold,
        memory: Memory,
        before: "Snapshot | None" = None,
    ) -> None:
        weakref.finalize(self, os.close, hold(path))
        commit = read_commit(path, generation)
        self.owner = "snapshot", next(_SERIALS)
        self.fold = fold
        self.path = path
        self.generation = generation
        self.memory = memory
        known = before.readers if before is not None and before.path == path else {}
        self.readers: dict[str, SegmentReader] = {
            entry.segid: entry.reopen(path, known.get(entry.segid)) for entry in commit.segments
        }
        old = before.searchers if before is not None else {}
        self.size = 0
        self.searchers: dict[Kind, list[SegmentSearcher]] = {
            kind: list(self._searchers(kind, old.get(kind, ()))) for kind in KINDS
        }
        self._all = [one for kind in KINDS for one in self.searchers[kind]]
        self._bases = [one.base for one in self._all]
        self._facets: dict[ValueFacet, FacetValues] = {}
        self._averages: dict[tuple[Kind, Field, Stream], float] = {}

    def _searchers(self, kind: Kind, old: Sequence[SegmentSearcher]) -> Iterator[SegmentSearcher]:
        known = {(one.segment.serial, one.segment.deleted): one for one in old}
        for place, segment in enumerate(self.readers.values()):
            one = known.get((segment.serial, segment.deleted))
            yield (
                one.at(place=place, base=self.size)
                if one is not None
                else SegmentSearcher(segment, kind, self.memory, place=place, base=self.size)
            )
            self.size += segment.sizes[kind]

    @property
    def owners(self) -> list[Hashable]:
        """Who owns what the memory may hold of it."""
        return [self.owner, *(segment.serial for segment in self.readers.values())]

    @property
    def records(self) -> dict[str, str]:
        """What the builder remembers of each article's post, by article id."""
        return {article: text for one in self.readers.values() for article, text in one.records()}

    def record(self, article: str) -> str | None:
        """What the builder remembers under an article's id."""
        found = (segment.record(article) for segment in self.readers.values())
        return next((text for text in found if text is not None), None)

    def verify(self, analyzer: Analyzer, *, words: bool) -> Iterator[str]:
        """Read everything there is; what disagrees is told, one sentence each."""
        for segment in self.readers.values():
            yield from segment.verify(analyzer, words=words)

    def count(self, kind: Kind) -> int:
        """How many live documents of a kind there are."""
        return sum(one.count for one in self.searchers[kind])

    def frequency(self, kind: Kind, term: Term) -> int:
        """How many live documents of a kind have a term."""
        return sum(one.frequency(term) for one in self.searchers[kind])

    def average(self, kind: Kind, field: Field, stream: Stream) -> float:
        """The average length over the live documents that have any such token."""
        key = kind, field, stream
        found = self._averages.get(key)
        if found is None:
            totals = [one.totals(field, stream) for one in self.searchers[kind]]
            filled = sum(filled for _, filled in totals)
            found = sum(tokens for tokens, _ in totals) / filled if filled else 0.0
            self._averages[key] = found
        return found

    @lazily
    def fields(self) -> Mapping[Kind, tuple[Field, ...]]:
        """The fields that documents of each kind may have: what an archive lacks costs nothing."""
        return {
            kind: tuple(
                field
                for field in FIELDS[kind]
                if any(len(one.store(field)) for one in self.searchers[kind])
            )
            for kind in KINDS
        }

    @lazily
    def days(self) -> tuple[Array, Array]:
        """The first and the last day of each document's date, as ordinals; 0 without one."""
        first, last = (_read_only(self._joined(name)) for name in ("first", "last"))
        return first, last

    def _joined(self, name: str) -> Array:
        pieces = [one.array(name) for one in self._all]
        return np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int32)

    @lazily
    def years(self) -> DocValues:
        """The years of each document's date."""
        return year_values(*self.days)

    @lazily
    def gaps(self) -> DocValues:
        """What posts do not say of each document."""
        return gap_values(self._all)

    @lazily
    def pictures(self) -> Pictures:
        """Which documents show the same picture."""
        return Pictures(self.searchers["photo"], self.size)

    def facet(self, facet: ValueFacet) -> FacetValues:
        """What each document has of a facet."""
        found = self._facets.get(facet)
        if found is None:
            found = self._facets[facet] = FacetValues(self._all, facet)
        return found

    def counted(self, name: str, searchers: Sequence[SegmentSearcher], values: DocValues) -> Array:
        """How many live documents of some searchers have each value of a facet; remembered."""
        key = self.owner, name, tuple([one.base for one in searchers])
        found: Array | None = self.memory.get(key)
        if found is None:
            alive = [one.base + ids_of(one.everybody).astype(np.int64) for one in searchers]
            found = _read_only(values.counts(np.concatenate(alive)))
            self.memory.put(key, found, found.nbytes)
        return found

    def positions(self, numbers: Array) -> Array:
        """The place of each of some documents in its article."""
        return self._gathered(
            numbers, lambda one, ids: one.array("positions")[ids].astype(np.int64)
        )

    def articles(self, numbers: Array) -> Array:
        """The article of each of some documents, by its id as bytes."""

        def read(one: SegmentSearcher, ids: Array) -> Array:
            names: Array = one.segment.articles[one.array("articles")[ids]]
            return names

        return self._gathered(numbers, read)

    def _gathered(self, numbers: Array, read: Callable[[SegmentSearcher, Array], Array]) -> Array:
        """What is read of some documents, by the searcher that has them."""
        owners = np.searchsorted(self._bases, numbers, side="right") - 1
        found: Array | None = None
        for owner in sorted(set(owners.tolist())):
            mine = (owners == owner).nonzero()[0]
            piece = read(self._all[owner], numbers[mine] - self._bases[owner])
            if found is None:
                found = np.empty(len(numbers), dtype=piece.dtype)
            found[mine] = piece
        return np.empty(0, dtype=np.int64) if found is None else found

    def of_article(self, article: str) -> list[int]:
        """The numbers of an article's documents in its order; none for an unknown article."""
        for place, segment in enumerate(self.readers.values()):
            rank = segment.rank(article)
            if rank is not None:
                return [
                    self.searchers[kind][place].base + local
                    for kind, local in segment.of_article(rank)
                ]
        return []

    def number(self, document: str) -> int | None:
        """The number of the live document with an id."""
        for place, segment in enumerate(self.readers.values()):
            found = segment.number(document)
            if found is not None:
                kind, local = found
                return self.searchers[kind][place].base + local
        return None

    def place(self, number: int) -> tuple[SegmentSearcher, int]:
        """The searcher that has a document, and its number there."""
        # An empty segment has the base of the next, which is found.
        owner = bisect_right(self._bases, number) - 1
        return self._all[owner], number - self._bases[owner]

    def document(self, number: int) -> Document:
        """A document."""
        searcher, local = self.place(number)
        return searcher.document(local)


def _read_only(array: Array) -> Array:
    array.setflags(write=False)
    return array
