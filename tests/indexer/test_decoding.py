"""From bytes to text: what tells two encodings apart, and what makes a file binary."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.page.chinese import reads_as_chinese
from indexer.posts.page.decoding import Decoded, decode
from indexer.sources.post_file import PostError

TRADITIONAL = (
    "碼頭昨日開放參觀，市民排隊入場，場面熱鬧。",
    "颱風過後的街道",
    "端午節當日，維港",
    "臺灣銀行門前的榕樹",
    "我們",
    "「社區」菜園開張",
    "<p>圖為社區菜園</p><script>var a = 1;</script>",
)
SIMPLIFIED = (
    "码头昨日开放参观，市民排队入场，场面热闹。",
    "台风过后的街道",
    "龙舟竞渡",
    "盐田",
    "我们",
    "“社区”菜园开张",
    "<p>图为社区菜园</p><script>var a = 1;</script>",
)
SENTENCES = "渔船驶出港口。老人在江边散步，孩子们放风筝。" * 20


@pytest.mark.parametrize("text", TRADITIONAL)
def test_big5_is_told_from_gb18030(text: str) -> None:
    assert decode(text.encode("cp950")) == Decoded(text)


@pytest.mark.parametrize("text", TRADITIONAL + SIMPLIFIED)
def test_gb18030_is_not_taken_for_big5(text: str) -> None:
    assert decode(text.encode("gb18030")) == Decoded(text)


def test_big5_with_the_characters_of_hong_kong() -> None:
    text = "深水埗街坊喺度食糖水，佢哋話好鍾意嘅。"
    assert decode(text.encode("big5hkscs")).text == text
    page = f'<meta charset="big5"><p>{text}'
    assert decode(page.encode("big5hkscs")).text == page


def test_a_page_that_declares_gb2312_may_hold_more() -> None:
    page = '<meta charset="gb2312"><p>朱镕基、喆、堃'
    assert decode(page.encode("gbk")).text == page


def test_an_encoding_of_the_west_is_believed_of_what_does_not_read_as_chinese() -> None:
    chinese = '<meta charset="iso-8859-1"><p>渔船驶出港口，市民排队。'
    assert decode(chinese.encode("gb18030")).text == chinese
    french = '<meta charset="iso-8859-1"><p>Le café des pêcheurs, été à Nîmes.'
    assert decode(french.encode("cp1252")).text == french


@pytest.mark.parametrize("control", ["\b", "\x00", "\x1b", "\x7f", "\x80", "\ufffe"])
def test_stray_control_characters_are_dropped_and_counted(control: str) -> None:
    read = decode(f"窗外{control}下着雨\n{control}屋里点着灯".encode())
    assert read == Decoded("窗外下着雨\n屋里点着灯", dropped=2)
    assert read.notes == ("2 control characters dropped",)


def test_control_characters_in_a_text_of_another_encoding() -> None:
    assert decode("窗外\b下雨，屋里点灯".encode("gb18030")).dropped == 1
    assert decode("窗外\b下雨".encode("utf-16")).dropped == 1
    assert decode(b"\xef\xbb\xbf" + "窗外\b下雨".encode()).notes == ("1 control character dropped",)


def test_a_long_post_may_hold_many() -> None:
    assert decode("窗外下着雨，\b屋里点着灯。".encode() * 200).dropped == 200


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        zlib.compress(SENTENCES.encode()) * 3,
        "window.title = 1;".encode("utf-16-le"),
        b"title\0author\0date\0",
        b"\x00\x01\x02\xff",
    ],
)
def test_a_file_is_binary_where_they_are_many(data: bytes) -> None:
    with pytest.raises(PostError, match="binary file"):
        decode(data)


def test_a_cut_character_does_not_make_mojibake_of_a_post_in_utf_8() -> None:
    whole = "渔船驶出港口。老人在江边散步。".encode()
    read = decode(whole[:4] + whole[5:])
    assert read.text.endswith("驶出港口。老人在江边散步。")
    assert read.notes == ("1 broken character replaced",)


@given(
    st.text(st.characters(min_codepoint=0xA0, exclude_characters="\ufffe\uffff\ufeff"), min_size=1)
)
def test_utf_8_is_read_as_it_stands(text: str) -> None:
    if text.strip():
        assert decode(text.encode("utf-8", "replace")).dropped == 0


@given(st.text())
def test_a_share_is_a_share(text: str) -> None:
    assert -1 <= reads_as_chinese(text) <= 1


@pytest.mark.parametrize("head", ["", '<meta charset="big5">'])
def test_marks_of_big5_keep_their_full_width(head: str) -> None:
    page = f"{head}<p>港口的清晨，漁船出海，燈塔仍亮著。圖／業者提供＼海州"
    assert decode(page.encode("big5")).text == page
