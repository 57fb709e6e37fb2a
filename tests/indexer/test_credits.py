"""Credit lines: a golden case for each form of the grammar, and what holds for any text."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.article import Article, Paragraph, Photo
from indexer.posts.credits.credit_lines import credit_end, split_credit, tidied
from indexer.posts.credits.grammar import FORMS, forms_in
from indexer.posts.credits.whole_article import article_credit, with_credit
from indexer.posts.extract import parse_article
from tests.profiles import tried

GOLDEN = Path(__file__).parents[1] / "golden" / "credits.json"
CASES: list[dict[str, Any]] = json.loads(GOLDEN.read_text("utf-8"))
PIECES = [
    *"（）()【】、，。：/｜· 摄图文发 ",
    "新华社",
    "记者",
    "供图",
    "林一舟",
    "江湾",
    "2018年",
    "Xinhua",
    "Lena Hart",
    " on ",
    "Unsplash",
    "Photo by",
    "CC BY 4.0",
    "翻摄自",
    "何 水",
    "©",
    "@",
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_golden_credit(case: dict[str, Any]) -> None:
    caption, credit = split_credit(case["text"])
    assert caption == case["caption"], case["why"]
    assert (credit.text if credit else None) == case["credit"], case["why"]
    if credit:
        found = (list(credit.creator), credit.agency, credit.role)
        assert found == (case["creator"], case["agency"], case["role"]), case["why"]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_a_credit_stands_in_its_text(text: str) -> None:
    caption, credit = split_credit(text)
    if credit is None:
        assert caption == text
    else:
        plain = "".join(text.split())
        assert credit.text
        assert all("".join(part.split()) in plain for part in credit.text.split())
        assert all("".join(name.split()) in plain for name in credit.creator)
        assert len("".join(caption.split())) < len(plain)


@pytest.mark.untraced
@tried(200)
@given(st.data())
def test_a_form_is_tried_on_every_text_that_has_it(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(FORMS))
    text = data.draw(st.from_regex(form.pattern))
    assert form.pattern.search(text)
    assert form in forms_in(text)


@given(st.text(alphabet="（）()【】/｜、， 。图", max_size=12))
def test_tidying_takes_away_marks_alone(text: str) -> None:
    once = tidied(text)
    left = iter(text)
    assert all(character in left for character in once)
    assert once.count("图") == text.count("图")
    assert once == once.strip()


def test_prose_behind_a_credit_is_parted() -> None:
    caption = "鸟群掠过湿地。江湾社记者 林一舟 摄"
    text = caption + " 保护站站长介绍，今年的候鸟比往年来得早了一周，数量也多了。"
    assert credit_end(text) == len(caption)
    assert credit_end(caption) is None


def test_words_and_pictures_are_the_article_s() -> None:
    _, both = split_credit("海州日报记者 林一舟 文/图")
    _, one = split_credit("海州日报记者 林一舟 摄")
    assert both is not None
    assert one is not None
    assert both.is_byline
    assert not one.is_byline


@pytest.mark.parametrize(
    ("said", "creator", "stands"),
    [
        ({"headline": "台风过后的灯塔（周牧野 摄）"}, ("周牧野",), "headline"),
        ({"byline": "海州日报记者 周牧野 文/图"}, ("周牧野",), "author"),
        (
            {"lines": ["渔船都回来了。", "本文图片均由周牧野拍摄", "编辑：何小水"]},
            ("周牧野",),
            "paragraph",
        ),
        ({"lines": ["摄影：林一舟、何小水"]}, ("林一舟", "何小水"), "paragraph"),
        ({"lines": ["江湾镇供图"]}, ("江湾镇",), "paragraph"),
        ({"headline": "灯塔", "lines": ["图片由林一舟提供"]}, ("林一舟",), "paragraph"),
        ({"photographer": "林一舟", "headline": "灯塔（周牧野 摄）"}, ("林一舟",), "post"),
    ],
)
def test_a_credit_of_the_whole_article(
    said: dict[str, Any], creator: tuple[str, ...], stands: str
) -> None:
    found = article_credit(**said)
    assert found is not None
    credit, source = found
    assert (credit.creator, source) == (creator, stands)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"headline": "他喜欢摄影", "byline": "海州日报"},
        {"byline": "记者 林一舟"},
        {"lines": ["渔船归港。江湾社记者 林一舟 摄"]},
        {"lines": ["渔船" * 80 + "摄影：林一舟"]},
        {"lines": ["图源：网络"]},
    ],
)
def test_an_article_that_credits_nobody(said: dict[str, Any]) -> None:
    """The caption of one picture is not of all, and a kind of source is nobody."""
    assert article_credit(**said) is None


@pytest.mark.parametrize(
    ("last", "creator"),
    [
        ("老街上一派热闹景象。江湾社记者 周牧野 摄", ("周牧野",)),
        ("老街上一派热闹景象。（江湾社记者 周牧野 摄）", ("周牧野",)),
        ("（海州日报记者 周牧野 文/图）", ("周牧野",)),
        ("文：何水　图：周牧野", ("周牧野",)),
        ("文/何水 图/周牧野", ("周牧野",)),
        ("他在湖边拍摄。", None),
        ("我们在湖边合影，周牧野 摄，之后回家。", None),
        ("老街（图源：东海视觉）", None),
        ("文：何水", None),
    ],
)
def test_a_signature_at_the_end_is_of_the_article(
    last: str, creator: tuple[str, ...] | None
) -> None:
    blocks = (Photo(image="a.jpg"), Paragraph("渔船归港。"), Paragraph(last))
    read = with_credit(Article(path="a.md", title="老街", blocks=blocks))
    assert (read.creator or None) == creator


@pytest.mark.parametrize(
    ("front", "creator"),
    [
        ("photographer: 周牧野", ("周牧野",)),
        ("摄影: 周牧野", ("周牧野",)),
        ("攝影師: [周牧野, 何水]", ("周牧野", "何水")),
        ("photographer: 周牧野/摄", ("周牧野",)),
        ("photographer: {name: 周牧野, image: a.jpg}", ()),
        ("photographer: https://p.example/9", ()),
        ("editor: 周牧野", ()),
    ],
)
def test_the_photographer_of_a_post(front: str, creator: tuple[str, ...]) -> None:
    text = f"---\ntitle: 老街\n{front}\n---\n![](b.jpg)\n\n渔船归港。\n"
    article = parse_article(text.encode(), ".", "a.md")
    assert article.creator == creator
    assert all(photo.creator == () for photo in article.photos)


def test_an_article_has_a_credit_where_it_has_photos_and_no_other() -> None:
    staff = Paragraph("摄影：林一舟、何小水")
    photo = Photo(image="a.jpg")
    read = with_credit(Article(path="a.md", title="灯塔", blocks=(photo, staff)))
    assert (read.credit, read.creator, read.agency) == (staff.text, ("林一舟", "何小水"), None)
    assert read.photos == (photo,)
    for other in (
        Article(path="a.md", title="灯塔", blocks=(staff,)),
        Article(path="a.md", title="灯塔", creator=("周牧野",), blocks=(photo, staff)),
    ):
        assert with_credit(other) == other


def test_long_texts_are_not_kept_between_posts() -> None:
    long = "江" * 280_000 + "。江湾社记者 周牧野 摄"
    tracemalloc.start()
    try:
        for number in range(4):
            assert split_credit(f"{number}{long}")[1] is not None
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 500_000
