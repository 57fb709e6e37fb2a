"""Dates in words keep the precision of what a caption said."""

import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from web.wording.dates import parts, readable
from web.wording.messages import LANGUAGES


@pytest.mark.parametrize(
    ("edtf", "chinese", "english"),
    [
        ("2018-07-01", "2018年7月1日", "1 July 2018"),
        ("2018-07", "2018年7月", "July 2018"),
        ("2018", "2018年", "2018"),
        ("2018-06-09/2018-06-10", "2018年6月9日—10日", "9–10 June 2018"),
        ("2018-06-09/2018-07-01", "2018年6月9日—7月1日", "9 June 2018 – 1 July 2018"),
        ("2018-06/2018-07", "2018年6月—7月", "June 2018 – July 2018"),
        ("2017/2018", "2017年—2018年", "2017 – 2018"),
        ("2018/2018-03", "2018年—2018年3月", "2018 – March 2018"),
        ("2018-09/2018-09-01", "2018年9月—9月1日", "September 2018 – 1 September 2018"),
        ("../2018", "至 2018年", "until 2018"),
        ("2018-05/..", "2018年5月起", "since May 2018"),
        ("2018-09-01T08:00:00Z", "2018年9月1日", "1 September 2018"),
        ("2018-02-30", "2018-02-30", "2018-02-30"),
        ("2018-07~", "2018-07~", "2018-07~"),
        ("Invalid Date", "Invalid Date", "Invalid Date"),
        ("", "", ""),
    ],
)
def test_dates_in_words(edtf: str, chinese: str, english: str) -> None:
    assert readable(edtf, "zh") == chinese
    assert readable(edtf, "en") == english


@given(st.dates())
def test_every_day_is_read_back(day: object) -> None:
    found = parts(str(day))
    assert found is not None
    assert "{:04}-{:02}-{:02}".format(*found) == str(day)


@given(st.text())
def test_what_is_no_date_is_shown_as_it_stands(text: str) -> None:
    assume("/" not in text and parts(text[:10]) is None)
    assert readable(text, "zh") == readable(text, "en") == text


@given(st.dates(), st.dates(), st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_an_interval_names_its_last_day_whole(
    first: date, last: date, begins: int, ends: int
) -> None:
    start, end = str(first)[:begins], str(last)[:ends]
    for language in LANGUAGES:
        said = readable(f"{start}/{end}", language)
        assert str(last.year) in said
        assert (f"{last.day}日" in said) >= (ends == 10 and language == "zh")
        assert readable(f"{start}/..", language) != readable(f"../{start}", language)
        assert readable(start, language) in readable(f"{start}/..", language)


@given(st.from_regex(r"[0-9./-]{0,24}", fullmatch=True))
def test_whatever_looks_like_a_date_can_be_shown(text: str) -> None:
    for language in LANGUAGES:
        digits = set(re.findall(r"[1-9]", text))
        assert digits >= set(re.findall(r"[1-9]", readable(text, language)))
