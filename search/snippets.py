"""Which characters of a document matched, as code points of the original text.

What is marked is what made the document match: in every field that a leaf of the query matches,
its run of characters where it stands, else its words. A field in which only a scrap of a chunk
occurs stays unmarked, except where scraps are all there is (``scraps``): the pairs of characters
that made a document close. What stands for a text instead of it is marked as it is found. The
analysis that indexed the text finds the places again, so a mark never covers half of what matched.

Most fields hold nothing of what is looked for. That shows in their character streams, which the
index keeps: a word is symbols side by side, so it stands in the stream as it does in the text. Only
what may be marked is analysed again, and of a text as long as a book only a window
around the first match: nobody sees more of it at once, and analysing 5 million characters takes
over a second.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from search.document import Document
from search.fields import FIELDS, SCOPES, Field, values
from search.lazily import lazily
from search.query.lowered import Tokens
from search.query.nodes import Chunk, Leaf, Node, Prefix, counted_leaves
from search.query.plan import Planner, Standing, evidence_of, is_plain_word, standing_of
from search.results import Match
from search.text.analyzer import Analyzer, Word
from search.text.fold import Mapped

Span = tuple[int, int]


class _Sought(NamedTuple):
    """A text that is marked where it stands; of what is no chunk, only its run."""

    leaf: Leaf
    tokens: Tokens
    standing: Standing


_Found = tuple[_Sought, bool]
"""A text, and whether its run stands in the field."""

WINDOW = 1 << 15
"""Characters of a text that are marked."""

_PIECE = 1 << 14

_A_CHARACTER = 150
"""Bytes of memory: a symbol and a place in each of two maps, words."""


class Marker:
    """Finds the matches of one query in documents."""

    def __init__(self, planner: Planner, root: Node, *, scraps: bool = False) -> None:
        self._scraps = scraps
        self._analyzer = planner.analyzer
        sought = [
            one
            for leaf in counted_leaves(root)
            for one in (_typed(leaf, planner), *_instead(leaf, planner))
            if one.tokens.run
        ]
        self._sought: dict[Field, list[_Sought]] = {
            field: [it for it in sought if it.leaf.scope is None or field in SCOPES[it.leaf.scope]]
            for fields in FIELDS.values()
            for field in fields
        }

    def matches(
        self,
        document: Document,
        stream: Callable[[Field], str],
        analysed: Callable[[str], "Analysed"],
    ) -> tuple[Match, ...]:
        """The matched runs of a document, sorted by field and place; none overlap.

        Args:
            stream: gives the character stream of each of its fields, as it was indexed.
            analysed: gives an analysed text.
        """
        marked: list[Match] = []
        for field in FIELDS[document.kind]:
            if not self._sought[field]:
                continue
            symbols = stream(field)
            if found := self._found(field, symbols):
                beside = values(document, field)
                for value, text in enumerate(beside):
                    spans = _merged(self._spans(found, text, beside, symbols, analysed))
                    marked += (Match(field, start, end, value) for start, end in spans)
        return tuple(sorted(marked))

    def _found(self, field: Field, stream: str) -> list[_Found]:
        """What may stand in a field, and whether it does as a run."""
        return [
            (one, there)
            for one in self._sought[field]
            if (there := one.tokens.run in stream) or self._scattered(one, stream)
        ]

    def _scattered(self, one: _Sought, stream: str) -> bool:
        """Whether a text may stand in a field otherwise, or some of its scraps."""
        if not isinstance(one.leaf, Chunk):
            return False
        if self._scraps:
            return any(scrap in stream for scrap in _scraps_of(one.tokens))
        match one.standing:
            case "run":
                return False
            case "broken":
                return any(broken in stream for broken in one.tokens.broken)
            case "words":
                return all(word in stream for word in one.tokens.words)
            case "apart":
                return all(word in stream for word in (*one.tokens.whole, *one.tokens.apart))

    def _spans(
        self,
        found: list[_Found],
        text: str,
        beside: Sequence[str],
        stream: str,
        analysed: Callable[[str], "Analysed"],
    ) -> list[Span]:
        """What some leaves match in one value of a field, beside its others.

        All words of a chunk must be in the field, but may be in several of its values.
        """
        begin = self._begin(found, text, stream)
        windowed = len(text) > WINDOW
        window = analysed(text[begin : begin + WINDOW] if windowed else text)
        several = list(map(analysed, beside)) if len(beside) > 1 and not windowed else []
        spans: list[Span] = []
        for one, there in found:
            if self._scraps and not there:
                for scrap in _scraps_of(one.tokens):
                    spans += window.runs(scrap)
                continue
            words = set(one.tokens.words)
            scattered = bool(several) and words <= set().union(*(o.vocabulary for o in several))
            spans += _marked(one, window, there=there, incomplete=windowed or scattered)
        return [(begin + start, begin + end) for start, end in spans]

    def _begin(self, found: list[_Found], text: str, stream: str) -> int:
        """Where the window on a long text begins: about half before the first match.

        The stream has no blanks, so a place in it is looked for in the text piece by piece.
        """
        if len(text) <= WINDOW:
            return 0
        runs = [one.tokens.run for one, there in found if there]
        scraps = (_scraps_of(one.tokens) if self._scraps else one.tokens.words for one, _ in found)
        places = map(stream.find, runs or chain.from_iterable(scraps))
        left = min((place for place in places if place >= 0), default=0)
        for begin in range(0, len(text), _PIECE):
            length = len(self._analyzer.fold.stream(text[begin : begin + _PIECE]))
            if left <= length:
                return max(0, begin - (WINDOW - _PIECE) // 2)
            left -= length
        return 0


def _typed(leaf: Leaf, planner: Planner) -> _Sought:
    tokens = planner.tokens(leaf.text)
    return _Sought(leaf, tokens, standing_of(tokens))


def _instead(leaf: Leaf, planner: Planner) -> Iterator[_Sought]:
    """What would do for a leaf."""
    others = planner.alternatives(leaf) if isinstance(leaf, Chunk) else ()
    for text in dict.fromkeys(one.text for one in others if one.text):
        tokens = planner.tokens(text)
        yield _Sought(Chunk((text,), leaf.scope), tokens, standing_of(tokens, instead=True))


def lacking(chunk: Chunk, planner: Planner, streams: Sequence[str]) -> list[str]:
    """The words of a text, as typed, that stand in no stream of a document.

    Of words in each other the longest is told. One that was cut wrong is not told, if pairs of
    characters that are there cover it; and if nothing is left to tell, all of the text is, since it
    does not stand together.
    """
    words, folded = planner.analyzer.map_words(chunk.text)
    covered = _covered(folded.text, streams)
    absent = [
        folded.span(word.start, word.end)
        for word in words
        if not any(word.text in stream for stream in streams)
        and not covered.issuperset(range(word.start, word.end))
    ]
    return [chunk.text[start:end] for start, end in _outer(absent)] or [chunk.text]


def _covered(folded: str, streams: Sequence[str]) -> set[int]:
    """The places of a folded text at which pairs of characters stand that are in some stream."""
    covered: set[int] = set()
    for start, pair in enumerate(map("".join, pairwise(folded))):
        if pair.isalnum() and any(pair in stream for stream in streams):
            covered.update((start, start + 1))
    return covered


def _outer(spans: list[Span]) -> list[Span]:
    """Spans in order, without those inside of others."""
    outer: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not outer or end > outer[-1][1]:
            outer.append((start, end))
    return outer


def _scraps_of(tokens: Tokens) -> Sequence[str]:
    """What is evidence of a text, or the symbols that it is."""
    return [token for _, token in evidence_of(tokens)] or tokens.characters


def _marked(one: _Sought, text: "Analysed", *, there: bool, incomplete: bool) -> list[Span]:
    tokens = one.tokens
    if isinstance(one.leaf, Prefix) and is_plain_word(tokens.run):
        return list(text.word_prefixes(tokens.run))
    if one.standing == "words" and isinstance(one.leaf, Chunk):
        return text.words(set(tokens.words), incomplete=incomplete)
    found = list(text.runs(tokens.run)) if there else []
    if found or not isinstance(one.leaf, Chunk) or one.standing == "run":
        return found
    if one.standing == "broken":
        return [span for broken in tokens.broken for span in text.runs(broken)]
    whole = [span for run in tokens.whole for span in text.runs(run)]
    return whole + text.words(set(tokens.apart), incomplete=incomplete)


class Analysed:
    """One value of a field; analysed at most once, however many queries ask.

    Attributes:
        nbytes: about how many bytes of memory the analysis takes.
    """

    def __init__(self, text: str, analyzer: Analyzer) -> None:
        self._text = text
        self._analyzer = analyzer
        self.nbytes = _A_CHARACTER * len(text)

    @lazily
    def _stream(self) -> Mapped:
        return self._analyzer.fold.map_stream(self._text)

    @lazily
    def _words(self) -> tuple[list[Word], Mapped]:
        return self._analyzer.map_words(self._text)

    @lazily
    def vocabulary(self) -> set[str]:
        """Its words."""
        return {word.text for word in self._words[0]}

    def runs(self, run: str) -> Iterator[Span]:
        """Where a run of symbols stands."""
        start = self._stream.text.find(run)
        while start >= 0:
            yield self._whole(self._stream.span(start, start + len(run)))
            start = self._stream.text.find(run, start + len(run))

    def words(self, wanted: set[str], *, incomplete: bool) -> list[Span]:
        """Where words stand; nowhere, unless all are there or some are enough."""
        some = any if incomplete else all
        if not some(word in self.vocabulary for word in wanted):
            return []
        words, folded = self._words
        return [
            self._whole(folded.span(word.start, word.end)) for word in words if word.text in wanted
        ]

    def word_prefixes(self, prefix: str) -> Iterator[Span]:
        """Where words begin with a prefix."""
        words, folded = self._words
        for word in words:
            if word.text.startswith(prefix):
                end = word.start + len(prefix)
                while len(folded.text[word.start : end].replace(",", "")) < len(prefix):
                    end += 1
                yield self._whole(folded.span(word.start, end))

    def _whole(self, span: Span) -> Span:
        """A span with the accents and variation selectors of its last character."""
        start, end = span
        while end < len(self._text) and unicodedata.category(self._text[end]) == "Mn":
            end += 1
        return start, end


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
