"""The one pipeline from text to tokens, the same for documents and queries.

Three streams come out of a text, each answering what the others cannot:

- *words*: what the segmenter sees, and runs of Latin letters and digits. They rank names and
  terms as a reader means them. They carry no positions. A run of signs is a word: a text
  with all words of C++ has more than a C, one with those of a flag that flag.
- *characters*: every symbol of the character stream on its own: letters, digits, signs.
- *bigrams*: every two of them that stand side by side, blanks aside.

Characters and bigrams find candidates for any run of characters, whatever the segmenter made of
it; longer runs are then verified in the character stream itself, which is kept per field.
Bigrams never cross a gap or the border of a value.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from search.text.fold import DIGITS_COMMA, GAP, HAN, SEPARATOR, Fold, Mapped, marks, stream_of
from search.text.segment import Segmenter, default_segmenter

Stream = Literal["words", "characters", "bigrams"]

STREAMS: tuple[Stream, ...] = ("words", "characters", "bigrams")

ANALYSIS_VERSION = 2
"""Raised when the same text would give other tokens: older indexes are then refused."""

_PLAIN = f"[^\\W_{HAN}]+"


@cache
def _word_runs() -> re.Pattern[str]:
    """The runs of a folded text that are words, or that the segmenter cuts."""
    # jieba's dictionary and its model end at U+9FD5; a rarer Han character is a word of its own.
    return re.compile(
        "(?P<segmented>[\\u4e00-\\u9fd5]+)"
        f"|(?P<rare>(?!\\W)[{HAN}])"
        f"|(?P<plain>{_PLAIN}(?:{DIGITS_COMMA}{_PLAIN})*)"
        f"|(?P<signs>[^\\w\\s\\x00-\\x1f\\x7f-\\x9f{marks()}]+)"
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place in the folded text; commas between its digits are not of it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FieldTokens:
    """What is indexed of one field of one document: tokens with repetition, and its stream."""

    words: tuple[str, ...]
    stream: str

    @property
    def characters(self) -> list[str]:
        """The symbols of the stream."""
        return [c for c in self.stream if c not in _NO_TOKEN]

    @property
    def bigrams(self) -> list[str]:
        """The pairs of neighbours of the stream."""
        return bigrams(self.stream)

    def tokens(self, stream: Stream) -> Sequence[str]:
        """The tokens of one stream."""
        match stream:
            case "words":
                return self.words
            case "characters":
                return self.characters
            case "bigrams":
                return self.bigrams


_NO_TOKEN = frozenset((GAP, SEPARATOR))


def bigrams(stream: str) -> list[str]:
    """The pairs of symbols that stand side by side in a character stream."""
    return [
        first + second
        for first, second in pairwise(stream)
        if first not in _NO_TOKEN and second not in _NO_TOKEN
    ]


class Analyzer:
    """Turns texts into tokens; safe to share between threads.

    Args:
        fold: how characters are folded; an opened index brings its own.
        segmenter: what cuts runs of Han.
    """

    def __init__(self, fold: Fold | None = None, segmenter: Segmenter | None = None) -> None:
        self.fold = fold or Fold()
        self.segmenter = segmenter or default_segmenter()

    def field(self, values: Sequence[str]) -> FieldTokens:
        """The tokens of a field with these values; no run crosses from one value to the next."""
        folded = [self.fold.text(value) for value in values]
        words: list[str] = []
        for text in folded:
            self._cut_into(words, text)
        return FieldTokens(tuple(words), SEPARATOR.join(map(stream_of, folded)))

    def words(self, text: str) -> Iterator[Word]:
        """The words of a text, inner words included, placed in the folded text."""
        return self._cut(self.fold.text(text))

    def map_words(self, text: str) -> tuple[list[Word], Mapped]:
        """The words of a text and the folded text's way back to the original."""
        folded = self.fold.map(text)
        return list(self._cut(folded.text)), folded

    def _cut(self, folded: str) -> Iterator[Word]:
        for run in _word_runs().finditer(folded):
            first = run.start()
            if run.lastgroup == "segmented":
                for text, start, end in self.segmenter.words(run.group()):
                    yield Word(text, first + start, first + end)
            else:
                yield Word(run.group().replace(",", ""), first, run.end())

    def _cut_into(self, words: list[str], folded: str) -> None:
        """Add the words of a folded text, without their places, which cost as much as cutting."""
        for run in _word_runs().finditer(folded):
            if run.lastgroup == "segmented":
                words += [text for text, _, _ in self.segmenter.words(run.group())]
            else:
                words.append(run.group().replace(",", ""))

    def query_stream(self, text: str) -> str:
        """The character stream of a query: as of a text, with the gaps at its edges trimmed."""
        return self.fold.stream(text).strip(GAP)
