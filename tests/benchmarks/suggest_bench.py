"""Measures what is suggested while people type, key by key, and what is offered when they miss.

    python -m tests.benchmarks.suggest_bench --size 100000 [--segments 7] [--typings 40]
        [--rounds 3] [--http] [--posts 20000] [--processor] [--seed 1] [--tags 0] [--keep DIR]
        [--cluster opensearch://HOST:9200/NAME] [--write]

Texts of a generated archive are typed in every way (``keystrokes``), in a process of its own for
each index: of one segment and, with ``--segments``, of several. *First*: the process has not met
this text with these filters; *again*: it has, in ``--rounds`` more passes. *Wanted, shown*: for how
many of the texts the one that is meant stands among the eight suggestions at some key; words that
name nothing are not offered, and are typed all the same. ``--processor`` takes the time of the
processor for that of the clock, which tells more on a machine that others use. ``--http`` asks a
server, too, over one connection that is kept alive. Searches that miss are timed whole, their
corrections included.

``--cluster`` copies the index there, and asks it as well.

``--posts`` builds the index of a folder of so many photos and tells what of the time and of the
bytes is the completions'.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rich.console import Console

import indexer
from indexer import Results
from indexer.terminal import progress
from tests.benchmarks.completions_cost import build_cost, size_line
from tests.benchmarks.http_bench import kept_alive, server
from tests.benchmarks.kept_indexes import kept_index
from tests.benchmarks.keystrokes import HOSTILE, TypedClass, misspelt, typed_classes
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.report import circumstances, publish, table
from tests.benchmarks.timing import Answered, milliseconds, spread, steady

Misses = Sequence[tuple[str, tuple[str, ...]]]

_ROOT = Path(__file__).parent.parent.parent
_LIMIT = 8
_CLOCKS = {False: time.perf_counter_ns, True: time.thread_time_ns}
_ALL = f"**all but the {HOSTILE}**"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What is asked for at a key: what stands in the box, and one filter."""

    text: str
    name: str = ""
    value: str = ""

    @property
    def filters(self) -> dict[str, Any]:
        """The filter as arguments."""
        return {self.name: self.value} if self.name else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a process measured, in milliseconds.

    Attributes:
        opened, awoken: how long opening the index took, and the first suggestion of all.
        suggested: of every pass over the keys, the times.
        labels: what was suggested at each key.
        searched: of every pass over the searches, the times.
        corrected: how many corrections each search has, and how many documents it finds.
    """

    opened: float
    awoken: float
    suggested: list[list[float]]
    labels: list[list[str]]
    searched: list[list[float]]
    corrected: list[tuple[int, int]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print; with ``--be``, be one of the processes."""
    made = parser(__doc__)
    made.add_argument("--size", type=int, default=100_000, help="photos")
    made.add_argument("--segments", type=int, default=1, help="of a second index")
    made.add_argument("--typings", type=int, default=40, help="texts for each row")
    made.add_argument("--rounds", type=int, default=3, help="passes after the first")
    made.add_argument("--processor", action="store_true", help="its time, not the clock's")
    made.add_argument("--http", action="store_true", help="over HTTP, too")
    made.add_argument("--posts", type=int, default=0, help="photos of a folder to be built from")
    made.add_argument("--cluster", help="where to copy the index, to be asked there, too")
    made.add_argument("--keep", type=Path, help="where to keep indexes, which are used again")
    made.add_argument("--be", help=argparse.SUPPRESS)
    options = made.parse_args(arguments)
    if options.be:
        _be(options.be)
        return
    with tempfile.TemporaryDirectory() as temporary:
        text = _run(options, options.keep or Path(temporary))
    publish(f"suggest {options.size} {origin(options)}", text, write=options.write)


def _be(index: str) -> None:
    """Answer what the parent asks for, all at once; tell the times."""
    asked = json.loads(sys.stdin.read())
    rounds, now = asked["rounds"], _CLOCKS[asked["processor"]]
    started = now()
    with indexer.open_index(index) as archive, steady():
        opened = now()
        archive.suggest("年")
        awoken = now()
        keys = (Key(*key) for key in asked["keys"])
        typing = [partial(archive.suggest, k.text, limit=_LIMIT, **k.filters) for k in keys]
        suggested, completions = _passes(typing, rounds, now)
        searching = [partial(archive.search, query) for query in asked["searches"]]
        searched, pages = _passes(searching, rounds, now)
    heard = Heard(
        opened=(opened - started) / 1e6,
        awoken=(awoken - opened) / 1e6,
        suggested=suggested,
        labels=[[one.label for one in found] for found in completions],
        searched=searched,
        corrected=[(_corrections(page), page.total) for page in pages],
    )
    sys.stdout.write(json.dumps({name: getattr(heard, name) for name in Heard.__slots__}))


def _passes(
    asks: Sequence[Callable[[], Answered]], rounds: int, now: Callable[[], int]
) -> tuple[list[list[float]], list[Answered]]:
    """The times of the first pass over some calls and of others, and the first answers."""
    passes: list[list[float]] = [[] for _ in range(rounds + 1)]
    answers = []
    for times in passes:
        for ask in asks:
            started = now()
            answer = ask()
            times.append((now() - started) / 1e6)
            if times is passes[0]:
                answers.append(answer)
    return passes, answers


def _corrections(page: Results) -> int:
    return sum(part.kind == "correction" for part in page.interpretation)


def _run(options: argparse.Namespace, keep: Path) -> str:
    console = Console(stderr=True)
    made = recipe(options, options.size)
    classes = typed_classes(made, seed=options.seed, count=options.typings)
    misses = misspelt(made, seed=options.seed, count=options.typings)
    parts = [
        f"## Typing in {options.size:,} photos, {origin(options)}",
        circumstances(_command(options)),
    ]
    for segments in sorted({1, options.segments}):
        index = kept_index(keep, "now", _ROOT, made, segments, console)
        heard = _heard(str(index.resolve()), classes, misses, options)
        parts += _tables(_segments(segments), classes, misses, heard)
        parts.append(size_line(index))
        if options.http:
            parts.append(_over_http(index, classes, options.rounds))
        if options.cluster and segments == 1:
            with progress(console, "copying"):
                indexer.copy_index(str(index), options.cluster)
            heard = _heard(options.cluster, classes, misses, options)
            parts += _tables("an index in a cluster", classes, misses, heard)
    if options.posts:
        with progress(console, "building from a folder"):
            parts.append(build_cost(recipe(options, options.posts)))
    return "\n\n".join(parts)


def _segments(count: int) -> str:
    return f"{count} segments" if count > 1 else "one segment"


def _command(options: argparse.Namespace) -> str:
    command = f"suggest_bench --size {options.size} --typings {options.typings}"
    command += f" --rounds {options.rounds} --seed {options.seed}"
    command += f" --segments {options.segments}" if options.segments > 1 else ""
    command += " --http" if options.http else ""
    command += " --cluster ADDRESS" if options.cluster else ""
    command += " --processor" if options.processor else ""
    return command + (f" --posts {options.posts}" if options.posts else "")


def _keys(one: TypedClass) -> list[Key]:
    """What is asked for while the texts of a class are typed."""
    return [
        Key(text, *next(iter(typing.filters.items()), ()))
        for typing in one.typings
        for text in typing.keys
    ]


def _heard(
    index: str, classes: Sequence[TypedClass], misses: Misses, options: argparse.Namespace
) -> Heard:
    keys = [[key.text, key.name, key.value] for one in classes for key in _keys(one)]
    searches = [query for _, queries in misses for query in queries]
    asked = {"keys": keys, "searches": searches}
    asked |= {"rounds": options.rounds, "processor": options.processor}
    command = [sys.executable, "-m", "tests.benchmarks.suggest_bench", "--be", index]
    done = subprocess.run(
        command, cwd=_ROOT, input=json.dumps(asked), stdout=subprocess.PIPE, check=True, text=True
    )
    return Heard(**json.loads(done.stdout))


def _tables(told: str, classes: Sequence[TypedClass], misses: Misses, heard: Heard) -> list[str]:
    opened, awoken = milliseconds(heard.opened), milliseconds(heard.awoken)
    head = ["", "keys", "first", "worst", "again", "worst", "wanted, shown"]
    searched = ["", "searches", "first", "again", "find nothing", "corrected"]
    return [
        f"Of {told}: opening took {opened} ms, the first suggestion of all {awoken} ms.",
        "By key, p50 / p95 / p99 and the worst in ms:",
        table(head, _typed_rows(classes, heard)),
        "What is searched for and missed, p50 / p95 / p99 of the whole search in ms:",
        table(searched, _missed_rows(misses, heard)),
    ]


def _typed_rows(classes: Sequence[TypedClass], heard: Heard) -> list[list[str]]:
    met: dict[Key, int] = {}
    whole: tuple[list[float], list[float]] = ([], [])
    rows = []
    begin = 0
    for one in classes:
        keys = _keys(one)
        places = range(begin, begin + len(keys))
        fresh = [p for p, key in zip(places, keys, strict=True) if met.setdefault(key, p) == p]
        first = [heard.suggested[0][place] for place in fresh]
        again = [times[place] for times in heard.suggested[1:] for place in places]
        rows.append([one.name, f"{len(keys):,}", *_cells(first, again), _shown(one, begin, heard)])
        if one.name != HOSTILE:
            whole[0].extend(first)
            whole[1].extend(again)
        begin += len(keys)
    return [*rows, [_ALL, f"{len(whole[0]):,} different", *_cells(*whole), "–"]]


def _cells(first: Sequence[float], again: Sequence[float]) -> list[str]:
    return [
        cell
        for times in (first, again)
        for cell in ((str(spread(times)), milliseconds(max(times))) if times else ("–", "–"))
    ]


def _shown(one: TypedClass, begin: int, heard: Heard) -> str:
    """How many of the texts that are meant stand among the suggestions at some key."""
    shown = 0
    for typing in one.typings:
        end = begin + len(typing.keys)
        shown += any(typing.wanted in labels for labels in heard.labels[begin:end])
        begin = end
    return f"{shown}/{len(one.typings)}" if one.name != HOSTILE else "–"


def _missed_rows(misses: Misses, heard: Heard) -> list[list[str]]:
    rows = []
    begin = 0
    for name, queries in misses:
        places = range(begin, begin + len(queries))
        first = [heard.searched[0][place] for place in places]
        again = [times[place] for times in heard.searched[1:] for place in places]
        offers, totals = zip(*(heard.corrected[place] for place in places), strict=True)
        nothing, corrected = totals.count(0), sum(map(bool, offers))
        counted = [f"{len(queries):,}", str(spread(first)), str(spread(again) if again else "–")]
        rows.append([name, *counted, f"{nothing:,}", f"{corrected:,}"])
        begin += len(queries)
    return rows


def _over_http(index: Path, classes: Sequence[TypedClass], rounds: int) -> str:
    """Every key but the hostile ones, asked of a server."""
    paths = [_path(key) for one in classes if one.name != HOSTILE for key in _keys(one)]
    serving = ("-m", "web", "--index", str(index), "--port", "0", "--access-log", "no")
    first: dict[str, float] = {}
    again: list[float] = []
    with ExitStack() as stack:
        ask = stack.enter_context(kept_alive(stack.enter_context(server(*serving))))
        ask("/healthz")
        stack.enter_context(steady())
        for passed in range(rounds + 1):
            for path in paths:
                started = time.perf_counter_ns()
                ask(path)
                taken = (time.perf_counter_ns() - started) / 1e6
                if passed:
                    again.append(taken)
                else:
                    first.setdefault(path, taken)
    told = [list(first.values()), again]
    rows = [
        [name, f"{len(times):,}", *_cells(times, ())[:2]]
        for name, times in zip(("first", "again"), told, strict=True)
        if times
    ]
    return "The same keys over HTTP, one connection that is kept alive:\n\n" + table(
        ["", "requests", "p50 / p95 / p99", "worst"], rows
    )


def _path(key: Key) -> str:
    return f"/suggest?{urlencode({'q': key.text, **key.filters})}"


if __name__ == "__main__":
    main()
