"""EDTF dates: whole periods, open ends, and what is no date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import ArgumentError
from search.text.dates import DateRange, parse, typed_date

DAYS = st.dates(min_value=date(1840, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-02", date(2018, 2, 1), date(2018, 2, 28)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2018-07-01", date(2018, 7, 1), date(2018, 7, 1)),
        ("2018-01/2018-06", date(2018, 1, 1), date(2018, 6, 30)),
        ("2018-06-09/2018-06-10", date(2018, 6, 9), date(2018, 6, 10)),
        ("../2018", None, date(2018, 12, 31)),
        ("2018/..", date(2018, 1, 1), None),
        (" 2018 ", date(2018, 1, 1), date(2018, 12, 31)),
    ],
)
def test_periods(text: str, first: date | None, last: date | None) -> None:
    assert parse(text) == DateRange(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "../..",
        "18",
        "2018-13",
        "2018-02-30",
        "2018-7",
        "0000",
        "2019/2018",
        "2018/",
        "昨天",
        "2018/2019/2020",
        "２０１８",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ArgumentError, match="is not a date"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2018/..", "2018/.."),
        ("../2018", "../2018"),
        (" ２０１８／．． ", "2018/.."),
        ("2018 / ..", "2018/.."),
        ("2018年7月/..", "2018-07/.."),
        ("../2018年", "../2018"),
        ("2018.7/2018.9", "2018-07/2018-09"),
        ("2018年7月1日/2018年7月3日", "2018-07-01/2018-07-03"),
        ("2018/7/1", "2018-07-01"),
        ("2018/07", "2018-07"),
        ("2018/2019", "2018/2019"),
    ],
)
def test_a_typed_interval_is_spelled_at_both_ends_as_people_do(text: str, edtf: str) -> None:
    """``2018/..`` was read and ``2018年/..`` and ``2018 / ..`` were not."""
    assert typed_date(text) == edtf


@pytest.mark.parametrize(
    "text", ["../..", "/", "2018/../2019", "2019年/2018年", "昨天/..", "2018/" * 99]
)
def test_what_is_no_typed_interval_is_named_as_it_was_typed(text: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        typed_date(text)
    assert caught.value.text == text  # type: ignore[attr-defined]


@given(DAYS, DAYS)
def test_an_interval_holds_its_ends_and_no_more(one: date, other: date) -> None:
    first, last = sorted((one, other))
    period = parse(f"{first}/{last}")
    assert period.overlaps(parse(str(first)))
    assert period.overlaps(parse(str(last)))
    assert not period.overlaps(parse(str(first - timedelta(days=1))))
    assert not period.overlaps(parse(str(last + timedelta(days=1))))


@given(DAYS, DAYS)
def test_open_ends(day: date, other: date) -> None:
    assert parse(f"../{day}").overlaps(parse(str(other))) == (other <= day)
    assert parse(f"{day}/..").overlaps(parse(str(other))) == (other >= day)
