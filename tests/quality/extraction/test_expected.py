"""No figure of extraction falls below what was reached, family by family."""

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.inspection import inspect_corpus
from tests.conftest import real_data
from tests.quality.extraction import __main__ as command
from tests.quality.extraction.expected import (
    SLACK,
    STRICT,
    fallen,
    figures_of,
    read_expected,
    write_expected,
)
from tests.quality.extraction.families import POSTS, Family, Read, labelled
from tests.quality.extraction.held_out import Learner
from tests.quality.extraction.rows import ALL_SHAPES, FIRST, MEAN, Row, rows_of
from tests.quality.extraction.score import FIGURES, Score
from tests.quality.extraction.tally import Tally

EXPECTED = read_expected()


@pytest.fixture(scope="module")
def families() -> tuple[Family, ...]:
    """The labelled families."""
    real_data("posts", "truth.jsonl")
    return labelled(real_data("shapes", "posts", "truth.jsonl").parents[2])


@pytest.fixture(scope="module")
def reads(families: tuple[Family, ...]) -> list[tuple[str, list[Read]]]:
    """Every family by its name, read once."""
    return [(family.name, family.read()) for family in families]


@pytest.fixture(scope="module")
def rows(reads: list[tuple[str, list[Read]]]) -> dict[str, Row]:
    """Every row by its name."""
    return {row.name: row for row in rows_of(reads)}


@pytest.mark.long
@pytest.mark.real
@pytest.mark.parametrize("name", EXPECTED)
def test_no_figure_fell(rows: dict[str, Row], name: str) -> None:
    told = fallen(rows[name], EXPECTED)
    assert not told, "\n".join((*told, "", *rows[name].score.misses))


@pytest.mark.long
@pytest.mark.real
def test_of_every_row_and_figure_something_is_expected(rows: dict[str, Row]) -> None:
    assert list(EXPECTED) == list(rows), "run python -m tests.quality.extraction --write"
    assert list(rows)[-4:] == [ALL_SHAPES, POSTS, FIRST, MEAN]
    for figures in EXPECTED.values():
        assert list(figures) == [*FIGURES, STRICT]


def _row(score: Score) -> Row:
    return Row("甲", score, score.figures())


BEFORE = _row(Score(photos=Tally(200, 100, 100), captions=Tally(29, 0, 71)))
REACHED = {"甲": figures_of(BEFORE)}


def test_figures_are_kept_where_there_is_something_to_measure() -> None:
    assert REACHED["甲"] == {
        "photos_found": 0.6667,
        "photos_precision": 0.6667,
        "caption_precision": 1,
        "caption_recall": 0.29,
        "caption_f1": 0.4496,
        "caption_exact": None,
        "photographers_f1": 1,
        "agencies_f1": 1,
        "taken_recall": None,
        "titles": None,
        "days": None,
        "invented_dates": 0,
    }
    assert fallen(BEFORE, REACHED) == []


@pytest.mark.parametrize(
    ("score", "told"),
    [
        (Score(photos=Tally(200, 100, 104)), []),
        (Score(photos=Tally(200, 100, 105)), ["photos_found fell from 0.6667 to 0.6557"]),
        (Score(photos=Tally(200, 110, 100)), ["photos_precision fell from 0.6667 to 0.6452"]),
        (Score(photos=Tally(300, 0, 0)), []),
        (Score(taken=Tally(100, 1, 0)), ["invented_dates rose from 0 to 1"]),
        (Score(agencies=Tally(extra=1)), ["agencies_f1 fell from 1.0000 to 0.0000"]),
        (Score(exact=Tally(1, 0, 1)), []),
    ],
    ids=[
        "a little",
        "fewer found",
        "more furniture",
        "better",
        "a date among many",
        "an agency",
        "measured at last",
    ],
)
def test_what_fell_is_said(score: Score, told: list[str]) -> None:
    assert fallen(_row(score), REACHED) == [f"甲: {line}" for line in told]


def test_just_the_slack_is_no_fall() -> None:
    for figure, told in ((1 - SLACK, 0), (1 - SLACK - 0.0001, 1)):
        row = Row("甲", Score(), {"titles": figure})
        assert len(fallen(row, {"甲": {"titles": 1.0}})) == told


def test_of_a_row_that_is_not_known_nothing_is_expected() -> None:
    assert fallen(BEFORE, {"乙": {"photos_found": 1.0}}) == []


def test_what_is_expected_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_expected(tmp_path / "expected.json") == {}
    write_expected([BEFORE], tmp_path / "expected.json")
    assert read_expected(tmp_path / "expected.json") == REACHED


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two families of one post each, the second with another title, of which all is expected.

    What is fitted for families held out is not looked at: ``test_fitting`` does that.
    """
    for folder, file, title in (
        ("shapes/posts", "harbour/a.md", "渔港"),
        ("posts", "b.md", "鱼市"),
    ):
        place = tmp_path / folder / file
        place.parent.mkdir(parents=True)
        place.write_text("# 渔港\n\n早晨的渔港很忙。\n", "utf-8")
        truth = {"file": file, "title": title, "photos": []}
        (tmp_path / folder / "truth.jsonl").write_text(json.dumps(truth), "utf-8")
    monkeypatch.setattr(
        command, "read_expected", lambda: {"harbour": {"titles": 1}, "posts": {"titles": 1}}
    )
    learner = Learner(fit=len, reading=lambda _fitted: inspect_corpus)
    monkeypatch.setattr(command, "LEARNER", learner)
    return tmp_path


FELL = "posts: titles fell from 1.0000 to 0.0000"


def test_the_command_prints_rows_misses_and_what_fell(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(data), "--misses", "--calibration"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "posts/b.md title is 鱼市 not 渔港"
    assert [line.split()[0] for line in told[2:4]] == ["harbour", "all"]
    assert told[-1] == FELL


def test_the_command_prints_json_and_nothing_else(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(data), "--json"]) == 1
    value = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in value] == ["harbour", ALL_SHAPES, POSTS, FIRST, MEAN]
    assert [row["fell"] for row in value] == [[], [], [FELL], [], []]


def test_what_is_written_is_what_is_expected_next(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, Any] = {}
    monkeypatch.setattr(
        command, "write_expected", lambda rows: kept.update({r.name: figures_of(r) for r in rows})
    )
    monkeypatch.setattr(command, "read_expected", lambda: kept)
    assert command.main([str(data), "--write"]) == 0
    assert kept["posts"]["titles"] == 0


def test_a_folder_without_labels_is_bad_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as bad:
        command.main([str(tmp_path)])
    assert bad.value.code == 2


def test_what_is_held_out_stands_beside(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main([str(data), "--calibration"])
    assert "On families held out:" in capsys.readouterr().out
