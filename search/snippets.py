"""Which characters of a document matched, as code points of the original text.

What is marked is what made the document match: in every field that a leaf of the query matches,
its run of characters where it stands, else its words. A field in which only a scrap of a chunk
occurs stays unmarked, except in relaxed answers, where scraps are all there is. The analysis
that indexed the text finds the places again, so a mark never covers half of what matched.
"""

from collections.abc import Iterator

from search.document import Document
from search.fields import Field, values
from search.query.nodes import Chunk, Leaf, Node, Prefix, leaves
from search.query.plan import Planner, Tokens, is_plain_word, scope_fields
from search.results import Match
from search.text.analyzer import Analyzer

Span = tuple[int, int]


class Marker:
    """Finds the matches of one query in documents."""

    def __init__(self, analyzer: Analyzer, planner: Planner, root: Node, *, relaxed: bool) -> None:
        self._analyzer = analyzer
        self._relaxed = relaxed
        self._leaves = [
            (leaf, tokens) for leaf in leaves(root) if (tokens := planner.tokens(leaf.text)).run
        ]

    def matches(self, document: Document) -> tuple[Match, ...]:
        """The matched runs of a document, sorted by field and place; none overlap."""
        spans: dict[tuple[Field, int], list[Span]] = {}
        for leaf, tokens in self._leaves:
            for field in scope_fields(leaf.scope, document.kind):
                for value, text in enumerate(values(document, field)):
                    spans.setdefault((field, value), []).extend(self._spans(leaf, tokens, text))
        return tuple(
            sorted(
                Match(field, start, end, value)
                for (field, value), found in spans.items()
                for start, end in _merged(found)
            )
        )

    def _spans(self, leaf: Leaf, tokens: Tokens, text: str) -> list[Span]:
        if isinstance(leaf, Prefix) and is_plain_word(tokens.run):
            return list(self._word_prefixes(tokens.run, text))
        found = list(self._runs(tokens.run, text))
        if found or not isinstance(leaf, Chunk):
            return found
        return self._words(set(tokens.words), text)

    def _runs(self, run: str, text: str) -> Iterator[Span]:
        stream = self._analyzer.fold.map_stream(text)
        start = stream.text.find(run)
        while start >= 0:
            yield stream.span(start, start + len(run))
            start = stream.text.find(run, start + len(run))

    def _words(self, wanted: set[str], text: str) -> list[Span]:
        words, folded = self._analyzer.map_words(text)
        found = [word for word in words if word.text in wanted]
        complete = wanted <= {word.text for word in found}
        if not (complete or self._relaxed):
            return []
        return [folded.span(word.start, word.end) for word in found]

    def _word_prefixes(self, prefix: str, text: str) -> Iterator[Span]:
        words, folded = self._analyzer.map_words(text)
        for word in words:
            if word.text.startswith(prefix):
                yield folded.span(word.start, word.start + len(prefix))


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
