"""What the completion index adds to an archive: bytes, and time of a build."""

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import indexer
from search.index.directory import IndexDirectory
from tests.benchmarks.folder import write_posts
from tests.benchmarks.generator import Recipe
from tests.benchmarks.timing import Times, watched

STEPS: Mapping[str, str] = {"write": "search.index.writer.IndexWriter.commit"}
"""The functions that make and write completions; none calls another."""

_NAMED = "completions"


def size_line(index: Path) -> str:
    """How many bytes of an index the completions are."""
    whole, held = _sizes(index)
    with indexer.open_index(index) as archive:
        photos = len(archive)
    return (
        f"The completions are {held:,} of {whole:,} bytes of the index ({held / whole:.1%}), "
        f"{held / photos:,.0f} bytes a photo."
    )


def build_cost(recipe: Recipe) -> str:
    """How much of the time of a build the completions are, from a folder of posts, on all cores."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_posts(recipe.articles(), folder / "posts")
        times: Times = {}
        started = time.perf_counter()
        with watched(STEPS, times):
            indexer.build_index(folder / "posts", folder / "index", jobs=None)
        whole = time.perf_counter() - started
        held = sum(times.values()) / 1000
        return (
            f"Building {recipe.size:,} photos from a folder of posts took {whole:.1f} s, of which "
            f"{held:.2f} s ({held / whole:.1%}) made and wrote the completions.\n\n"
            + size_line(folder / "index")
        )


def _sizes(index: Path) -> tuple[int, int]:
    """The bytes of the live build, and those of its completions."""
    files = {file.name: file.stat().st_size for file in IndexDirectory(index).live().iterdir()}
    return sum(files.values()), sum(size for name, size in files.items() if _NAMED in name)
