"""The tokens of a query as the pieces that its grammar speaks of, and what is text of a piece.

A blank ends a chunk unless it stands between a digit or Latin letter and a Han character:
aggregators write ``2018 年 7 月 1 日``, people write it either way, and the text does not say
which. So neighbouring texts become one piece here, before anything is parsed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from search.query.lexer import QUOTES, Token
from search.query.nodes import has_letter, joins
from search.query.operators import OPERATORS

_OPENERS = {")": "(（", "）": "(（", "】": "【", "》": "《", "]": "["}
_BINDING = ("minus", "not", "field")
"""What takes one piece, which is joined with no other."""


@dataclass(frozen=True, slots=True)
class Text:
    """Neighbouring text tokens that make one chunk."""

    parts: tuple[str, ...]
    start: int
    end: int

    @property
    def tidy(self) -> tuple[str, ...]:
        """The parts in which there is something to look for, without what means nothing."""
        return tuple(tidy(part) for part in self.parts if has_letter(part))


Piece = Token | Text


def joined(tokens: Iterable[Token]) -> list[Piece]:
    """The tokens, with text on both sides of a joining blank in one piece."""
    pieces: list[Piece] = []
    bound = False
    for token in tokens:
        last = pieces[-1] if pieces else None
        if token.kind != "text":
            pieces.append(token)
        elif isinstance(last, Text) and not bound and _joins(last, token):
            pieces[-1] = Text((*last.parts, token.text), last.start, token.end)
        else:
            bound = isinstance(last, Token) and last.kind in _BINDING
            pieces.append(Text((token.text,), token.start, token.end))
    return pieces


def _joins(left: Text, right: Token) -> bool:
    texts = (left.parts[-1], right.text)
    return joins(*texts) and not any(is_prefix(text) or tidied(text) in OPERATORS for text in texts)


def is_prefix(text: str) -> bool:
    """Whether a text is the beginning of a word."""
    return text[-1] in "*＊" and has_letter(text)


def tidied(text: str) -> str:
    """The text without what means nothing in it; nothing, where it has nothing to look for."""
    return tidy(text) if has_letter(text) else ""


def tidy(text: str) -> str:
    """The text without what means nothing in it; balancing may leave a dot at an edge."""
    return _trimmed(_balanced(_trimmed(text)))


def _balanced(text: str) -> str:
    """The text with a dot for every parenthesis and quote without a partner; all are marks."""
    marks = ["·" if mark in QUOTES else mark for mark in text]
    opened: list[int] = []
    for i, mark in enumerate(text):
        if mark in "(（":
            opened.append(i)
        elif mark in ")）":
            if opened:
                opened.pop()
            else:
                marks[i] = "·"
    for i in opened:
        marks[i] = "·"
    return "".join(marks)


def _trimmed(text: str) -> str:
    """The text without the marks at its edges, which mean nothing there.

    A number keeps its sign, and what was opened inside is closed.
    """
    first = next(i for i, c in enumerate(text) if has_letter(c))
    last = next(i for i in reversed(range(len(text))) if has_letter(text[i]))
    signed = first > 0 and text[first - 1] == "-" and text[first].isdecimal()
    kept = text[first - signed : last + 1]
    after = text[last + 1 : last + 2]
    return kept + after if _closes(after, kept) else kept


def _closes(mark: str, text: str) -> bool:
    """Whether a mark closes what a text opened."""
    openers = _OPENERS.get(mark, "")
    closers = "".join(closer for closer, opened in _OPENERS.items() if opened == openers)
    return sum(map(text.count, openers)) > sum(map(text.count, closers))
