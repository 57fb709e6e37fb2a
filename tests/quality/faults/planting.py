"""Faults planted in a copy of the code, and what finds them.

A suite that is green says little by itself: it may be green whatever the code does. So faults of
one line each, in every room, are written down in ``faults.json``; each is planted in a copy of the
repository, and the tests of ``make test`` must fail. Those of the fault's own package are asked
first, because they are the likeliest to find it and the quickest; the others only where these do
not. The sound copy is asked before all, and must be green; the tests of this list, which any fault
would make fail, are not asked.

A fault names the line as it is and as it becomes. A line that is no longer there, or there twice,
is an error of the list: it has to be written anew where the code has changed.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

LIST = Path(__file__).with_name("faults.json")

_SECONDS = 1800
"""After which tests that do not end count as failed: a fault may make a loop endless."""

_ALL_GREEN = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One line that is made wrong.

    Attributes:
        file: the module, as a path in the repository.
        line: the line as it is, without its indentation; it stands there once.
        becomes: what is put in its place.
        breaks: what a user would meet.
    """

    file: str
    line: str
    becomes: str
    breaks: str

    def planted(self, text: str) -> str:
        """The module with the fault in it.

        Raises:
            ValueError: the line is not there, or more than once.
        """
        lines = text.splitlines()
        places = [number for number, line in enumerate(lines) if line.strip() == self.line]
        if len(places) != 1:
            raise ValueError(f"{self.file} has {len(places)} lines {self.line!r}: rewrite it")
        (at,) = places
        indentation = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        lines[at] = indentation + self.becomes
        return "\n".join(lines) + "\n"

    @property
    def likely(self) -> str:
        """The folder of the tests of the fault's own package."""
        return f"tests/{self.file.partition('/')[0]}"


def read_faults(file: Path = LIST) -> tuple[Fault, ...]:
    """The faults of a list."""
    return tuple(Fault(**fault) for fault in json.loads(file.read_text(encoding="utf-8")))


def copy_tree(target: Path) -> None:
    """Copy what git knows, or would add, of the working tree; the real data is linked beside it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, os.fsdecode(listed.stdout).split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    shared = ROOT.parent / "shared"
    if shared.exists():
        (target.parent / "shared").symlink_to(shared)


@contextmanager
def planted(fault: Fault, tree: Path) -> Iterator[None]:
    """Have the fault in a tree for a while."""
    module = tree / fault.file
    sound = module.read_text(encoding="utf-8")
    module.write_text(fault.planted(sound), encoding="utf-8")
    try:
        yield
    finally:
        module.write_text(sound, encoding="utf-8")


class UnsoundError(Exception):
    """The tests say something else than pass or fail, or fail without a fault."""


def check_sound(tree: Path) -> None:
    """See that the copy is green without a fault.

    Raises:
        UnsoundError: it is not, so that nothing could be said of faults.
    """
    failure = _first_failure(tree, "tests")
    if failure is not None:
        raise UnsoundError(f"the tests fail without any fault: {failure}")


def found_by(fault: Fault, tree: Path) -> str | None:
    """The first test that fails with the fault in the tree; None where all pass."""
    with planted(fault, tree):
        return _first_failure(tree, fault.likely) or _first_failure(
            tree, "tests", "--ignore", fault.likely
        )


def _first_failure(tree: Path, *where: str) -> str | None:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    command += ["--numprocesses", "auto", "--dist", "worksteal"]
    command += ["--ignore", "tests/benchmarks", "--ignore", "tests/quality/faults"]
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    try:
        done = subprocess.run(
            [*command, *where],
            cwd=tree,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_SECONDS,
            env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
        )
    except subprocess.TimeoutExpired:
        return "tests that never end"
    if done.returncode == _ALL_GREEN:
        return None
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if not failed:
        raise UnsoundError(f"{' '.join(where)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return failed[0].partition(" ")[2].partition(" - ")[0]
