"""The engine table: the same trees of the same word tokens, for every engine that can.

The ratios are of medians of warm times, others to ours: above 1 we are faster.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tests.benchmarks.peers.peer import Answer, Peer, Query
from tests.benchmarks.reference import Reference
from tests.benchmarks.report import table
from tests.benchmarks.timing import Timed, in_turns, milliseconds, spread
from tests.benchmarks.workload import Sample

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """What the engines that can answer a sample took for it."""

    sample: Sample
    timed: Mapping[str, Timed[Answer]]


def measure(
    peers: Sequence[Peer],
    samples: Sequence[Sample],
    *,
    facets: bool,
    rounds: int,
    progress: Callable[[int, int], None],
) -> list[Row]:
    """Ask the peers every sample; those that cannot answer it are left out of the row."""
    rows = []
    for done, sample in enumerate(samples, start=1):
        engines = {
            peer.name: partial(peer.search, facets=facets)
            for peer in peers
            if sample.queries[0].operator in peer.operators and (peer.facets or not facets)
        }
        rows.append(Row(sample, in_turns(sample.queries, engines, rounds=rounds)))
        progress(done, len(samples))
    return rows


def engine_table(peers: Sequence[Peer], rows: Sequence[Row], *, with_cold: bool) -> str:
    """Warm times of every engine, cold ones where the engines were fresh, and the ratios."""
    ours, *others = [peer.name for peer in peers if any(peer.name in row.timed for row in rows)]
    names = [ours, *others]
    parts = ["Warm, p50 / p95 / p99 in ms:", _table(rows, names, partial(_cell, cold=False))]
    if with_cold:
        parts += ["Cold, p50 / p95 / p99 in ms:", _table(rows, names, partial(_cell, cold=True))]
    if others:
        parts += [
            f"Warm medians of the others in times of {ours}'s; above 1 {ours} is faster:",
            _table(rows, others, partial(_ratio, ours=ours)),
        ]
    return "\n\n".join(parts)


def _table(rows: Sequence[Row], names: Sequence[str], cell: Callable[[Row, str], str]) -> str:
    return table(["", *names], [[row.sample.name, *(cell(row, n) for n in names)] for row in rows])


def agreement(peers: Sequence[Peer], rows: Sequence[Row], reference: Reference) -> str:
    """How many first answers were as the definition has them."""
    lines = []
    for peer in peers:
        judged: Counter[str] = Counter()
        for row in rows:
            judged.update(_judged(peer, row, reference))
        faceted = f"{judged['facets right']}/{judged['facets']}" if judged["facets"] else NOTHING
        order = f"{judged['order right']}/{judged['order']}"
        lines.append([peer.name, f"{judged['total right']}/{judged['total']}", order, faceted])
    return table(["engine", "totals right", "best ten right", "facets right"], lines)


def _judged(peer: Peer, row: Row, reference: Reference) -> Counter[str]:
    counts: Counter[str] = Counter()
    if peer.name not in row.timed:
        return counts
    for query, answer in zip(row.sample.queries, row.timed[peer.name].answers, strict=True):
        faults = reference.judge(peer, query, answer)
        for aspect in _aspects(query, answer):
            counts[aspect] += 1
            counts[f"{aspect} right"] += aspect not in faults
    return counts


def _aspects(query: Query, answer: Answer) -> list[str]:
    aspects = ["total"]
    if query.operator != "phrase":  # no two engines score a phrase alike
        aspects.append("order")
    if answer.creators is not None:
        aspects.append("facets")
    return aspects


def _cell(row: Row, name: str, *, cold: bool) -> str:
    timed = row.timed.get(name)
    return str(spread(timed.cold if cold else timed.warm)) if timed else NOTHING


def _ratio(row: Row, name: str, *, ours: str) -> str:
    if name not in row.timed or ours not in row.timed:
        return NOTHING
    other, own = (spread(row.timed[n].warm).p50 for n in (name, ours))
    return milliseconds(other / own)
