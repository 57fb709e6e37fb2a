"""Which pictures of a post are news photos, and how large they are.

Most of what an ``<img>`` shows is no photo: icons, emoji, tracking pixels, avatars, badges, QR
codes, and the random stock pictures that aggregators put over posts without one. The judgement
uses what a page says of its pictures (size, address, class, alternative text) and never their
content: a model that looks at them would cost more than the whole index. Screens, posters and
charts stay: readers search for them too, and the page does not say which is which. What names say
is read in ``picture_names``.
"""

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image

from indexer.imaging.png import without_texts
from indexer.posts.blocks.picture_names import Size, kind_by_name
from indexer.posts.left_out import Reason

_MAX_ICON = 120
"""Pixels of the longer side up to which a picture is an icon, an avatar or a player's preview."""

_MIN_SIDE = 32
"""Pixels of the shorter side below which a picture is a rule or an ornament."""

_STOCK = re.compile(
    r"(?:^|\.)(?:picsum\.photos|placehold\.(?:it|co|jp)|placeholder\.com|via\.placeholder\.com|"
    r"placekitten\.com|dummyimage\.com|lorempixel\.com|loremflickr\.com|fakeimg\.pl|"
    r"source\.unsplash\.com|unsplash\.it|placeimg\.com|picsum\.dev|api\.dujin\.org|bing\.img\.run)$"
)
_VARIABLE = re.compile(
    r"\s*+(?>(?:(?:\{\{[^{}]{0,500}+\}\}|<%[^<>%]{0,500}+%>|\$?\{[\w.]{1,100}+\})\s*+)+)"
)
"""An address that is nothing but what a template would have put there."""

_RANDOM = re.compile(r"[/?&](?:random|rand|randimg)(?:[/=?&.]|$)", re.IGNORECASE)
_SIZE = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*")
_STYLE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,5})(?:\.\d+)?px", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(?<![a-z0-9])w(\d{1,4})_?h(\d{1,4})(?![a-z0-9])", re.IGNORECASE)
_ORIENTATION = 0x0112  # EXIF 2.3, 4.6.4 A
_SIDEWAYS = frozenset({5, 6, 7, 8})
_PNG_EXIF = frozenset({"exif", "Raw profile type exif"})
_HEADER = 32 << 20  # bytes of a file that are looked at where its texts are in the way
_WIDTH = ("data-width", "data-imgwidth", "img_width", "data-w", "width")
_HEIGHT = ("data-height", "data-imgheight", "img_height", "data-h", "height")


def is_stock(address: str) -> bool:
    """Whether an address gives a placeholder or a random picture that nobody took for this post."""
    host = urlsplit(address).hostname or ""
    return bool(_STOCK.search(host)) or bool(_RANDOM.search(address))


def no_photo(
    address: str, size: Size, *, alt: str = "", classes: Sequence[str] = ()
) -> Reason | None:
    """Say why a picture is no news photo; None where it may be one."""
    if _VARIABLE.fullmatch(address):
        return Reason.SHORT_CODE
    try:
        parts = urlsplit(address)
        path, host = parts.path, parts.hostname or ""
    except ValueError:
        return Reason.ADDRESS
    sides = [side for side in size if side is not None]
    if is_stock(address):
        return Reason.STOCK
    named = kind_by_name(address, path, host, size=size, alt=alt, classes=classes)
    if named is not None:
        return named
    if len(sides) == 2 and max(sides) <= _MAX_ICON:
        return Reason.ICON
    if sides and min(sides) < _MIN_SIDE:
        return Reason.ICON
    return Reason.DRAWING if path.lower().endswith((".svg", ".ico")) else None


def stated_size(attributes: Mapping[str, str], address: str = "") -> Size:
    """Read width and height in pixels from the attributes of an ``<img>``, or from its address.

    Addresses of news sites often end in ``w550h339`` or ``_w550_h339``.
    """
    style = {
        name.lower(): int(value) for name, value in _STYLE.findall(attributes.get("style", ""))
    }
    width = _stated(attributes, _WIDTH) or style.get("width")
    height = _stated(attributes, _HEIGHT) or style.get("height")
    ratio = re.fullmatch(r"\d?\.\d+|\d", attributes.get("data-ratio", ""))
    if width and height is None and ratio and float(ratio[0]):
        height = round(width * float(ratio[0]))
    named = _IN_ADDRESS.search(address)
    if named and width is None and height is None:
        return int(named[1]), int(named[2])
    return width, height


def file_size(file: Path) -> Size:
    """Read the upright size of a picture file from its header; nothing where it is no picture."""
    try:
        try:
            return _size_in(file)
        except ValueError:  # Pillow's for a PNG with a text or a profile that is too long for it
            with file.open("rb") as stream:
                return _size_in(io.BytesIO(without_texts(stream.read(_HEADER))))
    except (OSError, ValueError, Image.DecompressionBombError):
        return None, None


def _size_in(file: Path | io.BytesIO) -> Size:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(file) as image:
            return upright_size(image)


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height as a picture is seen; a camera that was held upright swaps them."""
    sideways = orientation(image) in _SIDEWAYS
    return (image.height, image.width) if sideways else (image.width, image.height)


def orientation(image: Image.Image) -> int:
    """How an opened picture must be turned to stand upright: 1, not at all, to 8.

    By the header alone: Pillow would decode a whole PNG to look for EXIF behind its pixels.
    """
    if image.format == "PNG" and not _PNG_EXIF & image.info.keys():
        return 1
    try:
        turn = image.getexif().get(_ORIENTATION)
    except Exception:  # a broken EXIF block says nothing
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _stated(attributes: Mapping[str, str], names: Sequence[str]) -> int | None:
    for name in names:
        match = _SIZE.fullmatch(attributes.get(name, ""))
        if match:
            return int(match[1])
    return None
