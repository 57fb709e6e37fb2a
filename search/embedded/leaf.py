"""The documents of one kind in one segment: where a search does its work.

Every field of a document is one *entry* of a pool (see ``search.embedded.pools``): a paragraph that
stands beside twenty photos is stored and inverted once. Here entries become the documents that
have them.

Nothing is copied at opening: arrays are mapped. What is worked out of them that hangs on deletions
(frequencies of tokens, totals of lengths) is remembered with the leaf, which lives as long as its
segment has the same deletions, through any number of commits; each such memo is bounded by its
number of small values. Posting lists, which do not, are in a ``Memory`` shared by all leaves.
"""

from copy import copy
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from search.document import Kind
from search.embedded.arrays import Array, Ids, Mask, narrowed
from search.embedded.forms import Spare, holders, posted
from search.embedded.memory import Holders, Memory
from search.embedded.pools import POOL_OF, PoolReader
from search.embedded.posted import Posted
from search.embedded.segment import SegmentReader
from search.embedded.sets import NOBODY, Docs, stretches
from search.fields import SHARED, Field
from search.query.tree import Or, Run, Term, terms_of
from search.request import ValueFacet
from search.text.analyzer import Stream

Numbers = NDArray[np.float64]
Entries = NDArray[np.int64]

ENTRY = np.uint32
"""The type of entries in posting lists."""

_SWEPT = 8
"""The documents of more than one entry in so many are found by looking at all documents."""

_SEARCHED = 512
"""Looking for an entry takes as long as setting aside so many."""

_REMEMBERED = 1 << 16
"""Frequencies kept a leaf, about 200 bytes each: those of all frequent tokens, and of runs."""


class Leaf:
    """The documents of a kind in a segment, numbered from 0 in the order of their articles.

    Attributes:
        base: the number of the first among all documents of the snapshot.
        size: how many there are; count: how many of them are live.
        live: which are, or None where all are.
        first, last: ordinals of the first and last day of the documents' dates; 0 without one.
        positions: their places in their articles.
    """

    def __init__(self, segment: SegmentReader, kind: Kind, base: int, memory: Memory) -> None:
        self.segment = segment
        self.kind = kind
        self.base = base
        self.size = segment.sizes[kind]
        self._memory = memory
        self._spare = Spare(self.size)
        self._key = segment.serial, kind
        live = segment.live[kind]
        self.count = int(np.count_nonzero(live))
        self.live: Mask | None = None if self.count == self.size else live
        self.first = segment.array(f"{kind}.first")
        self.last = segment.array(f"{kind}.last")
        self.positions = segment.array(f"{kind}.positions")
        self._articles = segment.array(f"{kind}.articles")
        # Plain dicts: memos that refer to their owner would keep files open until a collection.
        self._frequencies: dict[tuple[Field, Stream, str], int] = {}
        self._rarest: dict[Run, int] = {}
        self._totals: dict[tuple[Field, Stream], tuple[int, int]] = {}
        self._weighed: dict[Field, Array] = {}
        self._counts: dict[ValueFacet | Literal["year"], Ids] = {}

    def at(self, base: int) -> "Leaf":
        """The same leaf with its documents numbered from ``base``, and all it remembers."""
        if base == self.base:
            return self
        other = copy(self)
        other.base = base
        return other

    def everybody(self) -> Docs:
        """All live documents."""
        mask = np.ones(self.size, dtype=np.bool_) if self.live is None else self.live
        return Docs(self.size, mask=mask)

    def pool(self, field: Field) -> PoolReader:
        """Where the texts of a field are."""
        return self.segment.pools[POOL_OF[field]]

    def entries_at(self, field: Field, found: Ids) -> tuple[Ids, Entries]:
        """Places in ``found`` that have something in a field, and its entry for each."""
        entries = self.segment.array(f"{self.kind}.{field}.entries")[found]
        places = entries.nonzero()[0]
        return places, entries[places].astype(np.int64) - 1

    def entries_of(self, field: Field, found: Ids) -> Array:
        """The entries of some documents in a field; beyond all entries where there is none."""
        entries = self.segment.array(f"{self.kind}.{field}.entries")[found]
        return entries.astype(ENTRY) - ENTRY(1)

    def texts_at(self, field: Field, found: Ids) -> list[tuple[int, int, bytes]]:
        """Of each of a few documents that has something in a field: place, entry and stream."""
        streams = self.pool(field).streams
        numbers = self.segment.array(f"{self.kind}.{field}.entries")[found].tolist()
        return [(i, n - 1, streams.raw(n - 1)) for i, n in enumerate(numbers) if n]

    def remembered(self, term: Term) -> Posted | None:
        """The documents with a token, if they are remembered."""
        found = self._memory.get((self._key, term))
        return found if isinstance(found, Posted) else None

    def docs(self, term: Term) -> Docs:
        """The documents with a token; remembered."""
        key = self._key, term
        found = self._memory.get(key)
        if found is None:
            found = holders(self._documents_with(term), self.size)
            self._memory.put(key, found)
        return found.docs

    def posted(self, term: Term) -> Posted:
        """The documents with a token and what tells how much it adds to scores; remembered."""
        key = self._key, term
        found = self._memory.get(key)
        ids = found.docs.ids if found is not None else self._documents_with(term)
        made = posted(ids, *self._occurrences(term, ids), self._spare)
        self._memory.put(key, made)
        return made

    def verified(self, run: Run) -> Ids | None:
        """The documents with a run, if they are remembered."""
        found = self._memory.get((self._key, run))
        return None if found is None else found.docs.ids

    def verify(self, run: Run, found: Ids) -> Ids:
        """The documents with a run, of all that have its terms."""
        ids = found[self.holding(run.field, run.text, found)]
        self._memory.put((self._key, run), Holders(self.size, ids=ids))
        return ids

    def anywhere(self, word: Or) -> Docs | None:
        """The documents with a word in any of some fields, if they are remembered."""
        found = self._memory.get((self._key, word))
        return None if found is None else found.docs

    def remember(self, word: Or, docs: Docs) -> None:
        """Remember the documents with a word in any of some fields."""
        self._memory.put((self._key, word), holders(docs.ids, self.size))

    def _documents_with(self, term: Term) -> Ids:
        entries, _ = self.pool(term.field).postings(term.stream, term.token)
        return self.documents(term.field, entries)

    def _occurrences(self, term: Term, found: Ids) -> tuple[Array, Array]:
        """How often a token stands in each document that has it, and how long their fields are."""
        field, stream, token = term
        pool = self.pool(field)
        entries, counts = pool.postings(stream, token)
        if self._spread(field) is not None:
            own = self.entries_of(field, found)
            if len(own) * _SEARCHED < len(pool):
                counts = counts[entries.searchsorted(own)]
            else:
                laid = np.zeros(len(pool), dtype=counts.dtype)
                laid[entries] = counts
                counts = laid.take(own)
            entries = own
        return counts, pool.lengths[stream].take(entries)

    def documents(self, field: Field, entries: Array) -> Ids:
        """The documents whose field is one of some entries, which are in order."""
        spread = self._spread(field)
        if spread is None:
            return entries.astype(np.int64)
        if not len(entries):
            return NOBODY
        if len(entries) * _SWEPT > len(spread):
            wanted = np.zeros(len(spread), dtype=np.bool_)
            wanted[1:][entries] = True
            return wanted.take(self.segment.array(f"{self.kind}.{field}.entries")).nonzero()[0]
        entries = entries.astype(np.int64)
        places = stretches(spread[entries].astype(np.int64), spread[entries + 1].astype(np.int64))
        found = self.segment.array(f"{self.kind}.{field}.documents")[places]
        found.sort()
        return found.astype(np.int64)

    def _spread(self, field: Field) -> Array | None:
        """Where the documents of each entry begin; None where entries are the documents."""
        name = f"{self.kind}.{field}.spread"
        return self.segment.array(name) if self.segment.has(name) else None

    def _weights(self, field: Field) -> Array:
        """How many live documents have each entry; small numbers, so that few bytes are read."""
        if field not in self._weighed:
            self._weighed[field] = narrowed(self._weigh(field))
        return self._weighed[field]

    def _weigh(self, field: Field) -> Ids:
        spread = self._spread(field)
        size = len(self.pool(field).values)
        if self.live is not None:
            entries = self.segment.array(f"{self.kind}.{field}.entries")[self.live]
            return np.bincount(entries, minlength=size + 1)[1:]
        if spread is None:
            return np.ones(size, dtype=np.int64)
        ends = spread.astype(np.int64)
        return ends[1:] - ends[:-1]

    def frequency(self, field: Field, stream: Stream, token: str) -> int:
        """How many live documents have a token in a field."""
        key = field, stream, token
        found = self._frequencies.get(key)
        if found is None:
            if len(self._frequencies) >= _REMEMBERED:
                self._frequencies.clear()
            found = self._frequencies[key] = self._frequency(*key)
        return found

    def _frequency(self, field: Field, stream: Stream, token: str) -> int:
        entries, _ = self.pool(field).postings(stream, token)
        spread = self._spread(field)
        if self.live is None and spread is None:
            return len(entries)
        return int(self._weights(field).take(entries).sum())

    def rarest(self, run: Run) -> int:
        """A bound on the live documents with a run: how many have the rarest of its terms."""
        found = self._rarest.get(run)
        if found is None:
            if len(self._rarest) >= _REMEMBERED:
                self._rarest.clear()
            found = self._rarest[run] = min(self.frequency(*term) for term in terms_of(run))
        return found

    def totals(self, field: Field, stream: Stream) -> tuple[int, int]:
        """Tokens of a stream over all live documents, and how many documents have any."""
        key = field, stream
        if key not in self._totals:
            self._totals[key] = self._total(*key)
        return self._totals[key]

    def _total(self, field: Field, stream: Stream) -> tuple[int, int]:
        lengths = self.pool(field).lengths[stream]
        weights = self._weights(field)
        return int(lengths.astype(np.int64) @ weights), int(weights[lengths > 0].sum())

    def articles_at(self, found: Ids) -> Array:
        """The article of each document, by its id as bytes."""
        names: Array = self.segment.articles[self._articles[found]]
        return names

    def of_article(self, article: bytes) -> tuple[int, int]:
        """The first document of a live article and the one after its last."""
        rank = self.segment.rank(article.decode())
        return (0, 0) if rank is None else self.segment.documents_of(self.kind, rank)

    def holding(self, field: Field, text: str, found: Ids) -> Mask:
        """In which of some documents, which all have the field, a run of symbols stands."""
        _, entries = self.entries_at(field, found)
        streams = self.pool(field).streams
        if field not in SHARED:
            return streams.holding(text.encode(), entries)
        entries, places = np.unique(entries, return_inverse=True)
        mask: Mask = streams.holding(text.encode(), entries)[places]
        return mask

    def having(self, facet: ValueFacet, ordinals: Array, found: Ids) -> Mask:
        """Which of some documents have one of some values of a facet."""
        return self.segment.values(self.kind, facet).among(found, ordinals)

    def value_counts(self, facet: ValueFacet | Literal["year"], found: Docs) -> Ids:
        """How many of some live documents have each value of a facet, by number; see ``Years``."""
        segment = self.segment
        values = segment.years(self.kind) if facet == "year" else segment.values(self.kind, facet)
        if 2 * len(found) <= self.count:
            return values.counts(found.ids)
        # Of most of the documents it is faster to count the others.
        if facet not in self._counts:
            self._counts[facet] = values.counts(self.everybody().ids)
        return self._counts[facet] - values.counts(found.others(self.live).ids)
