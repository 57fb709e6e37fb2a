"""The judge of credits knows right from wrong, and the true captions are read as they were."""

import pytest

from tests.conftest import REAL
from tests.quality.extraction.credit_rows import ALL_SHAPES, POSTS, judge_credit, measured_credits
from tests.quality.extraction.tally import Tally
from tests.quality.extraction.truth import TruePhoto

CAPTION = "渔船归港。江湾社记者 林一舟 摄"
RIGHT = TruePhoto(
    n=1,
    image="a.jpg",
    caption=CAPTION,
    credit="江湾社记者 林一舟 摄",
    photographers=("林一舟",),
    agency="江湾社",
)


def test_what_is_right_has_no_miss() -> None:
    score = judge_credit(RIGHT)
    one = Tally(right=1)
    assert (score.lines, score.rest, score.photographers, score.agencies) == (one,) * 4
    assert not score.misses


def test_what_is_wrong_is_told_once() -> None:
    wrong = TruePhoto(n=1, image="a.jpg", caption=CAPTION, photographers=("何小水",))
    score = judge_credit(wrong)
    assert score.photographers == Tally(extra=1, missed=1)
    assert score.agencies == Tally(extra=1)
    assert score.lines == Tally(extra=1)
    assert score.rest == Tally(extra=1, missed=1)
    assert len(score.misses) == 1


def test_doubts_leave_a_figure_out() -> None:
    doubted = TruePhoto(n=1, image="a.jpg", caption=CAPTION, unsure=frozenset({"credit", "extent"}))
    score = judge_credit(doubted)
    assert (score.lines, score.rest, score.photographers, score.agencies) == (Tally(),) * 4


@pytest.mark.skipif(not (REAL / "shapes").is_dir(), reason="the real data is not here")
@pytest.mark.parametrize("row", [ALL_SHAPES, POSTS])
def test_credits_of_texts_that_are_given_right(row: str) -> None:
    score = measured_credits(REAL)[row]
    for tally in (score.photographers, score.agencies, score.lines, score.rest):
        assert tally.f1 is not None
        assert tally.f1 >= 0.95, score.misses
