"""What else would do for a text that was typed: other words for it, and the days that it names.

A chunk is *widened* by alternatives. Each asks for a text of its own (the chunk with other words
in the place of some), for days (what a date in the chunk says, with what is left of the chunk), or
for both. An alternative finds as the chunk does, and scores less: what was typed comes first.
Nothing is rewritten, since a wrong guess must cost nothing but some hits at the end of the list;
and what is quoted, excluded or asked for in a field of names is meant as it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice, product

from search.calendar.readings import DateReading, readings
from search.equivalents.equivalents import Replacement
from search.fields import Scope
from search.query.nodes import Chunk, has_letter
from search.text.dates import DateRange
from search.vocabulary import Vocabulary

MOST_BY_WORDS = 16
"""Alternatives of a chunk by other words."""

_TWINS = str.maketrans({"甯": "宁", "宁": "甯", "寧": "甯"})
"""One character in two shapes, both in GB 2312, so that the fold keeps them apart: the name 甯."""

_LONGEST = 50
"""Longer chunks are pasted; nobody looks for other words in them."""

_PASTED = 200
"""Longer queries are pasted: each text of them would be asked for in sixteen ways."""

_SPELLINGS = 3
"""Other ways to write a date that are looked for."""

_WIDENED: frozenset[Scope | None] = frozenset((None, "caption", "headline"))


@dataclass(frozen=True, slots=True)
class Alternative:
    """What would do for a chunk.

    Attributes:
        text: what must stand in a field; empty where only the days count.
        periods: the days of which a document must be; none where only the text counts.
    """

    text: str
    periods: tuple[DateRange, ...] = ()


class Widening:
    """Knows the alternatives of texts; safe to share between threads.

    Args:
        vocabulary: other words; None for none.
        today: what dates are read by.
        dates_in_text: whether dates are read in texts, and not in the field for dates alone.
        length: code points of the query; a long one is taken as it stands.
    """

    def __init__(
        self,
        vocabulary: Vocabulary | None,
        today: date,
        *,
        dates_in_text: bool = True,
        length: int = 0,
    ) -> None:
        is_pasted = length > _PASTED
        self._vocabulary = None if is_pasted else vocabulary
        self.today = today
        self._dates_in_text = dates_in_text and not is_pasted

    def replacements(self, chunk: Chunk) -> tuple[Replacement, ...]:
        """Where other words may stand in a chunk's text."""
        if self._vocabulary is None or not _is_wide(chunk):
            return ()
        return self._vocabulary.equivalents.of(chunk.text)

    def dates(self, chunk: Chunk) -> tuple[DateReading, ...]:
        """The dates in a chunk's text."""
        if not self._dates_in_text or not _is_wide(chunk):
            return ()
        return readings(chunk.text, today=self.today)

    def of(self, chunk: Chunk) -> tuple[Alternative, ...]:
        """What would do for a chunk, without repetition."""
        found = [*self._by_words(chunk), *self._by_dates(chunk)]
        return tuple(dict.fromkeys(one for one in found if one.text != chunk.text or one.periods))

    def whole(self, text: str) -> tuple[str, ...]:
        """The words of a text that must not be cut apart, as they stand there."""
        if self._vocabulary is None:
            return ()
        return tuple(text[start:end] for start, end in self._vocabulary.words.in_text(text))

    def _by_words(self, chunk: Chunk) -> Iterator[Alternative]:
        found = self.replacements(chunk)
        choices = [(one.text, *one.alternatives) for one in found]
        twin = chunk.text.translate(_TWINS)
        if self._vocabulary is not None and _is_wide(chunk) and twin != chunk.text:
            yield Alternative(twin)
        typed = [one.text for one in found]
        single = (  # one word in another's place: each word's first, then each one's second
            [*typed[:place], choice[rank], *typed[place + 1 :]]
            for rank in range(1, max(map(len, choices), default=0))
            for place, choice in enumerate(choices)
            if rank < len(choice)
        )
        for chosen in islice(chain(single, islice(product(*choices), 1, None)), MOST_BY_WORDS):
            yield Alternative(_replaced(chunk.text, found, chosen))

    def _by_dates(self, chunk: Chunk) -> Iterator[Alternative]:
        for one in self.dates(chunk):
            before, after = chunk.text[: one.start], chunk.text[one.end :]
            left = f"{before} {after}".strip()
            yield Alternative(left if has_letter(left) else "", one.periods)
            for spelling in one.spellings[:_SPELLINGS]:
                text = f"{before}{spelling}{after}"
                yield Alternative(text, self._years_of(one, spelling))

    def _years_of(self, one: DateReading, spelling: str) -> tuple[DateRange, ...]:
        """The years that a document must be of where a date is written without one."""
        written = readings(spelling, today=self.today)
        if one.recurring or not any(again.recurring for again in written):
            return ()
        return tuple(
            DateRange(days.first.replace(month=1, day=1), days.last.replace(month=12, day=31))
            for days in one.periods
            if days.first and days.last
        )


UNWIDENED = Widening(None, date.min, dates_in_text=False)
"""Nothing would do for anything."""


def _is_wide(chunk: Chunk) -> bool:
    return chunk.scope in _WIDENED and len(chunk.text) <= _LONGEST


def _replaced(text: str, found: Sequence[Replacement], chosen: Sequence[str]) -> str:
    pieces, position = [], 0
    for one, other in zip(found, chosen, strict=True):
        pieces += [text[position : one.start], other]
        position = one.end
    return "".join(pieces) + text[position:]
