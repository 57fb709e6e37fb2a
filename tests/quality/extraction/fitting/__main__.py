"""Fit the weights and print the table, or write it into its module."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from indexer.posts.captions import weights
from tests.conftest import REAL
from tests.quality.extraction.families import labelled
from tests.quality.extraction.fitting.learning import Tables, learned

_ENTRY = re.compile(r'^    "(?P<name>\w+)": Weight\((?P<prior>-?[\d.]+), .*\),$', re.MULTILINE)
_MODULE = Path(str(weights.__file__))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality.extraction.fitting", description=__doc__
    )
    parser.add_argument("data", type=Path, nargs="?", default=REAL, help="the real data")
    parser.add_argument("--write", action="store_true", help="write the table into its module")
    options = parser.parse_args(arguments)
    source = _MODULE.read_text(encoding="utf-8")
    tables = learned(labelled(options.data))
    written = _ENTRY.sub(lambda entry: _entry(entry, tables), source)
    if options.write:
        _MODULE.write_text(written, encoding="utf-8")
    sys.stdout.writelines(f"{entry[0].strip()}\n" for entry in _ENTRY.finditer(written))


def _entry(entry: re.Match[str], tables: Tables) -> str:
    name = entry["name"]
    alone, together = tables.alone.get(name, 0.0), tables.together[name]
    return f'    "{name}": Weight({entry["prior"]}, {_figure(alone)}, {_figure(together)}),'


def _figure(value: float) -> str:
    """Two decimals; never minus zero."""
    return f"{value + 0.0:.2f}".replace("-0.00", "0.00")


if __name__ == "__main__":
    main()
