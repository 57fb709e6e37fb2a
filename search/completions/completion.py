"""A completion: a text that an archive offers to whoever types its beginning.

The same text may be a photographer, a person in a caption and a frequent word; it is one
completion, told by the first of the kinds that it is of, in the order of ``SUGGESTION_KINDS``. Two
texts that a search does not tell apart (they fold alike) are one, spelled as most documents spell
it when it was first met. A category is apart from all others: it is no text of a document, and a
search asks for it by its field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from search.suggestion import SUGGESTION_KINDS, SuggestionKind

LONGEST_COUNTED = 64
"""Symbols of a text whose documents are counted when it is written."""

LONGEST = 200
"""Symbols of a completion: a longer headline is no text that anybody types."""

LEAST_WORDS = 2
"""Photos that a word must stand in: one of a single photo is not frequent."""

_WEIGHTS: Mapping[SuggestionKind, int] = {"word": 32, "headline": 8, "category": 1}
_NAME = 64


class Key(NamedTuple):
    """What tells completions apart.

    Attributes:
        run: the character stream of the text.
    """

    run: str
    is_category: bool = False


class Settled(IntEnum):
    """Whether the documents that were counted are those that a search finds.

    That is so where a text stands as its ``RUN`` of symbols (see ``search.query.plan``), or as
    that or ``BROKEN`` by a mark. A headline is asked for in quotes, and stands as its run.
    """

    NO = 0
    RUN = 1
    BROKEN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One completion.

    Attributes:
        label: the text as documents write it; of a word, folded.
        offered: how many photos offer it, by kind in the order of ``SUGGESTION_KINDS``; of words,
            fields of photos.
        total: how many photos it stands in, any field; 0 where that was not counted.
        settled: whether these are the photos that a search for it finds, as long as nothing else
            would do for it.
    """

    key: Key
    label: str
    offered: tuple[int, ...]
    total: int
    settled: Settled

    @property
    def kind(self) -> SuggestionKind:
        """What it is."""
        return SUGGESTION_KINDS[first_kind(self.offered)]

    def kind_among(self, kinds: Sequence[SuggestionKind]) -> SuggestionKind | None:
        """What it is of some kinds, which may be another than ``kind``; None where it is none."""
        of = (kind for kind, count in zip(SUGGESTION_KINDS, self.offered, strict=True) if count > 0)
        return next((kind for kind in of if kind in kinds), None)

    @property
    def is_folded(self) -> bool:
        """Whether documents may spell it otherwise than the label does."""
        if self.label != self.key.run or self.key.is_category:
            return False
        return self.kind == "word" or self.key.run.isascii()

    @property
    def is_quoted(self) -> bool:
        """Whether it is asked for in quotes: all of a headline is meant."""
        return is_quoted(self.offered)

    @property
    def is_frequent(self) -> bool:
        """Whether it is suggested: a word of one photo is not, unless it is of Latin letters."""
        if any(count > 0 for count in self.offered[:-1]):
            return True
        if self.key.run.isascii():
            return self.offered[-1] > 0
        return self.offered[-1] >= LEAST_WORDS and (self.total >= LEAST_WORDS or not self.settled)

    @property
    def weight(self) -> int:
        """What it would find, for the order: see ``weight_of``."""
        return weight_of(self.kind, self.total or max(self.offered))


def first_kind(offered: tuple[int, ...]) -> int:
    """The place of the first kind that a completion is of."""
    return next((place for place, count in enumerate(offered) if count), len(offered) - 1)


def is_quoted(offered: tuple[int, ...]) -> bool:
    """Whether what is offered so is asked for in quotes."""
    return SUGGESTION_KINDS[first_kind(offered)] == "headline"


def weight_of(kind: SuggestionKind, count: int) -> int:
    """The order of completions that match equally well: what finds most comes first.

    Words count half: who types a name's beginning mostly wants the name. Headlines count an eighth
    of it: they hold dozens of photos of which nobody thought. Categories come last, since they hold
    half of an archive.
    """
    return _WEIGHTS.get(kind, _NAME) * count
