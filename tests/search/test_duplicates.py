"""One picture once: which photos show the same, which of them stands for all, and how many."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from search import connect
from search.document import Document
from search.engine import Engine
from search.index import segment
from search.picture import address_of, picture_number
from search.request import Request, Sort
from search.results import Hit, Results
from tests.conftest import ROOT
from tests.places import Place, Places, build, opened
from tests.search.test_living_index import photo

CASES = json.loads((ROOT / "tests/golden/pictures.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["same"], ids=lambda case: case["comment"])
def test_addresses_of_one_picture(case: dict[str, Any]) -> None:
    assert len({address_of(image) for image in case["images"]}) == 1
    assert len({picture_number(image) for image in case["images"]}) == 1


@pytest.mark.parametrize("case", CASES["apart"], ids=lambda case: case["comment"])
def test_addresses_of_different_pictures(case: dict[str, Any]) -> None:
    for one, other in combinations(case["images"], 2):
        assert address_of(one) != address_of(other), (one, other)
        assert picture_number(one) != picture_number(other)


@pytest.mark.parametrize("image", ["", "/", "./", "\udcff.jpg", "https://", "https://[::1", "?#"])
def test_any_text_has_a_number(image: str) -> None:
    assert 0 <= picture_number(image) < 1 << 64
    assert (picture_number(image) == 0) == (not address_of(image))


def shown(number: int, image: str, caption: str, **more: Any) -> Document:
    return replace(photo(number, caption), image=image, **more)


OWN = [
    shown(1, "https://a.example/fire.jpg", "消防", taken="2018-01-01"),
    shown(2, "http://a.example/fire.jpg?w=9", "消防演习在铜锣湾", taken="2019-01-01"),
    shown(3, "fire.jpg", "消防车和消防员", taken="2017-01-01"),
    shown(4, "./fire.jpg", "别的", headline="消防", taken="2020-01-01"),
    shown(5, "", "消防队", taken="2016-01-01"),
    shown(6, "", "消防局", taken="2016-02-01"),
    shown(7, "quiet.jpg", "没有声音", headline="消防"),
    replace(photo(8, ""), kind="paragraph", text="消防的一段", taken="2021-01-01"),
]


@pytest.fixture(scope="module")
def engine(places: Places) -> Iterator[Engine]:
    with places.fresh() as place:
        build(place, OWN)
        with opened(place) as engine:
            yield engine


def rows(page: Results) -> list[tuple[str, int]]:
    return [(hit.document.id, hit.elsewhere) for hit in page.hits]


def test_the_first_in_the_order_stands_for_all(engine: Engine) -> None:
    page = engine.search(Request(text="消防"))
    assert dict(rows(page)) == {"p1": 1, "p3": 1, "p5": 0, "p6": 0, "p7": 0}
    assert (page.total, page.pictures, page.pages) == (7, 5, 1)
    every = engine.search(Request(text="消防", duplicates="show"))
    assert len(every.hits) == every.total == every.pictures == 7
    assert {elsewhere for _, elsewhere in rows(every)} == {0}
    kept = {hit.document.id: hit.score for hit in page.hits}
    assert [(i, s) for i, s in scored(every) if i in kept] == list(kept.items())


def scored(page: Results) -> list[tuple[str, float]]:
    return [(hit.document.id, hit.score) for hit in page.hits]


def test_a_headline_copy_is_folded_into_what_its_caption_holds(engine: Engine) -> None:
    ids = [name for name, _ in rows(engine.search(Request(text="消防")))]
    assert ids[-1] == "p7"
    assert "p4" not in ids


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["p2", "p3", "p6", "p5", "p7"]),
        ("oldest", ["p5", "p6", "p3", "p1", "p7"]),
    ],
)
def test_by_date_the_first_by_date_stands_for_all(
    engine: Engine, sort: Sort, expected: list[str]
) -> None:
    page = engine.search(Request(text="消防", sort=sort))
    assert [name for name, _ in rows(page)] == expected


def test_facets_and_counts_are_of_documents(engine: Engine) -> None:
    page, every = (engine.search(Request(text="消防", duplicates=one)) for one in ("fold", "show"))
    assert page.facets == every.facets
    assert page.counts == every.counts == {"photo": 7, "paragraph": 1}


def test_pages_are_cut_from_rows(engine: Engine) -> None:
    whole = engine.search(Request(text="消防", kind="all"))
    assert (whole.total, whole.pictures) == (8, 6)
    parts = [
        engine.search(Request(text="消防", kind="all", per_page=2, page=n)) for n in (1, 2, 3, 4)
    ]
    assert [hit for part in parts for hit in part.hits] == list(whole.hits)
    assert {part.pages for part in parts} == {3}


def test_the_copies_of_a_row_are_a_search_away(engine: Engine) -> None:
    for hit in engine.search(Request(text="消防")).hits:
        asked = Request(text="消防", picture=hit.document.id, duplicates="show")
        page = engine.search(asked)
        assert page.total == hit.elsewhere + 1
        assert hit.document in [one.document for one in page.hits]


def test_a_filter_takes_the_copies_that_it_leaves(engine: Engine) -> None:
    page = engine.search(Request(text="消防", taken=("2019",)))
    assert rows(page) == [("p2", 0)]


def test_no_photo_shows_the_picture_of_a_photo_that_is_not_there(engine: Engine) -> None:
    for asked in ("nobody", "", "\udcff"):
        assert engine.search(Request(text="消防", picture=asked)).total == 0
    assert engine.search(Request(text="消防", picture="p1", article="a3")).total == 0
    assert engine.search(Request(picture="p1", article="a2")).total == 1


def related(hits: tuple[Hit, ...]) -> list[tuple[str, bool, int]]:
    return [(hit.document.id, hit.related, hit.elsewhere) for hit in hits]


def test_a_related_copy_of_a_full_match_is_folded_into_it(place: Place) -> None:
    full = [shown(n, f"{n}.jpg", "消防员在铜锣湾救火救人") for n in (1, 2)]
    close = [shown(n, f"{n - 2}.jpg", "消防员在铜锣湾救火") for n in (3, 4, 5)]
    others = [shown(n, "", "别处") for n in range(7, 40)]
    build(place, [*full, *close, shown(6, "3.jpg", "消防员在铜锣湾救火的人"), *others])
    with opened(place) as engine:
        page = engine.search(Request(text="消防员在铜锣湾救火救人"))
        assert (page.total, page.related) == (2, 4)
        assert (page.rows, page.related_rows, page.pages) == (2, 1, 1)
        assert related(page.hits)[:2] == [("p1", False, 1), ("p2", False, 1)]
        assert [row[1:] for row in related(page.hits)[2:]] == [(True, 1)]
        first = engine.search(Request(text="消防员在铜锣湾救火救人", per_page=1))
        assert (first.related, related(first.hits)) == (0, [("p1", False, 0)])


def test_what_is_related_follows_where_the_rows_end(place: Place) -> None:
    full = [shown(n, "1.jpg", "消防员在铜锣湾救火救人") for n in (1, 2, 3)]
    others = [shown(n, "", "别处") for n in range(7, 40)]
    build(place, [*full, shown(4, "4.jpg", "消防员在铜锣湾救火"), *others])
    with opened(place) as engine:
        asked = Request(text="消防员在铜锣湾救火救人", per_page=1)
        for number, expected in ((1, ("p1", False, 2)), (2, ("p4", True, 0))):
            page = engine.search(replace(asked, page=number))
            assert (page.total, page.pictures, page.pages) == (3, 1, 2)
            assert related(page.hits) == [expected]


def test_a_copy_in_another_segment_is_one_until_it_is_gone(place: Place) -> None:
    build(place, [shown(1, "1.jpg", "青岛"), shown(2, "2.jpg", "青岛")])
    with opened(place) as engine:
        asked = Request(text="青岛")
        assert rows(engine.search(asked)) == [("p1", 0), ("p2", 0)]
        with place.revised() as writer:
            writer.put("a3", [shown(3, "2.jpg", "青岛")], "")
        assert rows(engine.search(asked)) == [("p1", 0), ("p2", 1)]
        with place.revised() as writer:
            writer.drop("a2")
        assert rows(engine.search(asked)) == [("p1", 0), ("p3", 0)]


def test_many_copies_leave_room_for_others(place: Place) -> None:
    copies = [shown(n, "1.jpg", "青岛") for n in range(300)]
    build(place, [*copies, shown(301, "2.jpg", "远处是青岛"), shown(302, "", "远处的青岛港口")])
    engine = connect(place.location)
    for sort in ("relevance", "newest", "oldest"):
        page = engine.search(Request(text="青岛", sort=sort, per_page=3))
        assert sorted(row for row in rows(page))[1:] == [("p301", 0), ("p302", 0)]
        assert (page.hits[0].elsewhere, page.total, page.pictures) == (299, 302, 3)
    engine.close()


def test_verify_tells_a_picture_that_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, [shown(1, "1.jpg", "青岛")])
    with opened(tmp_path) as engine:
        assert list(engine.verify()) == []
        monkeypatch.setattr(segment, "picture_number", len)
        assert list(engine.verify()) == ["document p1 has the number of another picture"]
