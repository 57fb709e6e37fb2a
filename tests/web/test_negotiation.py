"""Weighed headers: languages, and forms of pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.pictures import WIDTHS
from web.pictures.thumbnails import forms
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
        ("image/avif, image/webp;q=0.9", "image/avif"),
        ("image/avif;q=0.5, image/webp", "image/webp"),
        ("image/avif", "image/avif"),
        ("image/avif;q=0, image/*", "image/jpeg"),
        ("image/jpeg, image/webp;q=0.8, image/avif;q=0.8", "image/jpeg"),
        ("image/*;q=0.8, image/webp;q=0.5, */*", "image/jpeg"),
        ("image/png, image/webp;q=0.5", "image/webp"),
        ("image/jpeg;q=0, image/png", "image/jpeg"),
        ("image/webp;q=0, image/png", "image/jpeg"),
        ("image/webp;q=0.000", "image/jpeg"),
        ("image/webp;level=1; Q=0.0, */*", "image/jpeg"),
        ("image/webp;q=0.001", "image/webp"),
        ("image/*", "image/jpeg"),
        ("", "image/jpeg"),
    ],
)
def test_the_form_follows_accept(accept: str, chosen: str) -> None:
    assert choose_type(accept, forms(480)) == chosen


@pytest.mark.parametrize(
    ("width", "chosen"), [(w, "image/avif" if w in (960, 1600) else "image/webp") for w in WIDTHS]
)
@pytest.mark.parametrize(
    "accept",
    [
        "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
        "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
        "image/webp;q=0.3, image/avif;q=0.3",
    ],
)
def test_of_forms_weighed_alike_the_one_that_pays_is_sent(
    accept: str, width: int, chosen: str
) -> None:
    assert choose_type(accept, forms(width)) == chosen


@given(st.text() | st.from_regex(r"[a-z*/]{1,6}(;q=[0-9.]{0,6})?(, ?[a-z]{2};q=nan)?"))
def test_any_header_has_weights_between_nought_and_one(header: str) -> None:
    assert all(value and 0 <= weight <= 1 for value, weight in weighted(header))
