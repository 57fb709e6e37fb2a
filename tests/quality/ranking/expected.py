"""The figures that were reached, with the constants by which they were.

``expected.json`` holds them for whole sets and for the slices that ``make test`` asks. Nothing in
it rises by itself: ``--write`` renews it, and a person reads the difference before committing it.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from search import ranking
from tests.quality.ranking.measuring import Row

FILE = Path(__file__).with_name("expected.json")

SLACK = 0.003
"""A figure may be lower by so much: two sets of synonyms differ more by chance."""

Extent = Literal["whole", "slice"]

Figures = Mapping[str, Mapping[str, float]]
"""By set, then by measure."""

Expected = Mapping[str, Any]
"""``Figures`` by extent, and ``configuration``."""


def configuration() -> dict[str, Any]:
    """Every constant of ``search.ranking``."""
    return {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in vars(ranking).items()
        if name.isupper() and isinstance(value, int | float | str | tuple | Mapping)
    }


def read_expected() -> Expected:
    """What was reached; nothing where there is no file."""
    expected: Expected = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return expected


def write_expected(rows: Iterable[Row], extent: Extent) -> None:
    """Renew the figures of these rows and the configuration."""
    before = read_expected()
    kept = {row.name: {k: round(v, 4) for k, v in row.figures.items()} for row in rows}
    renewed = {**before, extent: {**before.get(extent, {}), **kept}}
    renewed["configuration"] = configuration()
    FILE.write_text(json.dumps(renewed, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def fallen(row: Row, expected: Figures) -> list[str]:
    """Say which figures of a row are lower than they were; nothing of a set that is not known."""
    return [
        f"{row.name}: {name} fell from {figure:.4f} to {row.figures[name]:.4f}"
        for name, figure in expected.get(row.name, {}).items()
        if row.figures[name] < figure - SLACK
    ]
