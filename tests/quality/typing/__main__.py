"""Measure what is suggested and corrected while people type.

    python -m tests.quality.typing ../shared/data

Exit codes: 0 all is reached that must be, 1 something is not, 2 bad usage. What is measured, and
of what: ``tests.quality.typing``.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import REAL
from tests.quality.typing.asking import Answers, answers, build_indexes, opened
from tests.quality.typing.figures import failures, misses
from tests.quality.typing.table import table, to_json


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.data is not None and not (options.data / "posts").is_dir():
        parser.error(f"{options.data} does not hold posts")
    answered = _answers((options.data or REAL) / "posts")
    if options.json:
        sys.stdout.write(json.dumps(to_json(answered), ensure_ascii=False, indent=2) + "\n")
    else:
        missed = misses(answered) if options.misses else ()
        lines = (*missed, table(answered), *failures(answered))
        sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if failures(answered) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.typing", description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", help="the real data")
    parser.add_argument("--misses", action="store_true", help="a line for each case that is wrong")
    parser.add_argument("--json", action="store_true", help="one JSON value, nothing else")
    return parser


def _answers(posts: Path) -> Answers:
    with tempfile.TemporaryDirectory() as folder:
        indexes = build_indexes(Path(folder), posts)
        with opened(indexes) as archives:
            return answers(archives)


if __name__ == "__main__":
    sys.exit(main())
