"""The words and signs that a query may say something with, and the names of its fields.

Capitals and signs alone: ``or``, ``and`` and ``not`` in small letters stand in every English
caption. Names of fields are compared folded, so each may be typed in traditional characters.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Literal

from search.fields import SCOPE_NAMES, Named
from search.text.fold import Fold

Operator = Literal["or", "and", "not"]

OPERATORS: Mapping[str, Operator] = {
    "OR": "or", "|": "or", "||": "or",
    "AND": "and", "&&": "and",
    "NOT": "not",
}  # fmt: skip
"""What stands alone for an operator, in narrow forms."""

LONGEST_NAME = max(map(len, SCOPE_NAMES))

_LOOKED_FOR = frozenset((
    "价格", "编号", "版权", "授权", "文件名", "类型", "格式", "尺寸", "颜色", "网址",
    "链接", "网站", "国家", "省份", "地区", "城市", "正文", "全文",
))  # fmt: skip
"""Names of fields that other archives have, and that captions do not begin with."""

_LEAST = 3
"""Letters of a Latin word before a colon that may have been meant for a field; PS is none."""


def narrow(text: str) -> str:
    """The text with wide forms of characters as narrow ones, each for itself."""
    return "".join(map(_narrow, text))


def _narrow(character: str) -> str:
    found = unicodedata.normalize("NFKC", character)
    return found if len(found) == 1 else character


@cache
def _fold() -> Fold:
    return Fold()


def field_named(name: str) -> Named | None:
    """The field of a name, however it is spelled."""
    return SCOPE_NAMES.get(name) or SCOPE_NAMES.get(_fold().text(name))


def looks_like_a_field(name: str, colon: str, after: str) -> bool:
    """Whether who typed an unknown name and a colon, ``after`` beside it, likely meant a field.

    Texts that are pasted have colons, too (``图为：青岛``, ``PS:每``, ``12:30``, ``https://``); of
    these nothing is said.
    """
    if name.isascii():
        is_word = len(name) >= _LEAST and name.isalpha() and name.islower()
        return is_word and colon == ":" and after.isalpha()
    return _fold().text(name) in _LOOKED_FOR and bool(after.strip())


def would_be_read(text: str) -> bool:
    """Whether a text where a piece begins would be read as an operator or a field's name."""
    plain = narrow(text)
    name, colon, _ = plain.partition(":")
    if plain in OPERATORS or (colon and len(name) <= LONGEST_NAME and field_named(name)):
        return True
    return plain[0] == "+" and plain[1:2].isalpha()
