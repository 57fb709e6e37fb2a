"""Where a fact of a document was read: in which text, at which words, and what was supplied to it.

A date of the caption ``7 月 1 日晚`` of a post of 2018 is ``2018-07-01``: its words stand in the
caption, and the year is the post's. People who check a fact need just that. There are codes and
places and no sentences: who shows them says them in their reader's language. Words are kept as a
place in a text of the document, as matches are, so that they cost a few bytes and can be marked.

What holds of nearly all documents is not kept with each: see ``Document.origin``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Fact = Literal["taken", "credit", "article_creator", "place", "person"]
"""What was read: the date; the credit with its creator, agency and role; names of the post."""

Source = Literal["caption", "credit", "headline", "author", "paragraph", "post"]
"""A text of the document, a paragraph of the article, or a field of the post (front matter)."""

Supplied = Literal["post_year", "post_month", "text_year"]
"""What the words lack: year or month of the post's date; the year of a date before in the text."""

FACTS: tuple[Fact, ...] = get_args(Fact)
SOURCES: tuple[Source, ...] = get_args(Source)
SUPPLIED: tuple[Supplied, ...] = get_args(Supplied)

_PACKED = re.compile(r"(\d)(\d)(?::(\d+)-(\d+))?(?:\+(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where one fact was read.

    Attributes:
        fact: what was read.
        source: where it stands.
        start, end: its words there, in code points; both 0 where they stand in no text of the
            document, or in all of it.
        supplied: what was taken from elsewhere.
    """

    fact: Fact
    source: Source
    start: int = 0
    end: int = 0
    supplied: tuple[Supplied, ...] = ()


def packed(origins: Iterable[Origin]) -> str:
    """Origins as they are stored: a few characters each, codes by their places in the tables."""
    return " ".join(map(_packed, origins))


def unpacked(text: str) -> tuple[Origin, ...]:
    """What ``packed`` made; what a later version knows more is left out."""
    return tuple(
        Origin(
            fact=FACTS[int(fact)],
            source=SOURCES[int(source)],
            start=int(start or 0),
            end=int(end or 0),
            supplied=tuple(SUPPLIED[int(c)] for c in supplied if int(c) < len(SUPPLIED)),
        )
        for fact, source, start, end, supplied in _PACKED.findall(text)
        if int(fact) < len(FACTS) and int(source) < len(SOURCES)
    )


def _packed(origin: Origin) -> str:
    words = f":{origin.start}-{origin.end}" if origin.end else ""
    supplied = "".join(str(SUPPLIED.index(code)) for code in origin.supplied)
    more = f"+{supplied}" if supplied else ""
    return f"{FACTS.index(origin.fact)}{SOURCES.index(origin.source)}{words}{more}"
