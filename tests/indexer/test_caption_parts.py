"""The parts of the caption decision: signs, rows, habits, assignment, weights, reasons."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.blocks.block import Block, Picture, Text
from indexer.posts.captions.assignment import Choice, Scored, assign
from indexer.posts.captions.candidates import Candidate, Group, groups_of
from indexer.posts.captions.decision import look, look_once
from indexer.posts.captions.reasons import PHRASES, reason_against, reason_for
from indexer.posts.captions.relation import Relation
from indexer.posts.captions.rows import Side, sides_of
from indexer.posts.captions.scoring import probabilities, score
from indexer.posts.captions.signs import Sign, signs_in, signs_of
from indexer.posts.captions.weights import WEIGHTS
from tests.conftest import ROOT

PROSE = "海州港今年的吞吐量比去年同期增长了一成二，码头工人三班倒，堆场里的集装箱码得像一座小城。"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("▲码头工人", Sign.ARROW),
        ("图说：码头工人", Sign.LABEL),
        ("图 3：1979 年的码头", Sign.NUMBER),
        ("图3，站在灯塔门前。", Sign.NUMBER),
        ("图2上：旧码头", Sign.NUMBER),
        ("林一舟 摄", Sign.CREDIT),
        ("码头清晨。林一舟 摄", Sign.CREDIT_END),
        ("图为码头的清晨", Sign.SHOWS),
        ("码头工人（资料照片）", Sign.SHOT),
        ("老何（左一）和徒弟", Sign.PEOPLE),
        ("老何和徒弟的合影。", Sign.NAMES_PICTURE),
        ("（码头的清晨）", Sign.REMARK),
        ("8 月 6 日，工人在码头卸货。", Sign.DATED),
        ("如下图", Sign.POINTS_DOWN),
        ("一只猫头鹰（下图），很有趣", Sign.POINTS_DOWN),
        ("责任编辑：周见", Sign.STAFF),
        ("（海州网 周见）", Sign.SIGNATURE),
        ("点击查看更多", Sign.INSTRUCTION),
        ("二、码头的变迁", Sign.ORDINAL),
        ("##码头的变迁", Sign.ORDINAL),
        ("【码头】", Sign.ORDINAL),
        ("https://news.example.com/a.shtml", Sign.ADDRESS),
        ("来源：www.example.com/a", Sign.ADDRESS),
        ("tea@example.org", Sign.ADDRESS),
        ("『上一期』 | 『下一期』", Sign.NAVIGATION),
        ("本作品采用 署名-非商业性使用 4.0 国际 进行许可。", Sign.LICENCE),
        ("2021-05-06 09:30 来源：海州日报", Sign.SOURCE_LINE),
        ("3月6日 小雨转阴", Sign.DATE_ALONE),
        ("08:30", Sign.DATE_ALONE),
        ("此外，码头添了吊车", Sign.CONTINUES),
        ("码头的清晨：", Sign.OPEN_END),
        ("老何说：“今年的第一艘船终于要靠岸了啊”", Sign.SPEECH),
        ("鱼卖到哪里去了？", Sign.QUESTION),
        ("船到了。人也到了。", Sign.SEVERAL),
    ],
)
def test_a_text_shows_its_sign(text: str, sign: Sign) -> None:
    assert sign in signs_in(text).signs


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("2021年12月8日，船员护送伤者离开码头。", Sign.SOURCE_LINE),
        ("图书馆的清晨", Sign.NUMBER),
        ("2018年7月1日，青岛", Sign.DATE_ALONE),
        ("上图书馆的人", Sign.POINTS_UP),
        ("码头的清晨", Sign.STOPPED),
    ],
)
def test_a_text_does_not_show_a_sign(text: str, sign: Sign) -> None:
    assert sign not in signs_in(text).signs


def test_markup_adds_signs() -> None:
    text = Text(text="码头", tag="h3", bold=True, listed=True, quoted=True, classes=("img-desc",))
    wanted = {Sign.HEADING, Sign.BOLD, Sign.LISTED, Sign.QUOTED, Sign.CLASS}
    assert wanted <= signs_of(text).signs


def test_body_text_that_is_glued_behind_a_caption_is_parted() -> None:
    read = signs_in(f"老何和女儿的合照 {PROSE}")
    assert (read.caption, read.rest) == ("老何和女儿的合照", PROSE)
    assert Sign.GLUED in read.signs
    assert Sign.STOPPED not in read.signs


def picture(name: str = "1") -> Picture:
    return Picture(address=f"http://a.com/{name}.jpg")


def row(*parts: str) -> list[Block]:
    """Blocks of ``P`` for a picture, ``H`` for a heading, ``T`` for a line, ``L`` for prose."""
    made: dict[str, Block] = {"P": picture(), "H": Text(text="码头", tag="h2", bold=True)}
    made |= {"T": Text(text="码头的清晨很冷"), "L": Text(text=PROSE)}
    return [made[part] for part in "".join(parts)]


@pytest.mark.parametrize(
    ("blocks", "side"),
    [
        ("HTPTPTPH", Side.BEFORE),
        ("LTPTPTPL", Side.BEFORE),
        ("LPTPTPTL", Side.AFTER),
        ("HPTPTPTH", Side.AFTER),
        ("TPTPT", None),
        ("LPTPL", None),
        ("LTPLTPL", None),
        ("TP", None),
    ],
)
def test_the_ends_of_a_row_tell_its_side(blocks: str, side: Side | None) -> None:
    found = sides_of(row(blocks), groups_of(row(blocks)))
    assert set(found.values()) == ({side} if side else set())


def scored(picture: int, at: int | None, score: float) -> Scored:
    candidate = Candidate(
        picture=picture,
        at=at,
        group=Group(picture, picture),
        relations=frozenset({Relation.AFTER}),
        text="",
        signs=signs_in("码头"),
    )
    return Scored(candidate, score)


def worth(choices: Sequence[Sequence[Choice]]) -> float:
    return sum(choice.score for group in choices for choice in group if choice)


def by_brute_force(groups: Sequence[Sequence[Sequence[Scored]]]) -> float:
    """The best worth of all ways to give texts out such that no two groups use one."""
    options = [
        [list(way) for way in itertools.product(*([None, *some] for some in group))]
        for group in groups
    ]
    best = 0.0
    for ways in itertools.product(*options):
        used = [{one.candidate.at for one in way if one} - {None} for way in ways]
        if sum(map(len, used)) == len(set().union(*used)):
            best = max(best, worth(ways))
    return best


@st.composite
def contests(draw: st.DrawFn) -> list[list[list[Scored]]]:
    """Groups of one or two pictures; text ``n`` stands between group ``n - 1`` and ``n``."""
    count = draw(st.integers(1, 4))
    scores = st.integers(-3, 6).map(float)
    return [
        [
            [
                scored(number, number, draw(scores)),
                scored(number, number + 1, draw(scores)),
                scored(number, None, draw(scores)),
            ]
            for _ in range(draw(st.integers(1, 2)))
        ]
        for number in range(count)
    ]


@given(contests())
def test_the_assignment_is_the_best_of_all(groups: list[list[list[Scored]]]) -> None:
    chosen = assign(groups)
    assert [len(some) for some in chosen] == [len(some) for some in groups]
    used = [{one.candidate.at for one in some if one} - {None} for some in chosen]
    assert sum(map(len, used)) == len(set().union(*used))
    assert worth(chosen) == by_brute_force(groups)


@given(st.lists(st.floats(-800, 800), max_size=5))
def test_probabilities_are_shares_with_that_of_no_caption(scores: list[float]) -> None:
    chances = probabilities(scores)
    assert all(0 <= one <= 1 for one in chances)
    assert sum(chances) <= 1 + 1e-9
    for one, other in itertools.combinations(range(len(scores)), 2):
        if scores[one] > scores[other]:
            assert chances[one] >= chances[other]


def test_habits_do_not_hang_on_the_order_of_the_pictures() -> None:
    """Habits changed while the loop read them, so that turning the post round changed it."""
    lines = ["码头的清晨", "港口在忙。", "老何的船", "春天来了。"]
    posts = []
    for order in (lines, lines[::-1]):
        blocks: list[Block] = [Text(text=PROSE)]
        for line in order:
            blocks += [picture(line), Text(text=line), Text(text=PROSE)]
        posts.append(blocks)
    seen = []
    for blocks in posts:
        found = {
            candidate.text: features
            for some in look(blocks, "").values()
            for one in some
            for candidate, features in zip(one.candidates, one.features, strict=True)
            if candidate.text in lines
        }
        seen.append(found)
    assert seen[0].keys() == seen[1].keys()
    for text, features in seen[0].items():
        # The first and the last paragraph differ a little, for one has no picture before it.
        assert features == pytest.approx(seen[1][text], abs=1e-3)


def test_what_a_group_is_says_nothing_of_itself() -> None:
    """A habit of one picture is none."""
    blocks: list[Block] = [Text(text=PROSE), picture(), Text(text="▲码头"), Text(text=PROSE)]
    (looked,) = next(iter(look(blocks, "").values()))
    assert not [name for one in looked.features for name in one if name.startswith("habit")]


def test_every_feature_has_a_weight_and_a_phrase() -> None:
    assert set(WEIGHTS) == set(PHRASES)
    source = "".join(
        file.read_text("utf-8")
        for file in (ROOT / "indexer/posts/captions").glob("*.py")
        if file.stem not in ("weights", "reasons")
    )
    named = {relation.value for relation in Relation} | {sign.value for sign in Sign}
    loose = {name for name in WEIGHTS if name not in named and f'"{name}"' not in source}
    assert not {name for name in loose if not name.startswith("habit")}
    assert named <= set(WEIGHTS)


def test_a_weight_never_changes_the_sign_of_what_an_editor_says() -> None:
    for name, weight in WEIGHTS.items():
        for fitted in (weight.alone, weight.together):
            assert fitted * weight.prior >= 0, name


def test_pictures_that_are_looked_at_once_have_the_same_candidates() -> None:
    blocks = row("LPTPTPTL")
    alone = {name: weight.alone for name, weight in WEIGHTS.items()}
    once, twice = look_once(blocks, "", alone=alone), look(blocks, "")
    assert [[one.candidates for one in some] for some in once.values()] == [
        [one.candidates for one in some] for some in twice.values()
    ]


@given(st.data())
def test_the_order_of_features_tells_nothing(data: st.DataObject) -> None:
    """They come out of sets: one text was after its picture in one process, below it in another."""
    table = {name: weight.together for name, weight in WEIGHTS.items()}
    names = data.draw(st.lists(st.sampled_from(sorted(table)), min_size=1, unique=True))
    strength = st.floats(0, 1, allow_nan=False)
    features = {name: data.draw(strength) for name in names}
    other = {name: features[name] for name in data.draw(st.permutations(names))}
    assert score(features, table) == score(other, table)
    assert reason_for(features, table) == reason_for(other, table)
    assert reason_against("码头", features, table) == reason_against("码头", other, table)


def test_a_reason_names_the_place_that_weighs_most() -> None:
    table = {name: weight.together for name, weight in WEIGHTS.items()}
    told = reason_for({"after": 1.0, "line_below": 1.0, "arrow": 1.0}, table)
    assert told == "it is the line below the picture; it begins with an arrow"
