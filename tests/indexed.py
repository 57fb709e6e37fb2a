"""Documents as the oracle has them: with their tokens, and the statistics of all of them.

The oracle asks anew for every document what a query's text is made of. The answer hangs on the text
alone and took two thirds of the oracle's time, so it is kept: what is compared stays as plain as it
was, and what the engine does is not kept by anybody.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from search.document import Document
from search.fields import Field
from search.text.analyzer import STREAMS, Analyzer, FieldTokens, Stream, bigrams
from search.text.fold import GAP

Statistics = dict[tuple[Field, Stream], tuple[Counter[str], float]]
"""By field and stream, how many documents have each token, and the average length."""


class Texts:
    """What an analyzer makes of the texts of queries, each worked out once."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self.stream = cache(analyzer.query_stream)
        self.words = cache(self._words)
        self.tokens = cache(self._tokens)

    def _words(self, text: str) -> frozenset[str]:
        return frozenset(word.text for word in self.analyzer.words(text))

    def _tokens(self, text: str, stream: Stream) -> frozenset[str]:
        match stream:
            case "words":
                return self.words(text)
            case "characters":
                return frozenset(self.stream(text)) - {GAP}
            case "bigrams":
                return frozenset(bigrams(self.stream(text)))


@dataclass(frozen=True, eq=False)
class Indexed:
    """A document with what the analyzer makes of its fields; each is itself alone."""

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
