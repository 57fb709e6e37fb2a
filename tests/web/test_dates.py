"""Dates in words keep the precision of what a caption said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.dates import parts, readable
from web.messages import Language


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


@given(st.text() | st.from_regex(r"[0-9./-]{0,24}", fullmatch=True), st.sampled_from(["zh", "en"]))
def test_no_text_is_a_failure(text: str, language: Language) -> None:
    assert readable(text, language) or not text
