"""Each fact says where it was read: the words as they stand, and what was supplied to them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import indexer
from indexer import Document, Origin
from indexer.posts.bounds import MAX_CAPTION
from indexer.presentation.rendering import origins_json
from search.origin import FACTS, SOURCES, SUPPLIED, packed, unpacked

POST = """\
---
title: 江湾放河灯（何小水 摄）
date: 2018-07-03
place: 江湾
photos:
  - url: https://x.test/front.jpg
    caption: 放灯的人们
    credit: 林一舟
---

![](https://x.test/a.jpg)

图为 7 月 1 日晚，游客在江湾放河灯。江湾社记者 周牧野 摄

河灯顺流而下，岸边的孩子们跟着跑了很远，直到看不见灯光为止。

![](https://x.test/b.jpg)
"""


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("origins")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.md").write_text(POST, "utf-8")
    indexer.build_index(folder / "corpus", folder / "index")
    with indexer.open_index(folder / "index") as archive:
        return {photo.image.rpartition("/")[2]: photo for photo in archive.photos()}


def test_a_day_stands_in_the_caption_and_its_year_is_the_post_s(
    photos: dict[str, Document],
) -> None:
    photo = photos["a.jpg"]
    origin = photo.origin("taken")
    assert origin is not None
    assert (photo.taken, photo.words(origin)) == ("2018-07-01", "7 月 1 日晚")
    assert (origin.source, origin.supplied) == ("caption", ("post_year",))


def test_who_made_it_stands_in_its_credit_or_in_a_field_of_the_post(
    photos: dict[str, Document],
) -> None:
    own, front = photos["a.jpg"].origin("credit"), photos["front.jpg"].origin("credit")
    assert own is not None
    assert front is not None
    assert (own.source, photos["a.jpg"].words(own)) == ("credit", "江湾社记者 周牧野 摄")
    assert (front.source, photos["front.jpg"].words(front)) == ("post", "")


def test_what_is_said_of_the_whole_article_stands_in_its_headline(
    photos: dict[str, Document],
) -> None:
    origins = origins_json(photos["b.jpg"])
    assert origins == {
        "article_creator": {
            "source": "headline",
            "text": "何小水 摄",
            "start": 6,
            "end": 11,
            "supplied": [],
        },
        "place": {"source": "post", "text": None, "start": None, "end": None, "supplied": []},
    }


def test_words_beyond_what_is_kept_of_a_caption_are_not_told(tmp_path: Path) -> None:
    """The caption is cut at a length, and the date stood behind it."""
    text = f"图为{'江湾的河灯，' * (MAX_CAPTION // 6)}江湾社记者 周牧野 2018年7月1日摄"
    (tmp_path / "a.md").write_text(f"![](https://x.test/a.jpg)\n\n{text}\n", "utf-8")
    indexer.build_index(tmp_path, tmp_path / "index")
    with indexer.open_index(tmp_path / "index") as archive:
        for photo in archive.photos():
            origin = photo.origin("taken")
            assert origin is None or photo.words(origin) == "2018年7月1日"


ORIGINS = st.builds(
    Origin,
    fact=st.sampled_from(FACTS),
    source=st.sampled_from(SOURCES),
    start=st.just(0),
    end=st.integers(0, 5000),
    supplied=st.lists(st.sampled_from(SUPPLIED), max_size=2).map(tuple),
)


@given(st.lists(ORIGINS, max_size=4))
def test_origins_are_read_as_they_were_stored(origins: list[Origin]) -> None:
    assert unpacked(packed(origins)) == tuple(origins)


def test_codes_keep_their_numbers() -> None:
    """They are stored by their places: who puts one between others reads old indexes wrongly."""
    assert FACTS == ("taken", "credit", "article_creator", "place", "person")
    assert SOURCES == ("caption", "credit", "headline", "author", "paragraph", "post")
    assert SUPPLIED == ("post_year", "post_month", "text_year")
    assert unpacked("00:3-10+019 99 05 ") == (
        Origin(fact="taken", source="caption", start=3, end=10, supplied=SUPPLIED[:2]),
        Origin(fact="taken", source="post"),
    )
