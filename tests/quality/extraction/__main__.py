"""Measure how well photos, captions, credits and dates are extracted from real posts, by family.

    python -m tests.quality.extraction ../shared/data

Exit codes: 0 no figure fell, 1 one did, 2 bad usage. What is measured, and how: ``judging``.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import REAL
from tests.quality.extraction.calibration import calibration_table, claims
from tests.quality.extraction.credit_rows import credit_table, measured_credits
from tests.quality.extraction.expected import fallen, read_expected, write_expected
from tests.quality.extraction.families import POSTS, Read, labelled
from tests.quality.extraction.fitting.learning import LEARNER
from tests.quality.extraction.rows import ALL_SHAPES, Row, rows_of
from tests.quality.extraction.table import LEGEND, table, to_json


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not (options.data / "shapes" / "posts" / "truth.jsonl").is_file():
        parser.error(f"{options.data} does not hold shapes/posts/truth.jsonl")
    families = labelled(options.data)
    reads = [(family.name, family.read()) for family in families]
    held_out = [] if options.quick else LEARNER.held_out(families)
    rows = rows_of(reads)
    if options.write:
        write_expected(rows)
    fell = [line for row in rows for line in fallen(row, read_expected())]
    others = rows_of(held_out) if held_out else ()
    if options.json:
        value = to_json(rows, others, fell)
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    else:
        misses = _misses(rows) if options.misses else []
        told = [_calibrations(reads, held_out)] if options.calibration else []
        told += [credit_table(measured_credits(options.data))] if options.credits else []
        lines = (*misses, table(rows, others) + LEGEND, *told, *fell)
        sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if fell else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.extraction", description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=REAL, help="the real data")
    parser.add_argument("--misses", action="store_true", help="a line for each thing that is wrong")
    parser.add_argument("--quick", action="store_true", help="without the families held out")
    parser.add_argument(
        "--credits", action="store_true", help="credits of true captions, read alone"
    )
    parser.add_argument("--calibration", action="store_true", help="what each confidence is worth")
    parser.add_argument("--write", action="store_true", help="expect from now on what is measured")
    parser.add_argument("--json", action="store_true", help="one JSON value, nothing else")
    return parser


def _misses(rows: Sequence[Row]) -> list[str]:
    named = {row.name: row.score.misses for row in rows}
    return [*named[ALL_SHAPES], *(f"{POSTS}/{miss}" for miss in named.get(POSTS, ()))]


def _calibrations(
    reads: Sequence[tuple[str, Sequence[Read]]], held_out: Sequence[tuple[str, Sequence[Read]]]
) -> str:
    told = calibration_table({name: claims(read) for name, read in reads})
    if held_out:
        other = calibration_table({name: claims(read) for name, read in held_out})
        told += f"\nOn families held out:\n{other}"
    return told


if __name__ == "__main__":
    sys.exit(main())
