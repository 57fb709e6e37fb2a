"""What a page of results weighs on the wire, and in how many steps a browser has all of it."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

import indexer
from web.app import create_app
from web.settings import Settings

FIRST_ROUND_TRIP = 14_600
"""Bytes that a server may send before it hears from the browser: ten packets (RFC 6928)."""

MOST_BYTES = 60_000
"""Of the page, its styles and its scripts, compressed."""


@pytest.mark.parametrize("archive", ["sample_index", "real_index"])
def test_a_page_of_results_is_light_and_names_at_once_all_that_it_needs(
    archive: str, request: pytest.FixtureRequest
) -> None:
    index: Path = request.getfixturevalue(archive)
    app = create_app(indexer.open_index(index), Settings(index=str(index)))
    with TestClient(app, headers={"Accept-Encoding": "gzip"}) as client:
        for view in ("grid", "list", "compact"):
            answer = client.get("/search", params={"q": "年", "view": view})
            page = BeautifulSoup(answer.content, "lxml")
            assert len(page.select(".found [id^=photo-]")) >= 20
            size = int(answer.headers["Content-Length"])
            assert size <= FIRST_ROUND_TRIP, view
            named = page.select("head script[src], head link[rel=stylesheet]")
            assert len(named) == len(page.select("script[src], link[rel=stylesheet]"))
            files = [client.get(str(tag.get("src") or tag.get("href"))) for tag in named]
            for file in files:
                assert not re.search(r"@import|url\(|\bimport\b", file.text), "asks for more"
            weight = size + sum(int(file.headers["Content-Length"]) for file in files)
            assert weight <= MOST_BYTES, view
