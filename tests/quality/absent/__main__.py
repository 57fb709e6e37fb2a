"""Ask the shared posts for what they do not hold.

    python -m tests.quality.absent ../shared/data

Exit codes: 0 nothing stands above the line and no more below than is allowed, 1 more does,
2 bad usage.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import indexer
from tests.quality.absent.asking import (
    COUNT,
    FOLDERS,
    MOST_BELOW,
    SEED,
    Answered,
    answered,
    index_of_all,
)

_SHOWN = 8


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.absent", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of shared data")
    parser.add_argument("--count", type=int, default=COUNT, help="so many strings")
    parser.add_argument("--seed", type=int, default=SEED, help="other strings")
    options = parser.parse_args(arguments)
    if not all((options.data / part).is_dir() for part in FOLDERS):
        parser.error(f"{options.data} does not hold {', '.join(FOLDERS)}")
    with tempfile.TemporaryDirectory() as temporary:
        index = index_of_all(options.data, Path(temporary))
        with indexer.open_index(index) as archive:
            rows = answered(archive, count=options.count, seed=options.seed)
    sys.stdout.write(table(rows))
    asked = sum(row.asked for row in rows)
    below = sum(len(row.below) for row in rows)
    return int(any(row.above for row in rows) or below > MOST_BELOW * asked)


def table(rows: Sequence[Answered]) -> str:
    """The counts as a Markdown table, with the strings that find most."""
    lines = ["| made of | asked | above the line | below | for instance |", "|---|---|---|---|---|"]
    for row in rows:
        most = sorted((*row.above, *row.below), key=lambda one: -one[1])[:_SHOWN]
        told = ", ".join(f"{text} ({total})" for text, total in most)
        lines.append(f"| {row.way} | {row.asked} | {len(row.above)} | {len(row.below)} | {told} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
