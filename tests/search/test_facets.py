"""Facets as they are shown: the most frequent values, and those that were chosen."""

from dataclasses import replace
from typing import Any

import pytest

from search import connect
from search.document import Document
from search.engine import Engine
from search.errors import ArgumentError
from search.request import FACET_VALUES, MOST_STATED, FacetValue, Gap, Request
from search.results import FacetItem
from tests.places import Place, build, opened
from tests.search.test_living_index import total


def by(creator: str, number: int) -> Document:
    return Document(id=f"p{number}", kind="photo", article=f"a{number}", creator=(creator,))


def items(engine: Engine, request: Request) -> tuple[FacetItem, ...]:
    """The values of the facet of creators."""
    (found,) = [f.items for f in engine.search(request).facets if f.name == "creator"]
    return found


def test_a_chosen_value_is_shown_however_rare_it_is(place: Place) -> None:
    """Or a reader could not take it back where it was chosen."""
    names = [f"摄影师{number}" for number in range(FACET_VALUES + 5)] * 2
    build(place, [by(name, number) for number, name in enumerate([*names, "周牧野"])])
    engine = connect(place.location)
    told = items(engine, Request(creator=("周牧野",)))
    engine.close()
    assert [(item.value, item.count) for item in told if item.selected] == [("周牧野", 1)]
    assert len(told) == FACET_VALUES + 1


def test_a_category_in_a_query_is_a_part_of_a_value(place: Place) -> None:
    """Nothing of it scores: the filter and the query's field give one order."""
    categories = [("体育新闻",), ("體育", "社会"), ("社会 新闻",), ()]
    documents = [
        Document(id=f"p{n}", kind="photo", article=f"a{n}", caption="体育", category=category)
        for n, category in enumerate(categories)
    ]
    build(place, documents)
    with opened(place) as engine:
        for query, count in {
            "分类:体育": 2, '類別:"體 育"': 2, "栏目:新闻": 2, 'category:"社会新闻"': 1,
            "分类:体育社会": 0, "-分类:体育": 2, "分类:(体育 社会)": 1, "分类:体育 OR 分类:社会": 3,
        }.items():  # fmt: skip
            assert total(engine, query) == count, query
        assert {hit.score for hit in engine.search(Request(text="分类:体育")).hits} == {0.0}
        assert engine.search(Request(text="体育 分类:体育")).hits[0].score > 0


def test_a_category_is_asked_of_an_archive_that_has_none(place: Place) -> None:
    build(place, [by("周牧野", 1)])
    with opened(place) as engine:
        for query, codes in {"分类:体育": ["empty_field"], "周牧野 -分类:体育": []}.items():
            found = engine.search(Request(text=query))
            assert [notice.code for notice in found.notices] == codes


def test_what_every_link_of_a_value_finds_is_told(place: Place) -> None:
    """Alone, as well, left out, and beside others: from three numbers."""
    names = ("周牧野", "李刚", "王菲")
    several = [(0,), (0, 1), (0, 1, 2), (1,), (2,), ()]
    documents = [
        replace(by("", number), creator=tuple(names[one] for one in some))
        for number, some in enumerate(several)
    ]
    build(place, documents)
    with opened(place) as engine:

        def found(**asked: Any) -> int:
            return engine.search(Request(**asked)).total

        for item in items(engine, Request(creator=("周牧野",))):
            stated = (("creator", item.value),)
            assert item.selected == (item.value == "周牧野")
            assert item.count == found(creator=(item.value,))
            assert item.within == found(creator=("周牧野",), required=stated)
            assert item.without == found(creator=("周牧野",), excluded=stated)
            beside = item.without + item.count
            assert beside == found(creator=("周牧野", item.value)) or item.selected


def test_a_value_that_was_left_out_can_be_taken_back(place: Place) -> None:
    build(place, [by(name, n) for n, name in enumerate(["周牧野", "周牧野", "李刚"])])
    with opened(place) as engine:
        for form in ("required", "excluded"):
            asked: dict[str, Any] = {form: (("creator", "周牧野"),)}
            request = Request(**asked)
            told = {item.value: item for item in items(engine, request)}
            item = told["周牧野"]
            assert (item.count, item.within, item.without) == (2, 2, 1)
            assert (item.required, item.excluded) == (form == "required", form == "excluded")
            assert engine.search(request).total == (2 if form == "required" else 1)
            assert item.within + item.without == engine.search(Request()).total


def test_more_of_a_long_facet_is_searched_and_ordered(place: Place) -> None:
    names = [f"记者{number:02}" for number in range(30)] + ["張三", "张三丰", "Anna Li", "陈一"]
    build(place, [by(name, number) for number, name in enumerate([*names, "陈一"])])
    with opened(place) as engine:
        assert [item.value for item in items(engine, Request())][:2] == ["陈一", "Anna Li"]
        everything = items(engine, Request(facet="creator", facet_values=1000))
        assert {item.value for item in everything} == set(names)
        few = Request(facet="creator", facet_values=4, facet_order="name")
        assert [item.value for item in items(engine, few)] == [
            "Anna Li",
            "陈一",
            "记者00",
            "记者01",
        ]
        asked = Request(facet="creator", facet_text=" 张三 ", facet_order="name")
        assert [item.value for item in items(engine, asked)] == ["張三", "张三丰"]
        distinct = {
            request: facet.distinct
            for request in (Request(), asked, Request(facet="tag", facet_text="张三"))
            for facet in engine.search(request).facets
            if facet.name == "creator"
        }
        assert list(distinct.values()) == [34, 2, 34]


def test_gaps_are_those_of_photos_and_any_date(place: Place) -> None:
    documents = [
        Document(
            id="a", kind="photo", article="x", caption="灯会", creator=("李刚",), taken="2018"
        ),
        Document(id="b", kind="photo", article="x", position=1, agency="新华社", taken="2018"),
        Document(id="c", kind="photo", article="x", position=2, caption="灯会"),
        Document(id="d", kind="paragraph", article="x", position=3, text="灯会"),
    ]
    build(place, documents)
    asked: dict[tuple[Gap, ...], str] = {
        ("date",): "cd", ("creator",): "bc", ("caption",): "b", ("date", "caption"): "bcd",
    }  # fmt: skip
    with opened(place) as engine:
        for lacks, ids in asked.items():
            page = engine.search(Request(kind="all", lacks=lacks))
            assert "".join(sorted(hit.document.id for hit in page.hits)) == ids
            (gaps,) = [facet.items for facet in page.facets if facet.name == "lacks"]
            assert {gap.value: gap.count for gap in gaps} == {"date": 2, "creator": 2, "caption": 1}
            assert {gap.value for gap in gaps if gap.selected} == set(lacks)


def test_more_is_required_than_can_be_counted() -> None:
    stated: tuple[FacetValue, ...] = (("tag", "海边"),)
    Request(required=stated * MOST_STATED)
    with pytest.raises(ArgumentError, match="from 0 to 64"):
        Request(required=stated * MOST_STATED, excluded=stated)
    with pytest.raises(ArgumentError, match="facet"):
        Request(excluded=(("headline", "海边"),))  # type: ignore[arg-type]


def test_a_timeline_comes_as_near_as_the_filter_and_the_results_let_it(place: Place) -> None:
    """Of a day nothing but the day was shown, of 2018 only years, of a date nobody has an error."""
    dates = ["2001-06-15", *["2018-07-01"] * 2, "2018-07-02", "2018-07", "2018", ""]
    dates.append("2017-12-30/2018-01-02")
    documents = [
        Document(id=f"p{number}", kind="photo", article=f"a{number}", taken=taken)
        for number, taken in enumerate(dates)
    ]
    build(place, documents)
    july = {"2018-07-01": (4, 2), "2018-07-02": (3, 1)}
    with opened(place) as engine:
        for taken, (unit, view, count, usual, bars, coarser, wider) in {
            (): ("year", ("2001", "2018"), 3, (0, 0),
                 {"2001": (1, 1), "2017": (1, 0), "2018": (6, 5)}, 1, None),
            ("2018",): ("month", ("2018-01", "2018-12"), 12, (1, 0),
                        {"2018-01": (2, 0), "2018-07": (5, 4)}, 2, ""),
            ("2018-07",): ("day", ("2018-07-01", "2018-07-31"), 31, (2, 0), july, 2, "2018"),
            ("2018-07-02",): ("day", ("2018-07-01", "2018-07-31"), 31, (2, 0), july, 2, "2018-07"),
            ("2001", "2000"): ("day", ("2001-06-15", "2001-06-15"), 1, (0, 0),
                               {"2001-06-15": (1, 1)}, 0, ""),
            ("1999",): ("year", ("", ""), 0, (0, 0), {}, 0, ""),
        }.items():  # fmt: skip
            told = engine.search(Request(taken=taken, timeline=True)).timeline
            assert told is not None
            assert (told.unit, (told.first, told.last), len(told.bars)) == (unit, view, count), (
                taken
            )
            for bar in told.bars:
                assert (bar.count, bar.exact) == bars.get(bar.start, usual), bar
                assert bar.count == engine.search(Request(taken=(bar.start,))).total
            assert [bar.start for bar in told.bars if bar.selected] == [
                start for start in taken if len(start) == len(view[0]) and count > 1
            ]
            assert (told.coarser, told.undated, told.wider) == (coarser, 1, wider), taken
        assert engine.search(Request()).timeline is None
