"""What is said to be like a photo is of the same event, in the real posts and in the sample."""

from pathlib import Path

import pytest

import indexer
from tests.quality.similar.__main__ import main, table
from tests.quality.similar.measuring import LEAST_ANSWERED, LEAST_RIGHT, Figures, measured


@pytest.mark.real
@pytest.mark.untraced
def test_most_of_the_first_are_of_the_same_event(real_index: Path) -> None:
    with indexer.open_index(real_index) as archive:
        figures = measured(archive)
    assert figures.shown > 30
    assert figures.share_right >= LEAST_RIGHT, table(figures)
    assert figures.share_answered >= LEAST_ANSWERED, table(figures)


def test_of_the_sample_as_well(sample_index: Path) -> None:
    with indexer.open_index(sample_index) as archive:
        figures = measured(archive)
    assert figures.shown > 30
    assert figures.share_right >= LEAST_RIGHT, table(figures)


def test_the_table_says_what_is_wrong() -> None:
    told = table(Figures(shown=4, right=3, asked=2, answered=1, wrong=(("a", "b"),)))
    assert "3 of 4 are of the same event: 0.750" in told
    assert "1 of 2 photos have any: 0.500" in told
    assert "not b for a" in told


def test_a_folder_without_posts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main([str(tmp_path)])
    assert refused.value.code == 2
