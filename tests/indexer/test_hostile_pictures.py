"""What a picture may cost, and what is refused by its header."""

import io
import json
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from indexer.imaging.cost import MAX_MEMORY, MAX_SCANS, peak_memory, scans
from indexer.imaging.picture import RefusedError, Task
from indexer.imaging.renditions import answer
from tests.conftest import ROOT
from tests.indexer.hostile_pictures import chunk, many_scans, red_ink_profile, swapped_profile
from tests.indexer.picture_server import jpeg

MEASURE = """
import io, json, os, sys
from PIL import AvifImagePlugin, Image
from indexer.imaging import cost, renditions
from indexer.imaging.picture import Task

AvifImagePlugin.DEFAULT_MAX_THREADS = 1
Image.init()
renditions.answer(Task(480, "image/webp"), open("warm.png", "rb").read())

def peak():
    lines = open("/proc/self/status").read()
    return int(lines.split("VmHWM:")[1].split()[0]) << 10

for name in sys.argv[1:]:
    data = open(name, "rb").read()
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (961, 961))
        image.info["full_size"] = (SIDE, SIDE)
        told = cost.peak_memory(image)
    if os.fork() == 0:
        open("/proc/self/clear_refs", "w").write("5")
        before = peak()
        renditions.answer(Task(480, "image/webp"), data)
        print(json.dumps([name, told, peak() - before]), flush=True)
        os._exit(0)
    os.wait()
"""
SIDE = 2000
KINDS = {
    **{
        f"{mode}.png": (mode, {"compress_level": 1})
        for mode in ("1", "L", "P", "LA", "RGB", "RGBA")
    },
    "deep.png": ("I;16", {"compress_level": 1}),
    "see-through.png": ("P", {"compress_level": 1, "transparency": 0}),
    "one.jpg": ("RGB", {}),
    "inks.jpg": ("CMYK", {}),
    "scans.jpg": ("RGB", {"progressive": True, "subsampling": 0}),
    "inks-scans.jpg": ("CMYK", {"progressive": True}),
    "a.gif": ("P", {}),
    "a.bmp": ("RGB", {}),
    "a.webp": ("RGB", {"method": 0}),
    "b.webp": ("RGBA", {"method": 0, "lossless": True}),
    "a.avif": ("RGB", {"speed": 10}),
    "b.avif": ("RGBA", {"speed": 10}),
}


def test_memory_is_told_by_the_header(tmp_path: Path) -> None:
    """What decoding takes is what was said that it would; nobody else's memory is counted."""
    for name, (mode, options) in KINDS.items():
        Image.new(mode, (SIDE, SIDE)).save(tmp_path / name, **options)  # type: ignore[arg-type]  # by format
    Image.new("RGBA", (900, 900)).save(tmp_path / "warm.png")
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + MEASURE.replace(
        "SIDE", str(SIDE)
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *KINDS],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    measured = [json.loads(line) for line in done.stdout.splitlines()]
    assert [name for name, _, _ in measured] == list(KINDS)
    spare = 8 * 1024 * 1024
    assert [line for line in measured if line[2] > 1.25 * line[1] + spare] == []


@pytest.mark.parametrize("colour", [6, 4])
def test_a_large_picture_with_transparency_takes_less_than_it_may(colour: int) -> None:
    """7000 × 7000 as RGBA or LA, which took 1.1 GiB, are decoded in less than half of that."""
    header = struct.pack(">IIBBBBB", 7000, 7000, 8, colour, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"")
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (7000, 7000)
        assert 7000 * 7000 * 8 <= peak_memory(image) <= MAX_MEMORY


@pytest.mark.parametrize(
    ("form", "mode", "size"),
    [
        ("WEBP", "RGB", (7000, 7000)),
        ("WEBP", "RGBA", (6000, 6000)),
        ("AVIF", "RGBA", (6000, 6000)),
        ("JPEG", "CMYK", (7000, 7000)),
    ],
)
def test_what_its_decoder_would_multiply_is_refused_by_its_header(
    form: str, mode: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Opened(Image.Image):
        format = form

        def __init__(self) -> None:
            super().__init__()
            self._mode, self._size = mode, size
            self.info = {"progressive": 1, "full_size": size} if form == "JPEG" else {}

        @property
        def has_transparency_data(self) -> bool:
            return mode == "RGBA"

    monkeypatch.setattr(Opened, "getbands", lambda _: tuple(mode))
    assert peak_memory(Opened()) > MAX_MEMORY


@pytest.mark.parametrize("count", [MAX_SCANS + 1, 800, 8000])
def test_a_jpeg_of_many_scans_is_refused_before_it_is_decoded(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PIL.JpegImagePlugin.JpegImageFile.load", lambda _: pytest.fail("decoded"))
    data = many_scans(count)
    assert scans(data) == MAX_SCANS + 1
    with pytest.raises(RefusedError, match="scans") as caught:
        answer(Task(), data)
    assert caught.value.reason == "too_slow"


def test_the_scans_of_honest_pictures_are_few() -> None:
    assert scans(jpeg()) == 1
    assert 1 < scans(jpeg(300, 200, progressive=True)) <= 12
    assert scans(many_scans(MAX_SCANS)) == MAX_SCANS
    answer(Task(), many_scans(40))


@pytest.mark.parametrize("segment", [b"\xff\xe2", b"\xff\xfe", b"\xff\xe1"])
def test_scans_are_counted_where_scans_are(segment: bytes) -> None:
    """A profile, a comment, a preview or a film behind the picture holds any bytes."""
    noise = b"\xff\xda" * 1000
    whole = jpeg()
    held = whole[:2] + segment + struct.pack(">H", len(noise) + 2) + noise + whole[2:] + noise
    assert scans(held) == 1
    answer(Task(), held)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xda", b"\xff" * 5000])
def test_scans_of_what_is_cut_short_are_counted(data: bytes) -> None:
    assert scans(data) <= 1


def test_a_megabyte_of_fill_bytes_is_passed_over_once() -> None:
    """A pattern that tried to take them together would go on for hours."""
    assert scans(b"\xff" * 1_000_000) == 0


@pytest.mark.parametrize("media_type", ["image/webp", "image/jpeg"])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_profile_is_applied_and_not_sent(form: str, media_type: str) -> None:
    out = io.BytesIO()
    red = Image.new("RGB", (50, 50), "red")
    red.save(out, form, icc_profile=swapped_profile(), quality=95, lossless=True)
    rendition = answer(Task(50, media_type), out.getvalue()).rendition  # type: ignore[arg-type]  # one of two
    with Image.open(io.BytesIO(rendition)) as shown:
        assert "icc_profile" not in shown.info
        red_now, _, blue_now = shown.convert("RGB").getpixel((25, 25))  # type: ignore[misc]  # three bands
    assert blue_now > 200 > 60 > red_now


def test_a_profile_of_four_inks_is_applied() -> None:
    out = io.BytesIO()
    cyan = Image.new("CMYK", (50, 50), (255, 0, 0, 0))
    cyan.save(out, "JPEG", quality=95, icc_profile=red_ink_profile())
    with Image.open(io.BytesIO(answer(Task(50, "image/jpeg"), out.getvalue()).rendition)) as shown:
        red, green, _ = shown.getpixel((25, 25))  # type: ignore[misc]  # three bands
    assert red > 120 > 40 > green  # without it: 0 and 255


def test_a_large_profile_costs_a_rendition_nothing() -> None:
    """A profile of 1 MB was copied into every thumbnail."""
    large = swapped_profile() + bytes(1_000_000)
    large = struct.pack(">I", len(large)) + large[4:]
    out = io.BytesIO()
    Image.new("RGB", (50, 50), "red").save(out, "JPEG", icc_profile=large)
    assert len(out.getvalue()) > 1_000_000
    assert len(answer(Task(50, "image/jpeg"), out.getvalue()).rendition) < 2_000


@pytest.mark.parametrize("profile", [b"no profile", b"\0" * 200, red_ink_profile()])
def test_a_profile_that_does_not_fit_is_as_good_as_none(profile: bytes) -> None:
    out = io.BytesIO()
    Image.new("RGB", (50, 50), "red").save(out, "PNG", icc_profile=profile)
    with Image.open(io.BytesIO(answer(Task(50, "image/jpeg"), out.getvalue()).rendition)) as shown:
        red, _, blue = shown.getpixel((25, 25))  # type: ignore[misc]  # three bands
    assert red > 200 > 60 > blue


def test_sixteen_bits_are_shown_by_the_upper_eight() -> None:
    out = io.BytesIO()
    Image.new("I;16", (50, 50), 128 * 256).save(out, "PNG")
    with Image.open(io.BytesIO(answer(Task(50, "image/jpeg"), out.getvalue()).rendition)) as shown:
        assert shown.convert("L").getpixel((25, 25)) == pytest.approx(128, abs=2)
