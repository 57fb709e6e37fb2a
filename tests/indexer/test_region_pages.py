"""Whole pages of many layouts, in words of our own: the article's region and what is said of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from indexer.posts.blocks.addresses import stated_address
from indexer.posts.blocks.pictures import picture_of
from indexer.posts.extract import parse_article
from indexer.posts.region.region import Region, read_region
from tests.conftest import ROOT

FILE = json.loads((ROOT / "tests" / "golden" / "pages.json").read_text(encoding="utf-8"))


def page_of(html: str) -> BeautifulSoup:
    for name, text in FILE["paragraphs"].items():
        html = html.replace(f"{{{name}}}", text)
    return BeautifulSoup(html, "lxml")


def address(picture: Tag) -> str | None:
    return stated_address({name: str(value) for name, value in picture.attrs.items()})


def photos(region: Region) -> list[str | None]:
    return [address(one) for one in region.root.find_all("img") if not region.is_furniture(one)]


@pytest.mark.parametrize("case", FILE["pages"], ids=lambda case: case["name"])
def test_the_article_of_a_page(case: dict[str, Any]) -> None:
    soup = page_of(case["html"])
    region = read_region(soup)
    assert photos(region) == case["photos"], case["comment"]
    for name in ("title", "published", "author", "source"):
        if name in case:
            assert getattr(region, name) == case[name], case["comment"]


def shown(tag: Tag) -> int:
    return sum(picture_of(one) is not None for one in tag.find_all("img"))


@pytest.mark.parametrize("case", FILE["pages"], ids=lambda case: case["name"])
def test_every_picture_is_of_the_article_or_left_out(case: dict[str, Any]) -> None:
    soup = page_of(case["html"])
    region = read_region(soup)
    assert shown(region.root) + len(region.left_out) == shown(soup)


META = '<title>渔港往事</title><meta property="og:image" content="https://p.example/share.jpg">'


@pytest.mark.parametrize(
    ("front", "frame", "photos"),
    [
        ("", "", ["https://p.example/share.jpg"]),
        ("", '<img src="/s/logo.jpg">', []),
        ("---\ncover: https://p.example/cover.jpg\n---\n", "", ["https://p.example/cover.jpg"]),
        (
            "---\ncover: https://p.example/cover.jpg\n---\n",
            '<a href="/"><img src="/s/logo.jpg"></a>',
            ["https://p.example/cover.jpg"],
        ),
    ],
)
def test_the_cover_of_a_page_counts_where_the_page_shows_no_picture(
    tmp_path: Path, front: str, frame: str, photos: list[str]
) -> None:
    text = "".join(FILE["paragraphs"].values())
    page = f"<html><head>{META}</head><body>{frame}<div>{text}</div></body></html>"
    article = parse_article((front + page).encode(), tmp_path, "post.html")
    assert [photo.image for photo in article.photos] == photos


def test_front_matter_comes_before_what_a_page_says(tmp_path: Path) -> None:
    page = FILE["pages"][0]["html"]
    post = f"---\ntitle: 渔汛\ndate: 2020-01-02\nauthor: 隋立峰\n---\n{page}"
    article = parse_article(post.encode(), tmp_path, "post.html")
    assert (article.title, article.published) == ("渔汛", "2020-01-02")
    assert article.author == "隋立峰"
