"""Measures whole pages by the product's own path, beside another commit of this project.

    python -m tests.benchmarks.page_bench --size 100000 [--against COMMIT] [--other-answers]
        [--segments 7] [--peer] [--seed 1] [--queries 15] [--rounds 3] [--many 0] [--tags 0]
        [--keep DIR] [--write]

Each engine is a process of its own over an index that its own code built, of one segment and, with
``--segments``, of several: a large one and others that updates left, each about a third of it.
All are asked every query in turns, cold (the process has not met it) and warm. ``--against`` takes
the code of another commit out of the repository. ``--peer`` has tantivy make the same page, in this
process (``peers.tantivy_page``). ``--many`` then asks so many different queries of
this code, and tells what of its memory is its own.
"""

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path

from rich.console import Console

from indexer.terminal import progress
from tests.benchmarks.collection import Collection, collect
from tests.benchmarks.kept_indexes import kept_index
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.peers.tantivy_page import TantivyPage
from tests.benchmarks.report import circumstances, publish, table
from tests.benchmarks.timing import Timed, cold_and_warm
from tests.benchmarks.workload import HOSTILE, TypedSample, hostile, page_samples

Asked = Callable[[str], tuple[float, object]]
"""Makes a page; gives the milliseconds that it took, and what was found."""

PEER = "tantivy, the same page"

_ROOT = Path(__file__).parent.parent.parent
_DEPTH = 10

_SERVE = """
import gc, json, sys, time
from pathlib import Path
from search import connect
from search.request import Request
def status():
    path = Path("/proc/self/status")
    return path.read_text().splitlines() if path.exists() else []
engine = connect(sys.argv[1])
engine.search(Request(text="年"))
gc.collect(); gc.freeze(); gc.disable()
for line in sys.stdin:
    text = json.loads(line)
    started = time.perf_counter_ns()
    page = engine.search(Request(text=text, per_page=10))
    taken = (time.perf_counter_ns() - started) / 1e6
    found = [page.total, [(hit.document.id, hit.score) for hit in page.hits]]
    own = [l.split()[1] for l in status() if l.startswith("RssAnon")]
    print(json.dumps([taken, found, int(own[0]) / 1024 if own else 0]), flush=True)
"""
"""What answers in a process, in whatever commit's code: it uses what all of them have."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--size", type=int, default=100_000, help="photos")
    made.add_argument("--against", help="a commit to measure beside")
    made.add_argument("--other-answers", action="store_true", help="what is found may differ")
    made.add_argument("--segments", type=int, default=1, help="of a second index")
    made.add_argument("--queries", type=int, default=15, help="for each row")
    made.add_argument("--rounds", type=int, default=3, help="warm passes")
    made.add_argument("--peer", action="store_true", help="tantivy making the same page, too")
    made.add_argument("--many", type=int, default=0, help="different queries, for the memory")
    made.add_argument("--keep", type=Path, help="where to keep indexes, which are used again")
    options = made.parse_args(arguments)
    with ExitStack() as stack:
        temporary = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        text = _run(options, options.keep or temporary, temporary, stack)
    publish(f"pages {options.size} {origin(options)}", text, write=options.write)


class Served:
    """A process that answers queries."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.own = 0.0

    def ask(self, text: str) -> tuple[float, object]:
        """The milliseconds that a page took inside, and what it found."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(text) + "\n")
        self._process.stdin.flush()
        taken, found, self.own = json.loads(self._process.stdout.readline())
        return taken, found


def _run(options: argparse.Namespace, keep: Path, temporary: Path, stack: ExitStack) -> str:
    console = Console(stderr=True)
    trees = {"now": _ROOT}
    if options.against:
        trees["before"] = _checked_out(options.against, temporary / "before")
    served: dict[str, Served] = {}
    for name, tree in trees.items():
        for segments in sorted({1, options.segments}):
            index = kept_index(keep, name, tree, recipe(options, options.size), segments, console)
            key = name if segments == 1 else f"{name}, {segments} segments"
            served[key] = stack.enter_context(_serving(tree, index))
    asked: dict[str, Asked] = {name: one.ask for name, one in served.items()}
    if options.peer:
        with progress(console, "building tantivy's index"):
            place = keep / f"tantivy-{options.size}-{options.seed}"
            asked[PEER] = TantivyPage(place, recipe(options, options.size)).ask
    collection = collect(recipe(options, options.size))
    samples = page_samples(collection, seed=options.seed, count=options.queries)
    samples.append(hostile(collection, seed=options.seed))
    rows = _measured(samples, asked, options.rounds, console, same=not options.other_answers)
    command = f"page_bench --size {options.size} --queries {options.queries}"
    command += f" --rounds {options.rounds} --seed {options.seed}"
    command += f" --against {options.against}" if options.against else ""
    command += " --other-answers" if options.other_answers else ""
    command += " --peer" if options.peer else ""
    command += f" --segments {options.segments}" if options.segments > 1 else ""
    parts = [
        f"## Pages of {options.size:,} photos, {origin(options)}",
        circumstances(command),
        "p50 / p99 in ms.",
        table(["", *(f"{name} {when}" for name in asked for when in ("cold", "warm"))], rows),
    ]
    if options.many:
        parts.append(_memory(served["now"], collection, options))
    return "\n\n".join(parts)


def _measured(
    samples: Sequence[TypedSample],
    asked: dict[str, Asked],
    rounds: int,
    console: Console,
    *,
    same: bool,
) -> list[list[str]]:
    found: dict[str, Timed[object]] = {name: Timed() for name in asked}
    lines = []
    with progress(console, "asking") as report:
        for done, sample in enumerate(samples):
            report(done, len(samples))
            texts = [typed.text for typed in sample.queries]
            timed = _in_turns(texts, asked, rounds)
            if same and sample.name != HOSTILE:
                names = ("now", "before")
                answers = [one.answers for name, one in timed.items() if name in names]
                assert all(given == answers[0] for given in answers), "two different pages"
            lines.append(cold_and_warm(sample.name, timed))
            if sample.name != HOSTILE:
                for name, one in timed.items():
                    found[name].cold += one.cold
                    found[name].warm += one.warm
    return [*lines, cold_and_warm("**all but the hostile**", found)]


def _in_turns(
    texts: Sequence[str], asked: dict[str, Asked], rounds: int
) -> dict[str, Timed[object]]:
    """Ask all for every text; the times are those inside, without the pipe."""
    timed: dict[str, Timed[object]] = {name: Timed() for name in asked}
    names = list(asked)
    for passed in range(rounds + 1):
        for number, text in enumerate(texts):
            first = (number + passed) % len(names)
            for name in names[first:] + names[:first]:
                taken, found = asked[name](text)
                if passed:
                    timed[name].warm.append(taken)
                else:
                    timed[name].cold.append(taken)
                    timed[name].answers.append(found)
    return timed


def _memory(one: Served, collection: Collection, options: argparse.Namespace) -> str:
    """Ask many different queries; tell what the process then has of its own."""
    samples = page_samples(collection, seed=options.seed + 1, count=options.many // 10)
    texts = list(dict.fromkeys(typed.text for sample in samples for typed in sample.queries))
    most = 0.0
    for text in texts[: options.many]:
        one.ask(text)
        most = max(most, one.own)
    return (
        f"After {len(texts[: options.many]):,} different queries the process of this code had "
        f"{one.own:,.0f} MiB of its own, {most:,.0f} at most."
    )


def _checked_out(commit: str, folder: Path) -> Path:
    """The code of a commit."""
    packed = subprocess.run(
        ["git", "archive", commit], cwd=_ROOT, capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


@contextmanager
def _serving(tree: Path, index: Path) -> Iterator[Served]:
    command = [sys.executable, "-c", _SERVE, str(index.resolve())]
    with subprocess.Popen(
        command, cwd=tree, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield Served(process)
        finally:
            process.kill()


if __name__ == "__main__":
    main()
