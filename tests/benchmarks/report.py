"""Tables in Markdown, the circumstances they were measured in, and ``RESULTS.md``.

``RESULTS.md`` has one section for each command and size between markers; a run replaces its own
section and leaves the rest, which people write.
"""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from search.text.segment import default_segmenter

RESULTS = Path(__file__).with_name("RESULTS.md")

_ROOT = Path(__file__).parent.parent.parent


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, the first column to the left and the others to the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def circumstances(command: str, versions: Sequence[str] = ()) -> str:
    """When, where and on what this was measured, as a list in Markdown."""
    told = [
        f"command: `python -m tests.benchmarks.{command}`",
        f"commit: {commit()}; {time.strftime('%Y-%m-%d', time.gmtime())}",
        f"machine: {machine()}",
        f"Python {platform.python_version()}, NumPy {np.__version__}, {default_segmenter().name}",
    ]
    if versions:
        told.append(f"peers: {', '.join(versions)}")
    return "\n".join(f"- {line}" for line in told)


@cache
def commit() -> str:
    """The commit that a command began with, and whether its code differs from it."""
    head = _git("rev-parse", "--short", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", "search", "indexer")
    if not head:
        return "unknown"
    return f"{head} with changes" if changed else head


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=_ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def machine() -> str:
    """Processor, cores and memory."""
    name = platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        lines = information.read_text(encoding="utf-8").splitlines()
        models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
        name = next(models, name)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, load {load:.1f} at the end"


def write_section(name: str, text: str, path: Path) -> None:
    """Put a section into a file of results, in the place of its last version or at the end."""
    opening, closing = f"<!-- {name} -->", f"<!-- end of {name} -->"
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    before, found, rest = kept.partition(opening)
    after = rest.partition(closing)[2] if found else ""
    section = f"{opening}\n{text.strip()}\n{closing}"
    joined = "\n\n".join(part for part in (before.strip(), section, after.strip()) if part)
    path.write_text(joined + "\n", encoding="utf-8")


def publish(name: str, text: str, *, write: bool) -> None:
    """Print a section and, where that is asked for, keep it."""
    sys.stdout.write(f"{text}\n")
    if write:
        write_section(name, text, RESULTS)
