"""The figures that were reached, row by row, and what has fallen since.

Nothing in ``expected.json`` rises or falls by itself: ``--write`` renews it, and a person reads the
difference before committing it. A file that only rises would ask for a lie where a change trades
one figure for another (captions found at last, some of them inexact).

A share may be lower by ``SLACK``: one text in a hundred. A date that is invented is told whatever
the share, because in an archive a wrong date is worse than none.

A figure that has nothing to measure is null. The F1 figures are the exception: where nothing is
true and nothing was found, nothing is wrong, and they count as 1, so that the first name that is
invented there makes them fall.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from tests.quality.extraction.rows import Row

FILE = Path(__file__).with_name("expected.json")

SLACK = 0.01
"""A figure may be lower by so much."""

STRICT = "invented_dates"
"""The count that may not rise at all."""

Figures: TypeAlias = Mapping[str, float | None]

Expected: TypeAlias = Mapping[str, Figures]
"""By row, then by figure."""


def read_expected(file: Path = FILE) -> Expected:
    """What was reached; nothing where there is no file."""
    if not file.exists():
        return {}
    expected: Expected = json.loads(file.read_text(encoding="utf-8"))
    return expected


def write_expected(rows: Iterable[Row], file: Path = FILE) -> None:
    """Expect what is measured."""
    kept = {row.name: figures_of(row) for row in rows}
    file.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def fallen(row: Row, expected: Expected) -> list[str]:
    """Say which figures of a row are lower than they were; nothing of a row that is not known."""
    before, now = expected.get(row.name, {}), figures_of(row)
    told = (_fallen(name, before[name], now[name]) for name in now if name in before)
    return [f"{row.name}: {line}" for line in told if line]


def figures_of(row: Row) -> dict[str, float | None]:
    """The figures as they are compared and kept."""
    shares = {name: _kept(name, figure) for name, figure in row.figures.items()}
    return {**shares, STRICT: row.faults[STRICT]}


def _kept(name: str, figure: float | None) -> float | None:
    if figure is None:
        return 1.0 if name.endswith("_f1") else None
    return round(figure, 4)


def _fallen(name: str, before: float | None, now: float | None) -> str:
    if before is None or now is None:
        return ""
    if name == STRICT:
        return f"{name} rose from {before:.0f} to {now:.0f}" if now > before else ""
    return f"{name} fell from {before:.4f} to {now:.4f}" if round(before - now, 4) > SLACK else ""
