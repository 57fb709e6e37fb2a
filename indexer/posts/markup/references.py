"""Link definitions of Markdown, each read by itself.

To CommonMark a malformed title makes a paragraph of a definition, and of all that follow it; a
definition right behind a line of text is none; and whatever looks like one vanishes, as does
``[主持人]: 大家好``. Blogs were written for renderers that took them where they stand, so they are
taken out of the text first: a line in brackets with an address behind them, and what may be a
title.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.posts.markup.written import looks_like_picture

_DEFINITION = re.compile(
    r"^[ \t]{0,8}\[(?!\^)(?P<label>[^\[\]\n]{1,300})\][:：][ \t]*(?P<rest>\S[^\n]{0,4000})"
    r"(?P<next>\n[ \t]{1,20}(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|\([^()\n]{0,500}\))[ \t]*)?$",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"<(?P<angled>[^<>]{1,4000})>|(?P<bare>\S+)")
_IS_ADDRESS = re.compile(r"[/.#\\]|^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_MAX_LABEL = 300


@dataclass(frozen=True, slots=True)
class Definition:
    """What a label stands for."""

    address: str
    title: str


@dataclass(frozen=True, slots=True)
class References:
    """A text without its definitions, and these by their labels."""

    text: str
    by_label: Mapping[str, Definition] = field(default_factory=dict)

    def get(self, label: str) -> Definition | None:
        """What a label stands for, in whatever letters."""
        return self.by_label.get(_folded(label)) if len(label) <= _MAX_LABEL else None


def take_definitions(text: str) -> References:
    """Take the link definitions out of a text; the first of a label counts."""
    found: dict[str, Definition] = {}

    def taken(match: re.Match[str]) -> str:
        definition = _read(f"{match['rest'].strip()} {(match['next'] or '').strip()}".strip())
        if definition is None:
            return match[0].replace("[", "\\[", 1)  # a text, which the parser would take
        found.setdefault(_folded(match["label"]), definition)
        return ""

    return References(_DEFINITION.sub(taken, text), found)


def as_markdown(references: References) -> str:
    """The definitions as the parser wants them, for the links that use them."""
    return "".join(
        f"\n[{label}]: <{re.sub('[<>]', '', definition.address)}>"
        for label, definition in references.by_label.items()
    )


def _read(rest: str) -> Definition | None:
    match = _ADDRESS.match(rest)
    if match is None:
        return None
    address, title = match["angled"] or match["bare"] or "", rest[match.end() :].strip()
    if not _IS_ADDRESS.search(address):
        return None
    if title and title[0] not in "\"'(“" and looks_like_picture(title):
        address, title = rest, ""  # blanks in the path
    if title:
        title = title.strip("\"'“”") if title[0] != "(" else title[1:].removesuffix(")")
    return Definition(address, title)


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
