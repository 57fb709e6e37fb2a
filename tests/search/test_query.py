"""Reading queries: golden cases, and the two properties every text has."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.interpretation import interpretation
from search.query.nodes import Chunk
from search.query.parser import parse
from search.request import MAX_LENGTH
from tests.profiles import tried
from tests.strategies import queries

CASES = json.loads((Path(__file__).parent.parent / "golden" / "queries.json").read_text("utf-8"))
HOSTILE = st.lists(
    st.one_of(
        st.sampled_from('"“”「」«()（）-—:：*＊+ |&，2018年a中·'),
        st.sampled_from(["摄影:", "標題：", "分类:", "日期", "date:", "foo:", " ", "  "]),
        st.sampled_from([" OR ", " AND ", " NOT ", "NOT ", "OR", " || ", "＆＆", "｜", "－"]),
    ),
    max_size=24,
).map("".join)


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["query"]))
def test_golden(case: dict[str, object]) -> None:
    query = parse(str(case["query"]))
    assert query.describe() == case["understood"], case.get("why")
    assert [notice.code for notice in query.notices] == case.get("notices", [])
    parts = [query.text[part.start : part.end] for part in interpretation(query)]
    assert parts == case.get("parts", parts)


@tried(500)
@given(st.one_of(queries(), HOSTILE, st.text(max_size=60)))
def test_what_was_understood_means_the_same(text: str) -> None:
    query = parse(text)
    assert parse(query.describe()).root == query.root


@given(st.one_of(HOSTILE, st.text()))
def test_notices_point_into_the_query(text: str) -> None:
    for notice in parse(text).notices:
        assert notice.start is None or 0 <= notice.start < (notice.end or 0) <= len(text)
        assert notice.chinese
        assert notice.english


@pytest.mark.parametrize(
    "text", ["(" * 5000, '"' * 5001, "-(" * 900 + "a" + ")" * 900, "a " * 3000]
)
def test_excess_is_no_error(text: str) -> None:
    query = parse(text)
    assert (len(text) > MAX_LENGTH) == any(n.code == "too_long" for n in query.notices)


@pytest.mark.parametrize("text", ["+86 电话", "1+1", "C+", "a+b c"])
def test_a_plus_that_demands_nothing_is_text(text: str) -> None:
    assert all(isinstance(node, Chunk) for node in parse(text).root.children)
    assert interpretation(parse(text))[0].start == 0


@pytest.mark.parametrize(
    "caption",
    [
        "图为：青岛奥帆中心。新华社记者 李紫恒 摄",
        "比分3：2，时间12:30，见https://example.com/a:b 与 ftp://b",
        "编者按：本报记者：王；责编：李 视频：张 Photo: Li PS:每",
        "（资料图片：海州） —— 点击图片：下一页",
    ],
)
def test_a_pasted_caption_is_told_nothing_of_fields(caption: str) -> None:
    assert "unknown_field" not in [notice.code for notice in parse(caption).notices]


def test_nodes_are_equal_wherever_they_stand() -> None:
    here, there = parse("青岛 -帆船").root.children, parse("  青岛   -帆船").root.children
    assert here == there
    assert list(map(hash, here)) == list(map(hash, there))
    assert [node.span for node in here] != [node.span for node in there]
