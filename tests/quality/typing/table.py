"""The figures as tables for people, and as values for programs."""

from collections.abc import Sequence
from typing import Any

from tests.quality.typing.asking import FEW, Answers
from tests.quality.typing.figures import (
    CorrectionRow,
    Share,
    SuggestionRow,
    correction_rows,
    failures,
    suggestion_rows,
)

_NAME = 14


def table(answers: Answers) -> str:
    """Suggestions, corrections and right queries, a line a group."""
    bothered = sum(bool(one.offered) for one in answers.left)
    return "".join(
        (
            _head("suggestions", "first is wanted", f"in the first {FEW}"),
            *(_line(row.name, row.first, row.near) for row in suggestion_rows(answers.suggested)),
            "\n",
            _head("corrections", "shown are right", "searches helped"),
            *(_line(row.name, row.right, row.helped) for row in correction_rows(answers.corrected)),
            f"\nright queries with a correction: {bothered} of {len(answers.left)}\n",
        )
    )


def to_json(answers: Answers) -> dict[str, Any]:
    """All figures by group, and what is not reached."""
    return {
        "suggestions": _named(suggestion_rows(answers.suggested)),
        "corrections": _named(correction_rows(answers.corrected)),
        "right queries": {
            "asked": len(answers.left),
            "with a correction": sum(bool(one.offered) for one in answers.left),
        },
        "failures": failures(answers),
    }


def _named(rows: Sequence[SuggestionRow] | Sequence[CorrectionRow]) -> dict[str, Any]:
    return {row.name.strip(): _values(row) for row in rows}


def _values(row: SuggestionRow | CorrectionRow) -> dict[str, Any]:
    if isinstance(row, SuggestionRow):
        return {"first": _value(row.first), "near": _value(row.near)}
    return {"right": _value(row.right), "helped": _value(row.helped)}


def _value(share: Share) -> dict[str, Any]:
    return {"part": share.part, "whole": share.whole, "share": round(share.value, 4)}


def _head(name: str, first: str, second: str) -> str:
    return f"{name:{_NAME}}{first:>20}{second:>20}\n"


def _line(name: str, first: Share, second: Share) -> str:
    return f"{name:{_NAME}}{_told(first):>20}{_told(second):>20}\n"


def _told(share: Share) -> str:
    return f"{share.value:6.3f} {share.part:4}/{share.whole:<4}"
