"""What crawlers, browsers and other machines read of the site."""

import json
from typing import Any

import extruct
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from lxml import etree
from starlette.testclient import TestClient

from indexer import Archive, Document
from indexer.pictures import WIDTHS
from tests.web.formatted import LINKS, PHOTO, hostile
from tests.web.reading import href, one
from web.formats import sitemap
from web.pages.json_ld import data_block, image_object

SITEMAP = {"s": sitemap.SITEMAP, "image": sitemap.IMAGE}
SEARCH = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def described(client: TestClient, photo: Document) -> dict[str, Any]:
    """What a search engine of the web reads of a photo's page."""
    html = client.get(f"/photos/{photo.id}").text
    (found,) = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    told: dict[str, Any] = found
    return told


def test_a_photo_is_described_in_iptc_s_words(
    client: TestClient, photos: dict[str, Document]
) -> None:
    photo = photos["tall.jpg"]
    told = described(client, photo)
    assert (told["@context"], told["@type"]) == ("https://schema.org", "ImageObject")
    assert told["url"] == f"http://testserver/photos/{photo.id}"
    assert told["contentUrl"].startswith(f"http://testserver/thumbnails/{photo.id}?w={WIDTHS[-1]}")
    assert told["thumbnailUrl"].startswith(f"http://testserver/thumbnails/{photo.id}?w={WIDTHS[1]}")
    assert (told["caption"], told["creditText"]) == (photo.caption, "周牧野 摄")
    assert told["creator"] == [{"@type": "Person", "name": "周牧野"}]
    assert told["dateCreated"] == "2018-09-01"
    article = told["isPartOf"]
    assert (article["@type"], article["headline"]) == ("NewsArticle", photo.headline)
    assert article["sameAs"] == "https://paper.example/harbour"
    assert not {"license", "acquireLicensePage", "copyrightNotice"} & set(told)
    assert client.get(told["contentUrl"]).status_code == 200


def test_a_picture_of_the_web_is_where_it_is(
    client: TestClient, photos: dict[str, Document]
) -> None:
    assert described(client, photos["market.jpg"])["contentUrl"] == (
        "https://pictures.invalid/market.jpg"
    )


def test_a_date_keeps_its_precision(client: TestClient, photos: dict[str, Document]) -> None:
    assert described(client, photos["gone.jpg"])["dateCreated"] == "2018-09"


@given(hostile)
def test_no_text_ends_the_data_block(document: Document) -> None:
    told = image_object(document, links=LINKS, version="")
    block = data_block(told)
    assert not set("<>&'") & set(block)
    assert json.loads(block) == told
    html = f"<html><head><script type='application/ld+json'>{block}</script></head></html>"
    assert len(BeautifulSoup(html, "html.parser").select("script")) == 1


def test_a_title_that_is_a_script_is_data(client: TestClient, archive: Archive) -> None:
    photo = next(photo for photo in archive.photos() if photo.path == "hostile.md")
    told = described(client, photo)
    assert told["isPartOf"]["headline"] == '<script>alert("题")</script> 与 "引号"'
    assert "sameAs" not in told["isPartOf"]  # its address is javascript:


def test_robots_are_led_to_every_photo(client: TestClient, archive: Archive) -> None:
    robots = client.get("/robots.txt").text
    address = next(line[9:] for line in robots.splitlines() if line.startswith("Sitemap: "))
    parts = etree.fromstring(client.get(address).content).findall("s:sitemap/s:loc", SITEMAP)
    found, pictures = [], []
    for part in parts:
        tree = etree.fromstring(client.get(part.text).content)
        found += [loc.text for loc in tree.findall("s:url/s:loc", SITEMAP)]
        pictures += [loc.text for loc in tree.findall(".//image:loc", SITEMAP)]
    photos = list(archive.photos())
    assert len(found) == len(set(found))
    assert set(found) == {
        *(f"http://testserver/photos/{photo.id}" for photo in photos),
        *(f"http://testserver/articles/{photo.article}" for photo in photos),
    }
    assert len(pictures) == len(photos)
    for line in robots.splitlines():
        if line.startswith("Disallow: "):
            assert not any(f"testserver{line[10:]}" in url for url in [*found, *pictures])


def test_robots_are_kept_from_what_readers_choose(client: TestClient) -> None:
    """What broke: every page of results led them to as many selections as it has photos."""
    robots = client.get("/robots.txt").text.splitlines()
    assert {"Disallow: /facets/", "Disallow: /selection", "Disallow: /search"} <= set(robots)


@pytest.mark.parametrize(("photos", "count"), [(0, 1), (1, 1), (10_000, 1), (10_001, 2)])
def test_a_sitemap_has_as_many_parts_as_it_needs(photos: int, count: int) -> None:
    assert sitemap.parts(photos) == count
    listed = etree.fromstring(sitemap.sitemap_index(photos, links=LINKS, built="2026-11-30"))
    assert len(listed) == count


def test_a_part_is_made_a_page_at_a_time() -> None:
    read = []

    def pages() -> Any:
        for number in range(3):
            read.append(number)
            yield [PHOTO]

    made = sitemap.sitemap_part(pages(), LINKS)
    first = next(made)
    assert read == [0]
    tree = etree.fromstring(first + b"".join(made))
    assert len(tree.findall("s:url", SITEMAP)) == 4  # the article once
    assert tree.find("s:url/s:lastmod", SITEMAP).text == "2018-09-01"


@pytest.mark.parametrize("part", ["0", "2", "99999999999999999999", "x"])
def test_a_part_that_there_is_not_is_not_found(client: TestClient, part: str) -> None:
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_a_part_of_thousands_of_digits_is_not_found(client: TestClient) -> None:
    """What broke: Python makes no number of so many digits, and the answer was a fault."""
    for digits in ("9" * 5000, "1" * 10, "%D9%A1"):
        assert client.get(f"/sitemap-{digits}.xml").status_code == 404


def test_a_browser_can_add_the_search(client: TestClient) -> None:
    link = one(BeautifulSoup(client.get("/").text, "html.parser"), "link[rel=search]")
    answer = client.get(href(link))
    assert answer.headers["content-type"] == link["type"]
    tree = etree.fromstring(answer.content)
    assert 0 < len(tree.find("o:ShortName", SEARCH).text) <= 16
    templates = {url.get("type"): url.get("template") for url in tree.findall("o:Url", SEARCH)}
    for media_type, template in templates.items():
        address = template.replace("{searchTerms}", "灯塔").replace("{startPage?}", "1")
        asked = client.get(address)
        assert asked.status_code == 200, address
        assert asked.headers["content-type"].partition(";")[0] == media_type
    for image in tree.findall("o:Image", SEARCH):
        assert client.get(image.text).headers["content-type"].partition(";")[0] == (
            image.get("type")
        )


@pytest.mark.parametrize(
    "path", ["/sitemap.xml", "/sitemap-1.xml", "/opensearch.xml", "/openapi.json", "/search.csv"]
)
def test_heads_are_answered(client: TestClient, path: str) -> None:
    asked, whole = client.head(path), client.get(path)
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["content-type"] == whole.headers["content-type"]


def test_data_is_for_programs_and_not_for_search_engines(
    client: TestClient, photos: dict[str, Document]
) -> None:
    photo = photos["tall.jpg"]
    for path in (f"/photos/{photo.id}.json", f"/articles/{photo.article}.json", "/search.csv"):
        assert client.get(path).headers["x-robots-tag"] == "noindex"
    assert "x-robots-tag" not in client.get(f"/photos/{photo.id}").headers
