"""The options that the commands share."""

import argparse
from pathlib import Path

from tests.benchmarks.generator import Recipe, read_lines
from tests.benchmarks.report import commit


def parser(description: str | None) -> argparse.ArgumentParser:
    """A parser with the options that make an archive."""
    commit()  # of the code that runs now, whatever is checked out before the tables are written
    made = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--texts", type=Path, help="real lines (.txt or .txt.gz) for captions")
    made.add_argument("--tags", type=int, default=0, help="of each article")
    made.add_argument("--write", action="store_true", help="keep the tables in RESULTS.md")
    return made


def recipe(options: argparse.Namespace, size: int) -> Recipe:
    """The archive that the options ask for, of some size."""
    lines = read_lines(options.texts) if options.texts else ()
    return Recipe(size=size, seed=options.seed, lines=lines, tags=options.tags)


def origin(options: argparse.Namespace) -> str:
    """Where the words come from, for the tables; no path of this machine."""
    words = f"lines of {options.texts.name}" if options.texts else "drawn words"
    return f"{words}, {options.tags} tags" if options.tags else words
