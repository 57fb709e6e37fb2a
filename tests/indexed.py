"""Documents as the oracle has them: with their tokens, and the statistics of all of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from search.document import Document
from search.fields import Field
from search.text.analyzer import STREAMS, FieldTokens, Stream

Statistics = dict[tuple[Field, Stream], tuple[Counter[str], float]]
"""By field and stream, how many documents have each token, and the average length."""


@dataclass(frozen=True)
class Indexed:
    """A document with what the analyzer makes of its fields."""

    document: Document
    fields: dict[Field, FieldTokens]

    @cached_property
    def counts(self) -> dict[tuple[Field, Stream], Counter[str]]:
        return {(f, s): Counter(self.fields[f].tokens(s)) for f in self.fields for s in STREAMS}


def statistics(documents: Sequence[Indexed]) -> Statistics:
    """Those of the documents of one kind; the average is over those that have any token there."""
    found: Statistics = {}
    for field in {f for d in documents for f in d.fields}:
        for stream in STREAMS:
            frequency: Counter[str] = Counter()
            lengths = [sum(d.counts[field, stream].values()) for d in documents]
            for d in documents:
                frequency.update(d.counts[field, stream].keys())
            filled = [n for n in lengths if n]
            found[field, stream] = frequency, sum(filled) / len(filled) if filled else 0.0
    return found
