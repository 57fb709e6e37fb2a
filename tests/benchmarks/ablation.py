"""What each special way of the engine is worth on whole pages: it is switched off, the pages asked.

    python -m tests.benchmarks.ablation --size 100000 [--seed 1] [--queries 10] [--rounds 3]
        [--keep DIR] [--write]

A limit that decides between two ways is moved so far that one of them is never taken. Every query
of the page table is then answered by the product's own path, with the limit where it stands and
moved, in turns, cold (an engine that was just opened) and warm; answers must be the same. A way
whose row shows nothing is a way too many.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from rich.console import Console

from indexer.terminal import progress
from search import connect
from search.engine import Engine
from search.request import Request
from tests.benchmarks.collection import collect
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.peers.huabao_peer import Huabao
from tests.benchmarks.report import circumstances, publish, table
from tests.benchmarks.timing import in_turns, milliseconds, spread
from tests.benchmarks.workload import page_samples

NEVER = 1 << 60

MOVED: Mapping[str, tuple[str, int]] = {
    "texts of a few are not read": ("execution.scorer._READ", 0),
    "all documents are added to": ("execution.scorer._SPARSE", NEVER),
    "all are scored (no MaxScore)": ("execution.maxscore._DIRECT", NEVER),
    "no documents with literal matches first": ("execution.maxscore._LITERAL", 0),
    "counts are never laid out": ("snapshot.postings._LAID", 0),
    "entries never spread by a sweep": ("snapshot.segment_searcher._SWEPT", 0),
    "documents put in order by sorting": ("snapshot.segment_searcher._MARKED", 0),
    "children never tested on what is left": ("execution.evaluate._RESTRICTED", NEVER),
    "all asked at once for what stands together": ("execution.maxscore._TOGETHER", NEVER),
    "runs of a text never compared": ("execution.reading._FEW_PIECES", NEVER),
    "no second column of facets": ("snapshot.doc_values._COLUMNS", 1),
}
"""A limit for each special way, and where it is never taken."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--size", type=int, default=100_000, help="photos")
    made.add_argument("--queries", type=int, default=10, help="for each kind of page")
    made.add_argument("--rounds", type=int, default=3, help="warm passes")
    made.add_argument("--keep", type=Path, help="where to keep our index, which is used again")
    options = made.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        text = _run(options, options.keep or Path(temporary))
    publish(f"ablation {options.size} {origin(options)}", text, write=options.write)


def _run(options: argparse.Namespace, folder: Path) -> str:
    collection = collect(recipe(options, options.size))
    peer = Huabao()
    peer.build(collection, folder)
    peer.close()
    samples = page_samples(collection, seed=options.seed, count=options.queries)
    texts = list(dict.fromkeys(typed.text for sample in samples for typed in sample.queries))
    rows = []
    with progress(Console(stderr=True), "switching off") as report:
        for done, (name, (limit, value)) in enumerate(MOVED.items()):
            report(done, len(MOVED))
            rows.append((name, *_row(folder, texts, limit, value, options.rounds)))
    command = f"ablation --size {options.size} --queries {options.queries}"
    command += f" --rounds {options.rounds} --seed {options.seed}"
    head = ("", "limit", "cold p50", "cold p99", "warm p50", "warm p99")
    return "\n\n".join(
        (
            f"## Ways switched off, {options.size:,} photos, {origin(options)}",
            circumstances(command),
            f"{len(texts)} queries; times without the way ÷ with it, so above 1 it helps.",
            table(head, rows),
        )
    )


def _row(
    folder: Path, texts: Sequence[str], limit: str, value: int, rounds: int
) -> tuple[str, ...]:
    with _opened(folder) as engine:  # what a process loads once belongs to neither
        engine.search(Request(text="年"))
    with ExitStack() as stack:
        engines = [stack.enter_context(_opened(folder)) for _ in range(2)]

        def asking(engine: Engine, *moves: tuple[str, int]) -> Callable[[str], object]:
            def ask(text: str) -> object:
                with _limits(moves):
                    page = engine.search(Request(text=text, per_page=10))
                return page.total, [(hit.document.id, hit.score, hit.group) for hit in page.hits]

            return ask

        asked = {"with": asking(engines[0]), "without": asking(engines[1], (limit, value))}
        timed = in_turns(texts, asked, rounds=rounds)
    assert timed["with"].answers == timed["without"].answers, limit
    ratios = []
    for kind in ("cold", "warm"):
        those, these = (spread(getattr(timed[name], kind)) for name in ("without", "with"))
        ratios += [those.p50 / these.p50, those.p99 / these.p99]
    return (f"`{limit}`", *map(milliseconds, ratios))


@contextmanager
def _opened(folder: Path) -> Iterator[Engine]:
    engine = connect(str(folder))
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def _limits(moves: Sequence[tuple[str, int]]) -> Iterator[None]:
    with ExitStack() as stack:
        for limit, value in moves:
            stack.enter_context(patch(f"search.{limit}", value))
        yield


if __name__ == "__main__":
    main()
