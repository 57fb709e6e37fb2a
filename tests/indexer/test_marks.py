"""Marks and excerpts: text in, text out."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.presentation import excerpt, highlight, spans
from search.results import Match

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8)), max_size=5)


def matches(runs: list[tuple[int, int]], length: int) -> list[Match]:
    """Matches that lie inside a text, as a search gives them."""
    return [Match("caption", s, min(s + n, length)) for s, n in runs if s < length]


@given(st.text(min_size=1, max_size=50), SPANS)
def test_a_highlight_is_the_text_with_its_marks(text: str, runs: list[tuple[int, int]]) -> None:
    found = matches(runs, len(text))
    html = str(highlight(text, spans(found, "caption")))
    assert unescape(re.sub(r"</?mark>", "", html)) == unescape(text.replace("&", "&amp;"))
    assert "<" not in re.sub(r"</?mark>", "", html)
    marked = sum(len(unescape(run)) for run in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL))
    assert marked == len({at for match in found for at in range(match.start, match.end)})


def test_markup_in_a_marked_run_is_escaped() -> None:
    assert str(highlight('渔<b id="x">船&港', [(0, 12)])) == (
        "<mark>渔&lt;b id=&#34;x&#34;&gt;船</mark>&amp;港"
    )


@given(st.text(min_size=1, max_size=300), SPANS, st.integers(20, 100))
def test_an_excerpt_shows_the_first_match_early(
    text: str, runs: list[tuple[int, int]], length: int
) -> None:
    whole = spans(matches(runs, len(text)), "caption")
    shown, marked = excerpt(text, whole, length=length)
    assert len(shown) <= length + length // 8 + 2
    assert shown.strip("…") in text or shown in text
    if whole:
        start, end = whole[0]
        first, last = marked[0]
        assert shown[first:last] == text[start:end][: last - first]
        assert first <= max(length // 3, 1) or shown == text


@pytest.mark.parametrize(
    ("runs", "joined"),
    [
        ([(0, 2), (2, 4)], [(0, 4)]),
        ([(3, 5), (0, 4)], [(0, 5)]),
        ([(0, 9), (2, 3), (11, 12)], [(0, 9), (11, 12)]),
        ([], []),
    ],
)
def test_touching_runs_are_one(runs: list[tuple[int, int]], joined: list[tuple[int, int]]) -> None:
    assert spans([Match("caption", s, e) for s, e in runs], "caption") == joined


def test_runs_of_other_fields_and_values_are_left_out() -> None:
    found = [Match("creator", 0, 1, 0), Match("creator", 1, 2, 1), Match("caption", 4, 5)]
    assert spans(found, "creator", value=1) == [(1, 2)]
