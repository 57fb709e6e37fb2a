"""Dates as people write them: a table of phrases, and what holds for any text."""

import gc
import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.calendar import wording
from search.calendar.festivals import FESTIVALS
from search.calendar.readings import MOST, DateReading, readings, typed_period
from search.calendar.rules import LunarDays, SolarTerm, every_year
from search.errors import ArgumentError
from search.text.dates import DateRange, parse
from search.text.fold import Fold
from tests.conftest import ROOT
from tests.profiles import tried
from tests.strategies import DATE_PIECES, date_texts

CASES = json.loads((ROOT / "tests/golden/date_phrases.json").read_text(encoding="utf-8"))
TODAY = date(2018, 7, 4)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


def shown(reading: DateReading) -> str:
    return f"{reading.text}={reading.edtf}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"]))
def test_the_table(case: dict[str, str]) -> None:
    """Each reading as [text, EDTF], or [text, name, a period of some year] where it recurs."""
    found = readings(case["text"], today=date.fromisoformat(case.get("today", str(TODAY))))
    assert [shown(one) for one in found] == ["=".join(one[:2]) for one in case["reads"]]
    for one, expected in zip(found, case["reads"], strict=True):
        assert one.recurring == (len(expected) == 3)
        assert parse(expected[-1]) in one.periods


def test_the_table_is_large_and_says_what_is_no_date() -> None:
    whole = [case for case in CASES if [one[0] for one in case["reads"]] == [case["text"]]]
    assert len(whole) >= 240
    assert len(CASES) - len(whole) >= 60


@pytest.mark.parametrize(
    ("text", "spellings", "chinese", "english"),
    [
        ("元宵节 2022", ("2月15日",),
         "2022年2月15日（元宵节）", "15 February 2022 (Lantern Festival)"),
        ("去年国庆", ("10月1日",), "2017年10月1日（国庆节）", "1 October 2017 (National Day)"),
        ("国庆", ("10月1日",), "每年国庆节（10月1日）", "National Day (1 October) of any year"),
        ("元宵节", (), "每年元宵节", "Lantern Festival of any year"),
        ("国庆假期", (),
         "每年国庆节假期（10月1日至7日）", "National Day holiday (1–7 October) of any year"),
        ("2018年7月1日", ("二〇一八年七月一日", "二零一八年七月一日"),
         "2018年7月1日", "1 July 2018"),
        ("二〇一八年七月", ("2018年7月", "二零一八年七月"), "2018年7月", "July 2018"),
        ("2018.7.1", ("2018年7月1日", "二〇一八年七月一日", "二零一八年七月一日"),
         "2018年7月1日", "1 July 2018"),
        ("去年", ("2017年", "二〇一七年", "二零一七年"), "2017年", "2017"),
        ("七月廿一日", ("7月21日", "七月二十一日"), "每年7月21日", "21 July of any year"),
        ("7月", ("七月",), "每年7月", "July of any year"),
        ("1月4-6日", ("1月4日至6日",), "每年1月4日至6日", "4–6 January of any year"),
        ("2018年12月30日至1月2日", ("2018年12月30日至2019年1月2日",),
         "2018年12月30日至2019年1月2日", "30 December 2018 – 2 January 2019"),
        ("6月9日至7月1日", (), "每年6月9日至7月1日", "9 June – 1 July of any year"),
        ("2018年1-3月", ("2018年1月至3月",), "2018年1月至3月", "January–March 2018"),
        ("最近三天", (), "2018年7月2日至4日", "2–4 July 2018"),
        ("上世纪九十年代", ("90年代", "九十年代", "1990年代"), "1990年至1999年", "1990–1999"),
        ("十三五期间", ("十三五",),
         "2016年至2020年（“十三五”时期）", "2016–2020 (five-year plan no. 13)"),
        ("十五期间", (), "2001年至2005年（“十五”时期）", "2001–2005 (five-year plan no. 10)"),
        ("2018年以来", (), "2018年起", "since 2018"),
        ("2018年以前", (), "2017年及以前", "until 2017"),
        ("2018年夏天", (), "2018年6月至8月（夏季）", "June–August 2018 (summer)"),
    ],
)  # fmt: skip
def test_how_a_date_is_written(
    text: str, spellings: tuple[str, ...], chinese: str, english: str
) -> None:
    (one,) = readings(text, today=TODAY)
    assert (one.spellings, one.chinese, one.english) == (spellings, chinese, english)


@given(st.text(max_size=2000) | date_texts(200), DAYS | st.sampled_from([date.min, date.max]))
def test_readings_lie_in_the_text_in_order(text: str, today: date) -> None:
    found = readings(text, today=today)
    assert len(found) <= MOST
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        assert one.chinese
        assert one.english
        assert one.edtf
        ordered = [end for each in one.periods for end in (each.first_ordinal, each.last_ordinal)]
        assert ordered == sorted(ordered)
        assert all(left.last_ordinal < right.first_ordinal for left, right in pairwise(one.periods))
    assert all(left.end <= right.start for left, right in pairwise(found))


@tried(500)
@given(date_texts())
def test_a_reading_stands_for_itself(text: str) -> None:
    """A part of a query is shown, dropped and typed again alone."""
    for one in readings(text, today=TODAY):
        (alone,) = readings(one.text, today=TODAY)
        assert alone == DateReading(
            0, len(one.text), one.text, one.periods, one.recurring, one.edtf, one.spellings,
            one.chinese, one.english,
        )  # fmt: skip


@tried(300)
@given(date_texts())
def test_a_definite_date_is_its_edtf_and_its_spellings_are_read_alike(text: str) -> None:
    fold = Fold()
    for one in readings(text, today=TODAY):
        if not one.recurring:
            assert one.periods == (parse(one.edtf),)
        assert fold.stream(one.text) not in map(fold.stream, one.spellings)
        for spelling in one.spellings:
            (other,) = readings(spelling, today=TODAY)
            assert other.text == spelling
            assert set(one.periods) <= set(other.periods)


@tried(300)
@given(DAYS)
def test_every_spelling_of_a_day_is_that_day(day: date) -> None:
    (one,) = readings(f"{day.year}年{day.month}月{day.day}日", today=TODAY)
    assert one.periods == (DateRange(day, day),)
    for written in (*one.spellings, str(day), f"{day:%Y%m%d}", f"{day:%Y.%m.%d}", one.english):
        (other,) = readings(written, today=TODAY)
        assert (other.text, other.periods) == (written, one.periods)


@tried(200)
@given(DAYS, DAYS)
def test_a_stretch_in_words_is_read_as_itself(one: date, other: date) -> None:
    first, last = sorted((one, other))
    period = DateRange(first, last)
    (found,) = readings(wording.chinese(period), today=TODAY)
    assert (found.periods, parse(found.edtf)) == ((period,), period)


@given(DAYS)
def test_relative_days_end_today(today: date) -> None:
    (week,) = readings("最近7天", today=today)
    assert week.periods == (DateRange(today - timedelta(days=6), today),)
    (current,) = readings("本周", today=today)
    assert any(period.overlaps(DateRange(today, today)) for period in current.periods)
    (previous,) = readings("上周", today=today)
    assert previous.periods[0].last_ordinal + 1 == current.periods[0].first_ordinal


@pytest.mark.parametrize("text", ["三年前", "去年", "大前年", "最近五年", "上个月", "前天", "上周"])
def test_what_would_be_before_the_first_day_is_not_read(text: str) -> None:
    assert not readings(text, today=date.min)


def test_of_a_long_list_the_first_are_read() -> None:
    days = [f"{month}月{day}日" for month in range(1, 13) for day in range(1, 29)]
    found = readings(" ".join(days), today=TODAY)
    assert [one.text for one in found] == days[:MOST]


SPRING_FESTIVALS = [
    "1949-01-29", "1966-01-21", "1976-01-31", "1978-02-07", "1984-02-02", "1985-02-20",
    "1997-02-07", "2000-02-05", "2008-02-07", "2015-02-19", "2018-02-16", "2019-02-05",
    "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29",
    "2026-02-17",
]  # fmt: skip


@pytest.mark.parametrize("day", SPRING_FESTIVALS)
def test_the_lunar_year_begins_when_it_did(day: str) -> None:
    (one,) = readings(f"{day[:4]}年春节", today=TODAY)
    assert one.edtf == day


def test_festivals_come_once_a_year_for_two_centuries() -> None:
    for festival in FESTIVALS:
        days = [each.first_ordinal for each in every_year(festival.rule)]
        assert len(days) in (200, 201), festival
        assert all(353 <= later - one <= 386 for one, later in pairwise(days)), festival


def test_lunar_months_join_without_gaps() -> None:
    """Months 1 to 11 of a year and their leap months, then the twelfth, then the next year."""
    for year in range(1901, 2100):
        months = [LunarDays(month, 0, leap).in_year(year) for month in range(1, 12)
                  for leap in (False, True)]  # fmt: skip
        months += [LunarDays(12, 0).in_year(year + 1), LunarDays(1, 0).in_year(year + 1)]
        leap_twelfth = LunarDays(12, 0, leap=True).in_year(year + 1)
        assert leap_twelfth is None
        known = [month for month in months if month]
        assert all(one.last_ordinal + 1 == two.first_ordinal for one, two in pairwise(known))
        assert len(known) in (13, 14)


def test_solar_terms_are_a_fortnight_apart() -> None:
    for year in range(1900, 2101):
        days = [
            term.first_ordinal for index in range(24) if (term := SolarTerm(index).in_year(year))
        ]
        assert all(14 <= two - one <= 17 for one, two in pairwise(days))


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("去年国庆", "2017-10-01"),
        ("2018年春节", "2018-02-16"),
        (" 2018 年 7 月 ", "2018-07"),
        ("上世纪九十年代", "1990/1999"),
        ("2018年以来", "2018/.."),
        ("2018", "2018"),
        ("2018/..", "2018/.."),
        ("../2018", "../2018"),
        ("2018/7/1", "2018-07-01"),
        ("1500", "1500"),
        ("最近三天", "2018-07-02/2018-07-04"),
    ],
)
def test_a_typed_period(text: str, edtf: str) -> None:
    assert typed_period(text, today=TODAY) == edtf
    parse(edtf)


@pytest.mark.parametrize(
    "text", ["", "青岛", "国庆", "7月1日", "去年国庆青岛", "去年 前年", "2018年2月30日", "五一路"]
)
def test_what_is_no_typed_period(text: str) -> None:
    with pytest.raises(ArgumentError, match="is not a date: write 2018"):
        typed_period(text, today=TODAY)


@pytest.mark.parametrize("value", [None, 2018, b"2018"])
def test_a_period_is_typed_as_text(value: object) -> None:
    with pytest.raises(ArgumentError, match="use a string"):
        typed_period(value, today=TODAY)  # type: ignore[arg-type]


MOST_GROWTH = 2.6
REPEATED = [
    *DATE_PIECES,
    *("2", "一", "十", "近百", "“", "1-", "2月30日", "李国庆", "上上个", "jan", "二十世纪"),
    *("2018年12月28日至", "一二三四五六七八九"),
]


@pytest.mark.untraced
@pytest.mark.parametrize("piece", REPEATED)
def test_twice_the_text_takes_twice_the_time(piece: str) -> None:
    """Times are those of the thread, compared within one run; what looks wrong is tried again."""
    assert any(least(piece, 2000) <= MOST_GROWTH * least(piece, 1000) for _ in range(5)), (
        f"{piece} repeated"
    )


def least(piece: str, length: int) -> float:
    text = (piece * length)[:length]
    return min(taken(text))


def taken(text: str) -> Iterator[float]:
    gc.disable()
    try:
        for _ in range(3):
            begun = time.thread_time()
            readings(text, today=TODAY)
            yield time.thread_time() - begun
    finally:
        gc.enable()
