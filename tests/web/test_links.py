"""Addresses: parameters in, text out."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from indexer import Document, Facet, FacetItem, Results
from indexer.presentation import Addresses
from web.addresses.links import Links, toggled
from web.formats.search_json import search_json

LINKS = Links("/mounted")


def test_a_language_that_was_chosen_is_kept_and_a_mount_stands_first() -> None:
    links = Links("/desk", "en")
    assert links.home() == "/desk/?lang=en"
    assert links.photo("x", {"q": ("灯",)}).startswith("/desk/photos/x?q=")
    assert links.photo("x", {"q": ("灯",)}).endswith("&lang=en")
    assert links.search(lang=()) == "/desk/search"
    assert links.thumbnail("x") == "/desk/thumbnails/x"


def test_addresses_are_written_in_one_order_without_empty_values() -> None:
    parameters = {"page": ("2",), "creator": ("乙", "甲"), "q": ("a&b",), "sort": ("",)}
    assert Links().search(parameters) == (
        "/search?q=a%26b&creator=%E4%B9%99&creator=%E7%94%B2&page=2"
    )
    assert Links().search(parameters, q=(), creator=(), page=()) == "/search"


@given(st.lists(st.sampled_from("甲乙丙"), unique=True), st.sampled_from("甲乙丙"))
def test_toggling_twice_changes_nothing_but_the_order(values: list[str], value: str) -> None:
    once = toggled({"creator": values, "page": ("3",)}, "creator", value)
    assert (value in once["creator"]) != (value in values)
    assert once["page"] == ()
    assert set(toggled(once, "creator", value)["creator"]) == set(values)


@given(st.text(min_size=1))
def test_any_id_makes_a_sound_address(name: str) -> None:
    for url in (LINKS.photo(name), LINKS.thumbnail(name, width=240), Addresses("/a").article(name)):
        assert url.isascii()
        assert urlsplit(url).path.count("/") == 3


def test_a_paragraph_is_read_in_its_article() -> None:
    paragraph = Document(id="p 1", kind="paragraph", article="a")
    assert Links().document(paragraph) == "/articles/a#p%201"


def test_the_links_of_a_facet_replace_a_kind_and_toggle_the_rest() -> None:
    results = Results(
        query="q",
        interpretation=(),
        total=0,
        related=0,
        pictures=0,
        rows=0,
        related_rows=0,
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
    parameters = {"q": ("q",), "taken": ("2018",), "page": ("4",)}
    body = search_json(results, parameters, links=Links(), language="zh", versions={})
    facets: Any = body["facets"]
    urls = [facet["items"][0]["url"] for facet in facets]
    assert [parse_qs(urlsplit(url).query) for url in urls] == [
        {"q": ["q"], "kind": ["paragraph"], "taken": ["2018"]},
        {"q": ["q"]},
    ]
