"""What an article may hold: too much is left out, and told."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

import indexer
from indexer.inspection import inspect_corpus
from indexer.posts.article import Article, Paragraph, Photo
from indexer.posts.bounds import MAX_ADDRESS, MAX_CAPTION, MAX_NAME, MAX_NAMES, within_bounds
from indexer.posts.extract import parse_article
from web.app import create_app
from web.settings import Settings

MANY = tuple(f"人{number}" for number in range(20_000))


@pytest.mark.parametrize("field", ["category", "place", "person", "tags"])
def test_an_article_has_so_many_names(field: str) -> None:
    article = within_bounds(Article(path="a.md", title="甲", **{field: MANY}))  # type: ignore[arg-type]
    assert getattr(article, field) == MANY[:MAX_NAMES]
    assert article.cut == (f"{field}: 100 of 20,000 are kept",)


def test_a_photo_has_so_many_creators() -> None:
    article = within_bounds(
        Article(path="a.md", title="甲", blocks=(Photo(image="a.jpg", creator=MANY),))
    )
    assert article.photos[0].creator == MANY[:MAX_NAMES]
    assert article.cut == ("creator: 100 of 20,000 are kept",)


def test_the_credit_of_an_article_is_within_bounds() -> None:
    article = within_bounds(
        Article(path="a.md", title="甲", credit="长" * 501, creator=MANY, agency="长" * 101)
    )
    assert len(article.credit or "") == 500
    assert article.creator == MANY[:MAX_NAMES]
    assert len(article.agency or "") == MAX_NAME
    assert [remark.split(":")[0] for remark in article.cut] == [
        "article credit",
        "article creator",
        "article agency",
    ]


@pytest.mark.parametrize("field", ["title", "author"])
def test_lines_of_an_article_have_a_length(field: str) -> None:
    article = within_bounds(Article(path="a.md", **{"title": "甲", field: "长" * 501}))  # type: ignore[arg-type]
    assert len(getattr(article, field)) == 500
    assert article.cut == (f"{field}: 500 characters of 501 are kept",)


@pytest.mark.parametrize(("field", "most"), [("credit", 500), ("agency", 100), ("role", 100)])
def test_lines_of_a_photo_have_a_length(field: str, most: int) -> None:
    photo = Photo(image="a.jpg", **{field: "长" * 9999})  # type: ignore[arg-type]
    article = within_bounds(Article(path="a.md", title="甲", blocks=(photo, photo)))
    assert {len(getattr(one, field)) for one in article.photos} == {most}
    assert article.cut == (f"{field}: {most} characters of 9,999 are kept",)


def test_each_kind_of_what_was_cut_is_told_once() -> None:
    """The length stood in what they were known by: 300 creators of 300 lengths, 300 remarks."""
    photos = [
        Photo(
            image="a" * (MAX_ADDRESS * (more % 2) + more),
            caption="长" * (MAX_CAPTION + more),
            credit="长" * (500 + more),
            creator=tuple("长" * (MAX_NAME + more + one) for one in range(MAX_NAMES + more)),
            agency="长" * (MAX_NAME + more),
            role="长" * (MAX_NAME + more),
        )
        for more in range(1, 7)
    ]
    cut = within_bounds(Article(path="a.md", title="甲", blocks=tuple(photos))).cut
    assert sorted(remark.partition(":")[0] for remark in cut) == sorted(
        ["image", "caption", "credit", "creator", "creator", "agency", "role"]
    )


def test_a_long_name_is_cut() -> None:
    article = within_bounds(Article(path="a.md", title="甲", person=("长" * 101, "短")))
    assert article.person == ("长" * MAX_NAME, "短")


def test_nothing_of_a_long_caption_is_lost() -> None:
    photo = Photo(image="a.jpg", caption="长" * MAX_CAPTION + " 尾")
    article = within_bounds(Article(path="a.md", title="甲", blocks=(photo, Paragraph("乙"))))
    assert article.photos[0].caption == "长" * MAX_CAPTION
    assert article.blocks[1:] == (Paragraph("尾"), Paragraph("乙"))


def test_an_address_without_end_is_none() -> None:
    address = "http://a.com/" + "a" * MAX_ADDRESS
    photo = Photo(image=address, caption="渔船")
    article = within_bounds(Article(path="a.md", title="甲", url=address, blocks=(photo,)))
    assert (article.url, article.blocks, len(article.cut)) == (None, (Paragraph("渔船"),), 2)


def test_an_article_within_bounds_stays_as_it_is() -> None:
    photo = Photo(image="a.jpg", caption="渔船", creator=("甲", "乙"), credit="甲 乙 摄")
    article = Article(path="a.md", title="题", person=("丙",), blocks=(photo, Paragraph("乙")))
    assert within_bounds(article) == article


def test_what_was_cut_is_told_and_its_page_is_small(tmp_path: Path) -> None:
    """A post with 20,000 names made a page of 22 s; pages are as long as what they show."""
    folder = tmp_path / "posts"
    folder.mkdir()
    lists = "".join(f"{field}: [{', '.join(MANY[:5000])}]\n" for field in ("person", "category"))
    (folder / "a.md").write_text(
        f"---\ntitle: 题\n{lists}---\n![](http://a.com/a.jpg)\n图为渔船。\n", "utf-8"
    )
    told = [
        indexer.Cut("a.md", f"{field}: 100 of 5,000 are kept") for field in ("category", "person")
    ]
    assert list(indexer.build_index(folder, tmp_path / "index").cut) == told
    assert list(indexer.update_index(folder, tmp_path / "index").cut) == told
    inspection = inspect_corpus(folder)
    assert list(inspection.cut) == told
    assert [one["path"] for one in inspection.to_json()["cut"]] == ["a.md", "a.md"]
    with indexer.open_index(tmp_path / "index") as archive:
        (hit,) = archive.search("渔船").hits
        assert (len(hit.document.person), len(hit.document.category)) == (MAX_NAMES, MAX_NAMES)
    archive = indexer.open_index(tmp_path / "index")
    with TestClient(create_app(archive, Settings(index=str(tmp_path / "index")))) as client:
        page = client.get(f"/photos/{hit.document.id}")
        assert page.status_code == 200
        assert page.text.count("<a ") < 5 * MAX_NAMES


def test_a_post_is_read_within_bounds() -> None:
    post = f"---\ntitle: 题\nperson: [{', '.join(MANY)}]\n---\n正文。".encode()
    assert len(parse_article(post, "nowhere", "a.md").person) == MAX_NAMES
