"""A page as the libraries take it that look for its article: a tree of lxml, made of ours.

A page is parsed once. Serialising the parsed page for others to parse costs more than parsing it
did; copying the elements that they look at is a tenth of that, and lets them be numbered: whatever
a library chooses or changes in its tree leads back to the element of ours.

The copy is bounded, because the libraries are not: ``gne`` keeps the text of every element with
all that is in it, so its time and memory grow with the depth of a page times its length. Elements
nested deeper than ``MAX_DEPTH`` stand beside each other there, texts end at ``MAX_TEXT``
characters, and what comes after ``MAX_ELEMENTS`` elements or ``MAX_CHARACTERS`` characters is not
seen. Pages of the web are nested some 20 deep and have some thousand elements.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString
from lxml.etree import SubElement
from lxml.html import Element, HtmlElement

MAX_DEPTH = 40
MAX_ELEMENTS = 10_000
MAX_TEXT = 5_000
MAX_CHARACTERS = 500_000

NUMBER = "data-number"
"""The attribute of the copy that holds the number of its element."""

_COPIED = ("class", "content", "datetime", "id", "itemprop", "name", "property", "pubdate", "title")
_NAME = re.compile(r"[a-z][a-z0-9]{0,19}")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSEEN = frozenset({"script", "style", "template", "svg", "math", "noscript", "select", "iframe"})


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The copy of a page, and its elements by number."""

    tree: HtmlElement
    elements: Sequence[Tag]

    def original(self, copy: HtmlElement) -> Tag | None:
        """The element of the page that an element of the copy stands for, if any does."""
        number = copy.get(NUMBER)
        return self.elements[int(number)] if number else None


def skeleton_of(page: Tag) -> Skeleton:
    """Copy a page, without what is not read: scripts, styles, drawings."""
    copier = _Copier()
    copier.copy(page)
    return Skeleton(copier.tree, copier.elements)


class _Copier:
    def __init__(self) -> None:
        self.tree: HtmlElement = Element("html")
        self.elements: list[Tag] = []
        self._characters = 0

    def copy(self, page: Tag) -> None:
        stack: list[tuple[Iterator[object], HtmlElement]] = [(iter(page.children), self.tree)]
        while stack and len(self.elements) < MAX_ELEMENTS:
            nodes, parent = stack[-1]
            node = next(nodes, None)
            if node is None:
                stack.pop()
            elif isinstance(node, Tag):
                if node.name.lower() not in _UNSEEN:
                    deeper = len(stack) < MAX_DEPTH
                    stack.append((iter(node.children), self._element(node, parent, deeper=deeper)))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._text(node, parent)

    def _element(self, tag: Tag, parent: HtmlElement, *, deeper: bool) -> HtmlElement:
        name = tag.name.lower()
        copy = SubElement(parent, name if _NAME.fullmatch(name) else "div")
        copy.set(NUMBER, str(len(self.elements)))
        self.elements.append(tag)
        for attribute in tag.attrs:
            if attribute in _COPIED:
                copy.set(attribute, _clean(" ".join(tag.get_attribute_list(attribute))))
        return copy if deeper else parent

    def _text(self, node: NavigableString, parent: HtmlElement) -> None:
        if self._characters >= MAX_CHARACTERS:
            return
        text = _clean(node)
        self._characters += len(text)
        last = parent[-1] if len(parent) else None
        if last is None:
            parent.text = (parent.text or "") + text
        else:
            last.tail = (last.tail or "") + text


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text[:MAX_TEXT])
