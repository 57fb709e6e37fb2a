"""One headline does not drown the page: what only an article's shared texts find is one row."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import connect
from search.document import Document
from search.engine import Engine
from search.request import Request
from search.results import Results
from tests.oracle import Oracle
from tests.places import Place, Places, build, built_in_two, opened
from tests.profiles import tried
from tests.search.test_exactness import ANALYZER, agree
from tests.search.test_ways import PRUNING, in_two_segments, moved
from tests.strategies import archives, requests


def photo(article: str, number: int, headline: str, caption: str = "", **more: Any) -> Document:
    return Document(
        id=f"{article}{number}",
        kind="photo",
        article=article,
        position=number,
        headline=headline,
        caption=caption,
        **more,
    )


BIG = [photo("a", n, "青岛帆船周", taken=f"2018-07-{9 - n:02}") for n in range(8)]
SMALL = [photo("b", n, "今年的青岛帆船周在八月举行", taken="2019-08-01") for n in range(2)]
OWN = [
    photo("c", 0, "别的事", "远处是青岛的灯塔，一个很长的说明写了许多别的东西", taken="2017-01-01"),
    photo("a", 8, "青岛帆船周", "青岛的浪", taken="2018-07-20"),
]


@pytest.fixture(scope="module")
def engine(places: Places) -> Iterator[Engine]:
    """Two articles share a headline word; two photos have it in their own captions."""
    with places.fresh() as place:
        build(place, BIG + SMALL + OWN)
        with opened(place) as engine:
            yield engine


def rows(page: Results) -> list[tuple[str, int]]:
    return [(hit.document.id, hit.group) for hit in page.hits]


def test_neighbours_are_one_row_and_own_captions_rows_of_their_own(engine: Engine) -> None:
    page = engine.search(Request(text="青岛"))
    assert rows(page) == [("a8", 1), ("c0", 1), ("a0", 8), ("b0", 2)]
    assert (page.total, page.pictures, page.rows, page.pages) == (12, 12, 4, 1)
    assert page.counts["photo"] == 12


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", [("b0", 2), ("a8", 1), ("a0", 8), ("c0", 1)]),
        ("oldest", [("c0", 1), ("a7", 8), ("a8", 1), ("b0", 2)]),
    ],
)
def test_by_date_a_group_stands_where_its_first_does(
    engine: Engine, sort: Any, expected: list[tuple[str, int]]
) -> None:
    assert rows(engine.search(Request(text="青岛", sort=sort))) == expected


def test_pages_are_cut_from_rows(engine: Engine) -> None:
    whole = rows(engine.search(Request(text="青岛")))
    pages = [engine.search(Request(text="青岛", per_page=3, page=n)) for n in (1, 2, 3)]
    assert [rows(page) for page in pages] == [whole[:3], whole[3:], []]
    assert {(page.total, page.rows, page.pages) for page in pages} == {(12, 4, 2)}


def test_facets_do_not_know_groups(engine: Engine) -> None:
    folded, every = (engine.search(Request(text="青岛", groups=one)) for one in ("fold", "show"))
    assert folded.facets == every.facets
    assert len(every.hits) == every.rows == 12
    assert {hit.group for hit in every.hits} == {1}


@pytest.mark.parametrize("groups", ["fold", "show"])
def test_within_an_article_nothing_is_folded(engine: Engine, groups: Any) -> None:
    page = engine.search(Request(text="青岛", article="a", groups=groups))
    assert rows(page) == [("a8", 1), *((f"a{n}", 1) for n in range(8))]


@pytest.mark.parametrize("text", ["", "日期:2018", "-青岛", "分类:体育"])
def test_what_no_text_finds_is_not_shared(place: Place, text: str) -> None:
    documents = [photo("a", n, "帆船", category=("体育",), taken="2018") for n in range(5)]
    build(place, documents)
    with opened(place) as engine:
        assert rows(engine.search(Request(text=text))) == [(f"a{n}", 1) for n in range(5)]


def test_a_group_below_the_line_is_one_of_its_own(place: Place) -> None:
    """What holds the whole query and what only holds some of it are never one row."""
    near = [photo("a", n, "青岛帆船周", after="灯塔下的人") for n in range(3)]
    far = [photo("a", n, "青岛帆船周") for n in range(3, 7)]
    others = [photo("z", n, "别处") for n in range(40)]
    build(place, [*near, *far, *others])
    with opened(place) as engine:
        page = engine.search(Request(text="青岛帆船周 灯塔下的人"))
        assert [(*row, hit.related) for row, hit in zip(rows(page), page.hits, strict=True)] == [
            ("a0", 3, False),
            ("a3", 4, True),
        ]
        assert (page.total, page.related, page.rows, page.related_rows) == (3, 4, 1, 1)


def test_where_nothing_holds_it_all_the_closest_are_grouped(place: Place) -> None:
    build(place, [*BIG, *(photo("z", n, "别处") for n in range(40))])
    with opened(place) as engine:
        page = engine.search(Request(text="青岛帆船周 灯塔"))
        assert (page.relaxed, rows(page), page.total) == (True, [("a0", 8)], 8)


def test_paragraphs_are_grouped_apart_from_photos(place: Place) -> None:
    texts = [
        replace(photo("a", n, "青岛帆船周"), kind="paragraph", text="别的", taken="")
        for n in range(8, 12)
    ]
    build(place, [*BIG, *texts])
    with opened(place) as engine:
        page = engine.search(Request(text="青岛", kind="all"))
        assert sorted(rows(page)) == [("a0", 8), ("a8", 4)]


def test_a_picture_that_has_a_row_is_in_no_group(place: Place) -> None:
    """Nor is one in two groups: versions of a story give what each has that the newest lacks."""
    old = [photo("a", n, "青岛帆船周", image=f"{n}.jpg", taken="2018") for n in range(6)]
    new = [photo("b", n, "青岛帆船周", image=f"{n}.jpg", taken="2019") for n in range(1, 4)]
    own = photo("c", 0, "别的事", "青岛", image="0.jpg")
    build(place, [*old, *new, own])
    with opened(place) as engine:
        page = engine.search(Request(text="青岛"))
        told = [(hit.document.id, hit.group, hit.elsewhere) for hit in page.hits]
        assert told == [("c0", 1, 1), ("b1", 3, 1), ("a4", 2, 0)]
        assert (page.total, page.pictures, page.rows) == (10, 6, 3)
        every = engine.search(Request(text="青岛", duplicates="show"))
        assert rows(every) == [("c0", 1), ("b1", 3), ("a0", 6)]


def test_a_group_grows_and_goes_with_its_article(place: Place) -> None:
    build(place, BIG)
    engine = connect(place.location)
    for count in (2, 5, 1):
        with place.revised() as writer:
            writer.put("b", [photo("b", n, "青岛") for n in range(count)], "")
        assert dict(rows(engine.search(Request(text="青岛")))) == {"a0": 8, "b0": count}
    with place.revised() as writer:
        writer.drop("a")
    assert rows(engine.search(Request(text="青岛"))) == [("b0", 1)]
    engine.close()


def _bare(d: Document) -> Document:
    """A document that only what it shares finds."""
    return replace(d, caption="", text="", credit="", creator=(), agency="", place=(), person=())


def grouped() -> st.SearchStrategy[list[Document]]:
    """Archives in which most documents have nothing of their own."""
    return st.tuples(archives(), st.lists(st.integers(0, 3), min_size=14, max_size=14)).map(
        lambda drawn: [d if chance == 0 else _bare(d) for d, chance in zip(*drawn, strict=False)]
    )


@pytest.mark.untraced
@pytest.mark.long
@tried(60)
@given(st.data(), grouped())
def test_groups_are_those_of_the_oracle_where_much_is_left_out(
    data: st.DataObject, documents: list[Document]
) -> None:
    asked = data.draw(st.lists(requests(), min_size=10, max_size=10))
    oracle = Oracle(documents, ANALYZER)
    with TemporaryDirectory() as directory, moved(PRUNING):
        engine = in_two_segments(Path(directory), documents)
        for request in asked:
            agree(engine.search(request), oracle.search(request), request)
        engine.close()


@pytest.mark.untraced
@pytest.mark.long
def test_groups_are_those_of_the_oracle(places: Places) -> None:
    examples, number = places.share(examples=60, requests=10)

    @places.tried(examples)
    @given(st.lists(requests(), min_size=number, max_size=number), grouped())
    def holds(asked: list[Request], documents: list[Document]) -> None:
        oracle = Oracle(documents, ANALYZER)
        with places.fresh() as place, closing(built_in_two(place, documents)) as engine:
            for request in asked:
                agree(engine.search(request), oracle.search(request), request)

    holds()
