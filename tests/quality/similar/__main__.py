"""Ask the shared posts what is like each of their photos.

    python -m tests.quality.similar ../shared/data

Exit codes: 0 as much is of the same event as must be, 1 less is, 2 bad usage.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import indexer
from tests.quality.absent.asking import FOLDERS, index_of_all
from tests.quality.similar.measuring import FIRST, LEAST_ANSWERED, LEAST_RIGHT, Figures, measured

_SHOWN = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.similar", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of shared data")
    options = parser.parse_args(arguments)
    if not all((options.data / part).is_dir() for part in FOLDERS):
        parser.error(f"{options.data} does not hold {', '.join(FOLDERS)}")
    with tempfile.TemporaryDirectory() as temporary:
        index = index_of_all(options.data, Path(temporary))
        with indexer.open_index(index) as archive:
            figures = measured(archive)
    sys.stdout.write(table(figures))
    return int(figures.share_right < LEAST_RIGHT or figures.share_answered < LEAST_ANSWERED)


def table(figures: Figures) -> str:
    """The figures, with the ids of some pairs that are of different events."""
    lines = [
        (
            f"of the first {FIRST}, {figures.right} of {figures.shown} are of the same event: "
            f"{figures.share_right:.3f}, at least {LEAST_RIGHT}"
        ),
        (
            f"{figures.answered} of {figures.asked} photos have any: "
            f"{figures.share_answered:.3f}, at least {LEAST_ANSWERED}"
        ),
        *(f"  not {other} for {photo}" for photo, other in figures.wrong[:_SHOWN]),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
