"""Feeds as readers of feeds take them, with whatever posts hold."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from lxml import etree
from starlette.testclient import TestClient

import indexer
from indexer import Document
from tests.conftest import ROOT
from tests.web.formatted import BUILT, ORIGIN, PHOTO, fed, hostile
from web.app import create_app
from web.formats.atom import atom
from web.formats.json_feed import json_feed
from web.formats.rss import rss
from web.settings import Settings

GOLDEN = ROOT / "tests" / "golden" / "formats"
WRITTEN = {"atom": atom, "rss": rss}


def read(content: bytes) -> Any:
    found = feedparser.parse(content)
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize("form", WRITTEN)
def test_a_feed_says_who_made_a_picture_when_and_where_it_is(form: str) -> None:
    found = read(WRITTEN[form](fed(PHOTO, form=form)))
    (entry,) = found.entries
    assert entry.id == "tag:example.org,2026:photo/0123456789abcdef"
    assert entry.link == f"{ORIGIN}/photos/0123456789abcdef"
    assert entry.title == PHOTO.caption
    assert entry.author == "周牧野"
    assert list(entry.published_parsed[:6]) == [2018, 9, 1, 0, 0, 0]  # in UTC
    assert entry.media_content[0]["url"] == f"{ORIGIN}/thumbnails/{PHOTO.id}?w=1600"
    assert (entry.media_content[0]["width"], entry.media_content[0]["height"]) == ("1600", "1067")
    assert entry.media_thumbnail[0]["url"] == f"{ORIGIN}/thumbnails/{PHOTO.id}?w=480"
    assert [c.get("role") for c in entry.media_credit] == ["photographer", None]
    assert [c["content"] for c in entry.media_credit] == ["周牧野", "新华社"]
    assert {tag.term for tag in entry.tags} == {"社会", "水产"}


@pytest.mark.parametrize(("form", "written"), [("atom", atom), ("rss", rss)])
def test_who_gave_a_picture_is_not_its_photographer(form: str, written: Any) -> None:
    given = replace(PHOTO, role="供图", credit="周牧野 供图")
    (entry,) = read(written(fed(given, form=form))).entries
    assert not entry.get("author")
    assert [(c["content"], c.get("role")) for c in entry.media_credit] == [
        ("周牧野", None),
        ("新华社", None),
    ]


@pytest.mark.parametrize("form", WRITTEN)
def test_pages_of_a_feed_lead_to_each_other(form: str) -> None:
    found = read(WRITTEN[form](fed(PHOTO, form=form, total=3, page=2)))
    links = {link.rel: link.href for link in found.feed.links}
    start = f"{ORIGIN}/search.{form}?q=%E7%A0%81%E5%A4%B4"
    assert links["self"] == f"{start}&page=2"
    assert links["next"] == links["last"] == f"{start}&page=3"
    assert links["previous"] == links["first"] == start
    assert found.feed.os_totalresults == "3"


def test_what_has_no_date_is_as_old_as_the_index() -> None:
    undated = replace(PHOTO, published="")
    found = read(atom(fed(undated)))
    assert (found.entries[0].updated, found.feed.updated) == (BUILT, BUILT)
    assert "published" not in found.entries[0]
    assert "published" not in read(rss(fed(undated, form="rss"))).entries[0]
    assert "date_published" not in json.dumps(json_feed(fed(undated)))


@given(hostile)
def test_no_text_of_a_post_breaks_a_feed(document: Document) -> None:
    """A control of one caption made the whole feed no XML."""
    for form, written in WRITTEN.items():
        content = written(fed(document, form=form))
        etree.fromstring(content)
        assert content.count(b"tag:example.org,2026:photo/") == 1
    json.dumps(json_feed(fed(document)), allow_nan=False).encode()


def test_a_control_is_seen_as_something_that_cannot_be_shown() -> None:
    content = atom(fed(replace(PHOTO, caption="第\x0b一\x00盏")))
    assert "<summary>第\ufffd一\ufffd盏</summary>" in content.decode()


@pytest.mark.parametrize("form", ["atom", "rss", "feed.json"])
def test_a_feed_is_as_written_down(form: str) -> None:
    feed = fed(PHOTO, replace(PHOTO, id="1" * 16, caption="", published=""), form=form)
    if form == "feed.json":
        told = json.dumps(json_feed(feed), ensure_ascii=False, indent=1)
    else:
        tree = etree.fromstring(WRITTEN[form](feed))
        told = etree.tostring(tree, pretty_print=True, encoding="unicode")
    assert told.strip() == (GOLDEN / f"search.{form}").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("form", ["atom", "rss", "feed.json", "json", "ninjs"])
def test_what_a_reader_has_is_not_sent_again(client: TestClient, form: str) -> None:
    first = client.get(f"/search.{form}?q=灯塔")
    assert first.status_code == 200
    again = client.get(f"/search.{form}?q=灯塔", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(f"/search.{form}?q=灯塔")
    assert (head.status_code, head.headers["etag"]) == (200, first.headers["etag"])


def test_ids_are_the_same_on_every_host_and_addresses_are_not(client: TestClient) -> None:
    def ids_and_links(host: str) -> tuple[list[str], list[str]]:
        answer = client.get("/search.atom?q=灯塔", headers={"Host": host})
        entries = read(answer.content).entries
        return [e.id for e in entries], [e.link for e in entries]

    here, there = ids_and_links("a.example"), ids_and_links("b.example:8000")
    assert here[0] == there[0]
    assert here[1][0].startswith("http://a.example/photos/")
    assert there[1][0].startswith("http://b.example:8000/photos/")


def test_a_host_that_is_no_name_gets_no_feed(client: TestClient) -> None:
    answer = client.get("/search.atom", headers={"Host": 'x"><script>'})
    assert answer.status_code == 400
    assert "script" not in answer.text


def test_the_page_of_results_leads_to_every_format(client: TestClient) -> None:
    text = client.get("/search?q=灯塔&taken=2018&per_page=5&view=list").text
    head = etree.HTML(text).find("head")
    links = {link.get("type"): link.get("href") for link in head.iterfind("link[@rel='alternate']")}
    assert set(links) == {
        *("text/csv", "application/json", "application/atom+xml", "application/rss+xml"),
        "application/feed+json",
    }
    for media_type, address in links.items():
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert "taken=2018" in address
    assert "sort=newest" in links["application/atom+xml"]
    assert "view=" not in links["application/json"]


@pytest.mark.parametrize("path", ["/search.atom", "/search.rss"])
def test_a_feed_is_where_a_trusted_proxy_says(index: Path, path: str) -> None:
    told = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "photos.example",
        "X-Forwarded-Prefix": "/archive",
    }
    settings = Settings(index=str(index), trusted_proxy=("10.0.0.1",), tag_authority="a.b,2020")
    app = create_app(indexer.open_index(index), settings)
    with TestClient(app, client=("10.0.0.1", 5)) as client:
        found = read(client.get(f"{path}?q=灯塔", headers=told).content)
    assert found.entries[0].link.startswith("https://photos.example/archive/photos/")
    assert found.entries[0].id.startswith("tag:a.b,2020:photo/")
    assert (
        found.entries[0]
        .media_content[0]["url"]
        .startswith("https://photos.example/archive/thumbnails/")
    )


def test_photos_and_articles_lead_to_their_data(
    client: TestClient, photos: dict[str, Document]
) -> None:
    photo = photos["tall.jpg"]
    for path in (f"/photos/{photo.id}", f"/articles/{photo.article}"):
        head = etree.HTML(client.get(path).text).find("head")
        links = [link.get("href") for link in head.iterfind("link[@rel='alternate']")]
        assert links == [f"{path}.json", f"{path}.ninjs"]
        assert {client.get(link).status_code for link in links} == {200}
