"""Pictures that were made to harm a decoder, small enough to be made in a test."""

import io
import struct
import zlib

from PIL import Image, ImageCms


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *, colour: int = 2) -> bytes:
    """A PNG of few bytes that holds as many pixels as it says, all alike; 6 is RGBA, 4 LA."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    packer = zlib.compressobj(9)
    line = b"\0" + b"\x40" * (width * channels)
    body = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def many_scans(count: int, side: int = 64) -> bytes:
    """A progressive JPEG whose last scan is repeated until there are ``count``."""
    out = io.BytesIO()
    ramp = Image.linear_gradient("L").resize((side, side)).convert("RGB")
    ramp.save(out, "JPEG", progressive=True)
    whole = out.getvalue()
    last = whole.rindex(b"\xff\xda")
    more = count - whole.count(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * more + whole[-2:]


def swapped_profile() -> bytes:
    """A profile under which what is red in numbers is blue to the eye."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", profile, 128)
    for at in range(132, 132 + 12 * count, 12):
        name = bytes(profile[at : at + 4])
        profile[at : at + 4] = {b"rXYZ": b"bXYZ", b"bXYZ": b"rXYZ"}.get(name, name)
    return bytes(profile)


def red_ink_profile() -> bytes:
    """A profile of four inks under which cyan is a strong red (ICC.1:2022, lut8Type)."""
    table = bytearray()
    for entry in range(16):  # the last ink varies first
        table += bytes((140, 210, 190)) if entry & 8 else bytes((255, 128, 128))
    ramp = bytes(range(256))
    matrix = struct.pack(">9i", *(0x10000 if n in (0, 4, 8) else 0 for n in range(9)))
    lut = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + ramp * 4 + bytes(table) + ramp * 3
    tags = struct.pack(">I4sII", 1, b"A2B0", 128 + 16, len(lut))
    header = bytearray(128)
    struct.pack_into(">I", header, 0, 128 + len(tags) + len(lut))
    header[8:12] = b"\x02\x40\0\0"
    header[12:24] = b"prtrCMYKLab "
    header[36:40] = b"acsp"
    struct.pack_into(">3I", header, 68, 0xF6D6, 0x10000, 0xD32D)
    return bytes(header) + tags + lut
