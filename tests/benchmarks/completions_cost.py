"""What the completion index adds to an archive: bytes, and time of builds and updates."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import indexer
from search.index.directory import IndexDirectory
from tests.benchmarks.folder import write_posts
from tests.benchmarks.generator import Recipe
from tests.benchmarks.timing import Times, watched

_WRITER = {"completions": "search.completions.keeper.CompletionKeeper.write"}
"""What makes and writes completions, within a commit."""

_UPDATES = 5
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
    """How much of the time of a build the completions are, and of updates of one post each.

    From a folder of posts, on all cores; of updates the medians.
    """
    with tempfile.TemporaryDirectory() as temporary:
        posts, index = Path(temporary, "posts"), Path(temporary, "index")
        write_posts(recipe.articles(), posts)
        whole, held = _timed(lambda: indexer.build_index(posts, index, jobs=None))
        size = size_line(index)
        updates = [_update(posts, index, path) for path in sorted(posts.rglob("*.md"))[:_UPDATES]]
        update, of_it = (median(times) for times in zip(*updates, strict=True))
    return (
        f"Building {recipe.size:,} photos from a folder of posts took {whole / 1000:.1f} s, "
        f"{held / 1000:.2f} s of it ({held / whole:.1%}) for the completions; updating one post "
        f"{update:,.0f} ms, {of_it:,.1f} ms of it for them. {size}"
    )


def _update(posts: Path, index: Path, post: Path) -> tuple[float, float]:
    text = post.read_text(encoding="utf-8")
    post.write_text(f"{text}\n\n以此为准。\n", encoding="utf-8")
    return _timed(lambda: indexer.update_index(posts, index))


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """The milliseconds of a piece of work, and those of its completions."""
    times: Times = {}
    started = time.perf_counter()
    with watched(_WRITER, times):
        work()
    return (time.perf_counter() - started) * 1000, sum(times.values())


def _sizes(index: Path) -> tuple[int, int]:
    """The bytes of the live build, and those of its completions."""
    files = {file.name: file.stat().st_size for file in IndexDirectory(index).live().iterdir()}
    return sum(files.values()), sum(size for name, size in files.items() if _NAMED in name)
