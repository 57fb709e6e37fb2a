"""Compares the best ten with an evaluation that leaves nothing out, in an archive of any size.

    python -m tests.benchmarks.unpruned --size 1000000 [--texts FILE] [--seed 1]
        [--queries 1000] [--keep DIR] [--write]

Half of the queries are trees of words, as in the engine table, half are what people type, as in
the page table. Each is answered twice: as always, and with every document found scored in
float64 and sorted. Ids, their order and scores must be equal to the last bit.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

from rich.console import Console

from indexer.terminal import progress
from search.execution.scorer import Numbers, Scorer
from search.index.arrays import Array
from search.request import Request
from search.snapshot.docset import DocSet, ids_of
from tests.benchmarks.collection import collect
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.peers.huabao_peer import Huabao
from tests.benchmarks.peers.peer import DEPTH, Query
from tests.benchmarks.report import circumstances, publish, table
from tests.benchmarks.workload import engine_samples, page_samples

Asking = Callable[[], object]


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare and print."""
    made = parser(__doc__)
    made.add_argument("--size", type=int, default=100_000, help="photos")
    made.add_argument("--queries", type=int, default=1000)
    made.add_argument("--keep", type=Path, help="where to keep our index, which is used again")
    options = made.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        text = _run(options, options.keep or Path(temporary))
    publish(f"unpruned {options.size} {origin(options)}", text, write=options.write)


def _run(options: argparse.Namespace, folder: Path) -> str:
    collection = collect(recipe(options, options.size))
    peer = Huabao()
    peer.build(collection, folder)
    trees = engine_samples(collection, seed=options.seed + 1, count=options.queries)
    pages = page_samples(collection, seed=options.seed + 1, count=options.queries)
    kinds: list[tuple[str, Iterator[Asking]]] = [
        *((sample.name, (_tree(peer, query) for query in sample.queries)) for sample in trees),
        *((sample.name, (_page(peer, typed.text) for typed in sample.queries)) for sample in pages),
    ]
    counts: dict[str, list[int]] = {name: [0, 0] for name, _ in kinds}
    with progress(Console(stderr=True), "comparing") as report:
        for done, (name, asking) in enumerate(_in_turns(kinds, options.queries)):
            report(done, options.queries)
            answer = asking()
            with patch("search.execution.collector.contenders", _everything):
                whole = asking()
            counts[name][0] += answer == whole
            counts[name][1] += 1
    peer.close()
    equal, asked = map(sum, zip(*counts.values(), strict=True))
    command = f"unpruned --size {options.size} --queries {options.queries} --seed {options.seed}"
    rows = [(name, f"{same}/{every}") for name, (same, every) in counts.items()]
    return "\n\n".join(
        (
            f"## The best ten of {options.size:,} photos and unpruned, {origin(options)}",
            circumstances(command),
            f"{equal} of {asked} equal: ids, order, scores.",
            table(["", "equal"], rows),
        )
    )


def _in_turns(
    kinds: Sequence[tuple[str, Iterator[Asking]]], count: int
) -> Iterator[tuple[str, Asking]]:
    """Queries of each kind in turn, as long as there are any."""
    left = list(kinds)
    while left and count > 0:
        for kind in list(left):
            name, askings = kind
            asking = next(askings, None)
            if asking is None:
                left.remove(kind)
            elif count > 0:
                count -= 1
                yield name, asking


def _tree(peer: Huabao, query: Query) -> Asking:
    return lambda: peer.search(query, facets=False)


def _page(peer: Huabao, text: str) -> Asking:
    def ask() -> object:
        results = peer.engine.search(Request(text=text, per_page=DEPTH))
        return results.total, [(hit.document.id, hit.score, hit.group) for hit in results.hits]

    return ask


def _everything(
    scorer: Scorer, segment: int, docs: DocSet, count: int, floor: float
) -> tuple[Array, Numbers, float]:
    """``maxscore.contenders`` that leaves nothing out."""
    del count
    ids = ids_of(docs)
    return ids, scorer.scores(segment, ids), floor


if __name__ == "__main__":
    main()
