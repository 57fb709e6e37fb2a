"""Which characters of a document matched, as code points of the original text.

What is marked is what made the document match: in every field that a leaf of the query matches,
its run of characters where it stands, else its words. A field in which only a scrap of a chunk
occurs stays unmarked, except in relaxed answers, where scraps are all there is. The analysis
that indexed the text finds the places again, so a mark never covers half of what matched.
"""

from collections.abc import Iterator
from functools import cached_property

from search.document import Document
from search.fields import FIELDS, SCOPES, Field, values
from search.query.nodes import Chunk, Leaf, Node, Prefix, leaves
from search.query.plan import Planner, Tokens, is_plain_word
from search.results import Match
from search.text.analyzer import Analyzer, Word
from search.text.fold import Mapped, stream_of

Span = tuple[int, int]


class Marker:
    """Finds the matches of one query in documents."""

    def __init__(self, analyzer: Analyzer, planner: Planner, root: Node, *, relaxed: bool) -> None:
        self._analyzer = analyzer
        self._relaxed = relaxed
        self._texts: dict[str, _Analysed] = {}
        self._leaves = [
            (leaf, tokens) for leaf in leaves(root) if (tokens := planner.tokens(leaf.text)).run
        ]

    def matches(self, document: Document) -> tuple[Match, ...]:
        """The matched runs of a document, sorted by field and place; none overlap."""
        return tuple(
            sorted(
                Match(field, start, end, value)
                for field in FIELDS[document.kind]
                for value, text in enumerate(values(document, field))
                for start, end in _merged(self._spans(field, self._analysed(text)))
            )
        )

    def _analysed(self, text: str) -> "_Analysed":
        """A text, once for all documents of a page: those of an article share many."""
        if text not in self._texts:
            self._texts[text] = _Analysed(text, self._analyzer)
        return self._texts[text]

    def _spans(self, field: Field, text: "_Analysed") -> list[Span]:
        """What all leaves that look at the field match in one of its values."""
        return [
            span
            for leaf, tokens in self._leaves
            if leaf.scope is None or field in SCOPES[leaf.scope]
            for span in self._leaf_spans(leaf, tokens, text)
        ]

    def _leaf_spans(self, leaf: Leaf, tokens: Tokens, text: "_Analysed") -> list[Span]:
        if isinstance(leaf, Prefix) and is_plain_word(tokens.run):
            return list(text.word_prefixes(tokens.run))
        found = list(text.runs(tokens.run))
        if found or not isinstance(leaf, Chunk):
            return found
        return text.words(set(tokens.words), incomplete=self._relaxed)


class _Analysed:
    """One value of a field; analysed at most once, however many leaves ask.

    Most texts hold nothing of what is looked for. That shows in the folded text, which costs
    little; only where it does not is the text cut into words or mapped back to the original.
    """

    def __init__(self, text: str, analyzer: Analyzer) -> None:
        self._text = text
        self._analyzer = analyzer

    @cached_property
    def _folded(self) -> str:
        return self._analyzer.fold.text(self._text)

    @cached_property
    def _plain_stream(self) -> str:
        return stream_of(self._folded)

    @cached_property
    def _stream(self) -> Mapped:
        return self._analyzer.fold.map_stream(self._text)

    @cached_property
    def _words(self) -> tuple[list[Word], Mapped]:
        return self._analyzer.map_words(self._text)

    @cached_property
    def _vocabulary(self) -> set[str]:
        return {word.text for word in self._words[0]}

    def runs(self, run: str) -> Iterator[Span]:
        """Where a run of symbols stands."""
        if run not in self._plain_stream:
            return
        start = self._stream.text.find(run)
        while start >= 0:
            yield self._stream.span(start, start + len(run))
            start = self._stream.text.find(run, start + len(run))

    def words(self, wanted: set[str], *, incomplete: bool) -> list[Span]:
        """Where words stand; nowhere, unless all are there or some are enough."""
        some = any if incomplete else all
        if not some(word in self._folded for word in wanted):
            return []
        if not some(word in self._vocabulary for word in wanted):
            return []
        words, folded = self._words
        return [folded.span(word.start, word.end) for word in words if word.text in wanted]

    def word_prefixes(self, prefix: str) -> Iterator[Span]:
        """Where words begin with a prefix."""
        if prefix not in self._folded:
            return
        words, folded = self._words
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
