"""The documents of one kind in one segment: where a search does its work.

Every field of a document is one entry of a store (see ``search.index.store``). A question about
texts is answered for entries, which are fewer than documents, and the same for all fields and kinds
that share a store; here entries become the documents that have them.

Nothing is copied at opening: arrays are mapped. What is worked out of them and hangs on deletions
(frequencies of terms, totals of lengths) is remembered under the state of deletions; posting lists
do not hang on it.
"""

from copy import copy
from functools import partial

import numpy as np

from search.document import Document, Kind
from search.fields import Field
from search.index.arrays import Array, Mask, distinct, narrowed, stretches
from search.index.segment import SegmentReader
from search.index.store import STORE_OF, StoreReader
from search.lazily import lazily
from search.query.tree import Term, Tree, letters_of
from search.request import ValueFacet
from search.snapshot.docset import DocSet, docset, docset_of, everybody, ids_of, nbytes
from search.snapshot.memory import Memory
from search.snapshot.postings import PostingList
from search.text.analyzer import Stream
from search.text.fold import stream_of

_SWEPT = 8
"""The documents of more than one entry in so many are found by looking at all documents."""

_MARKED = 32
"""More than one document in so many are put in order by marking them, not by sorting."""

_A_LETTER = 200
_A_NUMBER = 100
_A_CHARACTER = 4
_A_DOCUMENT = 1500
"""Bytes of memory."""


class SegmentSearcher:
    """The documents of a kind in a segment, numbered from 0 in the order of their articles.

    Attributes:
        place: which of the snapshot's segments it is.
        base: the number of the first among all documents of the snapshot.
        size: how many there are; count: how many of them are live.
        live: which are, or None where all are.
    """

    def __init__(
        self, segment: SegmentReader, kind: Kind, memory: Memory, *, place: int, base: int
    ) -> None:
        self.segment = segment
        self.kind = kind
        self.place = place
        self.base = base
        self.size = segment.sizes[kind]
        self._memory = memory
        self._state = segment.serial, segment.state, kind
        live = segment.live[kind]
        self.count = int(np.count_nonzero(live))
        self.live = None if self.count == self.size else docset_of(live)
        self._weighed: dict[Field, Array] = {}

    def at(self, *, place: int, base: int) -> "SegmentSearcher":
        """The same documents in another snapshot, and all that is known of them."""
        if (place, base) == (self.place, self.base):
            return self
        other = copy(self)
        other.place, other.base = place, base
        return other

    @lazily
    def everybody(self) -> DocSet:
        """All live documents."""
        return everybody(self.size) if self.live is None else self.live

    def alive(self, docs: DocSet) -> DocSet:
        """Those of some documents that are live."""
        return docs if self.live is None else docs & self.live

    def array(self, name: str) -> Array:
        """An array of the kind with a number for each document."""
        return self.segment.array(f"{self.kind}.{name}")

    def store(self, field: Field) -> StoreReader:
        """Where the texts of a field are."""
        return self.segment.stores[STORE_OF[field]]

    def postings(self, field: Field, stream: Stream, token: str) -> PostingList:
        """The posting list of a term; remembered."""
        key = self.segment.serial, STORE_OF[field], stream, token
        found: PostingList | None = self._memory.get(key)
        if found is None:
            store = self.store(field)
            grown = partial(self._memory.put, key)
            found = PostingList(store.postings(stream, token), len(store), grown)
            grown(found, found.nbytes)
        return found

    def frequency(self, term: Term) -> int:
        """How many live documents have a term; remembered."""
        entries = self.postings(*term).entries
        if not len(entries) or (self.live is None and self._spread(term.field) is None):
            return len(entries)
        key = *self._state, term
        found: int | None = self._memory.get(key)
        if found is None:
            found = int(self._weights(term.field).take(entries).sum(dtype=np.int64))
            self._memory.put(key, found, _A_NUMBER)
        return found

    def totals(self, field: Field, stream: Stream) -> tuple[int, int]:
        """Tokens of a stream over all live documents, and how many documents have any."""
        key = *self._state, field, stream
        found: tuple[int, int] | None = self._memory.get(key)
        if found is None:
            lengths = self.store(field).lengths[stream]
            weights = self._weights(field)
            tokens = int(lengths.astype(np.int64) @ weights.astype(np.int64))
            found = tokens, int(weights[lengths > 0].sum(dtype=np.int64))
            self._memory.put(key, found, _A_NUMBER)
        return found

    def _weights(self, field: Field) -> Array:
        """How many live documents have each entry; small numbers, so that few bytes are read."""
        if field not in self._weighed:
            entries = self.segment.entries(self.kind, field)
            live = entries if self.live is None else entries[ids_of(self.live)]
            size = len(self.store(field))
            self._weighed[field] = narrowed(np.bincount(live, minlength=size + 1)[1:])
        return self._weighed[field]

    def _spread(self, field: Field) -> Array | None:
        """Where the documents of each entry begin; None where entries are the documents."""
        return self.segment.optional(f"{self.kind}.{field}.spread")

    def documents(self, field: Field, entries: DocSet) -> DocSet:
        """The documents, deleted ones too, whose field is one of some entries."""
        spread = self._spread(field)
        if spread is None or not entries:
            return entries
        ids = ids_of(entries)
        if len(entries) * _SWEPT > len(spread):
            wanted = np.zeros(len(spread), dtype=np.bool_)
            wanted[1:][ids] = True
            return docset_of(wanted.take(self.segment.entries(self.kind, field)))
        first, last = spread[ids], spread[ids + np.uint32(1)]
        places = stretches(first.astype(np.int64), last.astype(np.int64))
        found = self.array(f"{field}.documents")[places]
        if len(found) * _MARKED > self.size:
            mask = np.zeros(self.size, dtype=np.bool_)
            mask[found] = True
            return docset_of(mask)
        return docset(np.sort(found))

    def entries_at(self, field: Field, ids: Array) -> Array:
        """The entries of some documents in a field, as uint32; the store's size for none."""
        numbers = self.segment.entries(self.kind, field)[ids].astype(np.uint32)
        numbers -= np.uint32(1)
        return np.minimum(numbers, np.uint32(len(self.store(field))))

    def entries_of(self, field: Field, docs: DocSet) -> DocSet:
        """The entries that some documents have in a field."""
        numbers = self.segment.entries(self.kind, field)[ids_of(docs)]
        entries, _ = distinct(numbers[numbers > 0])
        return docset(entries.astype(np.uint32) - np.uint32(1))

    def holding(self, field: Field, text: str, entries: Array) -> Mask:
        """In which of some entries a run of symbols stands."""
        return self.store(field).streams.holding(text.encode(), entries)

    def having(self, facet: ValueFacet, text: str) -> DocSet:
        """The documents, deleted ones too, with a value of a facet in which a run stands."""
        name = f"{self.kind}.facets.{facet}"
        wanted = np.array([text in stream for stream in self._values(name)], dtype=np.bool_)
        held = wanted[self.segment.array(f"{name}.ordinals")]
        ids, _ = distinct(self.segment.array(f"{name}.documents")[held])
        return docset(ids.astype(np.uint32))

    def _values(self, name: str) -> list[str]:
        """The character streams of a facet's values; remembered."""
        key = self.segment.serial, name
        found: list[str] | None = self._memory.get(key)
        if found is None:
            folded = self.segment.texts(f"{name}.values")
            found = [stream_of(folded[number]) for number in range(len(folded))]
            size = sum(_A_NUMBER + _A_CHARACTER * len(stream) for stream in found)
            self._memory.put(key, found, size)
        return found

    def verified(self, field: Field, text: str) -> DocSet | None:
        """The entries with a run, if they are remembered."""
        found: DocSet | None = self._memory.get((self.segment.serial, STORE_OF[field], text))
        return found

    def remember_verified(self, field: Field, text: str, entries: DocSet) -> None:
        """Remember the entries with a run."""
        key = self.segment.serial, STORE_OF[field], text
        self._memory.put(key, entries, nbytes(entries) + _A_LETTER * len(text))

    def remembered(self, tree: Tree) -> DocSet | None:
        """The documents in a tree, deleted ones too, if they are remembered."""
        found: DocSet | None = self._memory.get((self.segment.serial, self.kind, tree))
        return found

    def remember(self, tree: Tree, docs: DocSet) -> None:
        """Remember the documents in a tree, deleted ones too."""
        size = nbytes(docs) + _A_LETTER * letters_of(tree)
        self._memory.put((self.segment.serial, self.kind, tree), docs, size)

    def document(self, local: int) -> Document:
        """A document; remembered."""
        key = self.segment.serial, self.kind, local
        found: Document | None = self._memory.get(key)
        if found is None:
            found = self.segment.document(self.kind, local)
            length = len(found.text) + len(found.caption) + len(found.before) + len(found.after)
            self._memory.put(key, found, _A_DOCUMENT + _A_CHARACTER * length)
        return found

    def stream(self, local: int, field: Field) -> str:
        """The character stream of a document's field."""
        return self.segment.stream(self.kind, local, field)
