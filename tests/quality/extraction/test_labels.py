"""The text that the truth means is found among the texts around a picture."""

from typing import Any

import pytest

from tests.quality.extraction.labels import right_candidates
from tests.quality.extraction.truth import TruePhoto

TEXTS = ["boat", "▲渔船 出港。林一帆 摄", "渔船出港。林一帆 摄", "渔船出港。", ""]


@pytest.mark.parametrize(
    ("true", "right"),
    [
        ({"caption": "图：渔船出港。林一帆 摄", "credit": "林一帆 摄"}, {1, 2}),
        ({"caption": "渔船出港。"}, {3}),
        ({"caption": "灯塔亮了。"}, set()),
        ({"caption": None}, set()),
        ({"caption": "渔船", "unsure": frozenset({"extent"})}, {1, 2, 3}),
        ({"caption": "渔船出港。", "unsure": frozenset({"caption"})}, None),
    ],
    ids=["with its credit", "without", "out of reach", "no caption", "extent", "doubted"],
)
def test_which_text_is_meant(true: dict[str, Any], right: set[int] | None) -> None:
    assert right_candidates(TruePhoto(n=1, image="1.jpg", **true), TEXTS) == right
