"""The bytes of an address read as text, and how much of it is taken."""

from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.testclient import TestClient

from tests.web.reading import one, page, problem
from web.addresses.query_string import items_of


def items(query: bytes) -> list[tuple[str, str]]:
    return items_of(Request({"type": "http", "query_string": query, "headers": []}))


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_what_is_utf_8_is_read_as_it_was_written(pairs: list[tuple[str, str]]) -> None:
    wanted = [pair for pair in pairs if pair != ("", "")]
    assert items(urlencode(wanted).encode()) == wanted


def test_of_several_values_the_last_that_says_something_counts_everywhere(
    client: TestClient,
) -> None:
    soup = page(client.get("/?lang=en&lang=", headers={"Accept-Language": "zh"}))
    assert one(soup, "html")["lang"] == "en"
    assert client.get("/thumbnails/0123456789abcdef?w=x&w=").status_code == 400
    assert client.get("/selection/sheet?per=7&per=").status_code == 400


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "gb2312"])
@pytest.mark.parametrize("text", ["灯会", "青岛 灯塔", "海a州=&"])
def test_addresses_in_gbk_are_read(text: str, encoding: str) -> None:
    query = f"q={quote_plus(text, encoding=encoding)}&creator={quote_plus('周牧野')}"
    assert items(query.encode()) == [("q", text), ("creator", "周牧野")]


def test_names_in_gbk_and_bytes_that_nobody_escaped() -> None:
    assert items("词=灯会".encode("gbk")) == [("词", "灯会")]


def test_bytes_in_no_known_encoding_stand_out() -> None:
    assert items(b"q=a%FF%FF&x=%E7%81") == [("q", "a\ufffd\ufffd"), ("x", "鐏")]


def test_an_old_link_in_gbk_finds_and_links_in_utf_8(client: TestClient) -> None:
    old, new = f"/search?q={quote_plus('渔船', encoding='gbk')}", f"/search?q={quote_plus('渔船')}"
    found = client.get(old)
    assert page(found).select_one("h1") == page(client.get(new)).select_one("h1")
    assert one(page(found), "link[rel=canonical]")["href"] == new
    assert client.get(old.replace("?", ".json?")).json()["total"] > 0
    assert not page(found).select(".notices")


def test_bytes_in_no_known_encoding_are_noticed(client: TestClient) -> None:
    soup = page(client.get("/search?q=%E6%B8%94%E8%88%B9%FF%FF"))
    assert "GB18030" in soup.select(".notices li")[0].text


@pytest.mark.parametrize("address", ["/", "/search", "/search.json"])
def test_an_address_of_too_many_filters_is_refused(client: TestClient, address: str) -> None:
    query = "&".join(f"taken={year}" for year in range(1000, 3700))
    asked = client.get(f"{address}?{query}", headers={"Accept": "application/json"})
    assert problem(asked, 400) == "2,700 filter values; an address may have 50 of them"
