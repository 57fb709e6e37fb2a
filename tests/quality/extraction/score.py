"""The score of one picture, one post or many: tallies that add up, and the figures made of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace

from tests.quality.extraction.tally import Tally

_NOTHING = Tally()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What was right and wrong; ``judging`` has the rules.

    Attributes:
        photos: extra ones are false photos.
        captions: whether there is one, whatever its words.
        exact: of the captions that are there in truth and article, the words.
        taken: extra ones are invented dates.
        titles, days: one a post that is labelled.
        misses: a line for each thing that is wrong.
    """

    posts: int = 0
    photos: Tally = _NOTHING
    captions: Tally = _NOTHING
    exact: Tally = _NOTHING
    photographers: Tally = _NOTHING
    agencies: Tally = _NOTHING
    taken: Tally = _NOTHING
    titles: Tally = _NOTHING
    days: Tally = _NOTHING
    misses: tuple[str, ...] = ()

    def __add__(self, other: "Score") -> "Score":
        names = (field.name for field in fields(self))
        return Score(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def under(self, heading: str) -> "Score":
        """The same score, with a heading before each miss."""
        return replace(self, misses=tuple(f"{heading}{miss}" for miss in self.misses))

    def figures(self) -> dict[str, float | None]:
        """Shares of 1, the more the better; None where there is nothing to measure."""
        return {name: figure(self) for name, figure in FIGURES.items()}

    def faults(self) -> dict[str, int]:
        """Counts of what should not be there at all, the fewer the better."""
        return {name: fault(self) for name, fault in FAULTS.items()}


FIGURES: Mapping[str, Callable[[Score], float | None]] = {
    "photos_found": lambda score: score.photos.recall,
    "photos_precision": lambda score: score.photos.precision,
    "caption_precision": lambda score: score.captions.precision,
    "caption_recall": lambda score: score.captions.recall,
    "caption_f1": lambda score: score.captions.f1,
    "caption_exact": lambda score: score.exact.recall,
    "photographers_f1": lambda score: score.photographers.f1,
    "agencies_f1": lambda score: score.agencies.f1,
    "taken_recall": lambda score: score.taken.recall,
    "titles": lambda score: score.titles.recall,
    "days": lambda score: score.days.recall,
}
FAULTS: Mapping[str, Callable[[Score], int]] = {
    "false_photos": lambda score: score.photos.extra,
    "invented_dates": lambda score: score.taken.extra,
}


def total(scores: Iterable[Score]) -> Score:
    """Add scores up."""
    return sum(scores, Score())


def mean_figures(scores: Iterable[Score]) -> dict[str, float | None]:
    """Average each figure over the scores in which it is defined."""
    rows = [score.figures() for score in scores]
    return {name: _mean([row[name] for row in rows]) for name in FIGURES}


def _mean(values: Iterable[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return sum(defined) / len(defined) if defined else None
