"""A post, split: its front matter and the text after it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontmatter.default_handlers import YAMLHandler

from indexer.posts.page.front_matter import (
    FrontMatterError,
    has_keys,
    read_front_matter,
    read_toml,
)
from indexer.sources.post_file import PostError

_TOML = re.compile(r"^\+{3}\s*$", re.MULTILINE)
_BROKEN_KEY = re.compile(r"['\"]?[\w\s]+['\"]?")


@dataclass(frozen=True, slots=True)
class Post:
    """A post file, split: its front matter and the text after it."""

    meta: Mapping[str, Any]
    body: str


def split(text: str) -> Post:
    """Part the front matter from the body; a text without front matter is all body.

    Raises:
        PostError: there is front matter of which nothing can be read.
    """
    text = text.lstrip("\ufeff \n\t")
    if _TOML.match(text) and len(_TOML.findall(text)) > 1:
        return _toml_post(text)
    boundary = YAMLHandler.FM_BOUNDARY
    if boundary is None or not boundary.match(text) or len(boundary.findall(text)) < 2:
        return Post({}, text)
    front, body = YAMLHandler().split(text)
    if not front.strip() or not has_keys(front):
        return _without_keys(front, text)
    try:
        return Post(read_front_matter(front), body)
    except FrontMatterError as error:
        raise PostError(str(error)) from error


def _without_keys(front: str, text: str) -> Post:
    """Two rules in a text are no front matter, but a mapping that lost its keys is broken."""
    heads = (line.partition(":") for line in front.splitlines())
    if any(colon and _BROKEN_KEY.fullmatch(head.strip()) for head, colon, _ in heads):
        raise PostError("front matter that is not YAML")
    return Post({}, text)


def _toml_post(text: str) -> Post:
    _, front, body = _TOML.split(text, 2)
    try:
        return Post(read_toml(front), body)
    except FrontMatterError as error:
        raise PostError(str(error)) from error
