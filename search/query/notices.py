"""What the parser says of a query: where a person may have meant something else than was read."""

from collections import Counter
from collections.abc import Iterable, Iterator

from search.fields import CHINESE_NAMES, NAMES
from search.query.lexer import Token
from search.query.nodes import MOST_LEAVES
from search.query.pieces import Text
from search.request import MAX_LENGTH
from search.results import Notice

ALIKE = 3
"""Notices of one kind that are given; of more it is said how many."""

_IN_CHINESE = "、".join(CHINESE_NAMES.values())
_IN_ENGLISH = ", ".join(next(filter(str.isascii, names)) for names in NAMES.values())


def few_of_each(notices: Iterable[Notice]) -> Iterator[Notice]:
    """The first notices of each kind, and how many more there are."""
    seen: Counter[str] = Counter()
    for notice in notices:
        seen[notice.code] += 1
        if seen[notice.code] <= ALIKE:
            yield notice
    for code, count in seen.items():
        if count > ALIKE:
            yield _more(code, count - ALIKE)


def _more(code: str, count: int) -> Notice:
    return Notice(code, f"同样的情况还有 {count} 处。", f"The same {count} more times.")


def stray_quote(start: int) -> Notice:
    """A quote that nothing closes."""
    return Notice(
        "stray_quote",
        "引号没有配对，按普通标点处理。",
        "A quotation mark has no partner and was read as punctuation.",
        start,
        start + 1,
    )


def dangling(operator: Token) -> Notice:
    """An operator that has nothing where it needs something."""
    where = ("后面", "after it") if operator.kind == "not" else ("的一边", "on one side")
    return Notice(
        f"dangling_{operator.kind}",
        f"{operator.text} {where[0]}没有内容，已忽略。",
        f"{operator.text} has nothing {where[1]} and was ignored.",
        operator.start,
        operator.end,
    )


def unknown_field(name: Token) -> Notice:
    """A name before a colon that is no field's."""
    return Notice(
        "unknown_field",
        f"没有“{name.text}”这个字段，按文字查找；可用的字段：{_IN_CHINESE}。",
        f"There is no field “{name.text}”, so this was searched as text; "
        f"the fields are {_IN_ENGLISH}.",
        name.start,
        name.end,
    )


def no_date(text: str, name: Token) -> Notice:
    """A text in the place of a date."""
    return Notice(
        "not_a_date",
        f"“{text}”不是日期，按文字查找；日期写作 2018、2018-07、2018-07-01 或 2018-01/2018-06。",
        f"“{text}” is no date and was searched as text; "
        "write 2018, 2018-07, 2018-07-01 or 2018-01/2018-06.",
        name.start,
        name.end,
    )


def minus_number(text: str, piece: Text) -> Notice:
    """A number with a sign, where it may have been meant to be excluded."""
    return Notice(
        "minus_number",
        f'“{text}”按数字查找；要排除它，请写 -"{text[1:]}"。',
        f'“{text}” was searched as a number; to exclude it, write -"{text[1:]}".',
        piece.start,
        piece.end,
    )


MANY_LEAVES = Notice(
    "many_words",
    f"词语太多：全部参与查找，只有前 {MOST_LEAVES} 个影响排序和标记。",
    f"So many words: all are looked for, the first {MOST_LEAVES} count for order and marks.",
)


def nothing_to_find(text: str) -> Notice:
    """A query of marks and operators."""
    return Notice(
        "nothing_to_find",
        "查询中只有标点或运算符，没有可查找的文字，因此没有结果。",
        "There are only marks and operators here and nothing to look for, so nothing is found.",
        0,
        len(text),
    )


def too_long(text: str, read: int = MAX_LENGTH) -> Notice:
    """A query of which the end was not read, behind so many code points."""
    return Notice(
        "too_long",
        f"只读取了前 {read} 个字符。",
        f"Only the first {read} characters were read.",
        read,
        len(text),
    )
