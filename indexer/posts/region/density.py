"""Where the article of a page is: the element whose text is densest.

``gne`` gives every element a score by the characters in it that are no link, for each tag, by its
paragraphs and by its punctuation. The table in docs/reading.md compares it. Of its order we take
the first element that can hold an article. A paragraph cannot, though one long paragraph with a
picture or a link in it is denser than the whole of a story: ``gne`` counts no tags in one.

An article that a page has in several like parts, one below the other, is all of them.
"""

from collections.abc import Iterator

from bs4 import Tag
from gne.extractor.ContentExtractor import ContentExtractor
from gne.utils import pre_parse
from lxml.html import HtmlElement

from indexer.posts.region.skeleton import Skeleton

_HOLDERS = frozenset({"article", "body", "center", "div", "form", "main", "section", "td"})
_PARTS = frozenset(
    {
        *("article", "blockquote", "center", "dl", "div", "figure", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "ol", "p", "pre", "section", "table", "ul"),
    }
)
_MIN_BREAKS = 2
_MIN_PART = 40
_MOST_LINKS = 0.3


def densest(skeleton: Skeleton) -> Tag | None:
    """Find the element that holds the article; None where nothing on the page reads as one."""
    for copy in _by_score(skeleton.tree):
        tag = skeleton.original(copy)
        if tag is not None and _can_hold_an_article(tag):
            return _all_parts(tag)
    return None


def _by_score(tree: HtmlElement) -> Iterator[HtmlElement]:
    if tree.find("body") is None:
        return
    for _, found in ContentExtractor().extract(pre_parse(tree)):
        if found["score"] <= 0:
            return
        yield found["node"]


def _can_hold_an_article(tag: Tag) -> bool:
    if tag.name not in _HOLDERS:
        return False
    names = [child.name for child in tag.children if isinstance(child, Tag)]
    return any(name in _PARTS for name in names) or names.count("br") >= _MIN_BREAKS


def _all_parts(tag: Tag) -> Tag:
    parent = tag.parent
    if parent is None or tag.name not in ("div", "section") or parent.name not in _HOLDERS:
        return tag
    like = [
        one for one in parent.children if isinstance(one, Tag) and _shape(one) == _shape(tag)
    ]
    return parent if len(like) > 1 and all(map(_is_prose, like)) else tag


def _shape(tag: Tag) -> tuple[str, tuple[str, ...]]:
    return tag.name, tuple(tag.get_attribute_list("class")) if tag.get("class") else ()


def _is_prose(tag: Tag) -> bool:
    whole = len(tag.get_text(strip=True))
    linked = sum(len(link.get_text(strip=True)) for link in tag.find_all("a"))
    return whole >= _MIN_PART and linked <= whole * _MOST_LINKS
