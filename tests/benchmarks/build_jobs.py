"""What a building process does, and what it measures of itself."""

import re
import resource
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


@dataclass(frozen=True, slots=True)
class Build:
    """What one process measured.

    Attributes:
        photos: how many were indexed.
        seconds: spent on the job.
        base, peak: memory before the job and at most, in MiB; that of the largest child process
            is part of the peak where there are any.
        size: bytes of the index.
    """

    photos: int
    seconds: float
    base: float
    peak: float
    size: int


Job = Callable[[Recipe, Path], Build]


def index_job(builder: Callable[[Path], Builder]) -> Job:
    """Documents in memory to a committed index."""

    def run(recipe: Recipe, folder: Path) -> Build:
        base = _warmed_up(recipe)
        with builder(folder) as built:
            for _, documents in recipe.articles():
                built.put(documents)
        return Build(recipe.size, built.seconds, base, peak_memory(), size_of(folder))

    return run


def analysis_job(recipe: Recipe, folder: Path) -> Build:
    """Analysis without an index: all streams of every field, as if no documents shared any."""
    base = _warmed_up(recipe)
    analyzer = Analyzer()
    seconds = 0.0
    for _, documents in recipe.articles():
        started = time.perf_counter()
        for document in documents:
            for field in FIELDS[document.kind]:
                tokens = analyzer.field(values(document, field))
                for stream in STREAMS:
                    tokens.tokens(stream)
        seconds += time.perf_counter() - started
    return Build(recipe.size, seconds, base, peak_memory(), size_of(folder))


def posts_job(build: Callable[[Path, Path], int]) -> Job:
    """Posts on the disk to a committed index; loading dictionaries is part of it."""

    def run(recipe: Recipe, folder: Path) -> Build:
        base = peak_memory()
        started = time.perf_counter()
        photos = build(folder.parent / "posts", folder)
        seconds = time.perf_counter() - started
        if photos != recipe.size:
            raise ValueError(f"{photos} of {recipe.size} photos were read from the posts")
        return Build(photos, seconds, base, peak_memory(), size_of(folder))

    return run


def _whole(corpus: Path, index: Path) -> int:
    return build_index(corpus, index).photos


JOBS: Mapping[str, Job] = {
    "index: Huabao": index_job(HuabaoBuilder),
    "index: analysis alone": analysis_job,
    "index: stock Whoosh": index_job(WhooshBuilder),
    "index: tantivy-py": index_job(TantivyBuilder),
    "posts: Huabao": posts_job(_whole),
    "posts: BeautifulSoup, jieba, Whoosh": posts_job(build_classic),
}
"""By name; each writes to a folder of its own, beside ``posts``."""


def _warmed_up(recipe: Recipe) -> float:
    """Load what the generator and the analysis need; the memory that this takes."""
    default_segmenter()
    Analyzer()
    if not recipe.lines:
        dictionary()
    return peak_memory()


def peak_memory() -> float:
    """The most memory that this process held so far and that a child of it held, in MiB."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (_own_peak() + children) / 1024


def _own_peak() -> int:
    """In KiB. ``ru_maxrss`` counts from the process that started this one, ``VmHWM`` does not."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        if found:
            return int(found.group(1))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def size_of(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
