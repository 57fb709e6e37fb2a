"""Photos of the same event by the words of a caption, and the query that repeats it."""

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import indexer
from search.document import Document
from search.engine import Engine
from search.errors import DocumentMissingError
from search.execution.similar import MOST_WORDS
from search.request import Request
from search.results import Similar
from tests.conftest import ROOT
from tests.places import Place, Places, build, opened
from tests.search.test_living_index import photo
from tests.strategies import archives

SECONDS = {"embedded": 1.0, "cluster": 5.0}
CASES = json.loads((ROOT / "tests/golden/similar.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["photo"])
def test_what_a_reader_expects_of_the_sample(sample_place: Place, case: dict[str, Any]) -> None:
    with indexer.open_index(sample_place.location) as archive:
        (asked,) = (one for one in archive.photos() if case["photo"] in one.image)
        similar = archive.similar(asked.id)
        called = [Path(hit.document.image).stem for hit in similar.hits]
    assert called == case["similar"]
    assert similar.query == case.get("query", similar.query)


EVENT = [
    replace(photo(1, "救援队员余丰年在沙咀村转移群众"), image="a.jpg"),
    replace(photo(2, "余丰年和救援队员在沙咀村"), image="b.jpg"),
    replace(photo(3, "沙咀村的群众向救援队员道谢"), image="https://a.example/a.jpg"),
    replace(photo(4, "余丰年转移沙咀村群众，救援队员"), image="a.jpg"),
    *(photo(n, "别处的海") for n in range(5, 20)),
    photo(20, ""),
    photo(21, "！"),
]


def similar_to(place: Place, name: str, limit: int = 12) -> Similar:
    with opened(place) as engine:
        return engine.similar(name, limit)


def test_the_photo_and_copies_of_its_picture_are_left_out(place: Place) -> None:
    build(place, EVENT)
    assert {hit.document.id for hit in similar_to(place, "p1").hits} == {"p2", "p3"}
    of_the_second = [hit.document for hit in similar_to(place, "p2").hits]
    assert sorted(one.image for one in of_the_second) == ["a.jpg", "https://a.example/a.jpg"]
    assert len(similar_to(place, "p2", 1).hits) == 1


def test_a_name_of_single_characters_is_looked_for_whole(place: Place) -> None:
    """The segmenter knows nobody of that name, and cuts it into three."""
    named = [replace(one, caption=one.caption.replace("余丰年", "佴祎珩")) for one in EVENT]
    build(place, named)
    assert '"佴祎珩"' in similar_to(place, "p1").query


@pytest.mark.parametrize("name", ["p20", "p21"])
def test_where_there_is_nothing_to_go_by_nothing_is_like_it(place: Place, name: str) -> None:
    build(place, [replace(one, headline="") for one in EVENT])
    assert similar_to(place, name) == Similar("", ())


def test_an_unknown_id_is_an_error(place: Place) -> None:
    build(place, EVENT)
    with pytest.raises(DocumentMissingError, match="nobody"):
        similar_to(place, "nobody")


def test_a_paragraph_finds_photos_of_what_it_tells(place: Place) -> None:
    told = "傍晚，余丰年和沙咀村的救援队员说起当天的事。"
    paragraph = replace(photo(30, ""), kind="paragraph", text=told)
    build(place, [*EVENT, paragraph])
    assert {"p1", "p2"} & {hit.document.id for hit in similar_to(place, "p30").hits}


def test_a_caption_of_any_length_asks_for_a_few_words(place: Place) -> None:
    long = "".join(f"救援队员{name}在沙咀村转移群众。" for name in "甲乙丙丁" * 5000)
    build(place, [*EVENT, photo(30, long)])
    with opened(place) as engine:
        engine.similar("p1", 12)
        begun = time.perf_counter()
        query = engine.similar("p30", 12).query
        assert time.perf_counter() - begun < SECONDS[place.kind]
    assert query.count(" OR ") < MOST_WORDS
    assert len(query) < 200


@pytest.mark.untraced
def test_the_query_finds_what_is_like_it_and_the_photo(places: Places) -> None:
    examples, _ = places.share(examples=30, requests=14)

    @places.tried(examples)
    @given(archives(), st.integers(1, 4))
    def holds(documents: list[Document], limit: int) -> None:
        with places.fresh() as place:
            build(place, documents)
            with opened(place) as engine:
                _check(engine, documents, limit)

    holds()


def _check(engine: Engine, documents: list[Document], limit: int) -> None:
    for one in documents:
        similar = engine.similar(one.id, limit)
        assert len(similar.hits) <= limit
        assert similar.query or not similar.hits
        if not similar.query:
            continue
        again = engine.search(Request(text=similar.query, per_page=100))
        found = [hit.document.id for hit in again.hits if not hit.related]
        places = [found.index(hit.document.id) for hit in similar.hits]
        assert places == sorted(places)
        assert not again.notices
        every = engine.search(
            Request(text=similar.query, per_page=100, duplicates="show", groups="show")
        )
        if one.kind == "photo":
            assert one.id in [hit.document.id for hit in every.hits]
