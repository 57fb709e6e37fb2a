"""Where the article of a page is: the element whose text is densest.

The measure is made after that of ``gne`` (the density of text and of punctuation): the characters
in an element that are no link, for each of its tags, weighed by the number of its paragraphs and of
its marks of punctuation. The table in docs/reading.md compares what finds regions, and why this is
a measure of our own and not ``gne`` itself, which takes longer than parsing the page: there, every
element gathers anew the text and the tags of all that is in it. Here each is counted once, on the
way up, so time and memory are linear in the length of a page, however deep it is.

What else differs: more marks make text more of an article, where ``gne`` divides by them, and
takes the lines of a footer, which have none. Elements that only set their text (``<b>``,
``<span>``) count as no tags anywhere, and pictures do not, for they are what is looked for. Only
what can hold an article is one: a paragraph with one link in it is denser than any story. An
article that a page has in several like parts, one below the other, is all of them.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

_HOLDERS = frozenset({"article", "body", "center", "div", "form", "main", "section", "td"})
_PARTS = frozenset(
    {
        *("article", "blockquote", "center", "dl", "div", "figure", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "ol", "p", "pre", "section", "table", "ul"),
    }
)
_UNSEEN = frozenset(
    {
        *("aside", "button", "footer", "head", "header", "iframe", "link", "nav", "noscript"),
        *("script", "select", "source", "style", "svg", "template", "textarea", "video"),
    }
)
_SETTING = frozenset(
    {
        *("b", "em", "figcaption", "figure", "font", "i", "img", "mark", "s", "small", "span"),
        *("strong", "sub", "sup", "u", "wbr"),
    }
)
_PUNCTUATION = re.compile("[！，。？、；：“”‘’《》%（）,.?:;'\"!()]")
_WEIGHTY = re.compile("article|content|news_txt|post_body|post_text|story-body", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:ad|advertisement|breadcrumb|comments?|copyright|disclaimer|footer|nav|"
    r"navigation|promo|recommend|related|share|sharing|sidebar|social|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What ``gne`` leaves out by its class or its id. A name proves nothing: it is a reason not to look
for the article there first, and none where most of the page's text is in there."""

_MAX_NAMES = 500
_MIN_BREAKS = 2
_MIN_PART = 10
_MIN_MARKS = 2
_MOST_LINKS = 0.3


@dataclass(slots=True)
class _Counts:
    """What is in an element: characters, of these in links, marks, tags, links, paragraphs."""

    tag: Tag
    text: int = 0
    linked: int = 0
    marks: int = 0
    tags: int = 0
    links: int = 0
    paragraphs: int = 0
    runs: int = 0

    def add(self, other: "_Counts") -> None:
        self.text += other.text
        self.linked += other.linked
        self.marks += other.marks
        self.tags += other.tags
        self.links += other.links
        self.paragraphs += other.paragraphs

    @property
    def score(self) -> float:
        """Characters of prose for each tag, by the number of paragraphs and of marks."""
        weight = 2 if _WEIGHTY.search(_names(self.tag, "class")) else 1
        prose = self.text * weight - self.linked
        tags = self.tags - self.links
        if tags <= 0 and self.linked and prose > 10 * self.linked:
            tags = self.tags
        if tags <= 0 or prose <= 0 or self.marks < _MIN_MARKS:
            return 0
        paragraphs = self.paragraphs + self.runs
        return prose / tags * math.log10(paragraphs + 2) * math.log(self.marks + 1)


def densest(page: Tag) -> Tag | None:
    """Find the element that holds the article; None where nothing on the page reads as one."""
    best: Tag | None = None
    highest = 0.0
    for counts in _counted(page):
        if counts.score > highest and _can_hold_an_article(counts.tag):
            best, highest = counts.tag, counts.score
    return best and _all_parts(best)


def _counted(page: Tag) -> Iterator[_Counts]:
    """Count all elements of a page, each when all that is in it has been counted."""
    whole = len(page.get_text())
    stack = [(iter(page.children), _Counts(page))]
    while stack:
        nodes, counts = stack[-1]
        node = next(nodes, None)
        if node is None:
            stack.pop()
            _end(counts)
            if counts.text * 2 < whole and _BESIDE.search(_names(counts.tag, "class", "id")):
                continue
            yield counts
            if stack:
                stack[-1][1].add(counts)
        elif isinstance(node, Tag):
            if node.name not in _UNSEEN:
                stack.append((iter(node.children), _Counts(node)))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            text = " ".join(node.split())
            if text:
                counts.text += len(text)
                counts.marks += len(_PUNCTUATION.findall(text))
                counts.runs += 1


def _end(counts: _Counts) -> None:
    """Count the element itself."""
    name = counts.tag.name
    if name in _SETTING:
        return
    counts.tags += 1
    if name == "a":
        counts.links += 1
        counts.linked = counts.text
    elif name == "p" or (name == "div" and counts.tags == 1):
        counts.paragraphs += bool(counts.text)


def _names(tag: Tag, *attributes: str) -> str:
    names = [" ".join(tag.get_attribute_list(one)) for one in attributes if tag.get(one)]
    return " ".join(names)[:_MAX_NAMES]


def _can_hold_an_article(tag: Tag) -> bool:
    if tag.name not in _HOLDERS:
        return False
    names = [child.name for child in tag.children if isinstance(child, Tag)]
    return any(name in _PARTS for name in names) or names.count("br") >= _MIN_BREAKS


def _all_parts(tag: Tag) -> Tag:
    parent = tag.parent
    if parent is None or tag.name not in ("div", "section") or parent.name not in _HOLDERS:
        return tag
    shape = _shape(tag)
    like = [one for one in parent.children if isinstance(one, Tag) and _shape(one) == shape]
    return parent if len(like) > 1 and all(map(_is_prose, like)) else tag


def _shape(tag: Tag) -> tuple[str, str]:
    return tag.name, _names(tag, "class")


def _is_prose(tag: Tag) -> bool:
    whole = len(tag.get_text(strip=True))
    linked = sum(len(link.get_text(strip=True)) for link in tag.find_all("a"))
    return whole >= _MIN_PART and linked <= whole * _MOST_LINKS
