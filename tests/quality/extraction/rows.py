"""The rows of the table: every family of posts, all families, and the posts of the aggregator.

The first post of ``posts`` holds a third of all its captions, and the project began with it: it is
a row of its own, and the others are averaged, so that it does not speak for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.quality.extraction.families import POSTS, Read
from tests.quality.extraction.judging import judge
from tests.quality.extraction.score import Score, mean_figures, total

ALL_SHAPES = "all shapes"
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


def rows_of(families: Iterable[tuple[str, Sequence[Read]]]) -> tuple[Row, ...]:
    """Judge what was read of each family by its name; ``POSTS`` has three rows, if it is there."""
    scores = {name: [judge(*one) for one in reads] for name, reads in families}
    posts = scores.pop(POSTS, [])
    shapes = [_summed(name, found) for name, found in scores.items()]
    of_all = _summed(ALL_SHAPES, [row.score.under(f"{row.name}/") for row in shapes])
    return (*shapes, of_all, *(_of_posts(posts) if posts else ()))


def _of_posts(posts: Sequence[Score]) -> tuple[Row, ...]:
    first, rest = posts[:1], posts[1:]
    mean = Row(MEAN, total(rest), mean_figures(rest))
    return (_summed(POSTS, posts), _summed(FIRST, first), mean)


def _summed(name: str, scores: Sequence[Score]) -> Row:
    score = total(scores)
    return Row(name, score, score.figures())
