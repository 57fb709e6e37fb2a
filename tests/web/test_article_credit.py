"""The credit of a whole article, from the post to the pages: shown as the article's, no photo's."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from starlette.testclient import TestClient

import indexer
from indexer.inspection import inspect_corpus
from indexer.inspection_view import render
from tests.web.reading import page, texts
from web.app import create_app
from web.settings import Settings

POST = """\
---
title: 台风过后的灯塔{}
author: 海州晚报
---
![](a.jpg)

↑灯塔重新亮灯。何青 摄

![](b.jpg)

↑渔船回到港口。

天亮以后，码头上的人多了起来，船长们在岸边清点渔网。

{}
"""
POSTS = {
    "headline.md": POST.format("（周牧野 摄）", "编辑：何小水"),
    "staff.md": POST.format("", "编辑：何小水\n\n摄影：林一舟、江小禾"),
    "house.md": POST.format("", "江湾镇供图"),
    "nobody.md": POST.format("", "编辑：何小水"),
}
NAMES = {
    "headline.md": ("周牧野",),
    "staff.md": ("林一舟", "江小禾"),
    "house.md": ("江湾镇",),
    "nobody.md": (),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("credited")
    for name, text in POSTS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def archive(corpus: Path) -> indexer.Archive:
    """Closed with the site that serves it."""
    index = corpus.parent / "credited-index"
    indexer.build_index(corpus, index)
    return indexer.open_index(index)


@pytest.fixture(scope="module")
def client(archive: indexer.Archive) -> Iterator[TestClient]:
    app = create_app(archive, Settings(index="credited-index"))
    with TestClient(app, headers={"Accept-Language": "zh-CN"}) as client:
        yield client


@pytest.mark.parametrize("name", POSTS)
def test_a_photo_without_a_credit_shows_the_article_s_as_such(
    client: TestClient, archive: indexer.Archive, name: str
) -> None:
    names = "、".join(NAMES[name])
    photos = [photo for photo in archive.photos() if photo.path == name]
    photos.sort(key=lambda photo: photo.position)
    shown = [texts(page(client.get(f"/photos/{one.id}")), ".told .credit") for one in photos]
    assert shown == [["何青 摄"], [f"本文图片：{names}" if names else "未署名"]]
    article = page(client.get(f"/articles/{photos[0].article}"))
    assert (f"本文图片：{names}" in texts(article, "header .slate span")) is bool(names)
    english = page(client.get(f"/photos/{photos[1].id}?lang=en"))
    assert texts(english, ".told .credit") == [
        f"Article credit: {names}" if names else "No credit given"
    ]


@pytest.mark.parametrize("name", POSTS)
def test_it_is_in_documents_and_found_by_no_search(archive: indexer.Archive, name: str) -> None:
    photos = [photo for photo in archive.photos() if photo.path == name]
    assert {photo.article_creator for photo in photos} == {NAMES[name]}
    assert archive.article(photos[0].article).creator == NAMES[name]
    assert {photo.creator for photo in photos} == {("何青",), ()}
    for creator in NAMES[name]:
        assert not archive.search("", creator=creator).total
        assert not archive.search(f"摄影:{creator}", kind="photo").total


def test_an_inspection_tells_it_where_there_is_one(corpus: Path) -> None:
    inspection = inspect_corpus(corpus)
    posts = {post["path"]: post for post in json.loads(json.dumps(inspection.to_json()))["posts"]}
    assert {name: post.get("article_credit") for name, post in posts.items()} == {
        "headline.md": {
            "text": "周牧野 摄",
            "creator": ["周牧野"],
            "agency": None,
            "from": "headline",
        },
        "staff.md": {
            "text": "摄影：林一舟、江小禾",
            "creator": ["林一舟", "江小禾"],
            "agency": None,
            "from": "paragraph",
        },
        "house.md": {
            "text": "江湾镇供图",
            "creator": ["江湾镇"],
            "agency": None,
            "from": "paragraph",
        },
        "nobody.md": None,
    }
    assert "article_credit" not in posts["nobody.md"]
    out = io.StringIO()
    Console(file=out, width=80).print(render(inspection))
    told = [line for line in out.getvalue().splitlines() if "article credit" in line]
    assert told == [
        "article credit: 周牧野 摄",
        "article credit: 江湾镇供图",
        "article credit: 摄影：林一舟、江小禾",
    ]
