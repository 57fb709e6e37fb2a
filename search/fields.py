"""The fields of a document that can be searched, and what a query may call them.

A field is a scope: all words of a chunk, or its run of characters, must stand in one field.
``before`` and ``after`` are the paragraphs beside a photo, each a scope of its own. ``headline``
belongs to the whole article, the two paragraphs to the neighbourhood; the rest is the
document's own.
"""

from collections.abc import Mapping
from typing import Literal

from search.document import Document, Kind

Field = Literal[
    "caption", "text", "headline", "creator", "agency", "credit", "place", "person",
    "before", "after",
]  # fmt: skip

FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    "photo": (
        "caption", "headline", "creator", "agency", "credit", "place", "person",
        "before", "after",
    ),
    "paragraph": ("text", "headline"),
}  # fmt: skip

CONTEXT: frozenset[Field] = frozenset(("before", "after"))
"""What stands beside a photo; exclusion (``-x``) never looks here."""

SHARED: frozenset[Field] = CONTEXT | {"headline"}
"""What many documents of an article have in common."""

Scope = Literal["creator", "agency", "headline", "caption", "place", "person"]

SCOPES: Mapping[Scope, tuple[Field, ...]] = {
    "creator": ("creator", "agency", "credit"),
    "agency": ("agency",),
    "headline": ("headline",),
    "caption": ("caption",),
    "place": ("place",),
    "person": ("person",),
}
"""The fields that a prefix such as ``摄影:`` looks at."""

SCOPE_NAMES: Mapping[str, Scope | Literal["date"]] = {
    "摄影": "creator", "creator": "creator",
    "机构": "agency", "agency": "agency",
    "标题": "headline", "title": "headline",
    "图说": "caption", "caption": "caption",
    "地点": "place", "place": "place",
    "人物": "person", "person": "person",
    "日期": "date", "date": "date",
}  # fmt: skip
"""What a query may write before a colon, folded."""

CHINESE_NAMES: Mapping[str, str] = {
    scope: name for name, scope in SCOPE_NAMES.items() if not name.isascii()
}
"""The Chinese name of each scope, in which a query is shown as understood."""


def values(document: Document, field: Field | Literal["category"]) -> tuple[str, ...]:
    """The texts of a field, or the categories: none, one, or several."""
    value: str | tuple[str, ...] = getattr(document, field)
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()
