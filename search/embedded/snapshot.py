"""An immutable view of one commit, which any number of threads may read.

What every search needs (dates, facet values, lengths) is in arrays, made once when the snapshot
opens; postings become arrays when they are first asked for. Whoosh's own readers must not be
shared by threads, so they are read under a lock, and never by a search that finds its postings
in the cache. A snapshot closes when the last search that uses it lets go of it.
"""

import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.index import open_dir

from search.document import KINDS, Document, Kind
from search.embedded.directory import hold
from search.embedded.payload import Payload, read_payload
from search.embedded.schema import field_name
from search.fields import FIELDS, Field, values
from search.query.tree import Term
from search.request import VALUE_FACETS, ValueFacet
from search.text.analyzer import STREAMS, Stream
from search.text.dates import parse
from search.text.fold import Fold

Mask = NDArray[np.bool_]
Ids = NDArray[np.int64]
Numbers = NDArray[np.float64]

POSTINGS_CACHED = 20_000_000
"""How many postings are kept as arrays; 16 bytes each."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The live documents with a token, in order, and how often each has it."""

    ids: Ids
    counts: Numbers


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a facet: document ``ids[i]`` has value ``labels[ordinals[i]]``."""

    ids: Ids
    ordinals: Ids
    labels: Sequence[str]
    folded: Sequence[str]


@dataclass(frozen=True, slots=True)
class Values:
    """What is known of every document number without reading the document.

    Attributes:
        kinds: which documents are live, per kind.
        first, last: ordinals of the first and last day of the document's date; 0 without one.
        articles: the rank of the article's id among all.
        positions: the place in the article.
        facets: the columns of ``VALUE_FACETS``.
        lengths: tokens per field of a kind and stream.
        numbers: document number by id; article_numbers: those of an article, in its order.
    """

    kinds: dict[Kind, Mask]
    first: Ids
    last: Ids
    articles: Ids
    positions: Ids
    facets: dict[ValueFacet, Column]
    lengths: dict[tuple[Kind, Field], Numbers]
    numbers: dict[str, int]
    article_numbers: dict[str, list[int]]


class Snapshot:
    """One commit of the index in ``path``.

    Document numbers run from 0 to ``size``; some may be deleted, or hidden records.
    """

    def __init__(self, path: Path, fold: Fold) -> None:
        self._lock = threading.Lock()
        weakref.finalize(self, os.close, hold(path))
        index = open_dir(path)
        self._reader = index.reader()
        self.fold = fold
        self.size: int = self._reader.doc_count_all()
        self.records: dict[str, str] = {}
        self._cache: OrderedDict[tuple[Kind, Term], Postings] = OrderedDict()
        self._cached = 0
        self.values = _gather(dict(self._live()), self.size, fold)

    def _live(self) -> Iterator[tuple[int, Payload]]:
        """The live documents; hidden records are set aside on the way."""
        for number, stored in self._reader.iter_docs():
            if "record" in stored:
                self.records[stored["article"]] = stored["record"]
            else:
                yield number, read_payload(stored["payload"])

    def count(self, kind: Kind) -> int:
        """How many live documents of a kind there are."""
        return int(self.values.kinds[kind].sum())

    def average(self, kind: Kind, field: Field, stream: Stream) -> float:
        """The average length over the documents that have something in the field."""
        lengths = self.lengths(kind, field, stream)
        filled = np.count_nonzero(lengths)
        return float(lengths.sum() / filled) if filled else 0.0

    def lengths(self, kind: Kind, field: Field, stream: Stream) -> Numbers:
        """The length of a field per document number."""
        lengths: Numbers = self.values.lengths[kind, field][STREAMS.index(stream)]
        return lengths

    def postings(self, kind: Kind, term: Term) -> Postings:
        """The postings of a token among the documents of a kind."""
        with self._lock:
            key = kind, term
            if key in self._cache:
                self._cache.move_to_end(key)
            else:
                name = field_name(kind, term.field, term.stream)
                self._remember(key, self._read_postings(name, term.token))
            return self._cache[key]

    def _read_postings(self, name: str, token: str) -> Postings:
        ids, counts = [], []
        if (name, token) in self._reader:
            matcher = self._reader.postings(name, token)
            while matcher.is_active():
                ids.append(matcher.id())
                counts.append(matcher.weight())
                matcher.next()
        return Postings(np.array(ids, dtype=np.int64), np.array(counts, dtype=np.float64))

    def _remember(self, key: tuple[Kind, Term], postings: Postings) -> None:
        self._cache[key] = postings
        self._cached += len(postings.ids)
        while self._cached > POSTINGS_CACHED and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._cached -= len(dropped.ids)

    def words(self, kind: Kind, field: Field, prefix: str) -> list[str]:
        """The words of a field that begin with ``prefix``."""
        with self._lock:
            found = self._reader.expand_prefix(field_name(kind, field, "words"), prefix)
            return [word.decode() for word in found]

    def payload(self, number: int) -> Payload:
        """What is stored of a document."""
        with self._lock:
            stored: str = self._reader.stored_fields(number)["payload"]
        return read_payload(stored)


def _gather(payloads: Mapping[int, Payload], size: int, fold: Fold) -> Values:
    documents = {number: payload.document for number, payload in payloads.items()}
    names = sorted({document.article for document in documents.values()})
    articles = {article: rank for rank, article in enumerate(names)}
    first, last, ranks, positions = (np.zeros(size, dtype=np.int64) for _ in range(4))
    kinds = {kind: np.zeros(size, dtype=np.bool_) for kind in KINDS}
    by_article: dict[str, list[int]] = {}
    for number, document in documents.items():
        kinds[document.kind][number] = True
        ranks[number] = articles[document.article]
        positions[number] = document.position
        by_article.setdefault(document.article, []).append(number)
        if document.date:
            days = parse(document.date)
            first[number], last[number] = days.first_ordinal, days.last_ordinal
    for numbers in by_article.values():
        numbers.sort(key=lambda number: documents[number].position)
    return Values(
        kinds=kinds,
        first=first,
        last=last,
        articles=ranks,
        positions=positions,
        facets={facet: _column(documents, facet, fold) for facet in VALUE_FACETS},
        lengths=_lengths(payloads, size),
        numbers={document.id: number for number, document in documents.items()},
        article_numbers=by_article,
    )


def _lengths(payloads: Mapping[int, Payload], size: int) -> dict[tuple[Kind, Field], Numbers]:
    shape = len(STREAMS), size
    lengths = {(k, f): np.zeros(shape) for k, fields in FIELDS.items() for f in fields}
    for number, payload in payloads.items():
        for field, counted in payload.lengths.items():
            lengths[payload.document.kind, field][:, number] = counted
    return lengths


def _column(documents: Mapping[int, Document], facet: ValueFacet, fold: Fold) -> Column:
    """The values of a facet, spellings that fold alike counted as one."""
    found = [
        (number, folded, spelling)
        for number, document in documents.items()
        for folded, spelling in {fold.text(v): v for v in values(document, facet)}.items()
    ]
    labels: dict[str, str] = {}
    for _, folded, spelling in found:
        labels[folded] = min(spelling, labels.get(folded, spelling))
    names = sorted(labels)
    ranks = {name: rank for rank, name in enumerate(names)}
    return Column(
        np.array([number for number, _, _ in found], dtype=np.int64),
        np.array([ranks[folded] for _, folded, _ in found], dtype=np.int64),
        [labels[name] for name in names],
        names,
    )
