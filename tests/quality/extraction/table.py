"""The rows as a table for people, and as values for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.quality.extraction.rows import Row
from tests.quality.extraction.tally import Tally

_HEADS: Mapping[str, str] = {
    "photos_found": "found",
    "caption_precision": "cap P",
    "caption_recall": "cap R",
    "caption_f1": "cap F1",
    "caption_exact": "exact",
    "photographers_f1": "names",
    "agencies_f1": "agency",
    "taken_recall": "taken",
}
LEGEND = """\
photos: in truth; found: share of them listed; false: listed and no photo of the truth
cap P, R, F1: whether there is a caption; exact: its words, of the captions that are there
names, agency: F1; taken: recall; invented: dates that the truth does not have
titles, days: right / labelled
"""
"""What the heads of the columns mean."""


def table(rows: Sequence[Row]) -> str:
    """One line a row, in columns."""
    cells = [_head(), *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(_line(line, widths) for line in cells) + "\n"


def to_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows by name, with every figure (None: nothing to measure) and every count."""
    return [
        {
            "name": row.name,
            "posts": row.score.posts,
            "photos": row.score.photos.true,
            **row.figures,
            **row.faults,
        }
        for row in rows
    ]


def _head() -> list[str]:
    shares = list(_HEADS.values())
    return ["", "posts", "photos", "found", "false", *shares[1:], "invented", "titles", "days"]


def _cells(row: Row) -> list[str]:
    score = row.score
    found, *shares = (_share(row.figures[name]) for name in _HEADS)
    counts = [row.name, str(score.posts), str(score.photos.true), found]
    counts += [str(score.photos.extra), *shares, str(score.taken.extra)]
    return [*counts, _of(score.titles), _of(score.days)]


def _share(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"


def _of(tally: Tally) -> str:
    return f"{tally.right}/{tally.true}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, *rest = (
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join((name, *rest))
