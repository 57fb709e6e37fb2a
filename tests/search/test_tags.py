"""Tags belong to the article, as its title does: found, weighed and excluded like it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from search import connect
from search.document import Document, Kind
from search.engine import Engine
from search.fields import FIELDS
from search.request import Request
from search.snapshot.memory import Memory
from search.snapshot.snapshot import Snapshot
from search.text.fold import Fold
from tests.places import Place, Places, build, opened
from tests.search.test_living_index import total

TAGS = ("渔港", "夜 色", "街區更新")


def made(article: str, number: int, kind: Kind = "photo", **values: object) -> Document:
    return Document(id=f"{article}{number}", kind=kind, article=article, position=number, **values)  # type: ignore[arg-type]


def tagged(article: str, photos: int, *tags: str) -> list[Document]:
    """An article of some photos and a paragraph that say nothing of its tags."""
    shared: dict[str, Any] = {"headline": "别的事", "tag": tags, "before": "一段话"}
    found = [made(article, number, caption="一张照片", **shared) for number in range(photos)]
    return [*found, made(article, photos, "paragraph", text="一段话", tag=tags, headline="别的事")]


@pytest.fixture(scope="module")
def engine(places: Places) -> Iterator[Engine]:
    with places.fresh() as place:
        build(place, [*tagged("a", 2, *TAGS), *tagged("b", 1, "夜", "色"), *tagged("c", 1)])
        with opened(place) as engine:
            yield engine


def found(engine: Engine, text: str, **options: object) -> list[str]:
    page = engine.search(Request(text=text, groups="show", **options))  # type: ignore[arg-type]
    return [hit.document.id for hit in page.hits]


@pytest.mark.parametrize(
    "query",
    [
        "渔港", "漁港", '"渔港"', "标签:渔港", "標籤：漁港", "tag:渔港", "Tags:渔", "关键词:渔港",
        "關鍵字：渔港", "keyword:渔港", "keywords:渔*", "街区更新", "标签:夜色", "标签:(渔港 街区)",
    ],
)  # fmt: skip
def test_a_tag_finds_photos_and_paragraphs_of_its_article(engine: Engine, query: str) -> None:
    assert found(engine, query) == ["a0", "a1"]
    assert found(engine, query, kind="paragraph") == ["a2"]


def test_characters_of_two_tags_are_no_run(engine: Engine) -> None:
    assert found(engine, '"夜色"') == ["a0", "a1"]
    assert found(engine, "标签:夜 标签:色") == ["b0", "a0", "a1"]


def test_exclusion_looks_at_tags_as_at_titles(engine: Engine) -> None:
    assert found(engine, "照片 -渔港") == ["b0", "c0"]
    assert found(engine, "照片 -标签:夜") == ["c0"]


def test_a_match_names_the_tag(engine: Engine) -> None:
    hit = engine.search(Request(text="街区")).hits[0]
    assert [(m.field, m.value, m.start, m.end) for m in hit.matches] == [("tag", 2, 0, 2)]


def test_a_tag_weighs_what_the_same_words_weigh_in_a_title(place: Place) -> None:
    build(place, [made("a", 0, headline="海边的风筝"), made("b", 0, tag=("海边的风筝",))])
    with opened(place) as engine:
        hits = engine.search(Request(text="风筝")).hits
    assert [hit.document.id for hit in hits] == ["a0", "b0"]
    assert hits[0].score == hits[1].score > 0


def test_what_only_a_tag_finds_comes_after_captions_as_one_row(place: Place) -> None:
    own = made("z", 0, caption="远处是渔港，一个很长的说明写了许多别的东西，说的都不是它")
    build(place, [*tagged("a", 5, "渔港"), *tagged("b", 1, "老渔港的早市"), own])
    with opened(place) as engine:
        hits = engine.search(Request(text="渔港")).hits
    assert [(hit.document.id, hit.group) for hit in hits] == [("z0", 1), ("a0", 5), ("b0", 1)]


def test_tags_filter_and_count_by_value_however_spelled(place: Place) -> None:
    documents = [*tagged("a", 2, *TAGS), *tagged("b", 1, "街区更新"), *tagged("c", 1)]
    build(place, documents)
    with opened(place) as engine:
        page = engine.search(Request(tag=("街区更新",), kind="all"))
        assert {hit.document.article for hit in page.hits} == {"a", "b"}
        (facet,) = [facet for facet in page.facets if facet.name == "tag"]
        told = [(item.label, item.count, item.selected) for item in facet.items]
        assert told == [("街区更新", 5, True), ("夜 色", 3, False), ("渔港", 3, False)]
        assert engine.search(Request(tag=("更新",))).total == 0


def test_an_archive_without_tags_says_so_until_it_has_some(place: Place) -> None:
    build(place, [replace(one, tag=()) for one in tagged("a", 1, "渔港")])
    with opened(place) as engine:
        page = engine.search(Request(text="标签:渔港"))
        assert [notice.code for notice in page.notices] == ["empty_field"]
        assert total(engine, "照片 -标签:渔港") == 1
        with place.revised() as writer:
            writer.put("b", tagged("b", 1, "渔港"), "")
        assert found(engine, "标签:渔港") == found(engine, "渔港") == ["b0"]


def test_what_no_document_has_is_not_asked(tmp_path: Path) -> None:
    """Or each field that some archives have would cost all others."""
    build(tmp_path, [made("a", 0, caption="一张照片"), made("a", 1, "paragraph", text="一段话")])
    (folder,) = tmp_path.glob("builds/*")
    snapshot = Snapshot(folder, _generation(folder), Fold(), Memory())
    assert set(snapshot.fields["photo"]) < set(FIELDS["photo"])
    assert not {"tag", "place", "headline"} & {*snapshot.fields["photo"]}
    assert "caption" in snapshot.fields["photo"]
    assert snapshot.fields["paragraph"] == ("text",)


def _generation(folder: Path) -> int:
    (table,) = folder.glob("*.toc")
    return int(table.stem.rpartition("_")[2])


def test_an_index_stays_whole_when_segments_with_tags_and_without_are_merged(
    place: Place,
) -> None:
    build(place, tagged("a", 1))
    for number in range(12):
        with place.revised() as writer:
            writer.put(f"b{number}", tagged(f"b{number}", 1, "渔港", f"第{number}号"), "")
    engine = connect(place.location)
    assert engine.search(Request(text="标签:渔港")).total == 12
    assert found(engine, "标签:第7号") == ["b70"]
    assert list(engine.verify()) == []
    engine.close()
