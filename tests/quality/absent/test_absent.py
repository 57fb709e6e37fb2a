"""Strings that no document holds are drawn as told, and the archive finds nothing by them."""

from pathlib import Path

import pytest

import indexer
from tests.conftest import real_data
from tests.quality.absent.__main__ import main, table
from tests.quality.absent.asking import COUNT, MOST_BELOW, Answered, answered, index_of_all
from tests.quality.absent.drawing import absent_strings, held_by

STREAMS = ("渔港的早晨浓雾", "早晨的渔船\n浓雾中的渔港", "J80帆船的早晨")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Answered]:
    index = index_of_all(real_data(), tmp_path_factory.mktemp("absent"))
    with indexer.open_index(index) as archive:
        return answered(archive)


@pytest.mark.long
@pytest.mark.untraced
@pytest.mark.real
def test_nothing_that_the_archive_lacks_stands_above_the_line(rows: list[Answered]) -> None:
    assert sum(row.asked for row in rows) == COUNT
    assert not [text for row in rows for text, _ in row.above]


@pytest.mark.long
@pytest.mark.untraced
@pytest.mark.real
def test_no_more_stands_below_the_line_than_the_guard_lets_in(rows: list[Answered]) -> None:
    below = {row.way: len(row.below) / row.asked for row in rows}
    assert below["a pair and a character"] == 0, "half of two pairs is never enough"
    assert sum(len(row.below) for row in rows) <= MOST_BELOW * COUNT


def test_what_is_drawn_is_held_nowhere_and_is_made_as_it_says() -> None:
    held = held_by(STREAMS)
    drawn = absent_strings(held, 30, 1)
    for strings in drawn.values():
        assert 5 <= len(strings) == len(set(strings)) <= 10
        assert not any(text in stream for text in strings for stream in STREAMS)
        assert {len(text) for text in strings} == {3}
        assert {*"".join(strings)} <= {*"".join(STREAMS)} - {*"J80\n"}
    for text in drawn["a pair and a character"]:
        assert (text[:2] in held.pairs) != (text[1:] in held.pairs)
    for text in drawn["two pairs that never meet"]:
        assert {text[:2], text[1:]} <= held.pairs


def test_a_seed_repeats_the_draw() -> None:
    held = held_by(STREAMS)
    assert absent_strings(held, 30, 1) == absent_strings(held_by(STREAMS), 30, 1)
    assert absent_strings(held, 30, 1) != absent_strings(held, 30, 2)


def test_an_archive_that_leaves_no_room_gives_fewer() -> None:
    drawn = absent_strings(held_by(["渔"]), 30, 1)
    assert drawn == {
        "characters by frequency": ["渔渔渔"],
        "a pair and a character": [],
        "two pairs that never meet": [],
    }


def test_the_table_shows_what_finds_most() -> None:
    row = Answered(way="x", asked=9, above=(("渔雾", 2),), below=(("港的", 7), ("雾的", 1)))
    assert table([row]).endswith("| x | 9 | 1 | 2 | 港的 (7), 渔雾 (2), 雾的 (1) |\n")


def test_a_folder_without_the_posts_is_bad_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([str(tmp_path)])
