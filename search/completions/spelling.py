"""A completion as it may be typed: its symbols, how each sounds, and where typing may begin.

Typing may begin where a text begins, where a word of several does, and after a mark: the second
clause of a headline, the name after the point in 约翰·史密斯, 919 in C919.
"""

from dataclasses import dataclass
from typing import NamedTuple

from search.completions.completion import Completion
from search.completions.sounds import Sounds, name_sounds, phrase_sounds
from search.suggestion import SUGGESTION_KINDS
from search.text.fold import GAP, Fold

MOST_VIEWS = 4
"""Places of a text where typing may begin."""

_PEOPLE = tuple(map(SUGGESTION_KINDS.index, ("creator", "person")))
_NAMES = (*_PEOPLE, *map(SUGGESTION_KINDS.index, ("place", "agency")))
_BAR = "丨"
"""A character that headlines use as a bar."""


class Symbol(NamedTuple):
    """A symbol of a completion: its character, its sounds, and how many of these are usual."""

    character: str
    sounds: Sounds
    usual: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """The symbols of a completion, and the places of those with which typing may begin."""

    symbols: tuple[Symbol, ...]
    begins: tuple[int, ...]


def spelling(completion: Completion, fold: Fold) -> Spelling:
    """How a completion may be typed."""
    run = completion.key.run
    usual = phrase_sounds(run)
    if any(completion.offered[place] > 0 for place in _NAMES):
        is_person = any(completion.offered[place] > 0 for place in _PEOPLE)
        symbols = tuple(
            Symbol(character, *name_sounds(character, sounds, begins=is_person and not place))
            for place, (character, sounds) in enumerate(zip(run, usual, strict=True))
        )
    else:
        symbols = tuple(
            Symbol(c, sounds, len(sounds)) for c, sounds in zip(run, usual, strict=True)
        )
    return Spelling(symbols, _begins(run, completion.label, fold))


def _begins(run: str, label: str, fold: Fold) -> tuple[int, ...]:
    blanks = set() if label == run else _after_blanks(run, label, fold)
    places = [
        place
        for place in range(1, len(run))
        if run[place] != GAP
        and (
            place in blanks
            or run[place - 1] in (GAP, _BAR)
            or (run[place].isdecimal() and "a" <= run[place - 1] <= "z")
        )
    ]
    return (0, *places[: MOST_VIEWS - 1])


def _after_blanks(run: str, label: str, fold: Fold) -> set[int]:
    """The places of a run before which a blank stands in the text that it is of."""
    mapped = fold.map_stream(label)
    first = len(mapped.text) - len(mapped.text.lstrip(GAP))
    offsets = mapped.offsets[first : first + len(run)]
    return {
        place
        for place in range(1, len(offsets))
        if any(c.isspace() for c in label[offsets[place - 1] + 1 : offsets[place]])
    }
