"""Measures an archive in a cluster beside the same archive in a directory.

    python3 deploy/cluster run --java=-XX:TieredStopAtLevel=4 --
        python -m tests.benchmarks.cluster_bench [--size 100000] [--shards 1,3] [--queries 8]
        [--rounds 3] [--seed 1] [--tags 0] [--cores 2] [--write]

``make bench-cluster`` does so. The cluster is the one of HUABAO_CLUSTER, and its nodes share this
machine with what asks them: times of a cluster on machines of its own are shorter. Both engines
build from the same folder of posts, and answer every query in turns; what they answer must be the
same. A build's processor time is told by who spent it: this program's processes, which read, cut
and send, and the nodes, which index and merge.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from indexer import build_index
from indexer.terminal import progress
from search import connect
from search.engine import Engine
from search.request import Request
from tests.benchmarks.collection import collect
from tests.benchmarks.folder import write_posts
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.report import circumstances, publish, table
from tests.benchmarks.timing import Timed, cold_and_warm
from tests.benchmarks.workload import HOSTILE, hostile, page_samples
from tests.clusters import CLUSTER, ask, own_name

_DEPTH = 20

_BUILDING = """Building from a folder of posts. *Own* and *nodes*: seconds of processor time of this
program and of the nodes, which share the cores."""

_ALIKE = """Pages, p50 / p99 in ms. {same:,} of {asked:,} queries were answered alike by all, to the
last bit of every score."""

_HEAD = ["", "photos/s", "seconds", "own", "nodes", "bytes a photo"]

Answer = tuple[int, tuple[tuple[str, float], ...]]
"""How many documents were found, and the page's ids and scores."""


@dataclass(frozen=True, slots=True)
class Built:
    """An archive that was built.

    Attributes:
        seconds: that it took. own, nodes: seconds of processor time, of this program and the nodes.
        size: bytes of the index, one copy.
    """

    name: str
    location: str
    seconds: float
    own: float
    nodes: float
    size: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--size", type=int, default=100_000, help="photos")
    made.add_argument("--shards", default="1,3", help="of the archives in the cluster")
    made.add_argument("--queries", type=int, default=8, help="for each row")
    made.add_argument("--rounds", type=int, default=3, help="warm passes")
    made.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes that read posts")
    options = made.parse_args(arguments)
    if not CLUSTER:
        sys.exit("name a cluster: HUABAO_CLUSTER=host:port,… (or make bench-cluster)")
    with tempfile.TemporaryDirectory() as temporary, own_name(CLUSTER) as name:
        text = _run(options, Path(temporary), name)
    publish(f"cluster {options.size} {origin(options)}", text, write=options.write)


def _run(options: argparse.Namespace, temporary: Path, name: str) -> str:
    console = Console(stderr=True)
    corpus = temporary / "posts"
    with progress(console, "writing posts"):
        write_posts(recipe(options, options.size).articles(), corpus)
    built = [_build(corpus, "directory", str(temporary / "index"), options, console)]
    for shards in map(int, options.shards.split(",")):
        place = f"opensearch://{CLUSTER}/{name}-{shards}?shards={shards}&replicas=0"
        told = f"cluster, {shards} shard{'s' * (shards > 1)}"
        built.append(_build(corpus, told, place, options, console))
    command = f"cluster_bench --size {options.size} --shards {options.shards}"
    command += f" --queries {options.queries} --rounds {options.rounds} --seed {options.seed}"
    rows, same, asked = _pages(built, options, console)
    nodes = CLUSTER.count(",") + 1
    parts = [
        f"## {nodes} nodes beside a directory, {options.size:,} photos, {origin(options)}",
        circumstances(command),
        _BUILDING,
        table(_HEAD, [_line(one, options.size) for one in built]),
        _ALIKE.format(same=same, asked=asked),
        table(["", *(f"{one.name} {w}" for one in built for w in ("cold", "warm"))], rows),
    ]
    return "\n\n".join(parts)


def _build(
    corpus: Path, name: str, location: str, options: argparse.Namespace, console: Console
) -> Built:
    nodes, own, started = _node_seconds(), _own_seconds(), time.perf_counter()
    with progress(console, f"building: {name}") as report:
        build_index(corpus, location, jobs=options.jobs, progress=report)
    taken = time.perf_counter() - started
    spent = _own_seconds() - own, _node_seconds() - nodes
    return Built(name, location, taken, *spent, _size(location))


def _line(built: Built, size: int) -> list[str]:
    return [
        built.name,
        f"{size / built.seconds:,.0f}",
        f"{built.seconds:.1f}",
        f"{built.own:.1f}",
        f"{built.nodes:.1f}" if built.nodes > 1 else "–",
        f"{built.size / size:,.0f}",
    ]


def _own_seconds() -> float:
    """Processor time of this process and of those that it started and that ended."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in usages)


def _node_seconds() -> float:
    """Processor time of all nodes."""
    nodes = ask(CLUSTER, "GET", "_nodes/stats/process")["nodes"].values()
    return sum(int(node["process"]["cpu"]["total_in_millis"]) for node in nodes) / 1000


def _size(location: str) -> int:
    """Bytes of an index, one copy of it."""
    if "://" not in location:
        build = Path(location) / "builds"
        return sum(path.stat().st_size for path in build.rglob("*") if path.is_file())
    name = location.rpartition("/")[2].partition("?")[0]
    stats = ask(CLUSTER, "GET", f"{name}/_stats/store")["_all"]["primaries"]
    return int(stats["store"]["size_in_bytes"])


@contextmanager
def _opened(built: Sequence[Built]) -> Iterator[dict[str, Engine]]:
    engines = {one.name: connect(one.location) for one in built}
    try:
        yield engines
    finally:
        for engine in engines.values():
            engine.close()


def _pages(
    built: Sequence[Built], options: argparse.Namespace, console: Console
) -> tuple[list[list[str]], int, int]:
    """The rows of the table of pages, how many queries were answered alike, and how many asked."""
    collection = collect(recipe(options, options.size))
    samples = page_samples(collection, seed=options.seed, count=options.queries)
    samples.append(hostile(collection, seed=options.seed))
    whole: dict[str, Timed[Answer]] = {one.name: Timed() for one in built}
    rows, same, asked = [], 0, 0
    with _opened(built) as engines, progress(console, "asking") as report:
        for done, sample in enumerate(samples):
            report(done, len(samples))
            timed: dict[str, Timed[Answer]] = {name: Timed() for name in engines}
            for typed in sample.queries:
                _ask(engines, typed.text, options.rounds, timed)
            answers = zip(*(one.answers for one in timed.values()), strict=True)
            alike = [len(set(given)) == 1 for given in answers]
            same, asked = same + sum(alike), asked + len(alike)
            rows.append(cold_and_warm(sample.name, timed))
            if sample.name != HOSTILE:
                for name, one in timed.items():
                    whole[name].cold += one.cold
                    whole[name].warm += one.warm
    return [*rows, cold_and_warm("**all but the hostile**", whole)], same, asked


def _ask(
    engines: dict[str, Engine], text: str, rounds: int, timed: dict[str, Timed[Answer]]
) -> None:
    """Ask all for a text, in turns; the first time is cold."""
    for passed in range(rounds + 1):
        for name, engine in engines.items():
            started = time.perf_counter_ns()
            page = engine.search(Request(text=text, per_page=_DEPTH))
            taken = (time.perf_counter_ns() - started) / 1e6
            if passed:
                timed[name].warm.append(taken)
            else:
                timed[name].cold.append(taken)
                found = tuple((hit.document.id, hit.score) for hit in page.hits)
                timed[name].answers.append((page.total, found))


if __name__ == "__main__":
    main()
