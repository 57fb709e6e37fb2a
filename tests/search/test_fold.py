"""Folding: a table of characters, and the two laws that completeness rests on."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.fold import GAP, SEPARATOR, Fold, has_symbol

FOLD = Fold()
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
MIXED = st.text(
    st.sampled_from(
        "上海組織気１２ａＢé\u0301 　，。—“-3.%ﬁ½㎡①年\u200b\n℃İß"
        ",，,٬1,2+＋￥~∶−\u20e3\ufe0f\u200d👍🏽🇨𐄁"
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("上海合作組織", "上海合作组织"),
        ("計畫與畫", "计画与画"),
        ("２０１８年", "2018年"),
        ("Café ＡＢＣ", "cafe abc"),
        ("cafe\u0301", "cafe"),
        ("ﬁne Straße İ", "fine strasse i"),
        ("㎡①½", "m211/2"),
        ("℃™№￥＋", "°ctmno¥+"),
        ("3∶2 −30 阿依努尔∙买买提", "3:2 -30 阿依努尔·买买提"),
        ("𐄁", "·"),
        ("車里雅賓斯克", "车里雅宾斯克"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert FOLD.text(text) == folded


@pytest.mark.parametrize(
    ("text", "stream"),
    [
        ("2018 年 7 月 1 日，游客", "2018年7月1日 游客"),
        ("“和平使命— 2007”", " 和平使命 2007 "),
        ("-30℃到800℃", " 30°c到800°c"),
        ("−30 – 3∶2", " 30 3 2"),
        ("￥100 + €20 = ±3", "¥100+€20=±3"),
        ("C++、C#", "c++ c "),
        ("A|B <c> ^_^ `x` ~", "a|b<c>^ ^`x`~"),
        ("★→▲■", "★→▲■"),
        ("❤\ufe0f 1\ufe0f\u20e3", "❤1\u20e3"),
        ("👩🏽\u200d🚀🇨🇳", "👩🏽🚀🇨🇳"),
        ("हिन्दी", "हिनदी"),
        ("\ue000\ud800\U0001fae8", "\ue000 \U0001fae8"),
        ("1,234，567.5", "1234567 5"),
        ("1, 234 ,5٬6", "123456"),
        ("1,,2、3 ,4,", "1 2 34 "),
        ("1,a,2 一，二", "1 a 2一 二"),
        ("a…… 。b", "a b"),
        ("一\u3000二\t三\n四\u200b五", "一二三四五"),
        ("，。", " "),
        ("", ""),
    ],
)
def test_stream(text: str, stream: str) -> None:
    assert FOLD.stream(text) == stream


@given(st.one_of(ANY, MIXED), st.one_of(ANY, MIXED))
def test_fold_of_a_part_is_a_part_of_the_fold(left: str, right: str) -> None:
    assert FOLD.text(left + right) == FOLD.text(left) + FOLD.text(right)


@given(st.one_of(ANY, MIXED))
def test_fold_is_idempotent(text: str) -> None:
    assert FOLD.text(FOLD.text(text)) == FOLD.text(text)
    assert FOLD.stream(FOLD.text(text)) == FOLD.stream(text)


@given(st.one_of(ANY, MIXED), st.data())
def test_trimmed_stream_of_a_part_stands_in_the_stream(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert FOLD.stream(text[start:end]).strip(GAP) in FOLD.stream(text)


@given(st.one_of(ANY, MIXED))
def test_mapping_leads_back(text: str) -> None:
    for made, mapped in ((FOLD.text, FOLD.map), (FOLD.stream, FOLD.map_stream)):
        way = mapped(text)
        assert way.text == made(text)
        assert len(way.offsets) == len(way.text)
        assert list(way.offsets) == sorted(way.offsets)
        for i, symbol in enumerate(way.text):
            start, end = way.span(i, i + 1)
            assert symbol == GAP or symbol in FOLD.character(text[start:end])


@given(ANY)
def test_no_text_holds_the_separator(text: str) -> None:
    assert SEPARATOR not in FOLD.stream(text)


@pytest.mark.parametrize(
    "sign", ["🐼", "￥", "C++"[1], "™", "★", "→", "👍🏽", "🇨🇳", "1\ufe0f\u20e3"[2:], "°", "\ufffd"]
)
def test_every_sign_is_something_to_look_for(sign: str) -> None:
    assert has_symbol(sign)


@pytest.mark.parametrize(
    "text", ["", " \n", "！？……", "，", "—-–", "·", "″", "\ufe0f", "\ud800", "∶"]
)
def test_marks_and_blanks_are_nothing_to_look_for(text: str) -> None:
    assert not has_symbol(text)


@given(st.one_of(ANY, MIXED))
def test_there_is_something_to_look_for_where_the_stream_has_more_than_gaps(text: str) -> None:
    assert has_symbol(text) == bool(FOLD.stream(text).strip(GAP))


def test_only_punctuation_is_a_gap() -> None:
    for character in map(chr, (*range(0x3400), *range(0xD7FE, 0x20000))):
        of_marks = unicodedata.category(character) in {"Pc", "Pd", "Po", "Ps", "Pe", "Pi", "Pf"}
        if unicodedata.is_normalized("NFKC", character) and character not in "−∶⁄∕∙⋅∗∖─━˗":
            gap = of_marks or unicodedata.category(character) == "Cs"
            assert (FOLD.stream(character) == GAP) == gap, hex(ord(character))


def test_blanks_and_controls_leave_nothing_in_the_stream() -> None:
    for character in map(chr, range(0x3001)):
        if character.isspace() or unicodedata.category(character) in {"Cc", "Zs", "Mn"}:
            assert not FOLD.stream(character)
