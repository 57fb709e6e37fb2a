"""A post, split: its front matter and the text after it.

Front matter stands between rules: ``---`` for YAML, ``+++`` for TOML, ``;;;`` for JSON without its
braces, ``---json`` and its like for what they name; or it is a JSON object at the head, as in Hugo.
``...`` ends YAML, too, as in Jekyll and pandoc. Hexo asks for no rule above it; there only a key
that every engine has proves that a line above a rule is no heading of Markdown. A comment or blank
lines may stand before it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frontmatter.default_handlers import YAMLHandler

from indexer.posts.page.front_matter import (
    FrontMatterError,
    Rescued,
    has_keys,
    json_end,
    read_front_matter,
    read_json,
    read_toml,
)
from indexer.sources.post_file import PostError

_FrontMatter = Callable[[str], Mapping[str, Any]]

_NOT_QUITE = "front matter is not quite YAML; it was read line by line"
_BLANK = "\ufeff \n\t"
# Runs are taken whole, here and elsewhere: each turn of an atomic group holds 100 bytes and more.
_COMMENT = re.compile(r"<!--(?>(?:[^-]++|-(?!->))*)-->")
_YAML = YAMLHandler.FM_BOUNDARY or re.compile(r"^-{3,}\s*$", re.MULTILINE)
_YAML_ENDS = re.compile(r"^(?:-{3,}|\.{3})[ \t]*+$", re.MULTILINE)
_TOML = re.compile(r"^\+{3}[ \t]*+$", re.MULTILINE)
_JSON = re.compile(r"^;{3,}[ \t]*+$", re.MULTILINE)
_NAMED = re.compile(r"-{3,}[ \t]?(?P<language>json|toml|ya?ml)[ \t]*+\n", re.IGNORECASE)
_OBJECT = re.compile(r"\{\s*+\"[^\"\n]{1,100}\"\s*+:|\{\s*+\}")
_MEMBER = re.compile(r"\"[^\"\n]{1,100}\"\s*+:")
_BROKEN_KEY = re.compile(r"['\"]?[\w\s]+['\"]?")
_HEADLESS_LINE = re.compile(r"[A-Za-z_][\w-]*+:(?:\s.*)?|\s*+-\s.*|\s.*|#.*|")
_ENGINES_KEY = re.compile(r"^(?:title|date|layout|tags|categories)\s?:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Post:
    """A post file, split: its front matter and the text after it."""

    meta: Mapping[str, Any]
    body: str

    @property
    def notes(self) -> tuple[str, ...]:
        """What was odd about it, in English."""
        return (_NOT_QUITE,) if isinstance(self.meta, Rescued) and self.meta else ()


def split(text: str) -> Post:
    """Part the front matter from the body; a text without front matter is all body.

    Raises:
        PostError: there is front matter of which nothing can be read.
    """
    text = text.lstrip(_BLANK)
    comment = _COMMENT.match(text)
    head = text[comment.end() :].lstrip(_BLANK) if comment else text
    try:
        return _split(head) or Post({}, text)
    except FrontMatterError as error:
        raise PostError(str(error)) from error


def _split(text: str) -> Post | None:
    named = _NAMED.match(text)
    if named:
        return _between(text, named.end(), _YAML_ENDS, _LANGUAGES[named["language"][0].lower()])
    for rule, ends, read in _RULES:
        if opening := rule.match(text):
            return _between(text, opening.end(), ends, read)
    return _object(text) or _headless(text)


def _between(text: str, start: int, ends: re.Pattern[str], read: _FrontMatter) -> Post | None:
    """Read what stands above the next rule, if there is one."""
    closing = ends.search(text, start)
    if closing is None:
        return None
    front, body = text[start : closing.start()], text[closing.end() :]
    if read is read_front_matter and not has_keys(front):
        _check_for_keys(front)
        return None
    return Post(read(front), body)


def _check_for_keys(front: str) -> None:
    """Two rules in a text are no front matter, but a mapping that lost its keys is broken.

    Raises:
        FrontMatterError: it is broken.
    """
    heads = (line.partition(":") for line in front.splitlines())
    if any(colon and _BROKEN_KEY.fullmatch(head.strip()) for head, colon, _ in heads):
        raise FrontMatterError("front matter that is not YAML")


def _members(front: str) -> Mapping[str, Any]:
    """Read JSON that may lack its braces."""
    return read_json(front if front.lstrip().startswith("{") else f"{{{front}}}")


def _object(text: str) -> Post | None:
    """Read a JSON object at the head, behind which its line ends."""
    if not _OBJECT.match(text):
        return None
    end = json_end(text)
    if end is None or text[end:].partition("\n")[0].strip():
        return None
    return Post(read_json(text[:end]), text[end:])


def _headless(text: str) -> Post | None:
    """Read front matter above its only rule, as Hexo does."""
    if _MEMBER.match(text):
        return _between(text, 0, _JSON, _members)
    fields = _FIELDS.match(text)
    if fields is not None and len(set(map(str.lower, _FIELD.findall(fields[0])))) > 1:
        return Post(read_front_matter(fields[0]), text[fields.end() :])
    closing = _YAML_ENDS.search(text)
    if closing is None or not _HEADLESS_LINE.fullmatch(text.partition("\n")[0]):
        return None
    front = text[: closing.start()]
    if not _ENGINES_KEY.search(front) or not all(map(_HEADLESS_LINE.fullmatch, front.split("\n"))):
        return None
    return Post(read_front_matter(front), text[closing.end() :])


_FIELDS = re.compile(r"(?>(?:[A-Z][\w-]{0,40}+:[ \t]++[^\n]++\n){2,100})(?=\n)")
_FIELD = re.compile(
    r"^(Title|Date|Slug|Category|Tags|Author|Authors|Summary|Status):", re.MULTILINE
)
"""Fields above an empty line, as Pelican and MultiMarkdown have them."""

_LANGUAGES: Mapping[str, _FrontMatter] = {"j": read_json, "t": read_toml, "y": read_front_matter}
_RULES: tuple[tuple[re.Pattern[str], re.Pattern[str], _FrontMatter], ...] = (
    (_YAML, _YAML_ENDS, read_front_matter),
    (_TOML, _TOML, read_toml),
    (_JSON, _JSON, _members),
)
