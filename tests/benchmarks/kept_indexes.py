"""Indexes of generated archives that are kept between runs, of one segment or several.

An index of several has a large segment and others that updates left, each about a third of it. A
process of its own builds, so that another commit's code can.
"""

import subprocess
import sys
from pathlib import Path

from rich.console import Console

from indexer.terminal import progress
from tests.benchmarks.generator import Recipe

_BUILD = """
import sys
from pathlib import Path
from search import locate
from tests.benchmarks.builders import HuabaoBuilder
from tests.benchmarks.generator import Recipe
folder, size, seed, segments, tags = Path(sys.argv[1]), *map(int, sys.argv[2:])
more = {"tags": tags} if tags else {}
articles = [d for _, d in Recipe(size=size, seed=seed, **more).articles()]
left, cuts = len(articles), []
for _ in range(segments - 1):
    cuts.append(left)
    left = left * 2 // 3
cuts = sorted({*cuts, left, len(articles)})
with HuabaoBuilder(folder) as builder:
    for documents in articles[:cuts[0]]:
        builder.put(documents)
for begin, end in zip(cuts, cuts[1:]):
    with locate(str(folder)).revise() as writer:
        for documents in articles[begin:end]:
            writer.put(documents[0].article, documents, "{}")
"""
"""What builds, in whatever commit's code: it uses what all of them have."""


def kept_index(
    keep: Path, name: str, tree: Path, recipe: Recipe, segments: int, console: Console
) -> Path:
    """The index of an archive that the code in ``tree`` built, now or before."""
    tagged = f"-{recipe.tags}-tags" if recipe.tags else ""
    index = keep / f"{name}-{recipe.size}-{recipe.seed}-{segments}{tagged}"
    if not (index / "current").exists():
        with progress(console, f"building {index.name}"):
            made = (str(index.resolve()), recipe.size, recipe.seed, segments, recipe.tags)
            command = [sys.executable, "-c", _BUILD, *map(str, made)]
            subprocess.run(command, cwd=tree, check=True)
    return index
