"""Pictures of front matter: ``tests/golden/front_pictures.json`` has the shapes of themes."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.article import Article
from indexer.posts.extract import parse_article
from indexer.posts.page.front_matter import read_front_matter
from indexer.posts.page.front_pictures import front_pictures
from indexer.posts.page.picture_values import FrontPicture, is_address

GOLDEN = json.loads(
    (Path(__file__).parents[1] / "golden" / "front_pictures.json").read_text("utf-8")
)
REASON = "it stands with the picture in the front matter"


def told(picture: FrontPicture) -> list[str | None]:
    said = [picture.address, picture.caption, picture.credit]
    while said[-1] is None:
        said.pop()
    return said


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["front"])
def test_pictures_of_front_matter(case: dict[str, Any]) -> None:
    found = front_pictures(read_front_matter(case["front"] + "\n"))
    why = case.get("why")
    assert [told(one) for one in found if not one.is_cover] == case.get("pictures", []), why
    assert [told(one) for one in found if one.is_cover] == case.get("covers", []), why


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.text(max_size=9)
    | st.sampled_from(["a.jpg", "![a](b.jpg)", "/a/b"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["photos", "cover", "src", "caption", "author", "x", "a.jpg", "params"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["photos", "cover", "image", "x", "params"]), VALUES))
def test_whatever_stands_there_gives_addresses_each_once(front: dict[str, Any]) -> None:
    found = front_pictures(front)
    assert all(is_address(one.address) for one in found)
    assert len({one.address for one in found}) == len(found)
    assert [one.is_cover for one in found] == sorted(one.is_cover for one in found)


def test_so_many_pictures_are_read() -> None:
    found = front_pictures({"photos": [f"{number}.jpg" for number in range(5000)]})
    assert len(found) == 2000


def article(front: str, body: str = "清早出门。") -> Article:
    return parse_article(f"---\n{front}\n---\n{body}\n".encode(), ".", "a.md")


def shown(front: str, body: str = "清早出门。") -> list[tuple[str, str | None]]:
    return [(photo.image, photo.caption) for photo in article(front, body).photos]


def test_a_gallery_stands_before_the_body() -> None:
    front = "photos: [{src: 'http://p.example/1.jpg', caption: 茶亭（李明 摄）}, 'http://p.example/2.jpg']"
    read = article(front, "![石碑](http://p.example/3.jpg)")
    first, second, third = read.photos
    assert read.blocks[:2] == (first, second)
    assert (first.caption, first.caption_position, first.creator) == (
        "茶亭",
        "front_matter",
        ("李明",),
    )
    assert (first.confidence, first.reason) == (0.97, REASON)
    assert (second.caption, second.caption_position) == (None, None)
    assert third.image == "http://p.example/3.jpg"


def test_what_the_body_shows_stays_there_and_takes_the_caption_that_it_lacks() -> None:
    one, two = "http://p.example/1.jpg", "http://p.example/2.jpg"
    front = f"photos: [{{src: '{one}', caption: 茶亭}}, {{src: '{two}', caption: 山}}]"
    body = f"清早出门。\n\n![]({one})\n\n![石碑前的人]({two})"
    assert shown(front, body) == [(one, "茶亭"), (two, "石碑前的人")]


def test_a_file_that_only_the_body_finds_is_the_same() -> None:
    assert shown("photos: [c.jpg, d.jpg]", "![](a/c.jpg)") == [("d.jpg", None), ("a/c.jpg", None)]


def test_a_cover_is_used_where_there_is_no_other_picture() -> None:
    cover = "cover: http://p.example/c.jpg"
    assert shown(cover) == [("http://p.example/c.jpg", None)]
    assert shown(f"{cover}\nimage: http://p.example/d.jpg") == [("http://p.example/c.jpg", None)]
    assert shown(cover, "![](http://p.example/1.jpg)") == [("http://p.example/1.jpg", None)]
    assert shown(f"{cover}\nphotos: ['http://p.example/1.jpg']") == [
        ("http://p.example/1.jpg", None)
    ]


def test_a_cover_with_a_caption_is_of_this_post() -> None:
    front = "cover: {image: 'http://p.example/c.jpg', caption: 茶亭}"
    assert shown(front, "![](http://p.example/1.jpg)")[0] == ("http://p.example/c.jpg", "茶亭")


@pytest.mark.parametrize(
    ("said", "creator", "agency"),
    [
        ("photographer: 李明", ("李明",), None),
        ("photographer: 李明、王芳", ("李明", "王芳"), None),
        ("摄影: Ansel Adams", ("Ansel Adams",), None),
        ("credit: 新华社记者 李明 摄", ("李明",), "新华社"),
        ("credit: 新华社", (), "新华社"),
    ],
)
def test_credits_of_their_own_key(said: str, creator: tuple[str, ...], agency: str | None) -> None:
    (photo,) = article(f"photos:\n- src: http://p.example/1.jpg\n  {said}").photos
    assert (photo.creator, photo.agency) == (creator, agency)
    assert photo.credit == said.partition(": ")[2]


def test_a_post_of_pictures_in_its_front_matter_alone_is_one() -> None:
    assert shown("photos: ['http://p.example/1.jpg']", "") == [("http://p.example/1.jpg", None)]


@pytest.mark.parametrize(
    ("said", "caption", "creator"),
    [
        (
            "{path: a.jpg, caption: '老街 [Unsplash](https://u.example)', credit: 周牧野/摄}",
            "老街",
            ("周牧野",),
        ),
        (
            "{path: a.jpg, caption: '老街。江湾社记者 周牧野 摄', credit: 江湾社}",
            "老街。",
            ("周牧野",),
        ),
        ("{path: a.jpg, caption: '老街 [Unsplash](https://u.example)'}", "老街", ()),
    ],
)
def test_the_name_under_a_key_of_its_own_is_the_credit(
    said: str, caption: str, creator: tuple[str, ...]
) -> None:
    post = f"---\ntitle: 街\nimage: {said}\n---\n渔船归港。\n"
    (photo,) = parse_article(post.encode(), ".", "a.md").photos
    assert (photo.caption, photo.creator) == (caption, creator)
