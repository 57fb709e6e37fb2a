"""Measures searching: this engine beside its peers, in one run.

    python -m tests.benchmarks.search_bench --size 100000 [--texts FILE] [--seed 1]
        [--queries 30] [--rounds 3] [--engines Huabao,tantivy-py,…] [--keep DIR] [--write]

The *engine table* asks all engines for the same trees of the same words of captions: the exact
total and the ten best, without and with facets. The *page table* asks ours for whole pages as a
person gets them (three streams, all fields, relaxation, all facets, texts and marks of ten hits)
beside tantivy's words of the caption with one aggregation and ten stored texts.
Every first answer of the engine table is judged by ``reference``.
"""

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from indexer.terminal import progress
from search import connect
from tests.benchmarks.collection import Collection, collect
from tests.benchmarks.engine_table import agreement, engine_table, measure
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.page_table import measure_pages, page_table
from tests.benchmarks.peers.huabao_peer import Huabao
from tests.benchmarks.peers.importable import importable
from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.peers.tantivy_peer import Tantivy
from tests.benchmarks.reference import Reference
from tests.benchmarks.report import circumstances, publish
from tests.benchmarks.workload import engine_samples, page_samples

FACETS_IN = 5
"""Every how manieth query is asked with facets: Whoosh takes a second for one."""

_TREES = "### Engine table: best ten and total"
_FACETS = "### Engine table: best ten, total, facets by photographer and year"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--size", type=int, default=100_000, help="photos")
    made.add_argument("--queries", type=int, default=30, help="for each row")
    made.add_argument("--rounds", type=int, default=3, help="warm passes")
    made.add_argument("--engines", help="some of the engines, by name, with commas")
    made.add_argument("--keep", type=Path, help="where to keep our index, which is used again")
    options = made.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        publish(
            " ".join(("search", str(options.size), origin(options), options.engines or "")).strip(),
            _run(options, folder, stack),
            write=options.write,
        )


def _run(options: argparse.Namespace, folder: Path, stack: ExitStack) -> str:
    console = Console(stderr=True)
    collection = collect(recipe(options, options.size))
    peers, missing = importable()
    if options.engines:
        peers = [peer for peer in peers if peer.name in options.engines.split(",")]
    with progress(console, "building") as report:
        for done, peer in enumerate(peers):
            report(done, len(peers))
            place = _place(options, folder, peer)
            place.mkdir(parents=True, exist_ok=True)
            peer.build(collection, place)
            stack.callback(peer.close)
    samples = engine_samples(collection, seed=options.seed, count=options.queries)
    reference = Reference(collection, (query for sample in samples for query in sample.queries))
    sections = [_heading(options, collection, peers, missing)]
    with progress(console, "engine table") as report:
        rows = measure(peers, samples, facets=False, rounds=options.rounds, progress=report)
    tables = engine_table(peers, rows, with_cold=True)
    sections += [_TREES, tables, agreement(peers, rows, reference)]
    able = [peer for peer in peers if peer.facets]
    fewer = [replace(s, queries=s.queries[::FACETS_IN]) for s in samples]
    with progress(console, "engine table with facets") as report:
        rows = measure(able, fewer, facets=True, rounds=1, progress=report)
    tables = engine_table(able, rows, with_cold=False)
    sections += [_FACETS, tables, agreement(able, rows, reference)]
    return "\n\n".join([*sections, *_pages(options, collection, peers, folder, console)])


def _place(options: argparse.Namespace, folder: Path, peer: Peer) -> Path:
    kept: Path | None = options.keep
    return kept if kept and isinstance(peer, Huabao) else folder / peer.name


def _heading(
    options: argparse.Namespace, collection: Collection, peers: list[Peer], missing: list[str]
) -> str:
    command = f"search_bench --size {options.size} --queries {options.queries}"
    command += f" --rounds {options.rounds} --seed {options.seed}"
    command += f" --texts {options.texts.name}" if options.texts else ""
    command += f' --engines "{options.engines}"' if options.engines else ""
    words = sum(map(len, collection.tokens)) / len(collection)
    absent = f"\n- not importable here: {', '.join(missing)}" if missing else ""
    return (
        f"## Searching {options.size:,} photos, {origin(options)}\n\n"
        + circumstances(command, [f"{peer.name} {peer.version}" for peer in peers])
        + f"\n- {words:.1f} words and {_characters(collection):.1f} letters or digits a caption, "
        f"{len(collection.frequencies):,} different words{absent}"
    )


def _characters(collection: Collection) -> float:
    letters = sum(character.isalnum() for stream in collection.streams for character in stream)
    return letters / len(collection)


def _pages(
    options: argparse.Namespace,
    collection: Collection,
    peers: list[Peer],
    folder: Path,
    console: Console,
) -> list[str]:
    ours = next((peer for peer in peers if isinstance(peer, Huabao)), None)
    if ours is None:
        return []
    tantivy = next((peer for peer in peers if isinstance(peer, Tantivy)), None)
    samples = page_samples(collection, seed=options.seed, count=options.queries)
    engine = connect(str(_place(options, folder, ours)))
    try:
        with progress(console, "page table") as report:
            rows = measure_pages(engine, tantivy, samples, rounds=options.rounds, progress=report)
    finally:
        engine.close()
    return ["### Page table", page_table(rows)]


if __name__ == "__main__":
    main()
