"""Claims: which captions count, when they are right, and in which bin they stand."""

from typing import Any

import pytest

from indexer.posts.article import Article, Photo
from indexer.sources.skipped import Skipped
from tests.quality.extraction.calibration import (
    BOUNDS,
    Bin,
    Claim,
    believed,
    bins,
    calibration_table,
    claims,
)
from tests.quality.extraction.truth import TruePhoto, TruePost

CREDIT = "林一帆 摄"


def _claims(true: dict[str, Any], found: dict[str, Any]) -> list[Claim]:
    photo = Photo(**{"image": "1.jpg", "confidence": 0.9, "caption": "渔船出港。", **found})
    one = TruePhoto(**{"n": 1, "image": "1.jpg", "caption": f"渔船出港。{CREDIT}", **true})
    post = TruePost(file="a.md", photos=(one,))
    return claims([(post, Article(path="a.md", title="渔港", blocks=(photo,)))])


@pytest.mark.parametrize(
    ("true", "found", "right"),
    [
        ({"credit": CREDIT}, {}, True),
        ({"credit": CREDIT}, {"caption": "灯塔亮了。"}, False),
        ({"credit": CREDIT}, {"caption": f"渔船出港。{CREDIT}"}, False),
        ({"caption": CREDIT, "credit": CREDIT}, {"caption": None, "credit": CREDIT}, True),
        ({"caption": None}, {}, False),
        ({"caption": "别的", "unsure": frozenset({"extent"})}, {}, True),
    ],
    ids=["right", "other words", "credit left in", "a credit alone", "invented", "doubtful extent"],
)
def test_a_claim_is_right(true: dict[str, Any], found: dict[str, Any], right: bool) -> None:
    assert _claims(true, found) == [Claim(0.9, right)]


@pytest.mark.parametrize(
    ("true", "found"),
    [
        ({}, {"caption": None}),
        ({"unsure": frozenset({"caption"})}, {}),
        ({"kind": "icon"}, {}),
        ({"image": "2.jpg"}, {}),
    ],
    ids=["no caption given", "doubtful caption", "furniture", "not in the truth"],
)
def test_what_is_no_claim(true: dict[str, Any], found: dict[str, Any]) -> None:
    assert _claims(true, found) == []


def test_a_skipped_post_claims_nothing() -> None:
    assert claims([(TruePost(file="a.md"), Skipped("a.md", "empty file"))]) == []


def test_every_claim_stands_in_one_bin() -> None:
    made = [Claim(confidence / 100, confidence % 2 == 0) for confidence in range(101)]
    sorted_in = bins(made)
    assert [one.least for one in sorted_in] == list(BOUNDS)
    assert [one.claims for one in sorted_in] == [50, 10, 10, 10, 10, 5, 6]
    assert believed(made) == Bin(0.9, 6, 11)
    assert sorted_in[0].share == 0.5


def test_the_table_has_a_line_a_family_and_one_for_all() -> None:
    table = calibration_table({"渔港": [Claim(0.97, True)], "灯塔": [Claim(0.9, False)], "空": []})
    lines = [line.split() for line in table.splitlines()]
    assert [line[0] for line in lines] == ["confidence", "渔港", "灯塔", "空", "all"]
    assert lines[1][-4:] == ["1/1", "1.00", "1/1", "1.00"]
    assert lines[3][1:] == ["–"] * (len(BOUNDS) + 1)
    assert lines[4][-6:] == ["0/1", "0.00", "1/1", "1.00", "1/2", "0.50"]
