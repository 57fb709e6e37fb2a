"""Marks, excerpts and addresses: text in, text out."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.presentation.links import (
    document_url,
    photo_url,
    search_url,
    thumbnail_url,
    with_toggled,
)
from indexer.presentation.rendering import excerpt, highlight, search_json, spans
from search.document import Document
from search.results import Facet, FacetItem, Match, Results

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


def test_addresses_are_written_in_one_order_without_empty_values() -> None:
    parameters = {"page": ("2",), "creator": ("乙", "甲"), "q": ("a&b",), "sort": ("",)}
    assert search_url("/search", parameters) == (
        "/search?q=a%26b&creator=%E4%B9%99&creator=%E7%94%B2&page=2"
    )
    assert search_url("/search", parameters, q=(), creator=(), page=()) == "/search"


@given(st.lists(st.sampled_from("甲乙丙"), unique=True), st.sampled_from("甲乙丙"))
def test_toggling_twice_changes_nothing_but_the_order(values: list[str], value: str) -> None:
    once = with_toggled({"creator": values, "page": ("3",)}, "creator", value)
    assert (value in once["creator"]) != (value in values)
    assert once["page"] == ()
    assert set(with_toggled(once, "creator", value)["creator"]) == set(values)


@given(st.text(min_size=1))
def test_any_id_makes_a_sound_address(name: str) -> None:
    for url in (photo_url(name), thumbnail_url(name, width=240)):
        assert url.isascii()
        assert urlsplit(url).path.count("/") == 2


def test_a_paragraph_is_read_in_its_article() -> None:
    paragraph = Document(id="p 1", kind="paragraph", article="a")
    assert document_url(paragraph) == "/articles/a#p%201"


def test_the_links_of_a_facet_replace_a_kind_and_toggle_the_rest() -> None:
    results = Results(
        query="q",
        interpretation=(),
        total=0,
        related=0,
        pictures=0,
        related_pictures=0,
        hits=(),
        facets=(
            Facet("kind", (FacetItem("paragraph", "文字", 3),)),
            Facet("year", (FacetItem("2018", "2018", 1, selected=True),)),
        ),
        notices=(),
        counts={"photo": 0, "paragraph": 3},
        undated=0,
        relaxed=False,
        page=1,
        per_page=20,
    )
    body = search_json(results, {"q": ("q",), "taken": ("2018",), "page": ("4",)}, path="/x")
    facets = body["facets"]
    assert isinstance(facets, list)
    urls = [facet["items"][0]["url"] for facet in facets]
    assert [parse_qs(urlsplit(url).query) for url in urls] == [
        {"q": ["q"], "kind": ["paragraph"], "taken": ["2018"]},
        {"q": ["q"]},
    ]
