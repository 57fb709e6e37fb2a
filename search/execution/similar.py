"""What a photo is about, as a query: the words of its caption that tell most.

Photos of one event share names, places and things that few others have. So the words of a caption
are weighed by their idf, and those that weigh most are looked for, any of them: the formula of
``search.ranking`` then puts first what has most of them. A query says it rather than a formula of
its own, so that a reader can see what was asked, change it and go on. What has little of their
weight is another event, and is left out of the answer though the query finds it.

A word that no other document has finds nothing and is left out, as are single characters, which
say little, numbers, which stand for anything, and parts of speech that only join others. What the
segmenter took for single characters side by side is often a name that it does not know, and is
looked for as it stands.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from search.archive import Statistics
from search.document import Document
from search.fields import Field
from search.lazily import lazily
from search.picture import address_of
from search.query.tree import Term
from search.ranking import idf
from search.request import Request
from search.results import Results, Similar
from search.text.analyzer import Analyzer, Word, bigrams

MOST_WORDS = 8
"""Words that are looked for: more make a query that nobody reads, and find small talk."""

SHARE = 0.3
"""Of the weight of the words, what a photo of the same event has at least."""

FEWEST = 2
"""Words that it has at least: a word alone is no event."""

_LOOKED_AT = 2
"""So many times the photos that are wanted are looked at, since some are another event."""

_READ = 600
"""Code points of a text that are read."""

_LONGEST_NAME = 4

_TELLING = ("n", "v", "a", "l", "i", "j", "s")
"""Parts of speech, as jieba tags them, by their beginnings: nouns and names, verbs, adjectives,
idioms, abbreviations, places."""


_OF_PICTURES = frozenset(
    {
        *("图片", "照片", "拼版", "拼图", "左图", "右图", "上图", "下图", "组图", "截图", "资料"),
        *("资料图", "摄影", "拍摄", "航拍", "俯拍", "俯瞰", "无人机", "无人", "人机", "日摄"),
        *("月摄", "年摄", "这是", "图为"),
    }
)
"""Words of captions about pictures, not about what they show."""

_NOT_OF_NAMES = re.compile(
    "[的了着过在是为于和与及从向到把被这那有不也都就年月日时分晚摄我你他她它]"
)
"""Characters that stand beside names."""


class _Piece(NamedTuple):
    """Some symbols of a text as they were folded, and where they stand in the folded text."""

    text: str
    start: int
    end: int


def similar_to(
    document: Document,
    limit: int,
    *,
    statistics: Statistics,
    analyzer: Analyzer,
    answer: Callable[[Request], Results],
) -> Similar:
    """Photos like a document, without its own picture.

    Args:
        answer: searches.
    """
    likeness = Likeness(statistics, analyzer, document)
    if not likeness.query:
        return Similar("", ())
    request = Request(text=likeness.query, per_page=_LOOKED_AT * limit)
    own = address_of(document.image)
    hits = (
        hit
        for hit in answer(request).hits
        if hit.document.id != document.id
        and not (own and address_of(hit.document.image) == own)
        and likeness.holds(hit.document)
    )
    return Similar(likeness.query, tuple(islice(hits, limit)))


class Likeness:
    """What makes other photos like a document.

    Attributes:
        query: finds them; empty where the document says nothing to look for.
    """

    def __init__(self, statistics: Statistics, analyzer: Analyzer, document: Document) -> None:
        own = document.caption or document.text
        self._statistics = statistics
        self._analyzer = analyzer
        self._text = (own or document.headline)[:_READ]
        self._fields: tuple[Field, ...] = ("caption",) if own else ("caption", "headline")
        words, self._folded = analyzer.map_words(self._text)
        frequencies = self._frequencies(list(self._pieces(words)))
        size = statistics.count("photo")
        weights = {piece: idf(size, most) for piece, most in frequencies.items()}
        others = 0 if document.text else 1
        self._asked_for = sum(_heaviest(weights).values())
        self._looked_for = _heaviest(
            {piece: weight for piece, weight in weights.items() if frequencies[piece] > others}
        )

    @lazily
    def query(self) -> str:
        """The words that weigh most, any of them."""
        spans = sorted(self._folded.span(piece.start, piece.end) for piece in self._looked_for)
        if len(spans) < FEWEST:
            return ""
        words = " OR ".join(f'"{self._text[start:end]}"' for start, end in spans)
        return words if len(self._fields) > 1 else f"图说:({words})"

    def holds(self, document: Document) -> bool:
        """Whether a document that the query finds has enough of what is told."""
        streams = [self._analyzer.fold.stream(getattr(document, f)) for f in self._fields]
        held = [
            weight
            for piece, weight in self._looked_for.items()
            if any(piece.text in stream for stream in streams)
        ]
        return len(held) >= FEWEST and sum(held) >= SHARE * self._asked_for

    def _pieces(self, words: Sequence[Word]) -> Iterator[_Piece]:
        """What may tell something: words, and single characters side by side."""
        for word in words:
            text = word.text
            if len(text) > 1 and text.isalnum() and not text.isnumeric() and self._tells(text):
                yield _Piece(text, word.start, word.end)
        for run in _runs(word for word in words if len(word.text) == 1):
            text = "".join(word.text for word in run)
            if 1 < len(run) <= _LONGEST_NAME and text.isalpha() and not _NOT_OF_NAMES.search(text):
                yield _Piece(text, run[0].start, run[-1].end)

    def _tells(self, word: str) -> bool:
        """Whether a word may tell something; one without a part of speech may be a name."""
        if word.isascii():
            return True
        if word in _OF_PICTURES or "的" in word:
            return False
        part = self._analyzer.segmenter.part_of_speech(word)
        is_known = part not in ("", "x")
        return part.startswith(_TELLING) if is_known else not _NOT_OF_NAMES.search(word)

    def _frequencies(self, pieces: Sequence[_Piece]) -> dict[_Piece, int]:
        """In how many photos each piece stands in the field where it is most frequent."""
        words = [Term(field, "words", piece.text) for piece in pieces for field in self._fields]
        self._statistics.weigh({"photo": words})
        unknown = (one for one in words if not self._statistics.frequency("photo", one))
        self._statistics.weigh({"photo": (pair for one in unknown for pair in _pairs(one))})
        return {
            piece: max(self._frequency(Term(field, "words", piece.text)) for field in self._fields)
            for piece in pieces
        }

    def _frequency(self, word: Term) -> int:
        """In how many photos a word stands, or at most, where it is none of the index."""
        frequency = self._statistics.frequency("photo", word)
        if frequency:
            return frequency
        pairs = (self._statistics.frequency("photo", pair) for pair in _pairs(word))
        return min(pairs, default=0)


def _pairs(word: Term) -> Iterator[Term]:
    """The pairs of symbols of a word."""
    return (Term(word.field, "bigrams", pair) for pair in bigrams(word.token))


def _heaviest(weights: Mapping[_Piece, float]) -> dict[_Piece, float]:
    """The pieces that weigh most, none within another."""
    chosen: dict[_Piece, float] = {}
    for piece in sorted(weights, key=lambda one: (-weights[one], one.start, -one.end)):
        if len(chosen) == MOST_WORDS:
            break
        if not any(piece.text in other.text for other in chosen):
            chosen[piece] = weights[piece]
    return chosen


def _runs(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words that follow each other without a gap, together."""
    run: list[Word] = []
    for word in words:
        if run and word.start != run[-1].end:
            yield run
            run = []
        run.append(word)
    if run:
        yield run
