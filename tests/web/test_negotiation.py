"""Weighed headers: languages, and forms of pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.site.negotiation import choose_language, choose_type, weighted


@pytest.mark.parametrize(
    ("asked", "accepted", "chosen"),
    [
        ("", "", "zh"),
        ("", "en", "en"),
        ("", "en-GB,zh;q=0.9", "en"),
        ("", "fr,zh-TW;q=0.5,en;q=0.4", "zh"),
        ("", "fr", "zh"),
        ("", "en;q=0", "zh"),
        ("", "en;q=x", "zh"),
        ("en", "zh", "en"),
        ("fr", "en", "en"),
    ],
)
def test_the_language_is_negotiated(asked: str, accepted: str, chosen: str) -> None:
    assert choose_language(asked, accepted) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("image/webp", "image/webp"),
        ("image/avif, image/webp;q=0.9", "image/webp"),
        ("image/webp;q=0, image/png", "image/jpeg"),
        ("image/webp;q=0.000", "image/jpeg"),
        ("image/webp;level=1; Q=0.0, */*", "image/jpeg"),
        ("image/webp;q=0.001", "image/webp"),
        ("image/*", "image/jpeg"),
        ("", "image/jpeg"),
    ],
)
def test_the_form_follows_accept(accept: str, chosen: str) -> None:
    assert choose_type(accept) == chosen


@given(st.text() | st.from_regex(r"[a-z*/]{1,6}(;q=[0-9.]{0,6})?(, ?[a-z]{2};q=nan)?"))
def test_any_header_has_weights_between_nought_and_one(header: str) -> None:
    assert all(value and 0 <= weight <= 1 for value, weight in weighted(header))
