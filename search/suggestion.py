"""What an archive suggests to somebody who types: the value."""

from dataclasses import dataclass
from typing import Literal, get_args

from search.errors import shortened

SuggestionKind = Literal[
    "creator", "person", "place", "agency", "category", "tag", "headline", "word"
]

SUGGESTION_KINDS: tuple[SuggestionKind, ...] = get_args(SuggestionKind)
"""What a text can be in an archive; of several the first is told."""

MOST_SUGGESTIONS = 50


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Suggestion:
    """A way to go on with what was typed.

    Attributes:
        text: what to search for, in the query language: what was typed, its last piece completed.
        label: the completion as the archive writes it.
        kind: what that is in the archive.
        count: how many documents a search for ``text`` with the same filters finds, exactly.
    """

    text: str
    label: str
    kind: SuggestionKind
    count: int

    def __repr__(self) -> str:
        return f"<Suggestion {shortened(self.text)}: {self.kind}, {self.count:,} found>"
