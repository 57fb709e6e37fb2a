"""Measures opening an index, and what several processes that serve it hold each.

    python -m tests.benchmarks.open_bench --size 1000000 [--texts FILE] [--seed 1]
        [--processes 3] [--keep DIR] [--write]

Each process opens the index, then answers a few pages; all are kept until the last has answered,
so that what they share is shared when it is looked at.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from search import connect
from search.request import Request
from tests.benchmarks.builders import HuabaoBuilder
from tests.benchmarks.memory import own_memory, shared_memory
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.report import circumstances, publish, table

_ROOT = Path(__file__).parent.parent.parent
_QUERIES = ("年", "青岛", "中国 北京", "", '"记者"', "日期:2018")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print; with ``--be``, be one of the processes."""
    made = parser(__doc__)
    made.add_argument("--size", type=int, default=100_000, help="photos")
    made.add_argument("--processes", type=int, default=3)
    made.add_argument("--keep", type=Path, help="where to keep our index, which is used again")
    made.add_argument("--be", type=Path, help=argparse.SUPPRESS)
    options = made.parse_args(arguments)
    if options.be:
        _be(options.be)
        return
    with tempfile.TemporaryDirectory() as temporary:
        text = _run(options, options.keep or Path(temporary))
    publish(f"open {options.size} {origin(options)}", text, write=options.write)


def _be(index: Path) -> None:
    before = own_memory()
    started = time.perf_counter()
    engine = connect(str(index))
    opened = time.perf_counter()
    held = own_memory()
    for query in _QUERIES:
        engine.search(Request(text=query))
    _tell([opened - started, held - before, own_memory() - before])
    sys.stdin.readline()  # the others have answered, too
    _tell([shared_memory()])
    sys.stdin.readline()
    engine.close()


def _tell(measured: list[float]) -> None:
    sys.stdout.write(json.dumps(measured) + "\n")
    sys.stdout.flush()


def _run(options: argparse.Namespace, folder: Path) -> str:
    if not (folder / "current").exists():
        with HuabaoBuilder(folder) as builder:
            for _, documents in recipe(options, options.size).articles():
                builder.put(documents)
    command = [sys.executable, "-m", "tests.benchmarks.open_bench", "--be", str(folder)]
    started = [
        subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(options.processes)
    ]
    rows = [_heard(process) for process in started]
    for process, row in zip(started, rows, strict=True):
        _release(process)
        row += _heard(process)
    for process in started:
        _release(process)
        process.communicate()
    command_line = f"open_bench --size {options.size} --processes {options.processes}"
    head = ["process", "opening, s", "own memory for it, MiB",
            f"own memory after {len(_QUERIES)} pages, MiB",
            "pages of the index that it shares, MiB"]  # fmt: skip
    lines = [
        [str(number), f"{row[0]:.2f}", *(f"{value:,.0f}" for value in row[1:])]
        for number, row in enumerate(rows, start=1)
    ]
    return "\n\n".join(
        (
            f"## Opening an index of {options.size:,} photos, {origin(options)}",
            circumstances(f"{command_line} --seed {options.seed}"),
            "Own memory: beyond what the program itself takes.",
            table(head, lines),
        )
    )


def _heard(process: "subprocess.Popen[str]") -> list[float]:
    assert process.stdout is not None
    measured: list[float] = json.loads(process.stdout.readline())
    return measured


def _release(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


if __name__ == "__main__":
    main()
