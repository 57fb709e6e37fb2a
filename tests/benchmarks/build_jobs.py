"""What a building process does, and what it measures of itself."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer import build_index
from search.fields import FIELDS, values
from search.text.analyzer import STREAMS, Analyzer
from search.text.segment import default_segmenter
from tests.benchmarks.builders import Builder, HuabaoBuilder, TantivyBuilder, WhooshBuilder
from tests.benchmarks.classic import build_classic
from tests.benchmarks.generator import Recipe, dictionary
from tests.benchmarks.memory import Watched


@dataclass(frozen=True, slots=True)
class Build:
    """What one process measured.

    Attributes:
        photos: how many were indexed.
        seconds: spent on the job.
        base, peak, resident: memory as ``Watched`` has it.
        size: bytes of the index.
    """

    photos: int
    seconds: float
    base: float
    peak: float
    resident: float
    size: int


Job = Callable[[Recipe, Path], Build]


def _build(photos: int, seconds: float, memory: Watched, folder: Path) -> Build:
    held = memory.base, memory.peak, memory.resident
    return Build(photos, seconds, *held, size_of(folder))


def index_job(builder: Callable[[Path], Builder]) -> Job:
    """Documents in memory to a committed index."""

    def run(recipe: Recipe, folder: Path) -> Build:
        _warm_up(recipe)
        with Watched() as memory, builder(folder) as built:
            for _, documents in recipe.articles():
                built.put(documents)
        return _build(recipe.size, built.seconds, memory, folder)

    return run


def analysis_job(recipe: Recipe, folder: Path) -> Build:
    """Analysis without an index: all streams of every field, as if no documents shared any."""
    _warm_up(recipe)
    analyzer = Analyzer()
    seconds = 0.0
    with Watched() as memory:
        for _, documents in recipe.articles():
            started = time.perf_counter()
            for document in documents:
                for field in FIELDS[document.kind]:
                    tokens = analyzer.field(values(document, field))
                    for stream in STREAMS:
                        tokens.tokens(stream)
            seconds += time.perf_counter() - started
    return _build(recipe.size, seconds, memory, folder)


def posts_job(build: Callable[[Path, Path], int]) -> Job:
    """Posts on the disk to a committed index; loading dictionaries is part of it."""

    def run(recipe: Recipe, folder: Path) -> Build:
        with Watched() as memory:
            started = time.perf_counter()
            photos = build(folder.parent / "posts", folder)
            seconds = time.perf_counter() - started
        if photos != recipe.size:
            raise ValueError(f"{photos} of {recipe.size} photos were read from the posts")
        return _build(photos, seconds, memory, folder)

    return run


def _with_all_cores(corpus: Path, index: Path) -> int:
    return build_index(corpus, index, jobs=None).photos


def _alone(corpus: Path, index: Path) -> int:
    return build_index(corpus, index, jobs=1).photos


JOBS: Mapping[str, Job] = {
    "index: Huabao": index_job(HuabaoBuilder),
    "index: analysis alone": analysis_job,
    "index: stock Whoosh": index_job(WhooshBuilder),
    "index: tantivy-py": index_job(TantivyBuilder),
    "posts: Huabao": posts_job(_with_all_cores),
    "posts: Huabao, one process": posts_job(_alone),
    "posts: BeautifulSoup, jieba, Whoosh": posts_job(build_classic),
}
"""By name; each writes to a folder of its own, beside ``posts``."""

SLOW = frozenset(("index: stock Whoosh", "posts: BeautifulSoup, jieba, Whoosh"))


def _warm_up(recipe: Recipe) -> None:
    """Load what the generator and the analysis need."""
    default_segmenter()
    Analyzer()
    if not recipe.lines:
        dictionary()


def size_of(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
