"""A page as a library of lxml takes it that looks for its date: a copy of a part of ours.

A page is parsed once. Serialising the parsed page for others to parse costs more than parsing it
did; copying the elements that they look at is a tenth of that. The copy is bounded, for the time
of a library is not ours to bound: elements nested deeper than ``MAX_DEPTH`` stand beside each other
there, texts end at ``MAX_TEXT`` characters, and after ``MAX_ELEMENTS`` elements it ends. The date
of an article stands at its head.
"""

import re
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString
from lxml.etree import SubElement
from lxml.html import Element, HtmlElement

MAX_DEPTH = 40
MAX_ELEMENTS = 3_000
MAX_TEXT = 500

_COPIED = frozenset(
    {
        *("class", "content", "data-utime", "datetime", "href", "http-equiv", "id", "itemprop"),
        *("name", "property", "pubdate", "rel", "title", "type"),
    }
)
_NAME = re.compile(r"[a-z][a-z0-9]{0,19}")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSEEN = frozenset({"iframe", "math", "noscript", "select", "style", "svg", "template"})
_DATA = "application/ld+json"
_MAX_DATA = 20_000


def skeleton_of(page: Tag, *, without: Tag) -> HtmlElement:
    """Copy a page, without one element and what states no date: scripts, styles, drawings."""
    tree: HtmlElement = Element("html")
    stack: list[tuple[Iterator[object], HtmlElement]] = [(iter(page.children), tree)]
    number = 0
    while stack and number < MAX_ELEMENTS:
        nodes, parent = stack[-1]
        node = next(nodes, None)
        if node is None:
            stack.pop()
        elif isinstance(node, Tag):
            if node is not without and _is_seen(node):
                number += 1
                copy = _copied(node, parent)
                deeper = len(stack) < MAX_DEPTH
                stack.append((iter(node.children), copy if deeper else parent))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            _add_text(node, parent)
    return tree


def _is_seen(tag: Tag) -> bool:
    return tag.get("type") == _DATA if tag.name == "script" else tag.name not in _UNSEEN


def _copied(tag: Tag, parent: HtmlElement) -> HtmlElement:
    copy = SubElement(parent, tag.name if _NAME.fullmatch(tag.name) else "div")
    for attribute in _COPIED.intersection(tag.attrs):
        copy.set(attribute, _clean(" ".join(tag.get_attribute_list(attribute)), MAX_TEXT))
    if tag.name == "script":
        copy.text = _clean(tag.get_text(), _MAX_DATA)
    return copy


def _add_text(node: NavigableString, parent: HtmlElement) -> None:
    text = _clean(node, MAX_TEXT)
    if not text.strip() or parent.tag == "script":
        return
    last = parent[-1] if len(parent) else None
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _clean(text: str, most: int) -> str:
    return _NOT_XML.sub("", text[:most])
