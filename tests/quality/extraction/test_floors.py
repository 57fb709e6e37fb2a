"""No figure of extraction falls below what was reached, family by family."""

import json
from pathlib import Path

import pytest

from tests.conftest import real_data
from tests.quality.extraction.__main__ import main
from tests.quality.extraction.floors import fallen, raised, read_floors, write_floors
from tests.quality.extraction.rows import Row, measured
from tests.quality.extraction.score import FAULTS, FIGURES, Score
from tests.quality.extraction.tally import Tally

FLOORS = read_floors()


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    """Every row by its name, read once."""
    real_data("posts", "truth.jsonl")
    data = real_data("shapes", "posts", "truth.jsonl").parents[2]
    return {row.name: row for row in measured(data)}


@pytest.mark.real
@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_fell(rows: dict[str, Row], name: str) -> None:
    row = rows[name]
    told = fallen(row, FLOORS[name])
    assert not told, "\n".join((f"{name}:", *told, "", *row.score.misses))


@pytest.mark.real
def test_every_row_and_figure_has_its_floor(rows: dict[str, Row]) -> None:
    assert list(FLOORS) == list(rows), "run python -m tests.quality.extraction --raise-floors"
    for floors in FLOORS.values():
        assert list(floors) == [*FIGURES, *FAULTS]


def _row(score: Score) -> Row:
    return Row("甲", score, score.figures())


BEFORE = _row(Score(photos=Tally(2, 1, 1), captions=Tally(29, 0, 71)))
FLOOR = raised([BEFORE], {})


def test_floors_are_rounded_down_and_kept_where_there_is_something_to_measure() -> None:
    assert FLOOR["甲"] == {
        "photos_found": 0.666,
        "caption_precision": 1,
        "caption_recall": 0.29,
        "caption_f1": 0.449,
        "caption_exact": None,
        "photographers_f1": 1,
        "agencies_f1": 1,
        "taken_recall": None,
        "titles": None,
        "days": None,
        "false_photos": 1,
        "invented_dates": 0,
    }
    assert fallen(BEFORE, FLOOR["甲"]) == []


@pytest.mark.parametrize(
    ("score", "told"),
    [
        (Score(photos=Tally(1, 1, 2)), ["photos_found fell from 0.666 to 0.333"]),
        (Score(photos=Tally(2, 2, 1)), ["false_photos rose from 1 to 2"]),
        (Score(taken=Tally(1, 1, 0)), ["invented_dates rose from 0 to 1"]),
        (Score(agencies=Tally(extra=1)), ["agencies_f1 fell from 1.000 to 0.000"]),
        (Score(exact=Tally(1, 0, 1)), []),
        (Score(photos=Tally(3, 0, 0)), []),
    ],
    ids=["fewer found", "more false", "a date", "an agency", "measured at last", "better"],
)
def test_what_fell_is_said(score: Score, told: list[str]) -> None:
    assert [one for one in fallen(_row(score), FLOOR["甲"]) if "caption" not in one] == told


def test_floors_only_rise() -> None:
    now = _row(Score(photos=Tally(3, 0, 0), captions=Tally(1, 0, 99), taken=Tally(1, 1, 0)))
    floors = raised([now], FLOOR)["甲"]
    assert (floors["photos_found"], floors["false_photos"]) == (1, 0)
    assert (floors["caption_recall"], floors["invented_dates"]) == (0.29, 0)
    assert floors["taken_recall"] == 1


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert read_floors(tmp_path / "floors.json") == {}
    write_floors(FLOOR, tmp_path / "floors.json")
    assert read_floors(tmp_path / "floors.json") == FLOOR


@pytest.mark.real
def test_the_command_prints_json_and_nothing_else(
    rows: dict[str, Row], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(f"{main.__module__}.measured", lambda _data: tuple(rows.values()))
    main(["--json"])
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == list(FLOORS)
    main(["--misses"])
    assert "posts" in capsys.readouterr().out
