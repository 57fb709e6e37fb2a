"""Captions: what single texts show, and what a post decides as a whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.blocks.block import Block, Picture, Text
from indexer.posts.captions.decision import find_captions
from indexer.posts.captions.signs import signs_of
from indexer.posts.captions.surroundings import surroundings_of

PROSE = "海州港今年的吞吐量比去年同期增长了一成二，码头工人三班倒，堆场里的集装箱码得像一座小城。"

LINE = "码头上的三百名工人正在等待今年第一艘远洋货轮靠岸"


def pictures(*names: str) -> list[Block]:
    return [Picture(address=f"http://a.com/{name}.jpg", block=7) for name in names]


def caption_after(text: str, *, body: str = PROSE) -> str | None:
    """The caption of a picture in prose that ``text`` follows."""
    items: list[Block] = [
        Text(text=body),
        *pictures("1"),
        Text(text=text),
        Text(text=body, block=9),
    ]
    return find_captions(items, "海州港").of[1].text


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("↑码头工人。", "码头工人。"),
        ("▲ 码头工人", "码头工人"),
        ("图为码头工人。", "图为码头工人。"),
        ("图片说明：码头工人。", "码头工人。"),
        ("图1：码头工人。", "码头工人。"),
        ("码头工人（资料照片）。", "码头工人（资料照片）。"),
        ("老何（左）和徒弟在码头。", "老何（左）和徒弟在码头。"),
        ("（码头的清晨）", "（码头的清晨）"),
        ("码头工人合影", "码头工人合影"),
        ("码头的清晨", "码头的清晨"),
        (PROSE, None),
        ("码头有三百名工人。", None),
        ("责任编辑：周见", None),
        ("（记者 林一舟）", None),
        ("点击查看更多", None),
        ("▼点击观看视频", None),
        ("（海州网 周见）", None),
        ("（完）", None),
        ("（资料图）", "（资料图）"),
        ("（图为海州网的报道）", "（图为海州网的报道）"),
        ("（海州广播电视台）", None),
        ("● 码头的清晨", "码头的清晨"),
        ("这是在河口拍摄的一处采砂场。", "这是在河口拍摄的一处采砂场。"),
        ("改种的田（左上）和老田", "改种的田（左上）和老田"),
        (
            "码头上的三百名工人正在等待今年第一艘远洋货轮靠岸",
            "码头上的三百名工人正在等待今年第一艘远洋货轮靠岸",
        ),
        ("货轮靠岸时的那一声 “ 汽笛 ”", "货轮靠岸时的那一声 “ 汽笛 ”"),
        ("老何说：“今年第一艘远洋货轮终于要靠岸了”", None),
        ("此外，码头还添了两台吊车", None),
        ("这是码头重开的一年：", None),
        ("二、码头的变迁", None),
        ("他说：", None),
    ],
)
def test_a_text_after_a_picture(text: str, caption: str | None) -> None:
    assert caption_after(text) == caption


@pytest.mark.parametrize(
    "text",
    [
        Text(text="码头的清晨", tag="h3"),
        Text(text="码头的清晨", bold=True),
        Text(text="码头的清晨", link=True),
        Text(text="码头的清晨", classes=("sub-title",)),
        Text(text="码头的清晨", tag="li", listed=True),
    ],
)
def test_headings_links_and_list_items_are_no_captions(text: Text) -> None:
    items: list[Block] = [Text(text=PROSE), *pictures("1"), text, Text(text=PROSE)]
    assert find_captions(items, "海州港").of[1].text is None


def test_a_group_shares_its_caption() -> None:
    items: list[Block] = [*pictures("1", "2", "3"), Text(text="↑码头。林一舟 摄"), Text(text=PROSE)]
    found = find_captions(items, "海州港")
    assert [found.of[index].text for index in range(3)] == ["码头。"] * 3
    assert {found.of[index].position for index in range(3)} == {"shared"}
    assert found.used == {3: ""}


def test_a_line_without_the_arrow_that_the_others_have_is_none() -> None:
    found = find_captions(
        with_lines("▲码头。", "▲船。", "▲吊车。", "▲海。", "码头的清晨"), "海州港"
    )
    assert [found.of[1 + 3 * at].text for at in range(5)] == [
        "码头。",
        "船。",
        "吊车。",
        "海。",
        None,
    ]


def test_a_doubtful_line_does_not_serve_many_pictures() -> None:
    items: list[Block] = [Text(text=PROSE), *pictures("1", "2", "3"), Text(text="码头的清晨")]
    items += [Text(text=PROSE, block=9)]
    assert {find_captions(items, "海州港").of[index].text for index in (1, 2, 3)} == {None}


def test_where_markup_names_the_captions_other_lines_are_none() -> None:
    items: list[Block] = [Text(text=PROSE)]
    for name in ("码头工人", "船工", "吊车", "灯塔"):
        marked = Text(text=name, classes=("img-caption",), block=8)
        items += [*pictures(name), marked, Text(text=PROSE, block=9)]
    items += [*pictures("2"), Text(text="码头的清晨", block=10), Text(text=PROSE, block=11)]
    found = find_captions(items, "海州港")
    assert [found.of[index].text for index in (1, 13)] == ["码头工人", None]


def with_lines(*lines: str) -> list[Block]:
    """A post in prose with a line after each picture."""
    items: list[Block] = [Text(text=PROSE)]
    for line in lines:
        items += [*pictures(line), Text(text=line), Text(text=PROSE)]
    return items


def test_the_more_carefully_a_post_captions_its_pictures_the_more_is_found() -> None:
    """All were found for three pictures and none for six: a post forbade its own captions."""
    lines = (
        "码头的清晨",
        "老何的船",
        "港口在忙。",
        "春天来了。",
        "船在动。",
        "人在等。",
        "风在吹。",
    )
    for count in range(3, len(lines) + 1):
        found = find_captions(with_lines(*lines[:count]), "海州港")
        assert [found.of[1 + 3 * at].text for at in range(count)] == list(lines[:count])


def test_a_credit_line_below_makes_a_caption() -> None:
    items: list[Block] = [Text(text=PROSE), *pictures("1"), Text(text="码头的清晨很冷。")]
    items += [Text(text="林一舟 摄"), Text(text=PROSE)]
    found = find_captions(items, "海州港")
    assert found.of[1].text == "码头的清晨很冷。"
    credit = found.of[1].credit
    assert credit is not None
    assert credit.creator == ("林一舟",)
    assert found.used == {2: "", 3: ""}


def test_a_staff_list_is_nobody_s_credit() -> None:
    staff = ["策划：周见", "摄影：林一舟、何小水", "编辑：陈川"]
    for order in (staff, staff[1:]):
        items: list[Block] = [
            Text(text=PROSE),
            *pictures("1"),
            *(Text(text=line) for line in order),
        ]
        assert find_captions(items, "海州港").of[1].credit is None


def test_announcements_are_captions_where_all_pictures_have_them() -> None:
    items: list[Block] = [Text(text=PROSE)]
    for name in ("广场桥", "钟楼", "老码头"):
        items += [Text(text=f"{name}："), *pictures(name)]
    found = find_captions(items, "海州港")
    assert [found.of[index].text for index in (2, 4, 6)] == ["广场桥", "钟楼", "老码头"]
    assert found.of[2].position == "before"


@pytest.mark.parametrize("text", ["一起来看↓", "码头的变化有多大？↓", "↓"])
def test_a_line_that_points_to_one_picture_is_no_caption(text: str) -> None:
    items: list[Block] = [Text(text=PROSE), Text(text=text), *pictures("1"), Text(text=PROSE)]
    assert find_captions(items, "海州港").of[2].text is None


@pytest.mark.parametrize("alt", ["IMG_2043.jpg", "image", "图片", "海州港！", "点击查看原图", "1"])
def test_descriptions_that_say_nothing(alt: str) -> None:
    picture = Picture(address="http://a.com/1.jpg", alt=alt)
    items: list[Block] = [picture, Text(text=PROSE, block=1)]
    assert find_captions(items, "海州港").of[0].text is None


def test_the_same_description_on_all_pictures_says_nothing() -> None:
    items: list[Block] = [
        Picture(address=f"http://a.com/{number}.jpg", alt="江湾在线") for number in range(3)
    ]
    assert {find_captions(items, "海州港").of[index].text for index in range(3)} == {None}


def test_nothing_is_found_among_verse_lines() -> None:
    lines = [Text(text=line) for line in ("三月", "海州醒了", "桃花开在", "每一条河边") * 3]
    items: list[Block] = [*lines[:4], *pictures("1"), *lines[4:]]
    assert find_captions(items, "春天").of[4].text is None
    assert surroundings_of(items).verse


TEXTS = st.builds(
    Text,
    text=st.sampled_from(
        ["↑码头", "▼码头", "林一舟 摄", PROSE, "码头：", "码头", "摄影：甲乙", "（完）"]
    ),
    tag=st.sampled_from(["p", "li", "figcaption", "td"]),
    bold=st.booleans(),
    centred=st.booleans(),
    block=st.integers(0, 2),
    figure=st.none() | st.just(1),
)
PICTURES = st.builds(
    Picture,
    address=st.sampled_from(["http://a.com/1.jpg", "http://a.com/2.jpg"]),
    alt=st.sampled_from(["", "码头", "IMG_1"]),
    block=st.integers(0, 2),
    figure=st.none() | st.just(1),
)


@given(st.lists(TEXTS | PICTURES, max_size=12))
def test_every_picture_is_decided_and_no_text_is_lost(items: list[Block]) -> None:
    found = find_captions(items, "海州港")
    assert set(found.of) == {at for at, item in enumerate(items) if isinstance(item, Picture)}
    for index in found.used:
        text = items[index]
        assert isinstance(text, Text)
        shown = [one for one in found.of.values() if one.text or one.credit]
        said = "".join((one.text or "") + (one.credit.text if one.credit else "") for one in shown)
        assert signs_of(text).caption.rstrip("：") in said, (text, said)
    for caption in found.of.values():
        assert 0 <= caption.confidence <= 1
        assert (caption.position is None) == (caption.text is None and caption.credit is None)
        assert caption.reason
