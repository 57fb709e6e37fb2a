"""The rows as a table for people, and as values for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.quality.ranking.expected import Figures, configuration
from tests.quality.ranking.measuring import MEASURES, Row


def table(rows: Sequence[Row], expected: Figures) -> str:
    """The constants, then one line a row: each figure with what was expected of it."""
    constants = "".join(f"{name} = {value}\n" for name, value in configuration().items())
    head = f"{'':18}{'documents':>10}{'queries':>9}" + "".join(f"{m:>17}" for m in MEASURES)
    lines = [_line(row, expected.get(row.name, {})) for row in rows]
    return "\n".join((constants, head, *lines, ""))


def to_json(rows: Sequence[Row], fell: Sequence[str]) -> dict[str, Any]:
    """The configuration, the rows by name with every figure, and what fell."""
    sets = {
        row.name: {"documents": row.documents, "queries": row.queries, **row.figures}
        for row in rows
    }
    return {"configuration": configuration(), "sets": sets, "fell": list(fell)}


def _line(row: Row, expected: Mapping[str, float]) -> str:
    figures = "".join(f"{_figure(f, expected.get(name)):>17}" for name, f in row.figures.items())
    return f"{row.name:18}{row.documents:10,}{row.queries:9,}{figures}"


def _figure(figure: float, before: float | None) -> str:
    return f"{figure:.4f}" if before is None else f"{figure:.4f} ({figure - before:+.4f})"
