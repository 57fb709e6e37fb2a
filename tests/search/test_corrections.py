"""What is offered for a query that finds little: true, worth it, and narrow."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Document
from search.engine import Engine
from search.request import Request
from search.results import Part
from search.suggestions.lookalikes import lookalikes
from tests.places import Place, Places, build, opened
from tests.search.test_completions import narrowed
from tests.strategies import archives, requests

MISTYPED = [
    *("清岛", "清岛 帆船", "qingdao", "qing岛", "周木野", "周牧牧野", "周野牧", "周野", "殷钢"),
    *(
        "青岛岛",
        "上海合租组织",
        "上合组职",
        "帆传",
        "photograhper",
        "phtoo",
        "G2O",
        "g02",
        "wang fei",
    ),
    *(
        "摄影:周木野",
        "-清岛",
        '"清岛"',
        "清岛 OR 上海",
        "分类:体愈",
        "清岛2018",
        "zhoumuye 清岛",
        "青 岛",
    ),
]


def corrections(engine: Engine, request: Request) -> list[Part]:
    parts = engine.search(request).interpretation
    return [part for part in parts if part.kind == "correction"]


@pytest.mark.untraced
def test_a_correction_finds_what_it_says_and_is_worth_it(places: Places) -> None:
    examples, _ = places.share(examples=40, requests=20)

    @places.tried(examples)
    @given(archives(), requests(), st.lists(st.sampled_from(MISTYPED), min_size=4, max_size=8))
    def holds(documents: list[Document], request: Request, mistyped: list[str]) -> None:
        with places.fresh() as place:
            build(place, documents)
            with opened(place) as engine:
                check_corrections(engine, request, mistyped)

    holds()


def check_corrections(engine: Engine, request: Request, mistyped: list[str]) -> None:
    for text in (*mistyped, request.text):
        for asked in (Request(text=text), narrowed(request, text)):
            results = engine.search(asked)
            before = 0 if results.relaxed else results.total
            for part in corrections(engine, asked):
                assert part.strict is not None
                after = engine.search(narrowed(asked, part.strict))
                assert (after.total, after.relaxed) == (part.count, False), part
                worth = before if part.source == "pinyin" else 100 * before
                assert after.total >= max(1, worth)
                assert part.without == asked.text


@pytest.mark.untraced
def test_nothing_that_is_typed_raises(places: Places) -> None:
    examples, number = places.share(examples=60, requests=1)

    @places.tried(examples)
    @given(archives(4), st.lists(st.text(max_size=80), min_size=number, max_size=number))
    def holds(documents: list[Document], texts: list[str]) -> None:
        with places.fresh() as place:
            build(place, documents)
            with opened(place) as engine:
                for text in texts:
                    for typed in (text, f"清岛 {text}", f"{text}qd"):
                        engine.suggest(Request(text=typed), 8)
                        corrections(engine, Request(text=typed))

    holds()


@pytest.mark.parametrize(
    "typed",
    ["a" * 63, "a" * 64, "a" * 65, "鑫" * 64, "㍿" * 16, "ab" * 32, "qingdao" * 9, "清" * 48],
)
def test_long_texts_are_left_alone(engine: Engine, typed: str) -> None:
    assert corrections(engine, Request(text=typed)) == []
    assert engine.suggest(Request(text=typed), 8) == ()


def test_many_wrong_names_are_not_tried_in_all_ways(place: Place) -> None:
    names = [f"{one}{two}" for one in "王汪亡" for two in "伟薇微危围维伪"]
    photos = [
        Document(
            id=f"p{n}", kind="photo", article=f"a{n}", caption=f"{name}和{name}", creator=(name,)
        )
        for n, name in enumerate(names)
    ]
    build(place, photos)
    with opened(place) as found:
        before = time.process_time()
        corrections(found, Request(text=" ".join(["wangwei"] * 6)))
        assert time.process_time() - before < 20


@pytest.fixture(scope="module")
def engine(places: Places) -> Iterator[Engine]:
    captions = [
        "青岛的帆船，周牧野在看", "青岛的帆船和灯塔", "上海合作组织在青岛开会", "Qingdao at sea",
        "国产大飞机C919起飞", "岛上的未来", "青岛", "时事与实施", "安全帽",
    ]  # fmt: skip
    photos = [
        Document(
            id=f"p{n}",
            kind="photo",
            article=f"a{n}",
            caption=caption,
            creator=("周牧野",) if n < 3 else ("欧阳明",),
            place=("青岛",) if "青岛" in caption else (),
            tag=("帆船比赛",) if n < 2 else (),
        )
        for n, caption in enumerate(captions)
    ]
    with places.fresh() as place:
        build(place, photos)
        with opened(place) as found:
            yield found


@pytest.mark.parametrize(
    ("typed", "wanted", "source"),
    [
        ("清岛", "青岛", "sound"),
        ("周木野", "周牧野", "sound"),
        ("欧阳朋", "欧阳明", "shape"),
        ("周牧牧野", "周牧野", "slip"),
        ("周野牧", "周牧野", "slip"),
        ("帆船赛", "", ""),
        ("帆船比比赛", "帆船比赛", "slip"),
        ("帆船比", "", ""),
        ("帆比赛", "帆船比赛", "slip"),
        ("qingdao", "青岛", "pinyin"),
        ("zhou mu ye", "周牧野", "pinyin"),
        ("清岛 帆船", "青岛 帆船", "sound"),
        ("清岛的帆船", "青岛的帆船", "sound"),
        ("C9l9", "C919", "shape"),
        ("C99", "C919", "slip"),
        ("青岛港", "", ""),  # a right name, of something else
        ("北京", "", ""),
        ("安全", "", ""),
        ('"清岛"', "", ""),
        ("-清岛", "", ""),
        ("青岛", "", ""),
        ("摄影:周木野", "摄影:周牧野", "sound"),
    ],
)
def test_what_is_offered_for_what_was_typed(
    engine: Engine, typed: str, wanted: str, source: str
) -> None:
    found = corrections(engine, Request(text=typed))
    assert [(part.strict, part.source) for part in found][:1] == [(wanted, source)][: len(wanted)]


def test_looking_alike_goes_both_ways() -> None:
    table = lookalikes()
    assert all(one in table[other] for one, others in table.items() for other in others)
    assert "末" in table["未"]
