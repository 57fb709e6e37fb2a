"""One spelling for every way to write a character, with a way back to the original.

``Fold`` replaces each code point on its own: compatibility forms (NFKC), case, accents,
traditional for simplified Chinese. Working character by character is what makes the search
complete: the fold of a substring is the substring of the fold, so whatever a reader copies from
a text folds to a part of what was indexed. A phrase-based conversion would fold 計畫 and 畫 to
different characters; NFKC over a whole string would compose across the cut.

``Fold.stream`` goes one step further, to the *character stream* in which runs of characters are
looked up: only letters and digits stand in it; blanks are nothing, a run of punctuation is one
``GAP``. Aggregators put blanks around digits and typists vary marks; the stream does not see it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, compress, pairwise, repeat

from opencc import OpenCC

GAP = " "
"""Stands in a character stream for a run of punctuation; blanks never do."""

SEPARATOR = "\n"
"""Stands between the values of a field in its stream; no query holds it, so no run crosses it."""

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""The Han characters, as the inside of a regular expression's class."""

_HAN_BLOCKS = ((0x2E80, 0x2FE0), (0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2FA20))
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_MARKS = re.compile(r"[\W_]+")


@cache
def simplified_variants() -> Mapping[str, str]:
    """OpenCC's simplified form of every traditional character that has another form."""
    characters = [chr(code) for first, end in _HAN_BLOCKS for code in range(first, end)]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        character: simple
        for character, simple in zip(characters, converted, strict=True)
        if character != simple
    }


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text made from another one, character by character.

    ``offsets[i]`` is the code point of the original from which ``text[i]`` came.
    """

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the original that ``text[start:end]`` came from; never empty."""
        return self.offsets[start], self.offsets[end - 1] + 1


class _Table(dict[int, str]):
    """A table for ``str.translate`` that works a character out when it first meets it."""

    def __init__(self, spell: Callable[[str], str]) -> None:
        super().__init__()
        self._spell = spell

    def __missing__(self, code: int) -> str:
        self[code] = spelled = self._spell(chr(code))
        return spelled


class Fold:
    """Folds texts; safe to share between threads.

    Args:
        variants: what to write for a character, one character each, applied after
            compatibility forms and case. By default OpenCC's simplified characters.
    """

    def __init__(self, variants: Mapping[str, str] | None = None) -> None:
        self.variants = dict(simplified_variants() if variants is None else variants)
        self._folds = _Table(self.character)
        self._symbols = _Table(lambda c: "".join(map(_symbol, self.character(c))))

    def character(self, character: str) -> str:
        """The fold of one code point: no, one or several characters; a fixed point."""
        while (folded := self._step(character)) != character:
            character = folded
        return folded

    def _step(self, text: str) -> str:
        marked = unicodedata.normalize("NFKD", text)
        bare = "".join(c for c in marked if unicodedata.category(c) not in {"Mn", "Cf"})
        plain = unicodedata.normalize("NFKC", bare.casefold())
        return "".join(self.variants.get(c, c) for c in plain)

    def text(self, text: str) -> str:
        """The folded text; punctuation and blanks stay."""
        return text.translate(self._folds)

    def map(self, text: str) -> Mapped:
        """The folded text with its way back."""
        return _mapped(text, self._folds)

    def stream(self, text: str) -> str:
        """The character stream of one text."""
        return stream_of(self.text(text))

    def map_stream(self, text: str) -> Mapped:
        """The character stream with its way back; a gap leads to its first mark."""
        symbols = _mapped(text, self._symbols)
        if GAP + GAP not in symbols.text:
            return symbols
        kept = [True, *(pair != (GAP, GAP) for pair in pairwise(symbols.text))]
        return Mapped("".join(compress(symbols.text, kept)), list(compress(symbols.offsets, kept)))


def stream_of(folded: str) -> str:
    """The character stream of a text that is folded already."""
    return _MARKS.sub(GAP, _BLANKS.sub("", folded))


def _mapped(text: str, table: Mapping[int, str]) -> Mapped:
    pieces = list(map(table.__getitem__, map(ord, text)))
    lengths = list(map(len, pieces))
    offsets: Iterable[int]
    if max(lengths, default=0) <= 1:  # as nearly always, and in half the time
        offsets = compress(range(len(text)), lengths)
    else:
        offsets = chain.from_iterable(map(repeat, range(len(text)), lengths))
    return Mapped("".join(pieces), list(offsets))


def _symbol(folded: str) -> str:
    if folded.isalnum():
        return folded
    return "" if folded.isspace() or unicodedata.category(folded) == "Cc" else GAP
