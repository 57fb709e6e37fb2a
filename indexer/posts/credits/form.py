"""A form of credit line: its pattern, and what a text must hold to have it.

Nearly every text beside a picture is asked for a credit and few have one, so each form names
characters without which a text cannot have it: a look at those costs a twentieth of the search.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_letters

from indexer.posts.credits.words import END

Row = tuple[str, ...]
"""What may stand before a form, the form, the characters in which it may end (any where there are
none), and sets of characters of each of which the text holds one."""

KNOWN_ENDS = ascii_letters + "社网报国法联新像意虫觉景视科源讯"
"""The characters in which ``KNOWN`` may end."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of credit line.

    Attributes:
        pattern: finds it at the end of a text; the group ``credit`` is the whole line, some of
            ``names``, ``outlet``, ``role``, ``shown`` and ``source`` are its parts.
        ends: the characters in which the credit may end; any where there are none.
        signs: of each set of characters the text holds one.
    """

    pattern: re.Pattern[str]
    ends: frozenset[str]
    signs: tuple[frozenset[str], ...]


def compiled(rows: Iterable[Row]) -> tuple[Form, ...]:
    """The forms that rows describe, in their order."""
    return tuple(
        Form(
            re.compile(edge + f"(?P<credit>{form})" + END),
            frozenset(ends),
            tuple(map(frozenset, signs)),
        )
        for edge, form, ends, *signs in rows
    )
