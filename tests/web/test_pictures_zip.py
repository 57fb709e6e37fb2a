"""The archive file of pictures: whole, safe to unpack, and never silent about what it lacks."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.selection import pictures_zip as module
from web.selection.pictures_zip import CREDITS, Original, Packed, name_of, pictures_zip


def original(number: int, caption: str = "", image: str = "", path: Path | None = None) -> Original:
    return Original(number=number, caption=caption, image=image, path=path)


def told(packed: Sequence[Packed]) -> str:
    return "\n".join(f"{p.original.number} {p.name or 'missing'} {p.too_much}" for p in packed)


def unpacked(originals: Sequence[Original]) -> tuple[dict[str, bytes], list[str]]:
    data = b"".join(pictures_zip(originals, told))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name) for name in archive.namelist()}
    assert len(held) == len(archive.namelist())
    text = held.pop(CREDITS)
    assert text.startswith("\ufeff".encode())
    return held, text.decode("utf-8-sig").split("\r\n")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture"
    path.write_bytes(b"\xff\xd8" + bytes(range(256)) * 3000)
    return path


def test_pictures_are_byte_for_byte_what_they_were(picture: Path) -> None:
    held, lines = unpacked([
        original(1, "开海", "a/b.JPG", picture),
        original(2, "开海", "https://x.example/p?f=.exe", picture),
        original(3, "", "gone.jpg"),
        original(4, "没了", "gone.jpg", picture.with_name("gone")),
    ])  # fmt: skip
    assert list(held) == ["001 开海.jpg", "002 开海.jpg"]
    assert set(held.values()) == {picture.read_bytes()}
    assert lines == ["1 001 开海.jpg False", "2 002 开海.jpg False", "3 missing False",
                     "4 missing False"]  # fmt: skip


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("渔民出海。", "渔民出海"),
        ("8月31日，一些渔民在码头整理渔网，准备开海后的出航。", "8月31日，一些渔民在码头整理渔网"),
        (
            "2018年7月1日，小青礁灯塔在晴空下格外醒目，船由此返航",
            "2018年7月1日，小青礁灯塔在晴空下格外醒目",
        ),
        (
            "在青岛的帆船比赛中，选手从起点出发（左一为周牧野）。",
            "在青岛的帆船比赛中，选手从起点出发",
        ),
        ("志愿者在国际会议中心介绍 Qingdao International", "志愿者在国际会议中心介绍 Qingdao"),
        ("海" * 30, "海" * 24),
        ("合影（资料照片）", "合影（资料照片）"),
        ("合影（资料", "合影"),
    ],
)
def test_a_name_ends_with_a_clause_or_a_word_and_no_mark(caption: str, name: str) -> None:
    assert name_of(original(7, caption, "a.jpg")) == f"007 {name}.jpg"


@pytest.mark.parametrize("ending", [".exe", ".HTA", ".bat", ".svg", ".html"])
def test_a_picture_is_never_named_a_program(picture: Path, ending: str) -> None:
    """What broke: its ending was the stranger's, and one click on it ran the file."""
    assert name_of(original(1, "开海", f"https://x.example/p{ending}", picture)) == "001 开海.jpg"
    assert name_of(original(1, "开海", f"https://x.example/p{ending}")) == "001 开海"


@given(st.text(), st.text())
def test_no_name_leads_out_of_the_folder(caption: str, image: str) -> None:
    name = name_of(original(7, caption, image))
    for kind in (PurePosixPath, PureWindowsPath):
        assert kind(name).parts == (name,)
    assert name.startswith("007")
    assert ".." not in name
    assert name.isprintable()
    assert len(name.encode()) < 255


def test_what_would_be_too_much_is_told(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", picture.stat().st_size + 10)
    held, lines = unpacked([original(n, "", "a.jpg", picture) for n in (1, 2)])
    assert list(held) == ["001.jpg"]
    assert lines[1] == "2 missing True"


def test_a_picture_that_goes_while_others_are_sent_is_told(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.jpg" for number in (1, 2)]
    for path in paths:
        path.write_bytes(b"\xff\xd8" * 1_000_000)
    parts = pictures_zip([original(n, "", p.name, p) for n, p in enumerate(paths, 1)], told)
    data = next(parts)
    paths[1].unlink()
    with zipfile.ZipFile(io.BytesIO(data + b"".join(parts))) as archive:
        assert archive.testzip() is None
        assert "2 missing" in archive.read(CREDITS).decode()


def test_a_large_archive_is_made_a_piece_at_a_time(tmp_path: Path) -> None:
    """However large the pictures are; no part is larger than a piece that is read."""
    path = tmp_path / "large.jpg"
    with path.open("wb") as file:
        file.truncate(20 << 20)
    parts = pictures_zip([original(1, "", "large.jpg", path)], told)
    assert max(map(len, parts)) <= module.PIECE
