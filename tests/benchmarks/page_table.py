"""The page table: our whole answer to what people type, beside tantivy's words.

The two do not do the same work, on purpose: the question is what a page costs with all that it
promises, beside the least that a page of a native engine would cost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from search.engine import Engine
from search.request import Request
from search.results import Results
from tests.benchmarks.peers.peer import DEPTH
from tests.benchmarks.peers.tantivy_peer import Tantivy
from tests.benchmarks.report import table
from tests.benchmarks.timing import Timed, in_turns, milliseconds, spread
from tests.benchmarks.workload import Typed, TypedSample


@dataclass(frozen=True, slots=True)
class PageRow:
    """What a sample took: ours, and tantivy's where it can be imported."""

    sample: TypedSample
    ours: Timed[Results | None]
    theirs: Timed[Results | None] | None


def measure_pages(
    engine: Engine,
    peer: Tantivy | None,
    samples: Sequence[TypedSample],
    *,
    rounds: int,
    progress: Callable[[int, int], None],
) -> list[PageRow]:
    """Ask both for every sample."""

    def ours(typed: Typed) -> Results | None:
        return engine.search(Request(text=typed.text, per_page=DEPTH))

    def theirs(typed: Typed) -> Results | None:
        assert peer is not None
        peer.page(typed.query, typed.creator, typed.without)
        return None

    rows = []
    for done, sample in enumerate(samples, start=1):
        engines = {"ours": ours, "theirs": theirs} if peer else {"ours": ours}
        timed = in_turns(sample.queries, engines, rounds=rounds)
        rows.append(PageRow(sample, timed["ours"], timed.get("theirs")))
        progress(done, len(samples))
    return rows


def page_table(rows: Sequence[PageRow]) -> str:
    """Cold and warm times of both, the ratio of the warm medians, and what was found."""
    head = ["", "ours cold", "ours warm", "tantivy-py warm", "ours ÷ tantivy-py",
            "photos found", "relaxed"]  # fmt: skip
    lines = [*map(_line, rows), _whole(rows)]
    return "p50 / p95 / p99 in ms; photos found: median.\n\n" + table(head, lines)


def _line(row: PageRow) -> list[str]:
    pages = [page for page in row.ours.answers if page is not None]
    relaxed = sum(page.relaxed for page in pages)
    warm = spread(row.ours.warm)
    theirs = spread(row.theirs.warm) if row.theirs else None
    return [
        row.sample.name,
        str(spread(row.ours.cold)),
        str(warm),
        str(theirs or "–"),
        milliseconds(warm.p50 / theirs.p50) if theirs else "–",
        f"{median(page.total for page in pages):,.0f}",
        f"{relaxed}/{len(pages)}",
    ]


def _whole(rows: Sequence[PageRow]) -> list[str]:
    """All queries as one log."""
    cold = [time for row in rows for time in row.ours.cold]
    warm = [time for row in rows for time in row.ours.warm]
    theirs = [time for row in rows if row.theirs for time in row.theirs.warm]
    measured = [str(spread(cold)), str(spread(warm)), str(spread(theirs)) if theirs else "–"]
    return ["**all of these**", *measured, "–", "–", "–"]
