"""What decoding a picture will cost, by its header: bytes of memory, and passes over them.

A file of a few bytes can ask for gigabytes, so the header is judged before a pixel is decoded. It
may lie; the process that decodes has limits of its own for that (``worker``). Bytes a pixel at the
peak are those of Pillow's storage (RGB has four) and of the copies that ``renditions`` makes; what
the decoders of a format hold besides was measured, see ``tests/indexer/test_picture_costs.py``.

A progressive JPEG can have any number of scans, each of which goes over the whole picture. Cameras
and encoders write some ten; libjpeg's own tools stop at a limit that the caller chooses.
"""

import re

from PIL import Image

from indexer.imaging.picture import RefusedError

MAX_PIXELS = 50_000_000  # the files of 45-megapixel cameras pass
MAX_MEMORY = 512 * 1024 * 1024  # bytes at the peak, beside those of the file
MAX_SCANS = 100

_STORED = {"1": 1, "L": 1, "P": 1, "I;16": 2}
"""Bytes a pixel in Pillow, by mode; all others have four."""

_CONVERTED = {"1": 1, "P": 4, "PA": 4, "I;16": 8, "I": 8}
"""Bytes a pixel of what ``colour.plain`` makes of a mode that cannot be made smaller as it is."""

_DECODERS = {"WEBP": 12, "AVIF": 9}
"""Bytes a pixel that the decoders of a format hold beside the picture."""

_SEGMENT = re.compile(rb"\xff([\xc0-\xcf\xd9\xda-\xfe])")
"""A marker of JPEG (ITU T.81, B.1.1.3) other than a stuffed byte or a restart.

Fill bytes before it are passed over by the search; a pattern for them would take time squared."""


def judge(image: Image.Image, data: bytes) -> None:
    """Look at an opened picture whose pixels are not decoded yet.

    ``draft`` has been called, where it is: ``image.size`` is what will be decoded.

    Raises:
        RefusedError: it would need more than it may.
    """
    needed = peak_memory(image)
    if needed > MAX_MEMORY:
        raise RefusedError(
            "too_large", f"decoding it would take {needed >> 20} MiB, more than {MAX_MEMORY >> 20}"
        )
    if image.format in ("JPEG", "MPO") and scans(data) > MAX_SCANS:
        raise RefusedError("too_slow", f"more than {MAX_SCANS} scans")


def judge_size(image: Image.Image) -> None:
    """Look at the size that a header states.

    Raises:
        RefusedError: more pixels than are ever decoded.
    """
    if image.width * image.height > MAX_PIXELS:
        raise RefusedError("too_large", f"more than {MAX_PIXELS} pixels")


def peak_memory(image: Image.Image) -> int:
    """Bytes that decoding and shrinking an opened picture will need at its peak."""
    pixels = image.width * image.height
    each = _STORED.get(image.mode, 4) + _DECODERS.get(str(image.format), 0)
    if image.has_transparency_data:
        each += 4 if image.mode in ("RGBA", "LA") else 8  # as RGBA; with colours times opacity
    else:
        each += _CONVERTED.get(image.mode, 0)
    return pixels * each + _coefficients(image)


def _coefficients(image: Image.Image) -> int:
    """A progressive JPEG is held as coefficients of two bytes, of the whole size."""
    if not image.info.get("progressive"):
        return 0
    width, height = image.info.get("full_size", image.size)
    return int(width * height * 2 * len(image.getbands()))


def scans(data: bytes) -> int:
    """How many scans a JPEG has, up to one more than are allowed."""
    found, at = 0, 2
    while found <= MAX_SCANS and (marker := _SEGMENT.search(data, at)) is not None:
        kind, at = marker[1][0], marker.end()
        if kind == 0xD9:
            break
        found += kind == 0xDA
        at += int.from_bytes(data[at : at + 2])
    return found
