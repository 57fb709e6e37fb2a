"""The fields of a document that can be searched, and what a query may call them.

A field is a scope: all words of a chunk, or its run of characters, must stand in one field.
``before`` and ``after`` are the paragraphs beside a photo, each a scope of its own. ``headline``
and ``tag`` belong to the whole article, the two paragraphs to the neighbourhood; the rest is the
document's own. Tags are like a second title, words about all of an article: both kinds have them
as they have the headline, and exclusion looks at both.
"""

from collections.abc import Mapping
from typing import Literal

from search.document import Document, Kind

Field = Literal[
    "caption", "text", "headline", "creator", "agency", "credit", "place", "person",
    "tag", "before", "after",
]  # fmt: skip

FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    "photo": (
        "caption", "headline", "creator", "agency", "credit", "place", "person",
        "tag", "before", "after",
    ),
    "paragraph": ("text", "headline", "tag"),
}  # fmt: skip

CONTEXT: frozenset[Field] = frozenset(("before", "after"))
"""What stands beside a photo; exclusion (``-x``) never looks here."""

SHARED: frozenset[Field] = CONTEXT | {"headline", "tag"}
"""What many documents of an article have in common."""

Scope = Literal["creator", "agency", "headline", "caption", "place", "person", "tag"]

SCOPES: Mapping[Scope, tuple[Field, ...]] = {
    "creator": ("creator", "agency", "credit"),
    "agency": ("agency",),
    "headline": ("headline",),
    "caption": ("caption",),
    "place": ("place",),
    "person": ("person",),
    "tag": ("tag",),
}
"""The fields that a prefix such as ``摄影:`` looks at."""

Named = Scope | Literal["category", "date"]
"""What a query may name: a scope, or what is no text of a document but can be asked for."""

NAMES: Mapping[Named, tuple[str, ...]] = {
    "creator": (
        "摄影", "作者", "记者", "摄影者", "摄影师", "摄影记者", "拍摄", "拍摄者", "供图",
        "creator", "photographer", "byline", "credit",
    ),
    "agency": ("机构", "来源", "通讯社", "agency", "source"),
    "category": ("分类", "类别", "栏目", "category"),
    "headline": ("标题", "题目", "title", "headline"),
    "caption": ("图说", "说明", "图片说明", "caption"),
    "place": ("地点", "place", "location"),
    "person": ("人物", "person", "people"),
    "tag": ("标签", "关键词", "关键字", "tag", "tags", "keyword", "keywords"),
    "date": ("日期", "时间", "年份", "拍摄时间", "date", "taken", "time", "year"),
}  # fmt: skip
"""What each may be called before a colon, folded; a query is shown with the first."""

SCOPE_NAMES: Mapping[str, Named] = {name: scope for scope, names in NAMES.items() for name in names}
"""What each name means."""

CHINESE_NAMES: Mapping[Named, str] = {scope: names[0] for scope, names in NAMES.items()}
"""The Chinese name of each, in which a query is shown as understood."""

ENGLISH_NAMES: Mapping[Named, str] = {
    "creator": "photographer",
    "agency": "agency",
    "category": "category",
    "headline": "title",
    "caption": "caption",
    "place": "place",
    "person": "person",
    "tag": "tag",
    "date": "date",
}
"""The English name of each."""


def values(document: Document, field: Field | Literal["category"]) -> tuple[str, ...]:
    """The texts of a field, or the categories: none, one, or several."""
    value: str | tuple[str, ...] = getattr(document, field)
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()
