"""The PDF of a contact sheet: type embedded, text that can be searched, pages that are counted."""

import io
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from web.selection.line_breaking import CLOSING, CUT, OPENING, cut, lines_of
from web.selection.paper import Frame, Sheet, draw
from web.selection.typeface import GETA, typeface


def jpeg(shade: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (300, 200), (shade, shade, 90)).save(data, "JPEG")
    return data.getvalue()


def frame(number: int, caption: str = "渔民在码头整理渔网", picture: bytes = b"") -> Frame:
    lines = ("新华社记者 周牧野 摄", "2018年8月31日 摄", "boats.jpg")
    return Frame(
        number=str(number), picture=picture, caption=caption, lines=lines, missing="没有图片"
    )


def sheet(frames: list[Frame], *, per: int = 12, notes: tuple[str, ...] = ()) -> Sheet:
    pages = max(1, -(-len(frames) // per))
    return Sheet(
        title="检索：开海",
        frames=frames,
        columns=3 if per == 12 else 4,
        per_page=per,
        notes=notes,
        footers=[f"第 {page} 页，共 {pages} 页" for page in range(1, pages + 1)],
        unshown="字体中没有的字印作 〓：",
        language="zh-CN",
        made=datetime(2026, 5, 1, tzinfo=UTC),
    )


def fonts(reader: PdfReader) -> list[DictionaryObject]:
    """The descriptors of all fonts."""
    found = []
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # of every page
            below = font.get_object()["/DescendantFonts"][0].get_object()
            found.append(below["/FontDescriptor"].get_object())
    return found


@pytest.mark.parametrize(("per", "count", "pages"), [(12, 12, 1), (12, 13, 2), (20, 41, 3)])
def test_a_sheet_has_its_pages_and_its_texts(per: int, count: int, pages: int) -> None:
    data = draw(sheet([frame(n, picture=jpeg(5 * n)) for n in range(1, count + 1)], per=per))
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == pages
    assert {tuple(map(round, page.mediabox[2:])) for page in reader.pages} == {(595, 842)}
    texts = ["".join(page.extract_text().split()) for page in reader.pages]
    for number, text in enumerate(texts, 1):
        assert "检索：开海" in text
        assert f"第{number}页，共{pages}页" in text
    told = "".join(texts)
    assert told.count("新华社记者周牧野摄") == count
    assert all(f"[{number}]渔民在码头整理渔网" in told for number in range(1, count + 1))
    assert all("/FontFile2" in font for font in fonts(reader))
    assert sum(len(page.images) for page in reader.pages) == count
    assert len(data) < 60_000 + count * 2 * len(jpeg(5))


def test_the_same_sheet_is_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What broke: the clock was in the file, and nobody who had it already could be told so."""
    first = draw(sheet([frame(1, picture=jpeg(9))]))
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert draw(sheet([frame(1, picture=jpeg(9))])) == first
    info = PdfReader(io.BytesIO(first)).metadata
    assert info is not None
    assert info.creation_date == datetime(2026, 5, 1, tzinfo=UTC)


def test_a_title_holds_no_marks_that_are_not_seen() -> None:
    """What broke: a reader's window showed the marks that isolate a text on a page."""
    made = draw(replace(sheet([]), title="检索：\u2068开海\u2069"))
    info = PdfReader(io.BytesIO(made)).metadata
    assert info is not None
    assert info.title == "检索： 开海"


def test_a_character_that_no_type_has_is_told_and_no_box() -> None:
    reader = PdfReader(io.BytesIO(draw(sheet([frame(1, "龙舟🙂赛"), frame(2, "𠮷田")]))))
    texts = ["".join(page.extract_text().split()) for page in reader.pages]
    assert "龙舟〓赛" in texts[0]
    assert "𠮷田" in texts[0]
    assert "没有图片" in texts[0]
    assert "U+1F642" in texts[1]


def test_what_every_caption_may_hold_can_be_set() -> None:
    """Of GB 2312, which nearly all texts are made of, and of what is not in it."""
    common = bytes(
        byte for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell)
    ).decode("gb2312", "ignore")
    wanted = "".join(c for c in common if unicodedata.category(c)[0] in "LNP")[::40] + "灣龍嘅“”…—·"
    face = typeface([wanted])
    assert face.lacking == set()
    assert face.settable(wanted) == wanted
    assert typeface(["\U0001f642"]).settable("a\U0001f642") == f"a{GETA}"


def em(text: str) -> float:
    return sum(1.0 if character > "\u024f" else 0.5 for character in text)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("隧道洞通合影，庆祝", 6, ["隧道洞通合", "影，庆祝"]),
        ("选手从起点出发。途中", 7, ["选手从起点出", "发。途中"]),
        ("渔民整理（左一）渔网", 5, ["渔民整理", "（左一）渔", "网"]),
        ("在 Qingdao 的码头", 5, ["在 Qingdao", "的码头"]),
        ("一二三四五六", 2, ["一二", "三四", "五六"]),
        ("）））））", 2, ["））", "））", "）"]),
        ("abcdefgh", 2, ["abcd", "efgh"]),
    ],
)
def test_lines_end_where_chinese_may_be_broken(text: str, room: float, lines: list[str]) -> None:
    assert lines_of(text, room, em, most=9) == lines


_CAPTIONS = st.text(alphabet="海港，。（）“”…a1 ", max_size=60).map(lambda text: text.strip())


@given(_CAPTIONS, st.integers(3, 12), st.integers(1, 4))
def test_a_caption_loses_nothing_but_what_a_cut_at_its_end_tells(
    text: str, room: int, most: int
) -> None:
    def bare(of: str) -> str:
        return of.replace(" ", "")

    lines = lines_of(text, room, em, most=most)
    whole = lines_of(text, room, em, most=1000)
    assert len(lines) <= most
    assert all(em(line) <= room for line in lines)
    assert bare("".join(whole)) == bare(text)
    if len(whole) > most:
        shown = bare("".join(lines))
        assert shown.endswith(CUT)
        assert bare(text).startswith(shown.rstrip(CUT))
        assert em(lines[-1]) + 2 > min(room, em(whole[most - 1]))
    else:
        assert lines == whole


def test_a_line_is_cut_where_its_room_ends() -> None:
    assert cut("新华社记者", 5, em) == "新华社记者"
    assert cut("新华社记者摄", 5, em) == "新华社记…"
    assert cut("海" * 100_000, 3, em) == "海海…"


def test_no_mark_both_opens_and_closes() -> None:
    assert not set(OPENING) & set(CLOSING)


def test_a_caption_without_an_end_stays_in_its_place() -> None:
    reader = PdfReader(io.BytesIO(draw(sheet([frame(1, "海" * 3000), frame(2, "a" * 3000)]))))
    assert len(reader.pages) == 1
    assert "…" in reader.pages[0].extract_text()
