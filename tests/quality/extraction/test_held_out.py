"""Each family is read with what was fitted on all the others, and with nothing else."""

from pathlib import Path

from indexer.inspection import Inspection
from indexer.posts.article import Article, Photo
from indexer.sources.skipped import Skipped
from tests.quality.extraction.families import POSTS, Family, Read, Reading
from tests.quality.extraction.held_out import Learner
from tests.quality.extraction.rows import ALL_SHAPES, FIRST, MEAN, rows_of
from tests.quality.extraction.truth import TruePhoto, TruePost


def _family(name: str) -> Family:
    photo = TruePhoto(n=1, image="1.jpg", caption=name)
    posts = tuple(TruePost(file=file, photos=(photo,)) for file in ("a.md", "b.md"))
    return Family(name, Path(name), posts)


FAMILIES = [_family(name) for name in ("渔港", "灯塔", POSTS)]


def _fit(families: object) -> frozenset[str]:
    """Weights of a kind: the captions that were seen."""
    assert isinstance(families, list)
    return frozenset(family.name for family in families)


def _reading(seen: frozenset[str]) -> Reading:
    def read(corpus: Path) -> Inspection:
        caption = corpus.name if corpus.name in seen else None
        photo = Photo(image="1.jpg", caption=caption)
        return Inspection((Article(path="a.md", title=corpus.name, blocks=(photo,)),), ())

    return read


def _captions(read: Read) -> list[str | None]:
    assert isinstance(read[1], Article)
    return [photo.caption for photo in read[1].photos]


def test_no_family_is_read_with_what_was_fitted_on_it() -> None:
    every = _fit(FAMILIES)
    assert [_captions(family.read(_reading(every))[0]) for family in FAMILIES] == [
        ["渔港"], ["灯塔"], [POSTS]
    ]  # fmt: skip
    held_out = Learner(_fit, _reading).held_out(FAMILIES)
    assert [(name, _captions(reads[0])) for name, reads in held_out] == [
        ("渔港", [None]), ("灯塔", [None]), (POSTS, [None])
    ]  # fmt: skip


def test_each_is_fitted_on_all_the_others() -> None:
    asked: list[frozenset[str]] = []

    def reading(seen: frozenset[str]) -> Reading:
        asked.append(seen)
        return _reading(seen)

    Learner(_fit, reading).held_out(FAMILIES)
    assert asked == [{"灯塔", POSTS}, {"渔港", POSTS}, {"渔港", "灯塔"}]


def test_a_post_that_is_not_there_is_skipped() -> None:
    assert FAMILIES[0].read(_reading(frozenset()))[1][1] == Skipped("b.md", "not there")


def test_the_posts_of_the_aggregator_are_no_shape() -> None:
    rows = rows_of(Learner(_fit, _reading).held_out(FAMILIES))
    assert [row.name for row in rows] == ["渔港", "灯塔", ALL_SHAPES, POSTS, FIRST, MEAN]
    assert [row.score.posts for row in rows] == [2, 2, 4, 2, 1, 1]
    assert rows[2].score.misses[0].startswith("渔港/a.md ")
