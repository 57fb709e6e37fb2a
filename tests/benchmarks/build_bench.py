"""Measures building: photos a second, peak memory and size of the index, beside the peers.

    python -m tests.benchmarks.build_bench --size 100000 [--texts FILE] [--seed 1]
        [--slow 10000] [--only "index: Huabao;posts: Huabao"] [--write]

Two jobs. *The index alone*: documents in memory, their words cut, to a committed index; the clock
stops while the generator makes the next article and while its words are cut, and what that takes
is measured on its own. *The whole job*: a folder of posts to a committed index, ours beside the
classic stack (``classic``).

Stock Whoosh would take ten minutes where the others take one: what stands on its writer gets the
first ``--slow`` photos, which flatters it, as its rate falls with the size.

Every measurement is a process of its own, so that its peak memory is its own. One runs after the
other: unlike searches, builds cannot take turns.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from indexer.terminal import progress
from search.fields import FIELDS, values
from search.text.fold import Fold
from tests.benchmarks.build_jobs import JOBS, SLOW, Build
from tests.benchmarks.folder import write_posts
from tests.benchmarks.generator import Recipe
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.report import circumstances, publish, table

_ROOT = Path(__file__).parent.parent.parent

_NOTE = (
    "{characters:,} letters and digits in the fields of photos and paragraphs, each counted in "
    "every field it is indexed in. *Of ours*: the rate in times of ours. *Index*: from words "
    "that are cut, in one process; ours alone indexes characters and bigrams, too. *Posts*: the "
    "whole job; ours in a process for every core beside the one that writes, and in one process "
    "alone. Memory: what the processes of a job hold of their own before it and at most; with "
    "the pages of files that they map, at most."
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print; with ``--job``, be one of the processes."""
    made = parser(__doc__)
    made.add_argument("--size", type=int, default=100_000, help="photos")
    made.add_argument("--slow", type=int, default=10_000, help="photos for the slow, at most")
    made.add_argument("--only", help="some of the rows, with semicolons")
    made.add_argument("--job", choices=JOBS, help=argparse.SUPPRESS)
    made.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = made.parse_args(arguments)
    if options.job:
        _be(options)
    else:
        publish(f"build {options.size} {origin(options)}", _run(options), write=options.write)


def _be(options: argparse.Namespace) -> None:
    """Do one job; tell the parent what it took, or ``null`` where the peer is missing."""
    try:
        build = asdict(JOBS[options.job](recipe(options, options.size), options.folder))
    except ImportError:
        build = None
    sys.stdout.write(json.dumps(build))


def _run(options: argparse.Namespace) -> str:
    made = recipe(options, options.size)
    few = min(options.size, options.slow)
    jobs = [job for job in JOBS if not options.only or job in options.only.split(";")]
    builds: dict[str, Build] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for size, place in ((options.size, "all"), (few, "few")):
            if any(job.startswith("posts") for job in jobs):
                write_posts(recipe(options, size).articles(), folder / place / "posts")
        with progress(Console(stderr=True), "building") as report:
            for done, job in enumerate(jobs):
                report(done, len(jobs))
                size, place = (few, "few") if job in SLOW else (options.size, "all")
                build = _measured(options, job, size, folder / place / f"index{done}")
                if build is not None:
                    builds[job] = build
    return _text(options, made, builds, absent=[job for job in jobs if job not in builds])


def _measured(options: argparse.Namespace, job: str, size: int, folder: Path) -> Build | None:
    command = [sys.executable, "-m", "tests.benchmarks.build_bench", "--job", job]
    command += ["--size", str(size), "--seed", str(options.seed), "--tags", str(options.tags)]
    command += ["--folder", str(folder)]
    command += ["--texts", str(options.texts.resolve())] if options.texts else []
    done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, check=True, text=True)
    measured = json.loads(done.stdout)
    return Build(**measured) if measured else None


def _text(
    options: argparse.Namespace,
    made: Recipe,
    builds: Mapping[str, Build],
    absent: Sequence[str],
) -> str:
    command = f"build_bench --size {options.size} --slow {options.slow} --seed {options.seed}"
    command += f" --texts {options.texts.name}" if options.texts else ""
    command += f' --only "{options.only}"' if options.only else ""
    notes = [f"\n- not importable here: {', '.join(absent)}"] if absent else []
    characters = sum(_characters(made))
    head = ["", "photos", "photos/s", "seconds", "of ours", "memory before → peak, MiB",
            "with mapped pages, MiB", "bytes a photo", "bytes a letter"]  # fmt: skip
    rows = [_line(job, build, builds, characters) for job, build in builds.items()]
    return "\n\n".join(
        (
            f"## Building {options.size:,} photos, {origin(options)}",
            circumstances(command) + "".join(notes),
            _NOTE.format(characters=characters),
            table(head, rows),
        )
    )


def _line(job: str, build: Build, builds: Mapping[str, Build], characters: int) -> list[str]:
    ours = builds[f"{job.partition(':')[0]}: Huabao"]
    rate = build.photos / build.seconds
    letters = characters * build.photos / ours.photos
    sizes = (build.size / build.photos, build.size / letters) if build.size else None
    return [
        job,
        f"{build.photos:,}",
        f"{rate:,.0f}",
        f"{build.seconds:.1f}",
        f"{rate * ours.seconds / ours.photos:.2f}",
        f"{build.base:,.0f} → {build.peak:,.0f}",
        f"{build.resident:,.0f}",
        *((f"{sizes[0]:,.0f}", f"{sizes[1]:.1f}") if sizes else ("–", "–")),
    ]


def _characters(recipe: Recipe) -> Iterable[int]:
    """The letters and digits of every field of every document."""
    fold = Fold()
    for _, documents in recipe.articles():
        for document in documents:
            for field in FIELDS[document.kind]:
                for value in values(document, field):
                    yield sum(map(str.isalnum, fold.stream(value)))


if __name__ == "__main__":
    main()
