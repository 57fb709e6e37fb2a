"""The figures below which extraction must not fall, row by row.

``floors.json`` holds for each row the best that was reached: shares rounded down to three
decimals, and counts of faults, which may not rise. ``raised`` never lowers a floor; where a change
trades one figure for another (captions found at last, some of them inexact) a person decides, and
writes the lower floor by hand.

A figure that has nothing to measure has no floor (null). The F1 figures are the exception: where
nothing is true and nothing was found, nothing is wrong, and they count as 1, so that the first
name that is invented there makes them fall.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tests.quality.extraction.rows import Row

FILE = Path(__file__).with_name("floors.json")

Floors = Mapping[str, Mapping[str, float | None]]
"""By row, then by figure."""


def read_floors(file: Path = FILE) -> Floors:
    """Read the floors; none where there is no file."""
    if not file.exists():
        return {}
    floors: Floors = json.loads(file.read_text(encoding="utf-8"))
    return floors


def write_floors(floors: Floors, file: Path = FILE) -> None:
    """Write the floors."""
    file.write_text(json.dumps(floors, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def fallen(row: Row, floors: Mapping[str, float | None]) -> list[str]:
    """Say which figures of a row are below their floors, and which faults are more."""
    told: list[str] = []
    for name, figure in _levels(row).items():
        floor = floors[name]
        if figure is not None and floor is not None and figure < floor:
            told.append(f"{name} fell from {floor:.3f} to {figure:.3f}")
    for name, count in row.faults.items():
        most = floors[name]
        if most is not None and count > most:
            told.append(f"{name} rose from {most:.0f} to {count}")
    return told


def raised(rows: Iterable[Row], floors: Floors) -> Floors:
    """Give the floors with what is better today."""
    return {row.name: _raised(row, floors.get(row.name, {})) for row in rows}


def _raised(row: Row, floors: Mapping[str, float | None]) -> Mapping[str, float | None]:
    shares = {name: _best(max, floors.get(name), now) for name, now in _levels(row).items()}
    counts = {name: _best(min, floors.get(name), count) for name, count in row.faults.items()}
    return {**shares, **counts}


def _best(
    choose: Callable[[Iterable[float]], float], floor: float | None, now: float | None
) -> float | None:
    known = [value for value in (floor, now) if value is not None]
    return choose(known) if known else None


def _down(figure: float | None) -> float | None:
    return None if figure is None else math.floor(figure * 1000) / 1000


def _levels(row: Row) -> dict[str, float | None]:
    """The figures as they are compared and kept, rounded alike: a mean may miss by its last bit."""
    return {
        name: _down(1.0 if figure is None and name.endswith("_f1") else figure)
        for name, figure in row.figures.items()
    }
