"""On no page does a post's text turn what stands around it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import indexer
from tests.indexer.test_isolation import HOSTILE, MARKS, closed
from tests.web.reading import one, page
from web.app import create_app
from web.settings import Settings
from web.site.site import HERE

RLI, PDI = "\u2067", "\u2069"

POST = f"""\
---
title: "题{PDI}{RLI}目"
date: 2018-01-01
author: "社{RLI}"
categories: ["类{RLI}别"]
url: "http://a.example/{RLI}"
---
<p>{PDI}一段文字{RLI}讲码头的清晨，写得足够长，才算一段正文。</p>
<figure><img src="a.jpg">
<figcaption>码头{PDI}{RLI}的清晨。新华社记者 周{RLI}牧野 摄</figcaption></figure>
<figure><img src="b.jpg"><figcaption>码头{RLI}的黄昏。周牧野 摄</figcaption></figure>
"""


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site over one post that is full of marks of direction."""
    folder = tmp_path_factory.mktemp("turned")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "post.md").write_text(POST, encoding="utf-8")
    indexer.build_index(folder / "corpus", folder / "index")
    app = create_app(indexer.open_index(folder / "index"), Settings(index="x"))
    with TestClient(app, headers={"Accept-Language": "zh-CN"}) as client:
        yield client


def pieces(html: str) -> list[str]:
    """What a browser lays out each by itself, or sets in an attribute: all between tags, marks
    left out, and all between quotation marks of a tag."""
    html = re.sub(r"</?mark>", "", html)
    between = re.split(r"<[^>]*>", html)
    tags = re.findall(r"<[^>]*>", html)
    inside = [value for tag in tags for value in re.findall(r'"([^"]*)"', tag)]
    return [unescape(piece) for piece in (*between, *inside)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_keeps_its_texts_apart(turned: TestClient, language: str) -> None:
    search = turned.get("/search.json?q=码头&kind=all").json()
    article = search["results"][0]["article"]["url"]
    photos = [r["url"] for r in search["results"] if r["kind"] == "photo"]
    assert len(photos) == 2
    ids = {str(r["id"]) for r in search["results"]}
    addresses = [
        "/?",
        "/search?q=码头&kind=all&",
        "/search?q=清晨&",
        f"{article}?",
        "/search?q=无%E2%81%A7&",
    ]
    addresses += [f"{photo}?q=码头&" for photo in photos]
    marked = 0
    for address in addresses:
        response = turned.get(f"{address}lang={language}")
        soup = page(response)
        assert closed(one(soup, "head > title").text)
        for field in soup.select("input[value]"):
            field_value = str(field["value"])
            searched = ("码头", "清晨", "无\u2067", "", "all", language, "photo")
            assert field_value in {*searched, *ids}
        html = re.sub(r"<input[^>]*>|<textarea.*?</textarea>", "", response.text, flags=re.S)
        for piece in pieces(html):
            marked += RLI in piece
            assert closed(piece), (address, piece)
    assert marked > 20


def test_the_highlight_of_json_is_isolated_and_the_texts_are_exact(turned: TestClient) -> None:
    results = turned.get("/search.json?q=码头").json()["results"]
    assert all(RLI in r["caption"] and not closed(r["caption"]) for r in results)
    assert all(RLI in r["highlight"] and closed(r["highlight"]) for r in results)


def test_links_out_of_the_archive_show_what_they_follow(turned: TestClient) -> None:
    article = turned.get("/search.json?q=码头").json()["results"][0]["article"]["url"]
    soup = page(turned.get(article))
    assert one(soup, "a[rel~=external]")["href"] == "http://a.example/%E2%81%A7"


def test_every_value_of_a_field_goes_out_exactly() -> None:
    """An isolate in a search box would be sent back, and grow with every search."""
    for template in (HERE / "templates").glob("*.html"):
        for value in re.findall(r'\svalue="([^"]*)"', template.read_text(encoding="utf-8")):
            assert re.fullmatch(r"\{\{ [\w.]+ \| verbatim \}\}", value), (template.name, value)


def test_the_hostile_text_is_hostile() -> None:
    assert not closed(HOSTILE)
    assert set(HOSTILE) & set(MARKS)


def test_an_address_that_is_none_does_not_break_the_page(tmp_path: Path) -> None:
    """``urlsplit`` raises for half an IPv6 address, and the photo page was a 500."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    head = 'title: 码头\nurl: "http://[half/"'
    figure = '<figure><img src="a.jpg"><figcaption>码头的清晨。</figcaption></figure>'
    (corpus / "post.md").write_text(f"---\n{head}\n---\n{figure}", encoding="utf-8")
    indexer.build_index(corpus, tmp_path / "index")
    app = create_app(indexer.open_index(tmp_path / "index"), Settings(index="x"))
    with TestClient(app) as client:
        (result,) = client.get("/search.json?q=码头").json()["results"]
        for address in (result["url"], result["article"]["url"]):
            assert "[half" not in str(page(client.get(address)).select("[href]"))
        assert client.get(result["thumbnail"]).status_code == 200
