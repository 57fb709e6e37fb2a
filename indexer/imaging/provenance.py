"""Who made a picture, whose it is, and whether a machine made it: what its file says of that.

Desks, libraries and generators write this into their files in four ways: XMP (ISO 16684-1), the
older IPTC-IIM, EXIF, and texts of their own in PNG. All are read, the first that says a thing wins,
and renditions carry it as XMP made anew (``xmp``). Few things, each of a bounded length and plain
text: whoever keeps the whole packet also keeps places, serial numbers and thumbnails.

The labels of generated pictures are two: IPTC's digital source type, and the one that GB 45438-2025
asks for in China, a JSON text named AIGC. Signed manifests (C2PA) are not read: they sign a file
that a rendition no longer is.

What is not in the file is not added. Renditions are kept by content, and posts that share a picture
may credit it in different words; those stand on the page, beside the picture.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from PIL import IptcImagePlugin
from PIL.ImageFile import ImageFile

from indexer.imaging.xmp import MAX_CREATORS, Provenance, parsed

MAX_PACKET = 256 * 1024  # bytes of XMP that are read

_ARTIST, _COPYRIGHT, _DESCRIPTION = 0x013B, 0x8298, 0x010E  # EXIF 3.0, 4.6.5
_XMP_KEYS = ("xmp", "XML:com.adobe.xmp")
_UTF8 = b"\x1b%G"  # IIM 4.2, 1:90

_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_SOURCE_TYPE = re.compile(
    r"(?:https?://cv\.iptc\.org/newscodes/digitalsourcetype/)?([A-Za-z]{1,64})/?"
)


def provenance_of(image: ImageFile) -> Provenance:
    """What a picture that was opened, and loaded, says of where it comes from."""
    said = Provenance()
    for read in (_by_xmp, _by_iim, _by_exif, _by_texts):
        said = said.or_else(_unless_broken(read, image))
    return said


def _unless_broken(read: Callable[[ImageFile], Provenance], image: ImageFile) -> Provenance:
    """A picture is worth showing without the words in its file."""
    try:
        return read(image)
    except MemoryError:
        raise
    except Exception:  # readers of hostile bytes raise anything
        return Provenance()


def _by_xmp(image: ImageFile) -> Provenance:
    for key in _XMP_KEYS:
        packet = image.info.get(key, b"")
        data = packet.encode("utf-8") if isinstance(packet, str) else bytes(packet)
        if 0 < len(data) <= MAX_PACKET:
            said = parsed(data)
            return replace(said, source_type=_source_type(said.source_type))
    return Provenance()


def _source_type(written: str) -> str:
    """A term of IPTC's vocabulary, by its address or its name alone; anything else is none."""
    found = _SOURCE_TYPE.fullmatch(written)
    return _SOURCE + found[1] if found else ""


def _by_iim(image: ImageFile) -> Provenance:
    records = IptcImagePlugin.getiptcinfo(image) or {}
    marked = records.get((1, 90)) == _UTF8

    def texts(dataset: int) -> list[str]:
        found = records.get((2, dataset), [])
        values = found if isinstance(found, list) else [found]
        return [_decoded(value, utf8=marked) for value in values[:MAX_CREATORS]]

    return Provenance.of(
        creator=texts(80),
        credit="".join(texts(110)[:1]),
        rights="".join(texts(116)[:1]),
        description="".join(texts(120)[:1]),
    )


def _by_exif(image: ImageFile) -> Provenance:
    exif = image.getexif()

    def text(tag: int) -> str:
        """Pillow reads ASCII as Latin-1; what is not ASCII was written by a program of its time."""
        value = exif.get(tag, "")
        data = value.encode("latin-1", "ignore") if isinstance(value, str) else bytes(value)
        return _decoded(data.rstrip(b"\0"))

    return Provenance.of(
        creator=text(_ARTIST).split(";"), rights=text(_COPYRIGHT), description=text(_DESCRIPTION)
    )


def _by_texts(image: ImageFile) -> Provenance:
    """PNG, 11.3.3.2, and the label of GB 45438-2025 as a text of its own."""
    told = {key: value for key, value in image.info.items() if isinstance(value, str)}
    return Provenance.of(
        creator=[told.get("Author", "")],
        rights=told.get("Copyright", ""),
        description=told.get("Description", ""),
        aigc=told.get("AIGC", ""),
    )


def _decoded(data: bytes, *, utf8: bool = False) -> str:
    """Bytes whose encoding nobody stated: UTF-8, else what Chinese desks wrote before it."""
    if not utf8:
        for encoding in ("utf-8", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return data.decode("utf-8", "replace")
