"""Addresses of a post that was renamed lead to where it is: pages, JSON and thumbnails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

import indexer
from indexer import ArticleView
from indexer.records import article_id
from tests.web.archive import make_archive
from tests.web.reading import page
from web.app import create_app
from web.settings import Settings

MOVED = "2018/九月/开海.md"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("moved"))


@pytest.fixture(scope="module")
def before(index: Path) -> ArticleView:
    """The article about the harbour as it was, before its post was moved."""
    with indexer.open_index(index) as archive:
        article = archive.article(article_id("harbour.md"))
        corpus = Path(archive.corpus)
    (corpus / MOVED).parent.mkdir(parents=True)
    (corpus / "harbour.md").rename(corpus / MOVED)
    indexer.update_index(corpus, index)
    return article


@pytest.fixture(scope="module")
def moved_site(index: Path, before: ArticleView) -> Iterator[TestClient]:  # noqa: ARG001  it moves
    app = create_app(indexer.open_index(index), Settings(index=str(index)))
    site = Starlette(routes=[Mount("/photos-desk", app), Mount("/", app)])
    with TestClient(site, follow_redirects=False, headers={"Host": "127.0.0.1"}) as client:
        yield client


@pytest.mark.parametrize("root", ["", "/photos-desk"])
@pytest.mark.parametrize(
    "address",
    [
        "/photos/{photo}",
        "/photos/{photo}?q=灯塔%20渔&lang=en",
        "/photos/{photo}.json",
        "/articles/{article}",
        "/thumbnails/{photo}?w=480&v=made-up",
    ],
)
def test_a_former_address_leads_to_the_one_now(
    moved_site: TestClient, before: ArticleView, root: str, address: str
) -> None:
    photo = next(one for one in before.documents if one.kind == "photo")
    response = moved_site.get(root + address.format(photo=photo.id, article=before.id))
    assert (response.status_code, response.headers["cache-control"]) == (308, "no-cache")
    there = moved_site.get(response.headers["location"])
    assert there.status_code == 200
    asked, led = response.request.url, there.request.url
    assert (led.host, led.query) == (asked.host, asked.query)
    assert led.path.startswith(root + "/")
    assert led.path.count("/") == asked.path.count("/")
    if "json" in address:
        assert there.json()["caption"] == photo.caption


def test_a_search_by_a_former_id_finds_what_it_found(
    moved_site: TestClient, before: ArticleView
) -> None:
    photos = [one for one in before.documents if one.kind == "photo"]
    found = moved_site.get(f"/search.json?article={before.id}").json()
    assert found["total"] == len(photos)
    found = moved_site.get(f"/search.json?picture={photos[0].id}&duplicates=show").json()
    assert photos[0].caption in [one["caption"] for one in found["results"]]


@pytest.mark.parametrize("address", ["/photos/{0}", "/articles/{0}", "/thumbnails/{0}"])
def test_what_never_was_is_still_missing(moved_site: TestClient, address: str) -> None:
    assert moved_site.get(address.format("0123456789abcdef")).status_code == 404


def test_a_former_id_of_another_kind_leads_nowhere(
    moved_site: TestClient, before: ArticleView
) -> None:
    """What broke: the page of a photo led an article's id to a page that there is not."""
    photo = next(one for one in before.documents if one.kind == "photo")
    text = next(one for one in before.documents if one.kind == "paragraph")
    for path in (
        *(f"/photos/{before.id}", f"/thumbnails/{before.id}", f"/articles/{photo.id}"),
        *(f"/photos/{text.id}", f"/thumbnails/{text.id}", f"/photos/{text.id}.json"),
    ):
        assert moved_site.get(path).status_code == 404, path


def test_head_is_led_as_well(moved_site: TestClient, before: ArticleView) -> None:
    response = moved_site.head(f"/articles/{before.id}")
    assert response.headers["location"] == f"/articles/{article_id(MOVED)}"


def test_a_selection_of_former_photos_is_one_of_those_now(
    moved_site: TestClient, before: ArticleView
) -> None:
    former = [one.id for one in before.documents if one.kind == "photo"]
    told = moved_site.get("/selection.json", params={"id": former}).json()
    assert told["missing"] == []
    assert [one["caption"] for one in told["results"]] == [
        one.caption for one in before.documents if one.kind == "photo"
    ]
    now = [one["id"] for one in told["results"]]
    table = page(moved_site.get("/selection", params={"id": former}, follow_redirects=True))
    assert [(tag["data-was"], tag["data-id"]) for tag in table.select(".print")] == list(
        zip(former, now, strict=True)
    )
    assert not set(now) & set(former)
    assert moved_site.get("/selection.json", params={"id": [*former, *now]}).json()["total"] == len(
        now
    )
