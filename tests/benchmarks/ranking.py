"""How well the order fits what readers judged right: MRR@10 and recall@10 on four public sets.

    python -m tests.benchmarks.ranking ../shared/data/eval [--set NAME] [--share 0.6]
        [--words 1 --characters 0.25 --bigrams 0.75] [--keep DIR]

A set is a folder with ``docs.tsv.gz`` (id, optional title or date, text), ``queries.tsv`` and
``qrels.tsv``. Every document becomes a paragraph, so what is measured is the text field with its
headline, the relaxation and the weights of the streams; captions have fields that these sets do
not. Options try other constants than those of ``search.ranking``; ``--keep`` keeps the indexes,
whose building takes longer than the queries.
"""

import argparse
import csv
import gzip
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from search import connect, locate
from search.document import Document
from search.manifest import Manifest
from search.query import plan
from search.ranking import STREAM_WEIGHTS
from search.request import Request
from search.text.analyzer import Stream

DEPTH = 10


def documents(folder: Path) -> Iterator[Document]:
    """The documents of a set as paragraphs; a middle column of digits is a date."""
    with gzip.open(folder / "docs.tsv.gz", "rt", encoding="utf-8", newline="") as lines:
        for number, line in enumerate(lines):
            name, *middle, text = line.rstrip("\n").split("\t")
            title = middle[0] if middle and not middle[0].isdecimal() else ""
            yield Document(
                id=name, kind="paragraph", article=str(number), headline=title, text=text
            )


def rows(path: Path) -> list[list[str]]:
    """The rows of a table without quoting."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def index(folder: Path, directory: Path) -> None:
    """Index a set, unless the directory holds it already."""
    if (directory / "current").exists():
        return
    with locate(str(directory)).build(Manifest.today(built="", source={})) as writer:
        for document in documents(folder):
            writer.put(document.article, [document], "")


def measure(folder: Path, directory: Path) -> tuple[float, float, float]:
    """MRR@10, recall@10 and the share of relaxed answers over the queries of a set."""
    right: dict[str, set[str]] = {}
    for query, _, document, _ in rows(folder / "qrels.tsv"):
        right.setdefault(query, set()).add(document)
    queries = [(name, text) for name, text in rows(folder / "queries.tsv") if name in right]
    engine = connect(str(directory))
    reciprocal = recalled = relaxed = 0.0
    for name, text in queries:
        page = engine.search(Request(text=text, kind="paragraph", per_page=DEPTH))
        ids = [hit.document.id for hit in page.hits]
        ranks = [rank for rank, found in enumerate(ids, start=1) if found in right[name]]
        reciprocal += 1 / ranks[0] if ranks else 0.0
        recalled += bool(ranks)
        relaxed += page.relaxed
    engine.close()
    return reciprocal / len(queries), recalled / len(queries), relaxed / len(queries)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", action="append", dest="sets")
    parser.add_argument("--share", type=float)
    parser.add_argument("--keep", type=Path)
    for stream, weight in STREAM_WEIGHTS.items():
        parser.add_argument(f"--{stream}", type=float, default=weight)
    options = parser.parse_args()
    weights: Mapping[Stream, float] = {s: getattr(options, s) for s in STREAM_WEIGHTS}
    share = "by the number of words" if options.share is None else options.share
    sys.stdout.write(f"share {share}, weights {dict(weights)}\n")
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as temporary:
        if options.share is not None:
            patch.setattr(plan, "relaxed_share", lambda _: options.share)
        patch.setattr("search.execution.weighing.STREAM_WEIGHTS", weights)
        for folder in sorted(options.folder.iterdir()):
            if options.sets and folder.name not in options.sets:
                continue
            directory = (options.keep or Path(temporary)) / folder.name
            index(folder, directory)
            mrr, recall, relaxed = measure(folder, directory)
            sys.stdout.write(
                f"{folder.name:18} MRR@{DEPTH} {mrr:.3f}  recall@{DEPTH} {recall:.3f}"
                f"  relaxed {relaxed:.0%}\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
