"""Measure the order of answers on sets with judged documents.

    python -m tests.quality ../shared/data/eval

The table has each figure and its difference from what is expected. Exit codes: 0 no figure fell,
1 one did, or the work failed, 2 bad usage. What is measured, and how: ``tests.quality.ranking``.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rich.console import Console

from indexer import ArchiveError
from indexer.terminal import progress
from tests.quality.ranking.expected import fallen, read_expected, write_expected
from tests.quality.ranking.measuring import Row, measured
from tests.quality.ranking.sets import EvalSet, read_sets
from tests.quality.ranking.table import table, to_json


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    sets = _wanted(parser, options)
    try:
        rows = _measured(sets, options.keep, options.jobs)
        if options.write:
            write_expected(rows, "whole")
            write_expected(_measured([one.sliced() for one in sets], None, options.jobs), "slice")
    except (ArchiveError, OSError) as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 1
    expected = {} if options.limit else read_expected().get("whole", {})
    fell = [line for row in rows for line in fallen(row, expected)]
    if options.json:
        value = to_json(rows, fell)
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(table(rows, expected) + "".join(f"{line}\n" for line in fell))
    return 1 if fell else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of sets")
    parser.add_argument("--set", action="append", dest="sets", metavar="NAME", help="only this set")
    parser.add_argument(
        "--limit", type=int, metavar="N", help="ask the first queries, compare nothing"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep posts and indexes there")
    parser.add_argument("--jobs", type=int, metavar="N", help="processes that read posts")
    parser.add_argument("--write", action="store_true", help="expect from now on what is measured")
    parser.add_argument("--json", action="store_true", help="one JSON value, nothing else")
    return parser


def _wanted(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[EvalSet]:
    if options.limit is not None and options.limit < 1:
        parser.error("--limit: at least 1")
    if options.write and options.limit:
        parser.error("figures of some queries are not kept: leave out --write or --limit")
    sets = read_sets(options.folder)
    unknown = set(options.sets or ()) - {one.name for one in sets}
    if unknown or not sets:
        told = ", ".join(sorted(unknown)) or "a set, a folder with docs.tsv.gz"
        parser.error(f"{options.folder} does not hold {told}")
    wanted = [one for one in sets if not options.sets or one.name in options.sets]
    return [one.limited(options.limit) for one in wanted] if options.limit else wanted


def _measured(sets: Sequence[EvalSet], keep: Path | None, jobs: int | None) -> list[Row]:
    bar = partial(progress, Console(stderr=True))
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        return [measured(one, folder / one.name, bar=bar, jobs=jobs) for one in sets]


if __name__ == "__main__":
    sys.exit(main())
