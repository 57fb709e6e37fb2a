"""What pictures of posts can be: turned, moving, deep, in four inks, with a palette, enormous."""

import io
import time

import pytest
from PIL import Image

from indexer.imaging.cost import MAX_PIXELS
from indexer.imaging.picture import MEDIA_TYPES, MediaType, RefusedError, Task
from indexer.imaging.renditions import MAX_HEIGHT, answer
from indexer.pictures import WIDTHS
from tests.indexer.hostile_pictures import png

RED, BLUE = (200, 30, 20), (20, 40, 200)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def shown(data: bytes, media_type: MediaType = "image/jpeg", *, width: int = 240) -> Image.Image:
    image = Image.open(io.BytesIO(answer(Task(width, media_type), data).rendition))
    image.load()
    return image


def is_near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    seen = image.convert("RGB").getpixel(at)
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= 24 for a, b in zip(seen, colour, strict=True))


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF"])
def test_other_forms_than_jpeg_stand_upright_too(form: str) -> None:
    image = Image.new("RGB", (120, 60), RED)
    image.paste(BLUE, (0, 0, 60, 60))
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(image, form, exif=exif)
    facts = answer(Task(), data).facts
    turned = shown(data)
    assert (facts.width, facts.height) == turned.size == (60, 120)
    assert is_near(turned, (30, 10), BLUE)
    assert is_near(turned, (30, 110), RED)


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_what_moves_the_first_frame_is_shown_and_stands_still(
    form: str, media_type: MediaType
) -> None:
    frames = [Image.new("RGB", (90, 60), colour) for colour in (RED, BLUE, BLUE)]
    data = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
    still = shown(data, media_type)
    assert getattr(still, "n_frames", 1) == 1
    assert is_near(still, (45, 30), RED)


def test_a_frame_that_leaves_pixels_out_lies_on_white() -> None:
    frame = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    frame.paste((*RED, 255), (0, 0, 30, 40))
    data = saved(frame, "GIF", save_all=True, append_images=[Image.new("RGBA", (60, 40), BLUE)])
    still = shown(data)
    assert is_near(still, (10, 20), RED)
    assert is_near(still, (50, 20), (255, 255, 255))


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_a_palette_with_a_hole_lies_on_white(media_type: MediaType) -> None:
    image = Image.new("P", (60, 40), 1)
    image.putpalette([0, 0, 0, *RED, *BLUE])
    image.paste(0, (30, 0, 60, 40))
    still = shown(saved(image, "PNG", transparency=0), media_type)
    assert is_near(still, (10, 20), RED)
    assert is_near(still, (50, 20), (255, 255, 255))


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_four_inks_without_a_profile_have_their_plain_colours(media_type: MediaType) -> None:
    image = Image.new("CMYK", (60, 40), (0, 255, 255, 0))
    assert is_near(shown(saved(image, "JPEG", quality=95), media_type), (30, 20), (255, 0, 0))


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_sixteen_bits_of_grey_keep_their_brightness(media_type: MediaType) -> None:
    image = Image.new("I;16", (60, 40), 0x8080)
    assert is_near(shown(saved(image, "PNG"), media_type), (30, 20), (128, 128, 128))


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@pytest.mark.parametrize("width", [w for w in WIDTHS if w >= 1600])
def test_the_largest_shows_every_pixel_there_is_and_no_more(
    width: int, media_type: MediaType
) -> None:
    small = Image.new("RGB", (700, 50), RED)
    assert shown(saved(small, "PNG"), media_type, width=width).size == (700, 50)
    large = Image.new("RGB", (4096, 64), RED)
    assert shown(saved(large, "PNG"), media_type, width=width).size == (width, width // 64)


@pytest.mark.parametrize(("width", "height"), [(1, 60_000), (60_000, 1), (65_500, 60)])
def test_strips_are_made_of_whatever_length(width: int, height: int) -> None:
    small = shown(saved(Image.new("L", (width, height), 128), "PNG"))
    assert 1 <= small.width <= 240
    assert 1 <= small.height <= MAX_HEIGHT


@pytest.mark.parametrize("form", ["GIF", "BMP", "PNG"])
def test_a_header_that_lies_of_its_size_costs_nothing(form: str) -> None:
    """Bytes of a small picture behind a header of 60,000 × 60,000."""
    data = bytearray(saved(Image.new("P", (8, 8)), form))
    at, length, order = {"GIF": (6, 2, "little"), "BMP": (18, 4, "little"), "PNG": (16, 4, "big")}[
        form
    ]
    for offset in (at, at + length):
        data[offset : offset + length] = (60_000).to_bytes(length, order)  # type: ignore[arg-type]  # of two
    if form == "PNG":
        data = bytearray(png(1, 1))
        data[16:24] = (60_000).to_bytes(4, "big") * 2
    start = time.process_time()
    with pytest.raises(RefusedError):
        answer(Task(240, "image/webp"), bytes(data))
    assert time.process_time() - start < 1


def test_as_many_pixels_as_a_camera_has_pass() -> None:
    assert MAX_PIXELS > 45_000_000
    side = int(MAX_PIXELS**0.5)
    assert shown(png(side, side, colour=0)).size == (240, 240)
