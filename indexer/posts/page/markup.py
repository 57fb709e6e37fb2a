"""The body of a post as HTML, whatever it is written in."""

import re
from functools import cache

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.posts.page.templates import as_html, as_markdown

_LIQUID = re.compile(r"^[^\S\n]*\{%.*%\}[^\S\n]*$", re.MULTILINE)
_WRAPPER = re.compile(
    r"^[ \t]*(</?(?:div|section|article|center|main)\b[^<>]*>)[ \t]*$", re.MULTILINE
)
_MARKDOWN = re.compile(
    r"!\[[^\]]{0,500}\]\(|^#{1,6} |^[^\S\n]*[-*] \S|\[[^\]]{1,500}\]\([^)\s]{1,2000}\)|^```",
    re.MULTILINE,
)
_TAG = re.compile(r"<(?:p|div|br|img|figure|section|article|table|span)\b", re.IGNORECASE)


def to_soup(body: str, suffix: str) -> BeautifulSoup:
    """Parse a body by what it holds rather than by its name alone.

    Markdown files hold whole HTML pages and HTML wrappers hold Markdown; both are rendered. In
    plain text (``.txt``) a line is a paragraph.
    """
    markup = as_html(body)
    if suffix in (".html", ".htm"):
        pass
    elif suffix == ".txt" and not _MARKDOWN.search(body) and not _TAG.search(body):
        lines = (line.strip() for line in body.splitlines())
        markup = "".join(f"<p>{_escaped(line)}</p>" for line in lines if line)
    elif _MARKDOWN.search(body) or not _TAG.search(body):
        markup = _rendered(body)
    return BeautifulSoup(markup, "lxml")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _rendered(body: str) -> str:
    parser = _markdown()
    tokens = parser.parse(_WRAPPER.sub(r"\n\1\n", _LIQUID.sub("", as_markdown(body))))
    for token in tokens:
        if token.children and any(child.type == "image" for child in token.children):
            token.children = [_hard(child) for child in token.children]
    return str(parser.renderer.render(tokens, parser.options, {}))


@cache
def _markdown() -> MarkdownIt:
    # Indented code is how pasted HTML looks to a Markdown parser; posts mean it never.
    return MarkdownIt("commonmark", {"html": True}).enable("table").disable("code")


def _hard(token: Token) -> Token:
    """A new line beside an image ends a line: the caption is the line below the image."""
    return Token("hardbreak", "br", 0) if token.type == "softbreak" else token
