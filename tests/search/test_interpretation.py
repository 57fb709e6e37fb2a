"""A query in parts: each has its place, is told in two languages, and can be taken out."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.interpretation import MOST_PARTS, interpretation
from search.query.nodes import All, Node, Nothing
from search.query.parser import parse
from search.request import MAX_LENGTH
from tests.profiles import tried
from tests.search.test_query import HOSTILE
from tests.strategies import queries

TOLD = [
    ("青岛", "text", "青岛", "青岛"),
    ("2018 年", "text", "2018 年", "2018 年"),
    ("“帆起”", "phrase", "“帆起”", "“帆起”"),
    ("乌兰*", "prefix", "乌兰*", "乌兰*"),
    ("攝影：李紫恒", "field", "摄影：李紫恒", "photographer: 李紫恒"),
    ('title:"帆起"', "field", "标题：“帆起”", "title: “帆起”"),
    ("栏目:体*", "field", "分类：体", "category: 体"),
    ("时间:2018年7月", "date", "日期：2018-07", "date: 2018-07"),
    ("NOT 无人机", "exclusion", "不含 无人机", "without 无人机"),
    ("-记者：王", "exclusion", "不含 摄影：王", "without photographer: 王"),
    ("青岛 | 地点:海州", "alternatives", "青岛 或 地点：海州", "青岛 or place: 海州"),
    ("(灯 夜) OR 船", "alternatives", "（灯 夜） 或 船", "(灯 夜) or 船"),
]
CUT = [
    ("青岛 帆船 2018", ["帆船 2018", "青岛"], "帆船 2018 is one chunk"),
    ('青岛 "帆船" 2018', ['"帆船" 2018', "青岛 · 2018", '青岛 "帆船"'], "a chunk of two otherwise"),
    ("a AND b AND c", ["b AND c", "a AND c", "a AND b"], "its operator goes with a part"),
    ("(a b) c", ["(b) c", "(a) c", "(a b)"], "in a group"),
    ("a OR b c", ["c", "a OR b"], "alternatives are one part"),
    ('"a"-x', ["·-x", '"a"'], "text that would have become an exclusion"),
    ("标题: -x 帆", ["-x 帆", "标题 帆", "标题: -x"], "a name without a value gets none"),
    ("NOT -x b", ["b", "NOT -x"], "an operator without an operand gets none"),
    ("+a +b", ["+b", "+a"], "a plus goes with its part"),
]


def expected(query: str) -> Iterator[tuple[Node, list[Node]]]:
    """The parts of a query by its tree, and what is left without each."""
    flat = list(_flat(parse(query).root))
    for i, node in enumerate(flat):
        yield node, [*flat[:i], *flat[i + 1 :]]


def _flat(node: Node) -> Iterator[Node]:
    if isinstance(node, All):
        for child in node.children:
            yield from _flat(child)
    elif not isinstance(node, Nothing):
        yield node


@pytest.mark.parametrize(("query", "kind", "chinese", "english"), TOLD, ids=lambda it: it)
def test_a_part_is_told_in_two_languages(query: str, kind: str, chinese: str, english: str) -> None:
    (part,) = interpretation(parse(query))
    assert (part.kind, part.chinese, part.english) == (kind, chinese, english)
    assert (part.start, part.end, part.without) == (0, len(query), "")
    assert parse(part.text).root == parse(query).root


@pytest.mark.parametrize(("query", "without", "why"), CUT)
def test_what_is_left_stays_as_it_was_typed(query: str, without: list[str], why: str) -> None:
    assert [part.without for part in interpretation(parse(query))] == without, why


@pytest.mark.parametrize("query", ["", "  ", "！", '""', "OR", "-！"])
def test_nothing_has_no_parts(query: str) -> None:
    assert interpretation(parse(query)) == ()


def test_parts_stand_where_they_were_typed() -> None:
    query = "青岛  -“无人机” 標題：(灯 夜) ｜ 船 NOT 2018 日期: 2019"
    parts = interpretation(parse(query))
    assert [query[part.start : part.end] for part in parts] == [
        "青岛", "-“无人机”", "標題：(灯 夜) ｜ 船", "NOT 2018", "日期: 2019",
    ]  # fmt: skip


@pytest.mark.untraced
@tried(1000)
@given(st.one_of(queries(), HOSTILE, st.text(max_size=60)))
def test_parts_lie_in_the_query_in_order(text: str) -> None:
    parts = interpretation(parse(text))
    assert [part.text for part in parts] == [node.describe() for node, _ in expected(text)]
    end = 0
    for part in parts:
        assert end <= part.start < part.end <= len(text)
        assert part.chinese
        assert part.english
        assert not text[part.start].isspace()
        assert not text[part.end - 1].isspace()
        end = part.end


@pytest.mark.untraced
@tried(2000)
@given(st.one_of(queries(), HOSTILE, st.text(max_size=60)))
def test_a_query_without_a_part_means_the_rest(text: str) -> None:
    for part, (_, left) in zip(interpretation(parse(text)), expected(text), strict=True):
        assert list(_flat(parse(part.without).root)) == left, part
        assert len(part.without) <= len(text) + 2


def test_a_query_too_long_is_told_as_far_as_it_is_read() -> None:
    query = "ab " * 1000
    parts = interpretation(parse(query))
    assert len(parts) == MOST_PARTS
    assert all(len(part.without) < MAX_LENGTH for part in parts)
