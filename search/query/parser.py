"""From what a person typed to a query; it never fails.

    query   = { factor }                                 all must match
    factor  = operand { "OR" operand }                   OR binds tighter, as in web search
    operand = ["-"] [field ":"] ( quoted | prefix | chunk | "(" query ")" )

A blank ends a chunk unless it stands between a digit or Latin letter and a Han character:
aggregators write ``2018 年 7 月 1 日``, people write it either way, and the text does not say
which. What cannot be read as an operator is text, and a notice says so where a person might have
meant the operator.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.errors import ArgumentError
from search.fields import SCOPE_NAMES, Scope
from search.query.lexer import Lexer, Token
from search.query.nodes import (
    MOST_LEAVES,
    All,
    Chunk,
    Dated,
    Either,
    Exclusion,
    Node,
    Prefix,
    Quoted,
    has_letter,
    joins,
    leaves,
    within,
)
from search.request import MAX_LENGTH
from search.results import Notice
from search.text.dates import parse as parse_date
from search.text.dates import typed_date

ALIKE = 3
"""Notices of one kind that are given; of more it is said how many."""

_CLOSES = {")": "(", "）": "（", "】": "【", "》": "《", "]": "["}
_NEGATIVE_NUMBER = re.compile(r"-\d+$")


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query with what should be said of it."""

    root: All
    notices: tuple[Notice, ...] = ()

    def describe(self) -> str:
        """The query as it was understood, in the query language."""
        return self.root.describe()


def parse(text: str) -> Query:
    """Read a query. Any text gives a query; blank text gives one that matches everything."""
    lexer = Lexer(text[:MAX_LENGTH])
    parser = _Parser(_joined(lexer.tokens()))
    root = parser.query()
    notices = [_stray_quote(stray.start) for stray in lexer.stray] + parser.notices
    if text.strip() and not root.children:
        notices.append(_nothing_to_find(text))
    if sum(1 for _ in leaves(root)) > MOST_LEAVES:
        notices.append(_MANY_LEAVES)
    if len(text) > MAX_LENGTH:
        notices.append(_too_long(text))
    return Query(root, tuple(_few_of_each(notices)))


def _few_of_each(notices: list[Notice]) -> Iterator[Notice]:
    """The first notices of each kind, and how many more there are."""
    seen: Counter[str] = Counter()
    for notice in notices:
        seen[notice.code] += 1
        if seen[notice.code] <= ALIKE:
            yield notice
    for code, count in seen.items():
        if count > ALIKE:
            yield _more(code, count - ALIKE)


@dataclass(frozen=True, slots=True)
class _Text:
    """Neighbouring text tokens that make one chunk."""

    parts: tuple[str, ...]
    start: int
    end: int


_Piece = Token | _Text


def _joined(tokens: Iterable[Token]) -> list[_Piece]:
    """The tokens, with text on both sides of a joining blank in one piece."""
    pieces: list[_Piece] = []
    bound = False  # to the operator before it, which takes one piece only
    for token in tokens:
        last = pieces[-1] if pieces else None
        if token.kind != "text":
            pieces.append(token)
        elif isinstance(last, _Text) and not bound and _joins(last, token):
            pieces[-1] = _Text((*last.parts, token.text), last.start, token.end)
        else:
            bound = isinstance(last, Token) and last.kind in {"minus", "field"}
            pieces.append(_Text((token.text,), token.start, token.end))
    return pieces


def _joins(left: _Text, right: Token) -> bool:
    prefix = _is_prefix(left.parts[-1]) or _is_prefix(right.text)
    return not prefix and joins(left.parts[-1], right.text)


def _is_prefix(text: str) -> bool:
    return text[-1] in "*＊" and has_letter(text)


class _Parser:
    """Recursive descent over pieces; parentheses arrive paired and not too deep."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self.notices: list[Notice] = []
        self._pieces = pieces
        self._position = 0

    def query(self) -> All:
        children = []
        while (piece := self._peek()) is not None and not _is(piece, "close"):
            if (node := self._factor()) is not None:
                children.append(node)
        return All(tuple(children))

    def _peek(self) -> _Piece | None:
        return self._pieces[self._position] if self._position < len(self._pieces) else None

    def _factor(self) -> Node | None:
        alternatives = [self._operand()]
        while self._at_or():
            self._position += 1
            alternatives.append(self._operand())
        meant = tuple(node for node in alternatives if node is not None)
        return Either(meant) if len(meant) > 1 else next(iter(meant), None)

    def _at_or(self) -> bool:
        """Whether an OR stands here with something to choose after it."""
        following = self._pieces[self._position : self._position + 2]
        return len(following) == 2 and _is(following[0], "or") and not _is(following[1], "close")

    def _operand(self) -> Node | None:
        piece = self._peek()
        if piece is not None and _is(piece, "minus"):
            self._position += 1
            node = self._scoped(None)
            return node and Exclusion(node)
        return self._scoped(None)

    def _scoped(self, scope: Scope | None) -> Node | None:
        """One operand without its minus; everything in it stands in ``scope``."""
        piece = self._peek()
        if piece is None or _is(piece, "close"):
            return None
        self._position += 1
        if isinstance(piece, _Text):
            return _text(piece, scope, self.notices)
        match piece.kind:
            case "field":
                return self._field(piece)
            case "quoted":
                return Quoted(piece.text.strip(), scope) if has_letter(piece.text) else None
            case "open":
                return self._group(scope)
            case _:
                self.notices.append(_dangling(piece))
                return None

    def _group(self, scope: Scope | None) -> Node | None:
        inside = self.query()
        self._position += 1
        children = within(inside, scope).children
        return All(children) if len(children) > 1 else next(iter(children), None)

    def _field(self, name: Token) -> Node | None:
        piece = self._peek()
        if not (isinstance(piece, _Text) or _is(piece, "quoted") or _is(piece, "open")):
            return Chunk((name.text,))
        scope = SCOPE_NAMES[name.text.casefold()]
        return self._date(name, piece) if scope == "date" else self._scoped(scope)

    def _date(self, name: Token, piece: _Piece | None) -> Node | None:
        text = _flat(piece)
        if text is None:
            return self._scoped(None)
        try:
            edtf = typed_date(text)
        except ArgumentError:
            self.notices.append(_no_date(text, name))
            return self._scoped(None)
        self._position += 1
        return Dated(edtf, parse_date(edtf))


def _text(piece: _Text, scope: Scope | None, notices: list[Notice]) -> Node | None:
    text = piece.parts[-1]
    if _is_prefix(text):
        return Prefix(_tidy(text), scope)
    if _NEGATIVE_NUMBER.match(text):
        notices.append(_minus_number(text, piece))
    parts = tuple(_tidy(part) for part in piece.parts if has_letter(part))
    return Chunk(parts, scope) if parts else None


def _tidy(text: str) -> str:
    """The text without what means nothing in it; balancing may leave a dot at an edge."""
    return _trimmed(_balanced(_trimmed(text)))


def _balanced(text: str) -> str:
    """The text with a dot for every parenthesis that has no partner in it; both are marks."""
    marks = list(text)
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
    closes = after in _CLOSES and kept.count(_CLOSES[after]) > kept.count(after)
    return kept + after if closes else kept


def _is(piece: _Piece | None, kind: str) -> bool:
    return isinstance(piece, Token) and piece.kind == kind


def _flat(piece: _Piece | None) -> str | None:
    match piece:
        case _Text(parts):
            return " ".join(parts)
        case Token("quoted", text):
            return text
        case _:
            return None


def _stray_quote(start: int) -> Notice:
    return Notice(
        "stray_quote",
        "引号没有配对，按普通标点处理。",
        "A quotation mark has no partner and was read as punctuation.",
        start,
        start + 1,
    )


def _dangling(piece: Token) -> Notice:
    return Notice(
        "dangling_or",
        "OR 的一边没有内容，已忽略。",
        "An OR has nothing on one side and was ignored.",
        piece.start,
        piece.end,
    )


def _no_date(text: str, name: Token) -> Notice:
    return Notice(
        "not_a_date",
        f"“{text}”不是日期，按文字查找；日期写作 2018、2018-07、2018-07-01 或 2018-01/2018-06。",
        f"“{text}” is no date and was searched as text; "
        "write 2018, 2018-07, 2018-07-01 or 2018-01/2018-06.",
        name.start,
        name.end,
    )


def _minus_number(text: str, piece: _Text) -> Notice:
    return Notice(
        "minus_number",
        f'“{text}”按数字查找；要排除它，请写 -"{text[1:]}"。',
        f'“{text}” was searched as a number; to exclude it, write -"{text[1:]}".',
        piece.start,
        piece.end,
    )


_MANY_LEAVES = Notice(
    "many_words",
    f"词语太多：全部参与查找，只有前 {MOST_LEAVES} 个影响排序和标记。",
    f"So many words: all are looked for, the first {MOST_LEAVES} count for order and marks.",
)


def _nothing_to_find(text: str) -> Notice:
    return Notice(
        "nothing_to_find",
        "没有可查找的文字，列出符合其余条件的全部内容。",
        "Nothing here can be looked for: everything is listed that the filters leave.",
        0,
        len(text),
    )


def _more(code: str, count: int) -> Notice:
    return Notice(
        code,
        f"同样的情况还有 {count} 处。",
        f"The same {count} more times.",
    )


def _too_long(text: str) -> Notice:
    return Notice(
        "too_long",
        f"只读取了前 {MAX_LENGTH} 个字符。",
        f"Only the first {MAX_LENGTH} characters were read.",
        MAX_LENGTH,
        len(text),
    )
