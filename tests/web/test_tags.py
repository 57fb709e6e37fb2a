"""Tags of posts on the pages and in the JSON: found, filtered, counted, and linked."""

import pytest
from starlette.testclient import TestClient

from indexer import Archive, Document
from tests.web.reading import href, one, page, texts


def test_a_tag_is_a_filter_that_can_be_given_up(client: TestClient) -> None:
    soup = page(client.get("/search"))
    assert texts(soup, "#facet-tag") == ["标签"]
    choice = next(a for a in soup.select("#facet-tag ~ ul a") if "海边" in a.text)
    assert one(choice, ".count").text == "4"
    assert href(choice) == "/search?tag=%E6%B5%B7%E8%BE%B9"
    chosen = page(client.get(href(choice)))
    assert texts(chosen, "h1") == ["共 4 条"]
    assert texts(chosen, ".parts .filter") == ["标签 海边×"]
    assert href(one(chosen, ".parts .filter a")) == "/search"
    assert texts(page(client.get(f"{href(choice)}&lang=en")), "#facet-tag") == ["Tag"]


def test_the_front_page_has_the_tags(client: TestClient) -> None:
    assert set(texts(page(client.get("/")), "#facet-tag ~ ul .label")) == {"水产", "海边"}


def test_what_only_a_tag_finds_says_so(client: TestClient) -> None:
    soup = page(client.get("/search?q=水产"))
    assert set(texts(soup, ".card .why")) == {"见标签 水产"}
    assert set(texts(soup, ".card .why mark")) == {"水产"}
    assert set(texts(page(client.get("/search?q=水产&lang=en")), ".card .why .label")) == {
        "In the tags"
    }


@pytest.mark.parametrize("kind", ["photos", "articles"])
def test_the_tags_of_a_photo_and_of_an_article_lead_to_all_that_have_them(
    client: TestClient, photos: dict[str, Document], kind: str
) -> None:
    photo = photos["boats.jpg"]
    soup = page(client.get(f"/{kind}/{photo.id if kind == 'photos' else photo.article}"))
    links = [a for a in soup.select("dd a, .tags a") if href(a).startswith("/search?tag=")]
    assert [a.text for a in links] == ["水产", "海边"]
    assert texts(page(client.get(href(links[0]))), ".parts .filter") == ["标签 水产×"]


def test_an_article_without_tags_has_no_line_of_them(client: TestClient, archive: Archive) -> None:
    untagged = next(photo for photo in archive.photos() if not photo.tag)
    assert not page(client.get(f"/articles/{untagged.article}")).select(".tags")
    assert "标签" not in texts(page(client.get(f"/photos/{untagged.id}")), "dt")


def test_tags_as_json(client: TestClient) -> None:
    body = client.get("/search.json", params={"q": "標籤:水产", "tag": ["海边", "没有"]}).json()
    assert body["total"] == 4
    assert {tuple(result["tag"]) for result in body["results"]} == {("水产", "海边")}
    assert body["results"][0]["matches"][0] == {"field": "tag", "start": 0, "end": 2, "value": 0}
    assert [part["label"] for part in body["interpretation"]] == ["标签：水产"]
    (facet,) = [facet for facet in body["facets"] if facet["name"] == "tag"]
    assert [(item["value"], item["selected"]) for item in facet["items"]] == [
        ("水产", False),
        ("海边", True),
    ]


def test_a_search_that_finds_nothing_shows_how_to_ask_for_a_tag(client: TestClient) -> None:
    chinese = texts(page(client.get("/search?q=qwerty")), ".try")
    assert [text for text in chinese if "标签" in text] == ["只找一个标签：标签:水产"]
    english = page(client.get("/search?q=qwerty&lang=en"))
    (link,) = [a for a in english.select(".try a") if "tag" in a.text]
    assert link.text == "One tag only: tag:水产"
    assert texts(page(client.get(href(link))), ".card .why mark") == ["水产"]
