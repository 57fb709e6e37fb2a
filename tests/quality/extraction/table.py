"""The rows as a table for people, and as values for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.quality.extraction.rows import Row
from tests.quality.extraction.tally import Tally

_HEADS: Mapping[str, str] = {
    "caption_precision": "cap P",
    "caption_recall": "cap R",
    "caption_f1": "cap F1",
    "caption_exact": "exact",
    "photographers_f1": "names",
    "agencies_f1": "agency",
    "taken_recall": "taken",
}
_HELD_OUT = "held out"
LEGEND = """\
photos: in truth; lost: of them, not listed; furniture: listed and no photo of the truth
cap P, R, F1: whether there is a caption; exact: its words, of the captions that are there
held out: cap F1 where the weights were fitted on the other families alone
names, agency: F1; taken: recall; invented: dates that the truth does not have
titles, days: right / labelled
"""
"""What the heads of the columns mean."""


def table(rows: Sequence[Row], held_out: Sequence[Row] = ()) -> str:
    """One line a row, in columns; ``held_out`` are the same rows read with other weights."""
    others = {row.name: row for row in held_out}
    cells = [_head(), *(_cells(row, others.get(row.name)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(_line(line, widths) for line in cells) + "\n"


def to_json(
    rows: Sequence[Row], held_out: Sequence[Row] = (), fell: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The rows by name, with every figure (None: nothing to measure), count and what fell."""
    others = {row.name: row.figures["caption_f1"] for row in held_out}
    return [
        {
            "name": row.name,
            "posts": row.score.posts,
            "photos": row.score.photos.true,
            **row.figures,
            **row.faults,
            "held_out_f1": others.get(row.name),
            "fell": [line for line in fell if line.startswith(f"{row.name}: ")],
        }
        for row in rows
    ]


def _head() -> list[str]:
    precision, recall, f1, *rest = _HEADS.values()
    first = ["", "posts", "photos", "lost", "furniture", precision, recall, f1, _HELD_OUT]
    return [*first, *rest, "invented", "titles", "days"]


def _cells(row: Row, other: Row | None) -> list[str]:
    score = row.score
    shares = [_share(row.figures[name]) for name in _HEADS]
    shares[3:3] = [_share(other.figures["caption_f1"] if other else None)]
    photos = [score.posts, score.photos.true, score.photos.missed, score.photos.extra]
    counts = [row.name, *map(str, photos), *shares, str(score.taken.extra)]
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
