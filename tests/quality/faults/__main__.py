"""Plant every fault of the list and say which test finds it: ``python -m tests.quality.faults``.

Exit codes: 0 all found, 1 some not. ``--only`` chooses faults by a part of their file's name.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.quality.faults.planting import check_sound, copy_tree, found_by, read_faults


def main(arguments: list[str]) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.faults", description=__doc__)
    parser.add_argument("--only", default="", metavar="TEXT", help="a part of the file's name")
    parser.add_argument(
        "--trust",
        action="store_true",
        help="do not ask first whether all pass without faults",
    )
    options = parser.parse_args(arguments)
    only = options.only
    faults = [fault for fault in read_faults() if only in fault.file]
    if not faults:
        parser.error(f"no fault is in a file with {only!r} in its name")
    missed = 0
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        copy_tree(tree)
        if not options.trust:
            check_sound(tree)
        sys.stdout.write("| file | fault | breaks | found by |\n|---|---|---|---|\n")
        for fault in faults:
            found = found_by(fault, tree)
            missed += found is None
            change = f"`{fault.line}` → `{fault.becomes}`".replace("|", "\\|")
            sys.stdout.write(
                f"| {fault.file} | {change} | {fault.breaks} | {found or '**nothing**'} |\n"
            )
            sys.stdout.flush()
    sys.stdout.write(f"\n{len(faults) - missed} of {len(faults)} found\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
