"""Dates of pictures: golden captions of a post of 3 July 2021, and what holds for any date."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.dates.taken import Taken, find_taken
from search.text.dates import parse

GOLDEN = Path(__file__).parents[1] / "golden" / "taken.json"
CASES: list[dict[str, Any]] = json.loads(GOLDEN.read_text("utf-8"))
PUBLISHED = date(2021, 7, 3)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2030, 12, 31))


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_golden_date(case: dict[str, Any]) -> None:
    taken = find_taken(case["text"], PUBLISHED)
    found = (taken.edtf, taken.basis) if taken else None
    assert found == ((case["taken"], case["basis"]) if case["taken"] else None)
    if taken is not None:
        words = case["text"][taken.start : taken.end]
        assert (words, words.strip()) == (case["words"], words)
        assert list(taken.supplied) == case.get("supplied", [])


def test_a_day_without_a_year_needs_the_post() -> None:
    assert find_taken("6月1日，江湾。", None) is None


def soon(day: date, published: date) -> bool:
    """Whether a day of the year is in the month after a post: an event to come, not last year's."""
    if (day.month, day.day) == (2, 29):
        return False
    return 1 < (day.replace(year=published.year) - published).days <= 30


@given(DAYS)
def test_a_full_date_is_taken_as_it_stands(day: date) -> None:
    for blank in ("", " "):
        text = f"{day.year}{blank}年{blank}{day.month}{blank}月{blank}{day.day}{blank}日，江湾。"
        assert find_taken(text, None) == Taken(day.isoformat(), 0, text.index("，"))


@given(DAYS, DAYS)
def test_a_day_without_a_year_is_the_last_before_the_post(day: date, published: date) -> None:
    taken = find_taken(f"{day.month}月{day.day}日，江湾。", published)
    if taken is None:
        assert (day.month, day.day) == (2, 29) or soon(day, published)
        return
    assert not soon(day, published)
    first = parse(taken.edtf).first
    assert first is not None
    assert (first.month, first.day) == (day.month, day.day)
    assert published - timedelta(days=366) <= first <= published + timedelta(days=1)


@given(st.text(alphabet="2018年7月1日至到、，摄（）—这是图为当 ", max_size=30))
def test_what_is_found_is_a_date(text: str) -> None:
    taken = find_taken(text, PUBLISHED)
    assert taken is None or parse(taken.edtf).first is not None
