"""What documents have of a facet, for all segments in one numbering.

Every segment numbers the values of a facet by itself (ordinals). *Global ordinals* are one
numbering for a commit: the segment with the most values keeps its numbers; what the others have is
looked up among its sorted values, and only what it lacks gets new numbers, so that a commit of one
post does not read the names of ten thousand photographers. Spellings that fold alike are one value.

The values of documents are laid out so that they can be counted fast: the first of each document in
one array, the second in another, and what one document has beyond as pairs, however many.
"""

from collections.abc import Sequence

import numpy as np

from search.index.arrays import Array, Ids, Mask, Texts, narrowed, stretches
from search.request import GAPS, ValueFacet
from search.snapshot.segment_searcher import SegmentSearcher

_COLUMNS = 2
"""Values of a document that have columns; few documents have more."""

_NOWHERE = np.empty(0, dtype=np.int64)
_EPOCH = 719163
"""The ordinal of 1970-01-01."""


class DocValues:
    """Values of documents by number; a value is a number, too, from 0.

    Args:
        columns: for each document its first value and 1, or 0 without any; its second; and so on.
        documents, more: pairs of document and value beyond the columns, by document.
        count: how many values there are.
    """

    def __init__(self, columns: Sequence[Array], documents: Array, more: Array, count: int) -> None:
        self._columns = columns
        self._documents = documents.astype(np.uint32)
        self._more = more
        self._count = count

    def counts(self, numbers: Array) -> Ids:
        """How many of some documents, in order, have each value; at 0 those that have none."""
        first, *others = self._columns
        counts = np.bincount(first[numbers], minlength=self._count + 1)
        for column in others:
            counts[1:] += np.bincount(column[numbers], minlength=self._count + 1)[1:]
        places = self._beyond(numbers)
        if len(places):
            counts[1:] += np.bincount(self._more[places], minlength=self._count)
        return counts

    def having(self, numbers: Array, wanted: Sequence[int]) -> Mask:
        """Which of some documents, in order, have one of some values."""
        is_wanted = np.zeros(self._count + 1, dtype=np.bool_)
        is_wanted[[value + 1 for value in wanted]] = True
        mask = np.zeros(len(numbers), dtype=np.bool_)
        for column in self._columns:
            mask |= is_wanted[column[numbers]]
        places = self._beyond(numbers)
        having = self._documents[places[is_wanted[1:][self._more[places]]]]
        mask[numbers.searchsorted(having)] = True
        return mask

    def _beyond(self, numbers: Array) -> Ids:
        """The places of the pairs of some documents."""
        if not len(self._documents):
            return _NOWHERE
        marked = np.zeros(len(self._columns[0]), dtype=np.bool_)
        marked[numbers] = True
        return marked[self._documents].nonzero()[0]


class GlobalOrdinals:
    """One numbering of the values of a facet; a value is shown as the smallest of its spellings."""

    def __init__(self, searchers: Sequence[SegmentSearcher], facet: ValueFacet) -> None:
        self._values = [_texts(one, facet, "values") for one in searchers]
        self._labels = [_texts(one, facet, "labels") for one in searchers]
        self._largest = max(range(len(searchers)), key=lambda i: len(self._values[i]), default=-1)
        self._own = len(self._values[self._largest]) if searchers else 0
        self._added: dict[bytes, int] = {}
        self._shown: dict[int, str] = {}
        self.of_segment = [self._numbering(i) for i in range(len(searchers))]

    def __len__(self) -> int:
        return self._own + len(self._added)

    def _numbering(self, searcher: int) -> Ids | None:
        """The global numbers of a segment's own; None where they are the same."""
        if searcher == self._largest:
            return None
        base = self._values[self._largest]
        numbers = np.empty(len(self._values[searcher]), dtype=np.int64)
        for own in range(len(numbers)):
            value = self._values[searcher].raw(own)
            number, known = base.find(value)
            if not known:
                number = self._added.setdefault(value, len(base) + len(self._added))
            numbers[own] = number
            label = self._labels[searcher][own]
            self._shown[number] = min(label, self._label(number) or label)
        return numbers

    def number(self, value: str) -> int | None:
        """The number of a folded value."""
        encoded = value.encode(errors="replace")
        if not self._values:
            return None
        number, known = self._values[self._largest].find(encoded)
        return number if known else self._added.get(encoded)

    def holding(self, text: str, numbers: Ids) -> Mask:
        """Which of some values hold a folded text."""
        encoded = text.encode(errors="replace")
        mask = np.zeros(len(numbers), dtype=np.bool_)
        own = numbers < self._own
        if own.any():
            mask[own] = self._values[self._largest].holding(encoded, numbers[own])
        added = [number for value, number in self._added.items() if encoded in value]
        return mask | np.isin(numbers, added)

    def label(self, number: int) -> str:
        """How a value is shown."""
        return self._label(number) or ""

    def _label(self, number: int) -> str | None:
        shown = self._shown.get(number)
        if shown is None and number < self._own:
            return self._labels[self._largest][number]
        return shown


class FacetValues:
    """A facet of all documents of a snapshot: ordinals and values."""

    def __init__(self, searchers: Sequence[SegmentSearcher], facet: ValueFacet) -> None:
        self.ordinals = GlobalOrdinals(searchers, facet)
        pairs = [
            (one, one.array(f"facets.{facet}.documents"), one.array(f"facets.{facet}.ordinals"))
            for one in searchers
        ]
        owned = [one.base + owners.astype(np.int64) for one, owners, _ in pairs]
        values = [
            own.astype(np.int64) if numbers is None else numbers[own]
            for numbers, (_, _, own) in zip(self.ordinals.of_segment, pairs, strict=True)
        ]
        size = sum(one.size for one in searchers)
        documents, ordinals = (np.concatenate([_NOWHERE, *made]) for made in (owned, values))
        self.values = _laid_out(documents, ordinals, len(self.ordinals), size)


def gap_values(searchers: Sequence[SegmentSearcher]) -> DocValues:
    """What posts do not say of each document, by the places in ``GAPS``."""
    pairs = [_gaps(one) for one in searchers]
    documents = np.concatenate([_NOWHERE, *(documents for documents, _ in pairs)])
    gaps = np.concatenate([_NOWHERE, *(gaps for _, gaps in pairs)])
    size = sum(one.size for one in searchers)
    return _laid_out(documents, gaps, len(GAPS), size)


def _gaps(searcher: SegmentSearcher) -> tuple[Ids, Ids]:
    """Pairs of document and gap, by document."""
    lacking = np.zeros((searcher.size, len(GAPS)), dtype=np.bool_)
    lacking[:, GAPS.index("date")] = searcher.array("first") == 0
    if searcher.kind == "photo":
        lacking[:, GAPS.index("creator")] = True
        lacking[searcher.array("facets.creator.documents"), GAPS.index("creator")] = False
        captions = searcher.segment.entries("photo", "caption")
        lacking[:, GAPS.index("caption")] = captions == 0
    documents, gaps = lacking.nonzero()
    return searcher.base + documents, gaps


YEARS = 10_000
"""Years run from 1 to 9999."""


def year_values(first: Array, last: Array) -> DocValues:
    """The years of documents' dates, by the ordinals of the first and the last day; 0 is none."""
    begins = _years(first)
    spanned = np.maximum(_years(last).astype(np.int64) - begins, 0)
    several = spanned.nonzero()[0]
    documents = np.repeat(several, spanned[several])
    after = begins[several].astype(np.int64)  # the number of the year after the first
    more = stretches(after, after + spanned[several])
    return DocValues([begins], documents, more, YEARS)


def _years(ordinals: Array) -> Array:
    """The years of proleptic Gregorian ordinals; 0 for 0. Looked up, since days recur."""
    dated = ordinals[ordinals > 0]
    if not len(dated):
        return np.zeros(len(ordinals), dtype=np.uint16)
    earliest = int(dated.min())
    days = np.arange(earliest, int(dated.max()) + 1) - _EPOCH
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    table = np.append(years, 0).astype(np.uint16)
    found: Array = table[np.where(ordinals > 0, ordinals - earliest, len(years))]
    return found


def _laid_out(documents: Ids, values: Ids, count: int, size: int) -> DocValues:
    """Pairs of document and value, by document."""
    kind = np.min_scalar_type(count)
    columns: list[Array] = []
    while not columns or (len(documents) and len(columns) < _COLUMNS):
        begins = np.append(True, documents[1:] != documents[:-1])[: len(documents)]
        column = np.zeros(size, dtype=kind)
        column[documents[begins]] = values[begins] + 1
        columns.append(column)
        documents, values = documents[~begins], values[~begins]
    return DocValues(columns, documents, narrowed(values), count)


def _texts(searcher: SegmentSearcher, facet: ValueFacet, name: str) -> Texts:
    return searcher.segment.texts(f"{searcher.kind}.facets.{facet}.{name}")
