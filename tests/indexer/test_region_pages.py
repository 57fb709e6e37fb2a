"""Whole pages of many layouts, in words of our own: the article's region and what is said of it."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from indexer.posts.blocks.addresses import stated_address
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


@pytest.mark.parametrize("case", FILE["pages"], ids=lambda case: case["name"])
def test_every_picture_is_of_the_article_or_left_out(case: dict[str, Any]) -> None:
    soup = page_of(case["html"])
    region = read_region(soup)
    assert len(region.root.find_all("img")) + len(region.left_out) == len(soup.find_all("img"))
