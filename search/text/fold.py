"""One spelling for every way to write a character, with a way back to the original.

``Fold.text`` replaces each code point on its own: compatibility forms (NFKC), case, accents,
shapes of one Han character (``search.text.variants``), signs that stand for a mark (``∶``, ``−``).
Working character by character is what makes the search complete: the fold of a substring is the
substring of the fold, so whatever a reader copies from a text folds to a part of what was indexed.
A phrase-based conversion would fold 計畫 and 畫 to different characters; NFKC over a whole string
would compose across the cut.

``Fold.stream`` goes one step further, to the *character stream* in which runs of characters are
looked up. Its *symbols* are letters and digits, emoji, currency, mathematical and all other signs:
what is neither punctuation (Unicode's categories P) nor a blank. Blanks are nothing, a run of
punctuation is one ``GAP``: aggregators put blanks around digits, typists vary marks, and the stream
does not see it. But C++ is not C, and ￥100 not 100. The categories alone decide, which anybody can
look up: also of the triangle before a caption, the arrow and the bar in a title. Copied or left
out, they find the text; that ``▲`` can be asked for outweighs that it seldom means anything.

An emoji of several code points is a run of symbols: joiners and variation selectors are nothing, as
accents are, and a skin, the halves of a flag, the frame of a keycap are symbols. So a sequence is
found as a whole, and 👍 in 👍🏽, as half a word is in the word. The flags of England and Scotland,
which differ in joiners alone, are one.

A comma between digits is nothing either, blanks beside it or not: 1,234 is 1234, and the price is
that 1,2,3 is 123. That looks at neighbours, and still the stream of a part, its gaps at the edges
trimmed, is a part of the stream: a comma at an edge is such a gap. A point stays a mark: 1234.5 is
not 12345.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, compress, repeat

from search.text.variants import variants as known_variants

GAP = " "
"""Stands in a character stream for a run of punctuation; blanks never do."""

SEPARATOR = "\n"
"""Stands between the values of a field in its stream; no query holds it, so no run crosses it."""

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""The Han characters, as the inside of a regular expression's class."""

DIGITS_COMMA = r",(?<=\d,)(?=\d)"
"""A comma between digits of a folded text, as a regular expression."""

_SIGNS = dict.fromkeys("−˗─━", "-") | dict.fromkeys("⁄∕", "/") | dict.fromkeys("∙⋅", "·")
_SIGNS |= {"∶": ":", "∗": "*", "∖": "\\", "∼": "~", "٬": ","}
"""Signs that are typed for a mark, and that mark: news agencies write 3∶2 and 阿依努尔∙买买提."""

_BEYOND = "·"
"""What any mark outside the basic plane is written as: a class of the basic plane is ten times as
fast, and one mark is as good as another."""

_SURROGATES = "\ud800-\udfff"
"""Lone halves of a pair: no file can hold them, so the stream does not."""

_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_DIGITS_COMMA = re.compile(DIGITS_COMMA)
_TOO_MUCH = re.compile(f"(?P<nothing>{DIGITS_COMMA})|[{GAP},]{{2,}}")


_HAN = re.compile(f"[{HAN}]")


def is_han(character: str) -> bool:
    """Whether a character is a Han character."""
    return _HAN.match(character) is not None


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
            compatibility forms and case. By default those of ``search.text.variants``.
    """

    def __init__(self, variants: Mapping[str, str] | None = None) -> None:
        self.variants = dict(known_variants() if variants is None else variants)
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
        return "".join(self.variants.get(c, c) for c in map(_plain_mark, plain))

    def text(self, text: str) -> str:
        """The folded text; punctuation and blanks stay."""
        return text.translate(self._folds)

    def map(self, text: str) -> Mapped:
        """The folded text with its way back."""
        return _mapped(text, self._folds)

    def stream(self, text: str) -> str:
        """The character stream of one text."""
        return stream_of(self.text(text))

    def written(self, folded: str, text: str) -> str:
        """How a folded text is written in a text; empty where it does not stand there.

        As it is, where it stands so somewhere.
        """
        if folded in text:
            return folded
        mapped = self.map(text)
        place = mapped.text.find(folded)
        if place < 0:  # a mark or a blank inside
            return ""
        start, end = mapped.span(place, place + len(folded))
        return text[start:end]

    def map_stream(self, text: str) -> Mapped:
        """The character stream with its way back; a gap leads to its first mark."""
        symbols = _mapped(text, self._symbols)
        made, offsets, end = [], list[int](), 0
        for too_much in _TOO_MUCH.finditer(symbols.text):
            kept = too_much.start() + (too_much["nothing"] is None)
            made.append(symbols.text[end:kept])
            offsets += symbols.offsets[end:kept]
            end = too_much.end()
        made.append(symbols.text[end:])
        offsets += symbols.offsets[end:]
        return Mapped("".join(made).replace(",", GAP), offsets)


def stream_of(folded: str) -> str:
    """The character stream of a text that is folded already."""
    symbols = _BLANKS.sub("", folded)
    if "," in symbols:
        symbols = _DIGITS_COMMA.sub("", symbols)
    return _runs_of_marks().sub(GAP, symbols)


def has_symbol(text: str) -> bool:
    """Whether a text holds a symbol of the character stream, hence something to look for.

    No table of variants makes a symbol of a mark or a mark of a symbol.
    """
    return bool(_bare().stream(text).strip(GAP))


@cache
def _bare() -> Fold:
    return Fold({})


@cache
def _runs_of_marks() -> re.Pattern[str]:
    return re.compile(f"[{marks()}]+")


@cache
def marks() -> str:
    """Punctuation in a folded text, as the inside of a regular expression's class."""
    found = (c for c in map(chr, range(0x21, 0x10000)) if _is_mark(c))
    return _SURROGATES + re.escape("".join(found))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "P"


def _plain_mark(character: str) -> str:
    if character > "\uffff" and _is_mark(character):
        return _BEYOND
    return _SIGNS.get(character, character)


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
    """What a character of a folded text is in the stream; of commas, neighbours decide."""
    if folded.isspace() or unicodedata.category(folded) == "Cc":
        return ""
    marked = _is_mark(folded) or unicodedata.category(folded) == "Cs"
    return GAP if marked and folded != "," else folded
