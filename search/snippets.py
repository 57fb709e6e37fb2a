"""Which characters of a document matched, as code points of the original text.

What is marked is what made the document match: in every field that a leaf of the query matches,
its run of characters where it stands, else its words. A field in which only a scrap of a chunk
occurs stays unmarked, except in relaxed answers, where scraps are all there is. The analysis
that indexed the text finds the places again, so a mark never covers half of what matched.

Most fields hold nothing of what is looked for. That shows in their character streams, which the
index keeps: a word is letters and digits side by side, so it stands in the stream as it does in
the text. Only what may be marked is analysed again.
"""

from collections.abc import Callable, Iterator
from functools import cached_property

from search.document import Document
from search.fields import FIELDS, SCOPES, Field, values
from search.query.nodes import Chunk, Leaf, Node, Prefix, leaves
from search.query.plan import Planner, Tokens, is_plain_word
from search.results import Match
from search.text.analyzer import Analyzer, Word
from search.text.fold import Mapped

Span = tuple[int, int]
_Found = tuple[Leaf, Tokens, bool]


class Marker:
    """Finds the matches of one query in documents."""

    def __init__(self, analyzer: Analyzer, planner: Planner, root: Node, *, relaxed: bool) -> None:
        self._analyzer = analyzer
        self._relaxed = relaxed
        self._texts: dict[str, _Analysed] = {}
        found = [
            (leaf, tokens) for leaf in leaves(root) if (tokens := planner.tokens(leaf.text)).run
        ]
        self._leaves: dict[Field, list[tuple[Leaf, Tokens]]] = {
            field: [it for it in found if it[0].scope is None or field in SCOPES[it[0].scope]]
            for fields in FIELDS.values()
            for field in fields
        }

    def matches(self, document: Document, stream: Callable[[Field], str]) -> tuple[Match, ...]:
        """The matched runs of a document, sorted by field and place; none overlap.

        ``stream`` gives the character stream of each of its fields, as it was indexed.
        """
        return tuple(
            sorted(
                Match(field, start, end, value)
                for field in FIELDS[document.kind]
                if self._leaves[field] and (found := self._found(field, stream(field)))
                for value, text in enumerate(values(document, field))
                for start, end in _merged(self._spans(found, self._analysed(text)))
            )
        )

    def _found(self, field: Field, stream: str) -> list[_Found]:
        """The leaves that may match in a field, and whether their runs stand in its stream."""
        return [
            (leaf, tokens, there)
            for leaf, tokens in self._leaves[field]
            if (there := tokens.run in stream) or self._scattered(leaf, tokens, stream)
        ]

    def _scattered(self, leaf: Leaf, tokens: Tokens, stream: str) -> bool:
        """Whether the words of a chunk, or in relaxed answers some of them, may be in a field."""
        some = any if self._relaxed else all
        return isinstance(leaf, Chunk) and some(word in stream for word in tokens.words)

    def _analysed(self, text: str) -> "_Analysed":
        """A text, once for all documents of a page: those of an article share many."""
        if text not in self._texts:
            self._texts[text] = _Analysed(text, self._analyzer)
        return self._texts[text]

    def _spans(self, found: list[_Found], text: "_Analysed") -> list[Span]:
        """What some leaves match in one value of a field."""
        return [
            span
            for leaf, tokens, there in found
            for span in self._leaf_spans(leaf, tokens, text, there=there)
        ]

    def _leaf_spans(
        self, leaf: Leaf, tokens: Tokens, text: "_Analysed", *, there: bool
    ) -> list[Span]:
        if isinstance(leaf, Prefix) and is_plain_word(tokens.run):
            return list(text.word_prefixes(tokens.run))
        found = list(text.runs(tokens.run)) if there else []
        if found or not isinstance(leaf, Chunk):
            return found
        return text.words(set(tokens.words), incomplete=self._relaxed)


class _Analysed:
    """One value of a field; analysed at most once, however many leaves ask."""

    def __init__(self, text: str, analyzer: Analyzer) -> None:
        self._text = text
        self._analyzer = analyzer

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
        start = self._stream.text.find(run)
        while start >= 0:
            yield self._stream.span(start, start + len(run))
            start = self._stream.text.find(run, start + len(run))

    def words(self, wanted: set[str], *, incomplete: bool) -> list[Span]:
        """Where words stand; nowhere, unless all are there or some are enough."""
        some = any if incomplete else all
        if not some(word in self._vocabulary for word in wanted):
            return []
        words, folded = self._words
        return [folded.span(word.start, word.end) for word in words if word.text in wanted]

    def word_prefixes(self, prefix: str) -> Iterator[Span]:
        """Where words begin with a prefix."""
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
