"""Two things that Pillow does with PNG files, and readers should not see.

It refuses a whole picture over a text or a colour profile of more than a mebibyte, which guards
its memory. Ours is guarded by the system, and none of these is a reason to show nothing.

And where the pixel data end early, but in order, at the end of a row, it leaves the rest black
without a word. To count what is there takes as long as to decode it, so it is done only where the
last row is as a decoder leaves it that never came there, and where rows come in seven passes.
"""

import struct
import zlib
from collections.abc import Iterator

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_TEXTS = frozenset({b"iCCP", b"tEXt", b"zTXt", b"iTXt"})
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
           (0, 1, 1, 2))  # fmt: skip
"""Of an interlaced picture (PNG, 8.2): first column and row of each pass, and the steps of both."""

_BLOCK = 1 << 18


def without_texts(data: bytes) -> bytes:
    """A file without its texts and its colour profile; any other file as it is."""
    if not data.startswith(SIGNATURE):
        return data
    kept = [data[start:end] for name, start, end in _chunks(data) if name not in _TEXTS]
    return b"".join((SIGNATURE, *kept))


def is_whole(image: Image.Image, data: bytes) -> bool:
    """Whether the pixels of a decoded PNG all came from its file."""
    interlaced = data[28] == 1
    if not interlaced and any(image.crop((0, image.height - 1, *image.size)).tobytes()):
        return True
    try:
        return _has(data, _expected(data, interlaced=interlaced))
    except zlib.error:  # such as a wrong checksum behind them: Pillow was content
        return True


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The name of each chunk, where it begins and where it ends."""
    at = len(SIGNATURE)
    while at + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], at, at + 12 + length
        at += 12 + length


def _expected(data: bytes, *, interlaced: bool) -> int:
    """Bytes of the pixel data before they were packed, by the header."""
    width, height, depth, colour = struct.unpack_from(">IIBB", data, 16)
    bits = depth * _CHANNELS[colour]
    total = 0
    for left, top, across, down in _PASSES if interlaced else ((0, 0, 1, 1),):
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0:
            total += max(rows, 0) * (1 + (columns * bits + 7) // 8)
    return total


def _has(data: bytes, expected: int) -> bool:
    """Whether the pixel data are so many bytes, a block at a time."""
    unpacking = zlib.decompressobj()
    left = expected
    for name, start, end in _chunks(data):
        packed = data[start + 8 : end - 4] if name == b"IDAT" else b""
        while packed and left > 0 and not unpacking.eof:
            left -= len(unpacking.decompress(packed, _BLOCK))
            packed = unpacking.unconsumed_tail
    return left <= 0
