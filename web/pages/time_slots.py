"""Times of one length in a row, numbered, so that those without results can stand as gaps.

A slot is a year, a month or a day; its number counts on from the slot before. Where there would be
more bars than can be told apart, several slots are one bar, cut at round numbers: decades and not
the ten years from whichever comes first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import Literal

Unit = Literal["year", "month", "day"]

MOST_BARS = 62

_STEPS: Mapping[Unit, Sequence[int]] = {
    "year": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000),
    "month": (1, 3, 6, 12, 24, 60, 120),
    "day": (1, 7, 14, 28, 56),
}


@dataclass(frozen=True, slots=True)
class Slots:
    """Slots from one number to another, ``step`` of them to a bar.

    Attributes:
        first, last: numbers of bars.
    """

    unit: Unit
    step: int
    first: int
    last: int

    def bar(self, edtf: str) -> int:
        """The bar in which a time begins."""
        return number(self.unit, edtf) // self.step

    def edtf(self, bar: int) -> str:
        """The time of a bar, as a filter."""
        start = name(self.unit, bar * self.step)
        if self.step == 1:
            return start
        return f"{start}/{name(self.unit, (bar + 1) * self.step - 1)}"

    def __len__(self) -> int:
        return self.last - self.first + 1


def slots(unit: Unit, first: str, last: str) -> Slots:
    """The slots from one time to another."""
    least, most = number(unit, first), number(unit, last)
    steps = _STEPS[unit]
    step = next((s for s in steps if most // s - least // s < MOST_BARS), steps[-1])
    return Slots(unit, step, least // step, most // step)


def number(unit: Unit, edtf: str) -> int:
    """The number of the slot in which a date begins."""
    year, month, day = (*map(int, edtf.split("-")), 1, 1)[:3]
    if unit == "year":
        return year
    return year * 12 + month - 1 if unit == "month" else date(year, month, day).toordinal()


def name(unit: Unit, slot: int) -> str:
    """The slot as EDTF."""
    names: Mapping[Unit, Callable[[], str]] = {
        "year": lambda: f"{min(slot, MAXYEAR):04}",
        "month": lambda: f"{slot // 12:04}-{slot % 12 + 1:02}",
        "day": lambda: date.fromordinal(slot).isoformat(),
    }
    return names[unit]()
