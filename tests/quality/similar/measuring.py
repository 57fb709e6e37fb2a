"""Asks what is like each photo of an archive, and counts what is of the same event.

An event is told by what the question does not use: photos of one article, or of one day.
"""

from collections import Counter
from dataclasses import dataclass

from indexer import Archive, Document

FIRST = 5
"""So many are looked at."""

LEAST_RIGHT = 0.9
LEAST_ANSWERED = 0.25
"""Shares that may not be missed. Captions of one article mostly speak of different things: a row
that is left out says less than a wrong one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was found.

    Attributes:
        shown: photos that were found to be like another; right: those of the same event.
        asked: photos with a caption whose article has another one; answered: those for which
            something of the same event was found.
        wrong: ids of a photo and of one that is of another event.
    """

    shown: int
    right: int
    asked: int
    answered: int
    wrong: tuple[tuple[str, str], ...]

    @property
    def share_right(self) -> float:
        """How much of what is shown is of the same event."""
        return self.right / max(1, self.shown)

    @property
    def share_answered(self) -> float:
        """For how many of the photos something is shown that is."""
        return self.answered / max(1, self.asked)


def measured(archive: Archive) -> Figures:
    """The figures of an archive."""
    photos = [photo for photo in archive.photos() if photo.caption]
    of_article = Counter(photo.article for photo in photos)
    shown = right = asked = answered = 0
    wrong: list[tuple[str, str]] = []
    for photo in photos:
        found = [hit.document for hit in archive.similar(photo.id, limit=FIRST).hits]
        same = [other for other in found if is_same_event(photo, other)]
        shown, right = shown + len(found), right + len(same)
        wrong += [(photo.id, other.id) for other in found if other not in same]
        if of_article[photo.article] > 1:
            asked, answered = asked + 1, answered + bool(same)
    return Figures(shown=shown, right=right, asked=asked, answered=answered, wrong=tuple(wrong))


def is_same_event(one: Document, other: Document) -> bool:
    """Whether two photos are of one article, or of one day."""
    is_a_day = len(one.date) == len("2018-07-01")
    return one.article == other.article or (is_a_day and one.date == other.date)
