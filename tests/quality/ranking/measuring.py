"""A set built, asked and measured."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

import indexer
from tests.quality.ranking.posts import write_posts
from tests.quality.ranking.sets import EvalSet

DEPTH = 10
MEASURES = {"MRR@10": RR @ DEPTH, "R@1": R @ 1, "R@10": R @ DEPTH, "nDCG@10": nDCG @ DEPTH}

Bar = Callable[[str], AbstractContextManager[indexer.Progress]]
"""Shows how far something is that is being done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured of a set: ``figures`` are means over its queries, by measure."""

    name: str
    documents: int
    queries: int
    figures: Mapping[str, float]


def measured(one: EvalSet, folder: Path, *, bar: Bar, jobs: int | None = None) -> Row:
    """Build the set's index in a folder, or bring the one there up to date, and ask the queries.

    ``jobs`` is how many processes read posts; None is one for every core.
    """
    ids = write_posts(one, folder / "posts")
    with bar(f"Indexing {one.name}") as progress:
        _index(folder / "posts", folder / "index", progress, jobs)
    run: list[ScoredDoc] = []
    with indexer.open_index(folder / "index") as archive, bar(f"Asking {one.name}") as progress:
        for done, (name, text) in enumerate(one.queries.items(), start=1):
            run += _answer(archive, ids, name, text)
            progress(done, len(one.queries))
    return Row(
        name=one.name,
        documents=len(one.items),
        queries=len(one.queries),
        figures=figures(one, run),
    )


def figures(one: EvalSet, run: list[ScoredDoc]) -> Mapping[str, float]:
    """The measures of a run, which ranks by its scores."""
    right = [Qrel(query, d, n) for query, judged in one.right.items() for d, n in judged.items()]
    found = ir_measures.calc_aggregate(MEASURES.values(), right, run)
    return {name: float(found[measure]) for name, measure in MEASURES.items()}


def _answer(
    archive: indexer.Archive, ids: Mapping[str, str], name: str, text: str
) -> Iterator[ScoredDoc]:
    """The first hits of a query; they rank by their places, since scores may tie."""
    page = archive.search(text, kind="paragraph", per_page=DEPTH)
    for place, hit in enumerate(page.hits):
        yield ScoredDoc(name, ids[hit.document.path], float(-place))


def _index(posts: Path, index: Path, progress: indexer.Progress, jobs: int | None) -> None:
    with suppress(indexer.IndexOutdatedError):
        indexer.update_index(posts, index, progress=progress, jobs=jobs)
        return
    indexer.build_index(posts, index, progress=progress, jobs=jobs)
