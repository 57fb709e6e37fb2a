"""The texts in the values of front matter, which may be one, a list of them, or a mapping."""

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from indexer.posts.page.decoding import well_formed

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def first_text(values: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    """The first text under the first of several keys that has one."""
    return next(iter(all_texts(values, keys)), None)


def all_texts(values: Mapping[str, Any], keys: Iterable[str]) -> tuple[str, ...]:
    """Collect the texts under several keys, in order, each once."""
    found: dict[str, None] = {}
    for key in keys:
        found.update(dict.fromkeys(texts_in(values.get(key))))
    return tuple(found)


def texts_in(value: object) -> list[str]:
    """All texts of a value, in order."""
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in texts_in(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in texts_in(item)]
    text = "" if value is None or isinstance(value, bool) else tidy(html.unescape(str(value)))
    return [text] if text else []


def tidy(text: str) -> str:
    """A text on one line that a file can hold."""
    return " ".join(_CONTROL.sub("", well_formed(text)).split())
