"""What else would do for a text, and what of it a reader may drop."""

from collections.abc import Iterator
from datetime import date

import pytest

from search import connect
from search.document import Document
from search.fields import Scope
from search.query.nodes import Chunk
from search.query.widening import MOST_BY_WORDS, UNWIDENED, Widening
from search.request import Request
from search.vocabulary import default_vocabulary, read_vocabulary
from tests.places import Place, Places

TODAY = date(2026, 11, 30)
WIDENING = Widening(default_vocabulary(), TODAY)


def texts(text: str, scope: Scope | None = None) -> list[str]:
    return [one.text for one in WIDENING.of(Chunk((text,), scope)) if not one.periods]


def test_other_words_stand_in_the_place_of_those_typed() -> None:
    assert "高铁" in texts("火车")
    assert "神十三航天员" in texts("神舟十三号航天员")
    assert texts("火车", "creator") == []
    assert "高铁" in texts("火车", "caption")
    assert UNWIDENED.of(Chunk(("火车",))) == ()


def test_a_date_leaves_the_rest_of_its_text() -> None:
    of_days, written = (one for one in WIDENING.of(Chunk(("去年国庆游行",))) if one.periods)
    assert (of_days.text, of_days.periods[0].first) == ("游行", date(2025, 10, 1))
    assert (written.text, written.periods[0].first) == ("10月1日游行", date(2025, 1, 1))
    alone, _ = (one for one in WIDENING.of(Chunk(("去年国庆",))) if one.periods)
    assert alone.text == ""


def test_a_date_is_found_as_captions_write_it() -> None:
    assert "2018年7月1日" in texts("2018.7.1")
    assert "二〇一八年七月" in texts("2018年7月")
    (day,) = [one for one in WIDENING.of(Chunk(("2022年元宵节",))) if one.text == "2月15日"]
    assert day.periods[0].last == date(2022, 12, 31)


def test_pasted_texts_are_not_widened_and_alternatives_are_few() -> None:
    assert texts("火车" * 60) == []
    assert len(texts("火车航天员春晚地铁手机出租车")) <= MOST_BY_WORDS


def test_a_name_in_two_shapes_that_a_dictionary_keeps_apart() -> None:
    assert texts("甯浩") == ["宁浩"]
    assert "甯浩" in texts("宁浩")


@pytest.fixture(scope="module")
def index(places: Places) -> Iterator[Place]:
    with places.fresh() as place:
        yield _index(place)


def _index(place: Place) -> Place:
    captions = {
        "typed": ("火车进站", "2020-01-01"),
        "other": ("高铁进站", "2020-01-02"),
        "dated": ("游行队伍走过广场", "2025-10-01"),
        "month": ("游行彩排", "2025-10"),
        "name": ("导演甯浩在片场", ""),
    }
    with place.rebuilt() as writer:
        for name, (caption, taken) in captions.items():
            photo = Document(id=name, kind="photo", article=name, caption=caption, taken=taken)
            writer.put(name, [photo], "")
    return place


@pytest.mark.parametrize(
    ("query", "exact", "found"),
    [
        ("火车", False, ["typed", "other"]),
        ("火车", True, ["typed"]),
        ('"火车"', False, ["typed"]),
        ("进站 -火车", False, ["other"]),
        ("去年国庆 游行", False, ["dated"]),
        ("去年国庆", False, ["dated"]),
        ("去年国庆", True, []),
        ("日期:去年国庆", True, ["dated", "month"]),
        ("宁浩", False, ["name"]),
    ],
)
def test_what_is_found(index: Place, query: str, exact: bool, found: list[str]) -> None:
    engine = connect(index.location, today=lambda: TODAY)
    page = engine.search(Request(text=query, exact=exact))
    full = [hit.document.id for hit in page.hits if not hit.related]
    assert (full if not page.relaxed else []) == found
    engine.close()


def test_readings_can_be_dropped_and_dates_made_strict(index: Place) -> None:
    engine = connect(index.location, today=lambda: TODAY)
    page = engine.search(Request(text="去年国庆 游行"))
    (reading,) = [part for part in page.interpretation if part.kind == "date"]
    assert (reading.start, reading.end, reading.text) == (0, 4, "去年国庆")
    assert (reading.strict, reading.without) == ("日期:2025-10-01 游行", '"去年国庆" 游行')
    strict = engine.search(Request(text=reading.strict or ""))
    assert {hit.document.id for hit in strict.hits} == {"dated", "month"}
    engine.close()


def test_a_changed_vocabulary_counts_at_the_next_search(index: Place) -> None:
    known = [read_vocabulary()]
    engine = connect(index.location, vocabulary=lambda: known[0], today=lambda: TODAY)
    assert engine.search(Request(text="铁龙")).total == 0
    known[0] = read_vocabulary(synonyms="铁龙 > 火车".encode())
    assert [hit.document.id for hit in engine.search(Request(text="铁龙")).hits] == ["typed"]
    known[0] = read_vocabulary(dictionary="进站台\n".encode())
    assert engine.search(Request(text="火车")).total == 2
    engine.close()


DATED = [
    ("2018年7月", "2018-07-31", True),
    ("2018年7月", "2018-08-01", False),
    ("2018年7月1日", "2018-01-01/2018-12-31", False),  # a year says nothing of its days
    ("2018年7月", "2018-07-01/2018-07-31", True),
    ("2018年7月1日", "2018-06-29/2018-07-02", True),
    ("7月1日", "2018-07-01", True),
    ("7月1日", "2018-07-02", False),
    ("7月1日", "2018-06-01/2018-08-31", False),
    ("7月", "2018-07-01/2018-07-31", True),
    ("元宵节", "2022-02-15", True),
    ("元宵节", "2021-02-15", False),
    ("12月28日至1月3日", "2019-01-02", True),
    ("2018年以来", "2030-01-01", True),
    ("2018年以来", "2017-12-31", False),
    ("2018年以前", "1911-10-10", True),
    ("7月1日", "1850-07-01", False),  # outside the years that are covered
    ("7月1日", "2150-07-01", False),
]


@pytest.fixture(scope="module")
def dated(places: Places) -> Iterator[Place]:
    with places.fresh() as place:
        yield _dated(place)


def _dated(place: Place) -> Place:
    with place.rebuilt() as writer:
        for number, taken in enumerate(sorted({taken for _, taken, _ in DATED})):
            photo = Document(id=taken, kind="photo", article=f"a{number}", taken=taken)
            writer.put(photo.article, [photo], "")
    return place


@pytest.mark.parametrize(("query", "taken", "is_found"), DATED)
def test_whether_a_document_is_of_the_date_that_is_typed(
    dated: Place, query: str, taken: str, is_found: bool
) -> None:
    """A month says nothing of its days, nor a year; a few days say that it was one of them."""
    engine = connect(dated.location, today=lambda: TODAY)
    found = {hit.document.id for hit in engine.search(Request(text=query, per_page=100)).hits}
    assert (taken in found) == is_found
    engine.close()
