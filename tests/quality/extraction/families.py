"""The families of labelled posts, and how one is read.

Each folder is read as ``inspect`` reads a corpus. A family of ``shapes`` is a corpus of its own,
because it is the blog or the site of one author: that is the folder that a user has, and siblings
and settings that may help the extractor are those of the same site. Nobody keeps nine blogs of
strangers in one folder. The posts of the aggregator are one more family.

How a corpus is read is an argument (``Reading``), so that other weights can be tried on the same
posts (``held_out``) without a second way to judge them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from indexer.inspection import Inspection, inspect_corpus
from indexer.posts.article import Article
from indexer.sources.skipped import Skipped
from tests.quality.extraction.truth import TruePost, read_truth

POSTS = "posts"

Reading: TypeAlias = Callable[[Path], Inspection]
"""Read all posts of a corpus."""

Read: TypeAlias = tuple[TruePost, Article | Skipped]
"""What is right of a post, and what was read in it."""


@dataclass(frozen=True, slots=True)
class Family:
    """Labelled posts of one kind; the files of ``truth`` are paths in ``corpus``."""

    name: str
    corpus: Path
    truth: tuple[TruePost, ...]

    def read(self, reading: Reading = inspect_corpus) -> list[Read]:
        """Read its posts, in the order of the truth."""
        inspection = reading(self.corpus)
        read: dict[str, Article | Skipped] = {skip.path: skip for skip in inspection.skipped}
        read |= {post.path: post for post in inspection.posts}
        return [(post, read.get(post.file) or _absent(post.file)) for post in self.truth]


def labelled(data: Path) -> tuple[Family, ...]:
    """Give the families of ``shapes/posts`` in order, then ``posts``."""
    shapes = data / "shapes" / "posts"
    posts = Family(POSTS, data / "posts", read_truth(data / "posts"))
    return (*_split(shapes, read_truth(shapes)), posts)


def _split(shapes: Path, truth: Sequence[TruePost]) -> list[Family]:
    names = sorted({post.file.partition("/")[0] for post in truth})
    return [Family(name, shapes / name, _within(name, truth)) for name in names]


def _within(name: str, truth: Sequence[TruePost]) -> tuple[TruePost, ...]:
    inside = (post for post in truth if post.file.startswith(f"{name}/"))
    return tuple(replace(post, file=post.file.removeprefix(f"{name}/")) for post in inside)


def _absent(file: str) -> Skipped:
    return Skipped(file, "not there")
