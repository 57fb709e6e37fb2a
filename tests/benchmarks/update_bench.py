"""Measures updating: one post changed, the time until a search finds what is new, by step.

    python -m tests.benchmarks.update_bench --sizes 10000,100000 [--texts FILE] [--repeat 5]
        [--seed 1] [--kept DIR] [--write]

An archive stays open beside, as a web page's does; the change counts as searchable when that
archive finds it. Steps are timed where they are called, by the names of ``STEPS``; what no step
covers is *the rest*. ``update_index`` is public, its steps are not: when they are named anew, the
names here follow.

With ``--kept``, an index that ``search_bench --keep`` built takes the place of the archives:
articles are replaced in it and then put back, which measures what the index alone costs, at a size
for which writing and reading a folder of posts would take an hour.
"""

import argparse
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from statistics import median

from rich.console import Console

from indexer import Archive, build_index, open_index, update_index
from indexer.terminal import progress
from search import connect, locate
from search.document import Document
from search.request import Request
from tests.benchmarks.folder import write_posts
from tests.benchmarks.memory import Watched
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.report import circumstances, publish, table
from tests.benchmarks.timing import Times, milliseconds, watched

STEPS: Mapping[str, str] = {
    "list the folder": "indexer.build._listing",
    "open the index to read what it knows": "indexer.build.connect",
    "read the post": "indexer.reading.read_post",
    "open the writer": "search.index.writer.IndexWriter.__init__",
    "analyse and add": "search.index.writer.IndexWriter.put",
    "commit": "search.index.writer.IndexWriter.commit",
}
"""What an update does, by the function that does it; none calls another."""

_REST = "the rest, above all comparing files"
_SEARCH = "open the commit for searching, and search"
_TOTAL = "in all"
_ROWS = (*STEPS, _REST, _SEARCH, _TOTAL)

Column = tuple[str, list[Times], str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--sizes", default="10000,100000", help="photos, with commas")
    made.add_argument("--repeat", type=int, default=5, help="posts changed, one after the other")
    made.add_argument("--kept", type=Path, help="an index in which articles are replaced instead")
    options = made.parse_args(arguments)
    if options.kept:
        columns = [_measure_kept(options, options.kept)]
        publish(f"update {columns[0][0]}", _text(options, columns), write=options.write)
        return
    sizes = [int(size) for size in options.sizes.split(",")]
    columns = []
    with progress(Console(stderr=True), "archives") as report:
        for done, size in enumerate(sizes):
            report(done, len(sizes))
            with tempfile.TemporaryDirectory() as temporary:
                columns.append(_measure(options, size, Path(temporary)))
    name = f"update {options.sizes} {origin(options)}"
    publish(name, _text(options, columns), write=options.write)


def _measure(options: argparse.Namespace, size: int, folder: Path) -> Column:
    """Build, then update; the memory is that of the build."""
    corpus, index = folder / "posts", folder / "index"
    posts = write_posts(recipe(options, size).articles(), corpus)
    with Watched() as memory:
        build_index(corpus, index, jobs=None)
    paths = sorted(corpus.rglob("*.md"))
    chosen = [paths[len(paths) * n // options.repeat] for n in range(options.repeat)]
    with open_index(index) as archive:
        times = [_update(corpus, index, archive, path, n) for n, path in enumerate(chosen)]
    return f"{size:,} photos in {posts:,} posts", times, f"{memory.peak:,.0f}"


def _measure_kept(options: argparse.Namespace, index: Path) -> Column:
    """Add a photo to one article after the other; in the end they are as they were."""
    location, times, kept = locate(str(index)), [], {}
    with closing(connect(str(index))) as engine:
        photos = engine.counts()["photo"]
        articles = dict.fromkeys(photo.article for photo in engine.documents("photo"))
        for number, article in enumerate(islice(articles, options.repeat)):
            said = f"第{number}次更正鱻龘靐"
            asked = Request(text=f'"{said}"')
            assert not engine.search(asked).total
            kept[article] = engine.article(article), engine.record(article) or ""
            added = Document(id=f"b{number}", kind="photo", article=article, caption=said)
            taken: Times = {}
            started = time.perf_counter()
            with watched(STEPS, taken), location.revise() as writer:
                writer.put(article, [*kept[article][0], added], kept[article][1])
            committed = time.perf_counter()
            assert engine.search(asked).total == 1
            searched = time.perf_counter()
            taken[_REST] = (committed - started) * 1000 - sum(taken.values())
            taken[_SEARCH] = (searched - committed) * 1000
            taken[_TOTAL] = (searched - started) * 1000
            times.append(taken)
    with location.revise() as writer:
        for article, (documents, record) in kept.items():
            writer.put(article, documents, record)
    return f"an index of {photos:,} photos, without the folder", times, "–"


def _update(corpus: Path, index: Path, archive: Archive, post: Path, number: int) -> Times:
    """Change a post, update, and search until the change is found; milliseconds by step."""
    said = f"第{number}次更正鱻龘靐"
    assert not archive.search(f'"{said}"', kind="paragraph").total
    text = post.read_text(encoding="utf-8")
    post.write_text(f"{text}\n\n{said}，以此为准。\n", encoding="utf-8")
    times: Times = {}
    started = time.perf_counter()
    with watched(STEPS, times):
        report = update_index(corpus, index)
    updated = time.perf_counter()
    found = archive.search(f'"{said}"', kind="paragraph").total
    searched = time.perf_counter()
    assert (report.changed, report.added, found) == (1, 0, 1)
    times[_REST] = (updated - started) * 1000 - sum(times.values())
    times[_SEARCH] = (searched - updated) * 1000
    times[_TOTAL] = (searched - started) * 1000
    return times


def _text(options: argparse.Namespace, columns: Sequence[Column]) -> str:
    command = f"update_bench --repeat {options.repeat}"
    command += " --kept DIR" if options.kept else f" --sizes {options.sizes}"
    command += f" --seed {options.seed}"
    command += f" --texts {options.texts.name}" if options.texts else ""
    rows = [[step, *(_median(times, step) for _, times, _ in columns)] for step in _ROWS]
    rows.append(["*own memory of the build before, at most, MiB*", *(held for *_, held in columns)])
    return "\n\n".join(
        (
            f"## Updating one post, {origin(options)}",
            circumstances(command),
            f"Milliseconds, medians of {options.repeat} posts.",
            table(["", *(size for size, *_ in columns)], rows),
        )
    )


def _median(times: Sequence[Times], step: str) -> str:
    return milliseconds(median(each.get(step, 0.0) for each in times))


if __name__ == "__main__":
    main()
