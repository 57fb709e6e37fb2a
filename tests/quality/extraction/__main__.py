"""Print how well captions, credits and dates are extracted from the real posts.

Run ``python -m tests.quality.extraction``; ``--misses`` adds a line for each thing that is wrong.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from tests.conftest import REAL
from tests.quality.extraction.floors import raised, read_floors, write_floors
from tests.quality.extraction.rows import ALL_SHAPES, POSTS, Row, measured
from tests.quality.extraction.table import LEGEND, table, to_json


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print or keep the figures."""
    options = _parser().parse_args(arguments)
    if not (REAL / "shapes").is_dir():
        sys.exit(f"the real data is not here: {REAL}")
    rows = measured(REAL)
    if options.raise_floors:
        write_floors(raised(rows, read_floors()))
    if options.json:
        sys.stdout.write(json.dumps(to_json(rows), ensure_ascii=False, indent=2) + "\n")
        return
    if options.misses:
        sys.stdout.writelines(f"{miss}\n" for miss in _misses(rows))
    sys.stdout.write(f"{table(rows)}\n{LEGEND}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.extraction", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="a line for each thing that is wrong")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, nothing else")
    parser.add_argument(
        "--raise-floors", action="store_true", help="keep what is better than floors.json"
    )
    return parser


def _misses(rows: Sequence[Row]) -> list[str]:
    named = {row.name: row.score.misses for row in rows}
    return [*named[ALL_SHAPES], *(f"{POSTS}/{miss}" for miss in named[POSTS])]


if __name__ == "__main__":
    main()
