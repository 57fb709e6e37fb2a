"""The rows of the table: every family of posts, all families, and the posts of the aggregator.

Each folder is read as ``inspect`` reads a corpus. A family of ``shapes`` is a corpus of its own,
because it is the blog or the site of one author: that is the folder that a user has, and siblings
and settings that may help the extractor are those of the same site. Nobody keeps nine blogs of
strangers in one folder.

The first post of ``posts`` holds a third of all its captions, and the project began with it: it is
a row of its own, and the others are averaged, so that it does not speak for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.inspection import inspect_corpus
from indexer.posts.article import Article
from indexer.sources.skipped import Skipped
from tests.quality.extraction.judging import judge
from tests.quality.extraction.score import Score, mean_figures, total
from tests.quality.extraction.truth import TruePost, read_truth

ALL_SHAPES = "all shapes"
POSTS = "posts"
FIRST = "posts, the first"
MEAN = "posts, mean without it"


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        score: everything added up.
        figures: of the sum, or in the row ``MEAN`` averaged over posts.
    """

    name: str
    score: Score
    figures: dict[str, float | None]

    @property
    def faults(self) -> dict[str, int]:
        """What should not be there at all, counted."""
        return self.score.faults()


def measured(data: Path) -> tuple[Row, ...]:
    """Read and judge ``shapes/posts`` and ``posts`` of the real data."""
    shapes = data / "shapes" / "posts"
    families = [_summed(name, scores) for name, scores in _families(shapes)]
    posts = judged(data / "posts", read_truth(data / "posts"))
    return (
        *families,
        _summed(ALL_SHAPES, [family.score for family in families]),
        _summed(POSTS, posts),
        _summed(FIRST, posts[:1]),
        Row(MEAN, total(posts[1:]), mean_figures(posts[1:])),
    )


def judged(corpus: Path, truth: Iterable[TruePost]) -> list[Score]:
    """Judge the posts of a truth, in its order, as they are read from a corpus."""
    inspection = inspect_corpus(corpus)
    read: dict[str, Article | Skipped] = {skip.path: skip for skip in inspection.skipped}
    read |= {post.path: post for post in inspection.posts}
    return [judge(post, read.get(post.file, Skipped(post.file, "not there"))) for post in truth]


def _families(shapes: Path) -> Iterable[tuple[str, list[Score]]]:
    truth = read_truth(shapes)
    for family in sorted({post.file.partition("/")[0] for post in truth}):
        inside = [_within(post, family) for post in truth if post.file.startswith(f"{family}/")]
        scores = judged(shapes / family, inside)
        yield family, [score.under(f"{family}/") for score in scores]


def _within(post: TruePost, family: str) -> TruePost:
    return replace(post, file=post.file.removeprefix(f"{family}/"))


def _summed(name: str, scores: Sequence[Score]) -> Row:
    score = total(scores)
    return Row(name, score, score.figures())
