"""The door of the room: the body of a post as HTML, with what was left out of it.

A body is read by what it holds rather than by its name alone: Markdown files hold whole HTML pages,
and HTML wrappers hold Markdown. The notations are rewritten in an order in which none hides from
the next: first code is put aside, then variables and paths become addresses, then pictures become
words (``draft``), and only then are the tags read that may stand around pictures.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup

from indexer.posts.left_out import LeftOut
from indexer.posts.markup import markdown
from indexer.posts.markup.code import hide_code
from indexer.posts.markup.components import rewrite_components
from indexer.posts.markup.containers import rewrite_containers
from indexer.posts.markup.draft import Draft, without_marks
from indexer.posts.markup.markdown_pictures import rewrite_pictures
from indexer.posts.markup.references import References, as_markdown, take_definitions
from indexer.posts.markup.tags import CALL, LIQUID, SHORT_CODE, rewrite_paths, rewrite_tags
from indexer.posts.markup.variables import put_in
from indexer.posts.markup.wordpress import rewrite_brackets

_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_MARKDOWN = re.compile(
    r"!\[|^[ ]{0,3}#{1,6} |^[ ]{0,3}#{2,6}[^#\s]|^[^\S\n]*[-*] \S|"
    r"\[[^\]\n]{1,500}\]\([^)\s]{1,2000}\)|^```|^[ ]{0,3}\[[^\]\n]{1,300}\]: |\{\{[<%]|^:::",
    re.MULTILINE,
)
_PARTED = re.compile(r"^[ \t]*+\n[^\s<][^\n]*+(?<!>)\n[ \t]*+$", re.MULTILINE)
"""A line of plain words between blank lines, as HTML parts no paragraphs."""

_TAG = re.compile(r"<(?:p|div|br|img|figure|section|article|table|span)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Markup:
    """The body of a post as HTML.

    Attributes:
        html: what is then parsed, once.
        left_out: notations that seem to name a picture and gave none.
        notes: what else should be told of the post.
    """

    html: str
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()


def to_html(body: str, suffix: str, *, variables: Mapping[str, str] | None = None) -> Markup:
    """Make HTML of a body; in plain text (``.txt``) a line is a paragraph."""
    draft = Draft(variables or {}, markdown.inline_html)
    is_markdown = _is_markdown(body, suffix)
    text = hide_code(without_marks(body), draft.hide, draft.shown, is_markdown=is_markdown)
    text = _addresses(text, draft)
    references = References(text)
    if is_markdown:
        references = take_definitions(text)
        text = rewrite_pictures(references.text, references, draft)
    text = rewrite_tags(text, SHORT_CODE, draft)
    text = rewrite_tags(text, LIQUID, draft)
    text = rewrite_tags(text, CALL, draft)
    text = rewrite_brackets(text, draft)
    if suffix not in _PAGES:
        text = rewrite_components(text, draft)
    html = _rendered(text, suffix, references, draft, is_markdown=is_markdown)
    return Markup(draft.placed(html), tuple(draft.left_out), tuple(draft.notes))


def to_soup(body: str, suffix: str, *, variables: Mapping[str, str] | None = None) -> BeautifulSoup:
    """Parse a body."""
    return BeautifulSoup(to_html(body, suffix, variables=variables).html, "lxml")


def _is_markdown(body: str, suffix: str) -> bool:
    if suffix in _PAGES:
        return False
    if suffix == ".mdx":
        return True
    if _MARKDOWN.search(body):
        return True
    return suffix != ".txt" and (not _TAG.search(body) or _PARTED.search(body) is not None)


def _addresses(text: str, draft: Draft) -> str:
    """Put variables, and tags that stand in the place of an address, into addresses."""
    if "{" not in text:
        return text
    text = put_in(text, draft)
    return rewrite_paths(rewrite_paths(text, SHORT_CODE, draft), LIQUID, draft)


def _rendered(
    text: str, suffix: str, references: References, draft: Draft, *, is_markdown: bool
) -> str:
    if is_markdown:
        text = markdown.lenient(rewrite_containers(text, draft))
        return markdown.as_html(f"{draft.shown(text)}\n{as_markdown(references)}")
    text = draft.shown(text)
    if suffix == ".txt" and not _TAG.search(text):
        lines = (line.strip() for line in text.splitlines())
        return "".join(f"<p>{_escaped(line)}</p>" for line in lines if line)
    return text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
