"""Marks stand on what matched, in the original text."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Document
from search.fields import Field, values
from search.query.parser import parse
from search.query.plan import Planner
from search.query.widening import Widening
from search.snippets import WINDOW, Analysed, Marker
from search.text.analyzer import Analyzer
from search.vocabulary import default_vocabulary
from tests.strategies import archives, queries

ANALYZER = Analyzer()
PLANNER = Planner(ANALYZER)
PHOTO = Document(
    id="1",
    kind="photo",
    article="a",
    headline="上合组织：維護地區穩定",
    caption="2018 年 7 月 1 日，游客在青岛奥帆中心游览。当日，青岛iPhone展开放 G20。",
    credit="新华社记者 周牧野 摄",
    creator=("周牧野", "李刚"),
    agency="新华社",
)


def stream_of(document: Document) -> Callable[[Field], str]:
    return lambda field: ANALYZER.field(values(document, field)).stream


def analysed(text: str) -> Analysed:
    return Analysed(text, ANALYZER)


def marked(query: str, *, relaxed: bool = False, document: Document = PHOTO) -> list[str]:
    marker = Marker(PLANNER, parse(query).root, scraps=relaxed)
    return [
        f"{m.field}:{values(document, m.field)[m.value][m.start : m.end]}"  # type: ignore[arg-type]
        for m in marker.matches(document, stream_of(document), analysed)
    ]


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("2018年7月1日", ["caption:2018 年 7 月 1 日"]),
        ("青岛", ["caption:青岛", "caption:青岛"]),
        ('"中心游"', ["caption:中心游"]),
        ("牧野", ["creator:牧野", "credit:牧野"]),
        ("摄影:李刚", ["creator:李刚"]),
        ("维护地区", ["headline:維護地區"]),
        ("青岛游客", ["caption:游客", "caption:青岛", "caption:青岛"]),
        ("青岛北京", []),
        ("-青岛", []),
        ("g2*", ["caption:G2"]),
        ("phone*", []),
        ("游览。当日", ["caption:游览。当日"]),
        ("客在 青岛奥", ["caption:客在青岛奥"]),
    ],
)
def test_marks(query: str, marks: list[str]) -> None:
    assert marked(query) == marks


SIGNS = Document(
    id="2",
    kind="photo",
    article="a",
    headline="C++ 与 C919",
    caption="気象台：-30℃，門票￥1,234.50，👩🏽\u200d🚀和❤\ufe0f，Cafe\u0301。",
)


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("C++", ["headline:C++"]),
        ("气象", ["caption:気象"]),
        ("-30℃", ["caption:30℃"]),
        ("￥", ["caption:￥"]),
        ("1234.5", ["caption:1,234.5"]),
        ("1，2*", ["caption:1,2"]),
        ("👩🏽\u200d🚀", ["caption:👩🏽\u200d🚀"]),
        ("🚀", ["caption:🚀"]),
        ("👩\u200d🚀", []),
        ("❤", ["caption:❤\ufe0f"]),
        ("café", ["caption:Cafe\u0301"]),
        ("12345", []),
    ],
)
def test_marks_on_signs_and_other_shapes(query: str, marks: list[str]) -> None:
    assert marked(query, document=SIGNS) == marks


def test_relaxed_answers_mark_scraps() -> None:
    assert marked("青岛北京", relaxed=True) == ["caption:青岛", "caption:青岛"]


@given(archives(4), queries(), st.booleans())
def test_marks_are_inside_and_apart(documents: list[Document], query: str, relaxed: bool) -> None:
    marker = Marker(PLANNER, parse(query).root, scraps=relaxed)
    for document in documents:
        matches = marker.matches(document, stream_of(document), analysed)
        assert list(matches) == sorted(matches)
        for match in matches:
            text = values(document, match.field)[match.value]  # type: ignore[arg-type]
            assert 0 <= match.start < match.end <= len(text)
        for left, right in pairwise(matches):
            same = (left.field, left.value) == (right.field, right.value)
            assert not same or left.end < right.start


@pytest.mark.parametrize("query", ["青岛", "游客 北京", "g2*"])
@pytest.mark.parametrize("place", [0, 40_000, 299_000])
def test_of_a_text_as_long_as_a_book_the_first_match_is_marked(query: str, place: int) -> None:
    """A paragraph of 5 million characters cost every search that showed it over a second."""
    text = "一 段。" * (place // 4) + "青岛的北京游客看G20" + "很长的字" * ((300_000 - place) // 4)
    asked: list[str] = []

    def noted(window: str) -> Analysed:
        asked.append(window)
        return analysed(window)

    document = Document(id="1", kind="paragraph", article="a", text=text)
    marker = Marker(PLANNER, parse(query).root, scraps=False)
    matches = marker.matches(document, stream_of(document), noted)
    found = {text[match.start : match.end] for match in matches}
    assert found == {"青岛": {"青岛"}, "游客 北京": {"北京游客"}, "g2*": {"G2"}}[query]
    assert max(map(len, asked)) <= WINDOW


def test_words_in_several_values_of_a_field_are_marked() -> None:
    """The engine finds the photo, since both are its creators; nothing was marked."""
    assert marked("周牧野李刚") == ["creator:李刚", "creator:周牧野"]


def test_the_window_is_where_the_match_is_however_blanks_are_spread() -> None:
    """A place of the stream was scaled by the lengths, as if blanks were spread evenly."""
    for text in (" " * 150_000 + "字" * 50_000 + "青岛", "字" * 50_000 + "青岛" + "，" * 150_000):
        document = Document(id="1", kind="paragraph", article="a", text=text)
        assert marked("青岛", document=document) == ["text:青岛"]


@pytest.mark.parametrize(
    ("query", "caption", "marks"),
    [
        ("三亚", "三月的亚洲", []),
        ("林肯号", "“林肯”号靠港", ["林肯”号"]),
        ("第7届船舶展览", "第17天的展览，船舶7艘", []),
        ("第7届船舶展览", "展览，第7届的船舶", ["展览", "第7届", "船舶"]),
        ("世卫组织", "WHOLE和WHO", ["WHO"]),
        ("宁浩", "甯某与浩某", []),
        ("宁浩", "导演甯浩", ["甯浩"]),
        ("火车", "高铁进站", ["高铁"]),
    ],
)
def test_marks_are_where_the_plan_finds(query: str, caption: str, marks: list[str]) -> None:
    """Characters were marked apart that must stand together, and WHO in WHOLE."""
    planner = Planner(ANALYZER, Widening(default_vocabulary(), date(2026, 11, 30)))
    marker = Marker(planner, parse(query).root)
    document = Document(id="1", kind="photo", article="a", caption=caption)
    found = marker.matches(document, stream_of(document), analysed)
    assert sorted(caption[match.start : match.end] for match in found) == sorted(marks)
