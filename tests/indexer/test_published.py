"""Dates of posts: ``tests/golden/published.json`` says what each way to write one means."""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.dates.published import (
    day_in,
    in_zone,
    parse_published,
    published_in_path,
    without_date,
)

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "published.json").read_text("utf-8"))
HAN = "〇一二三四五六七八九"


@pytest.mark.parametrize("case", GOLDEN["stated"], ids=lambda case: case["text"] or "empty")
def test_what_a_post_states(case: dict[str, str]) -> None:
    assert parse_published(case["text"]) == case["published"], case.get("why")


@pytest.mark.parametrize(
    "case", GOLDEN["days"], ids=lambda case: f"{case['published']} {case['zone']}"
)
def test_the_day_and_the_clock_of_a_zone(case: dict[str, str]) -> None:
    zone = ZoneInfo(case["zone"])
    assert str(day_in(case["published"], zone)) == case["day"], case.get("why")
    assert in_zone(case["published"], zone) == case["text"]
    if zone.key == "Asia/Shanghai":
        assert in_zone(case["published"]) == case["text"]


@pytest.mark.parametrize("case", GOLDEN["paths"], ids=lambda case: case["path"])
def test_what_a_file_name_says(case: dict[str, str]) -> None:
    assert published_in_path(case["path"]) == case["published"]
    if "title" in case:
        assert without_date(Path(case["path"]).stem) == case["title"]


@pytest.mark.parametrize(
    "value", [None, True, 1620230400, 1620230400.0, date(2021, 5, 6), ["2021-05-06"]]
)
def test_values_of_parsers(value: object) -> None:
    expected = {
        date: "2021-05-06",
        int: "2021-05-06T00:00:00+08:00",
        float: "2021-05-06T00:00:00+08:00",
    }
    assert parse_published(value) == expected.get(type(value))


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (HAN[tens] if tens > 1 else "") + ("十" if tens else "") + (HAN[ones] if ones else "")


@given(st.dates(date(1912, 1, 1), date(2910, 12, 31)))
def test_one_day_however_it_is_written(day: date) -> None:
    year = "".join(HAN[int(digit)] for digit in f"{day.year:04}")
    forms = (
        f"{day:%Y-%m-%d}",
        f"{day:%d %B %Y}",
        f"{day:%b %d, %Y}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{year}年{han(day.month)}月{han(day.day)}日",
        f"民國{day.year - 1911}年{day.month}月{day.day}日",
        "{}-W{:02}-{}".format(*day.isocalendar()),
    )
    assert {parse_published(form) for form in forms} == {day.isoformat()}


@given(st.integers(1_000_000_000, 1_899_999_999))
def test_an_instant_is_the_same_in_every_zone(seconds: int) -> None:
    stated = parse_published(seconds)
    assert stated == parse_published(seconds * 1000)
    assert stated is not None
    assert int(datetime.fromisoformat(in_zone(stated) or "").timestamp()) == seconds
    assert in_zone(stated) == stated
    assert parse_published(seconds, ZoneInfo("UTC")) == in_zone(stated, ZoneInfo("UTC"))


@given(
    st.text(st.sampled_from("0123456789-/:.年月日T Z+,民国一十百Mayadjunsept"), max_size=30)
    | st.text()
)
def test_what_is_read_can_be_read_again(text: str) -> None:
    read = parse_published(text)
    assert read is None or parse_published(read) == read
    assert read is None or day_in(read) is not None
