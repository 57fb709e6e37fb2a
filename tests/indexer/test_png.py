"""PNG files that Pillow refuses for what is beside their pixels, or shows without all of them."""

import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from indexer.imaging.picture import PictureFacts, RefusedError, Task
from indexer.imaging.png import is_whole, without_texts
from indexer.imaging.renditions import answer
from indexer.posts.blocks.picture_kind import file_size
from tests.indexer.hostile_pictures import chunk

SIDE = 40
ROW = b"\0" + b"\xff\x80\x40" * SIDE
LONG = zlib.compress(os.urandom(1 << 21), 0)
END = chunk(b"IEND", b"")


def png(body: bytes, *, before: bytes = b"", after: bytes = b"", interlaced: int = 0) -> bytes:
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, interlaced)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + before + chunk(b"IDAT", zlib.compress(body)) + after + END


def colour(data: bytes) -> tuple[int, ...]:
    with Image.open(io.BytesIO(answer(Task(240, "image/jpeg"), data).rendition)) as shown:
        found = shown.getpixel((SIDE // 2, SIDE - 2))
    assert isinstance(found, tuple)
    return found


TEXTS = {
    "profile": chunk(b"iCCP", b"x\0\0" + LONG),
    "text": chunk(b"zTXt", b"x\0\0" + LONG),
    "international": chunk(b"iTXt", b"x\0\1\0\0\0" + LONG),
    "many": chunk(b"zTXt", b"x\0\0" + zlib.compress(b"a" * 1_000_000)) * 70,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_profile_or_text_that_pillow_refuses_hides_no_picture(name: str, tmp_path: Path) -> None:
    data = png(ROW * SIDE, before=TEXTS[name])
    with pytest.raises(ValueError, match=r"text|Decompressed"):
        Image.open(io.BytesIO(data), formats=["PNG"])
    assert answer(Task(), data).facts == PictureFacts("PNG", SIDE, SIDE)
    assert colour(data) == colour(png(ROW * SIDE))
    (tmp_path / "a.png").write_bytes(data)
    assert file_size(tmp_path / "a.png") == (SIDE, SIDE)


def test_a_text_behind_the_pixels_does_not_break_them() -> None:
    assert colour(png(ROW * SIDE, after=TEXTS["text"])) == colour(png(ROW * SIDE))


def test_what_is_no_png_is_left_as_it_is() -> None:
    assert without_texts(b"GIF89a") == b"GIF89a"
    whole = png(ROW * SIDE, before=TEXTS["text"])
    assert without_texts(whole[:-2]) == png(ROW * SIDE)[:-2]


@pytest.mark.parametrize("rows", [1, SIDE // 2, SIDE - 1])
def test_pixels_that_end_early_in_good_order_are_broken(rows: int) -> None:
    with pytest.raises(RefusedError) as caught:
        answer(Task(), png(ROW * rows))
    assert caught.value.reason == "broken"


def interlaced() -> list[bytes]:
    """The rows of a picture in seven passes (Adam7)."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
              (0, 1, 1, 2)]  # fmt: skip
    return [
        b"\0" + b"\xff\x80\x40" * len(range(left, SIDE, across))
        for left, top, across, down in passes
        for _ in range(top, SIDE, down)
    ]


def test_interlaced_pixels_that_end_early_are_broken() -> None:
    rows = interlaced()
    assert colour(png(b"".join(rows), interlaced=1)) == colour(png(ROW * SIDE))
    for missing in (1, SIDE // 2):
        with pytest.raises(RefusedError) as caught:
            answer(Task(), png(b"".join(rows[:-missing]), interlaced=1))
        assert caught.value.reason == "broken"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("size", [(1, 1), (7, 3), (33, 65)])
def test_a_picture_that_is_black_is_whole(mode: str, size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    assert answer(Task(), out.getvalue()).facts == PictureFacts("PNG", *size)


def test_a_wrong_checksum_of_black_pixels_is_no_fault() -> None:
    with Image.new("RGB", (SIDE, SIDE)) as black:
        body = zlib.compress(bytes(len(ROW)) * SIDE)[:-4] + b"\0\0\0\0"
        header = png(b"").partition(b"IDAT")[0][:-4]
        assert is_whole(black, header + chunk(b"IDAT", body) + END)
