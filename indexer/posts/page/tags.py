"""The tags of a post.

A list is taken as it stands. One text may hold several, and engines disagree: Jekyll and Hugo part
it at blanks, Hexo does not at all, and people write commas for all three. So commas part a text
where it has some, and blanks where it has none. ``keywords`` are for search engines, which part
them at commas only; there blanks part Chinese, whose words have none inside.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from indexer.posts.page.values import texts_in

_TAGS = ("tags", "tag", "标签", "標籤")
_KEYWORDS = ("keywords", "keyword", "关键词", "关键字", "關鍵字", "關鍵詞")
_COMMAS = re.compile(r"[,，、;；|]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def tags_in(front: Mapping[str, Any], stated: Iterable[str]) -> tuple[str, ...]:
    """The tags of front matter or, where it has none, those that the head of a page states.

    Of ``stated`` each is a text that may hold several, as ``<meta name="keywords">`` does.
    """
    found = [tag for key in _TAGS for tag in _tags(front.get(key), at_blanks=True)]
    found += [tag for key in _KEYWORDS for tag in _tags(front.get(key), at_blanks=False)]
    found = found or [tag for text in stated for tag in _parted(text, at_blanks=False)]
    named = (tag.strip().lstrip("#＃").strip() for tag in found)
    return tuple(dict.fromkeys(tag for tag in named if tag))


def _tags(value: object, *, at_blanks: bool) -> list[str]:
    texts = texts_in(value)
    return (
        texts
        if isinstance(value, list | tuple | Mapping)
        else [tag for text in texts for tag in _parted(text, at_blanks=at_blanks)]
    )


def _parted(text: str, *, at_blanks: bool) -> list[str]:
    if _COMMAS.search(text):
        return _COMMAS.split(text)
    return text.split() if at_blanks or _HAN.search(text) else [text]
