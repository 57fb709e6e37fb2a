"""Which part of a growing query is being typed, and what it would become.

The last piece is completed and what stands before it is kept: of ``奥帆中心 qingd`` the piece is
``qingd``. A name of a field before it says which completions it is about. Letters with blanks or
apostrophes between them may be one piece (``qing dao``, ``xi'an``), so several ways to cut are
given, the longest piece first; and last letters that are fastened to characters (``青岛fanch``).
Behind a quote that is not closed all is one piece.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.fields import Named
from search.query.lexer import QUOTES, Lexer, Token
from search.query.operators import field_named, narrow
from search.suggestion import SUGGESTION_KINDS, SuggestionKind
from search.text.fold import HAN

_MOST_JOINED = 8
"""Pieces of letters that may be one with the last."""

_LETTERS = re.compile("[A-Za-z'’]+")
_FASTENED = re.compile(f"(?P<han>.*[{HAN}])[，、。；,;]*(?P<letters>[A-Za-z'’]+)")
_UMLAUT = str.maketrans("üǖǘǚǜÜ", "vvvvvv")
_KINDS: dict[Named, tuple[SuggestionKind, ...]] = {
    "creator": ("creator", "agency"),
    "agency": ("agency",),
    "category": ("category",),
    "headline": ("headline",),
    "place": ("place",),
    "person": ("person",),
    "tag": ("tag",),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """What is being typed.

    Attributes:
        text: the letters and characters to be completed.
        before: what stands before it and is kept, blanks and a field's name included.
        kinds: the completions that may follow.
        scoped: whether a field's name stands right before it.
        is_excluded: whether a minus does.
    """

    text: str
    before: str
    kinds: tuple[SuggestionKind, ...] = SUGGESTION_KINDS
    scoped: bool = False
    is_excluded: bool = False

    @property
    def letters(self) -> str:
        """What is typed, with the letter that stands for ü on keyboards without it."""
        return self.text.translate(_UMLAUT)

    def has_before(self, label: str) -> bool:
        """Whether a text stands before the piece already."""
        return label in self.before.split()


def pieces(typed: str) -> Iterator[Piece]:
    """The ways to see what is typed, the longest piece first; none where no text is."""
    lexer = Lexer(typed)
    tokens = list(lexer.tokens())
    if lexer.stray and typed[lexer.stray[-1]] in QUOTES:
        yield from _in_quotes(typed, tokens, lexer.stray[-1])
        return
    if not tokens or tokens[-1].kind != "text":
        return
    last = len(tokens) - 1
    first = last
    while first > max(0, last - _MOST_JOINED) and _are_letters(tokens[first - 1], tokens[first]):
        first -= 1
    for place in range(first, last + 1):
        yield _piece(typed, tokens, place)
    fastened = _FASTENED.fullmatch(tokens[last].text)
    whole = _piece(typed, tokens, last)
    if fastened and not whole.scoped:
        yield replace(whole, text=fastened["letters"], before=f"{whole.before}{fastened['han']} ")


def _in_quotes(typed: str, tokens: list[Token], quote: int) -> Iterator[Piece]:
    """What stands behind a quote that is not closed yet: all of it is one piece."""
    if typed[quote + 1 :].strip():
        place = next(n for n, token in enumerate(tokens) if token.end > quote)
        around = _piece(typed, tokens, place)
        yield replace(around, text=typed[quote + 1 :], before=typed[:quote])


def _are_letters(*tokens: Token) -> bool:
    return all(one.kind == "text" and _LETTERS.fullmatch(narrow(one.text)) for one in tokens)


def _piece(typed: str, tokens: list[Token], place: int) -> Piece:
    start = tokens[place].start
    before = typed[:start]
    if place and tokens[place - 1].kind == "field" and tokens[place - 1].end == start:
        named = field_named(narrow(tokens[place - 1].text))
        kinds = _KINDS.get(named, ()) if named else ()
        if named == "caption":
            kinds = SUGGESTION_KINDS
        return Piece(typed[start:], before, kinds, scoped=True)
    minus = place > 0 and tokens[place - 1].kind == "minus" and tokens[place - 1].end == start
    return Piece(typed[start:], before, is_excluded=minus)
