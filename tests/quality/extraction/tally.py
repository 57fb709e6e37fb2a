"""Counts of right, extra and missed things, and the figures that are made of them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things were found rightly, found where they are not, and missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.extra + other.extra, self.missed + other.missed)

    @property
    def true(self) -> int:
        """How many there are in truth."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None where nothing was found."""
        return _share(self.right, self.right + self.extra)

    @property
    def recall(self) -> float | None:
        """The share of what is true that was found; None where nothing is."""
        return _share(self.right, self.true)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where nothing is true and nothing was found."""
        return _share(2 * self.right, 2 * self.right + self.extra + self.missed)


def compared(true: Iterable[str], found: Iterable[str]) -> Tally:
    """Count two sets of values."""
    wanted, given = set(true), set(found)
    return Tally(len(wanted & given), len(given - wanted), len(wanted - given))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
