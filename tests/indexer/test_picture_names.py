"""What the names around a picture say of it, and what they do not: ``picture_names.json``."""

import json
from typing import Any

import pytest

from indexer.posts.blocks.picture_kind import no_photo
from tests.conftest import ROOT

NAMES = json.loads((ROOT / "tests" / "golden" / "picture_names.json").read_text("utf-8"))


def judged(case: dict[str, Any]) -> str | None:
    width, height = case.get("size", (None, None))
    reason = no_photo(
        case["address"],
        (width, height),
        alt=case.get("alt", ""),
        classes=case.get("classes", ()),
    )
    return reason and str(reason)


@pytest.mark.parametrize("case", NAMES["photos"], ids=str)
def test_a_word_in_a_name_is_no_reason(case: dict[str, Any]) -> None:
    assert judged(case) is None


@pytest.mark.parametrize("case", NAMES["others"], ids=str)
def test_a_name_that_says_what_it_is(case: dict[str, Any]) -> None:
    assert judged(case) == case["reason"]
