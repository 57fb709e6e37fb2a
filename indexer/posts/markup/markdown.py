"""Markdown as HTML, by markdown-it, after the leniency that it does not have.

CommonMark ends an HTML block at a blank line only, so that a line of HTML swallows the lines behind
it; and a heading wants a blank behind its marks. Blogs were written for renderers that think
otherwise. Both are mended in the text, line by line, and nothing else is: the grammar of Markdown
is left to a parser of it. Pictures are none of its business (``markdown_pictures``).
"""

import re
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_WRAPPER = re.compile(
    r"^[ \t]*(</?(?:div|section|article|center|main|details|figure)\b[^<>\n]*>)[ \t]*$",
    re.MULTILINE,
)
_HTML_LINE = re.compile(
    r"^(?P<line>[ \t]*<(?:[^\n]*[^\n\s])?>[ \t]*)\n"
    r"(?=[ \t]*(?:[^<\n]{0,200}\ufdd2|#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|>[ \t]|\ufdd0|"
    r"\*\*|\||:::))",
    re.MULTILINE,
)
_HEADING = re.compile(
    r"^(?P<marks>[ ]{0,3}(?:#{2,6}(?=[^#\s])|#(?=[\u4e00-\u9fff])(?![^\n]*\S#(?:[^#\n]|$))))"
    r"(?P<text>[^\n]{1,500}?)[ \t]*(?P<tail>#*)[ \t]*$",
    re.MULTILINE,
)
_PLACED = "\ufdd2"


def as_html(text: str) -> str:
    """Render a text that was made ``lenient``, with its code in it again."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.children and any(_PLACED in child.content for child in token.children):
            token.children = [_hard(child) for child in token.children]
        elif token.type == "html_block" and _PLACED in token.content:
            token.content = _with_breaks(token.content)
    return str(parser.renderer.render(tokens, parser.options, {}))


def inline_html(text: str) -> str:
    """Render a caption."""
    return str(_parser().renderInline(" ".join(text.split())))


def lenient(text: str) -> str:
    """Mend what lenient renderers take; code must be hidden and pictures be words."""
    text = _WRAPPER.sub(r"\n\1\n", text)
    text = _HTML_LINE.sub(r"\g<line>\n\n", text)
    return _HEADING.sub(r"\g<marks> \g<text>", text)


@cache
def _parser() -> MarkdownIt:
    # Indented code is how pasted HTML looks to a Markdown parser; posts mean it never.
    return MarkdownIt("commonmark", {"html": True}).enable("table").disable("code")


def _hard(token: Token) -> Token:
    """A new line beside an image ends a line: the caption is the line below the image."""
    return Token("hardbreak", "br", 0) if token.type == "softbreak" else token


def _with_breaks(content: str) -> str:
    """The same in HTML, where a new line is a blank."""
    lines = content.split("\n")
    joined = [lines[0]]
    for before, line in pairwise(lines):
        joined.append("<br>\n" if _PLACED in before or _PLACED in line else "\n")
        joined.append(line)
    return "".join(joined)
