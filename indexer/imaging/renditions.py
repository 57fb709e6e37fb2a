"""Pictures as bytes: whether they are one, how large, and smaller ones made of them.

A picture of a post is hostile input to a decoder, so only the formats that news pages use are
tried, the header is judged before a pixel is decoded (``cost``), and JPEG is decoded at the
smallest scale that will do (``draft``). A picture is made smaller before anything else is done with
it, so that turning it, laying it on paper and converting its colours cost next to nothing.

What goes out is always encoded anew: of the file a reader gets its pixels, who made it, and whether
a machine did (``provenance``), and neither the place that a telephone wrote into it nor the rest.

AVIF is made at the two speeds that cost about as much as WebP. At equal likeness (SSIM) the slower
one saves an eighth of the bytes of WebP and takes two to three times as long to encode; the faster
one saves none, takes two thirds of the time, and is for pictures so large that the slower one would
take a second.
"""

import io
import warnings

from PIL import Image
from PIL.ImageFile import ImageFile

from indexer.imaging import png
from indexer.imaging.colour import in_srgb, plain
from indexer.imaging.cost import MAX_PIXELS, judge, judge_size
from indexer.imaging.picture import Answer, MediaType, PictureFacts, RefusedError, Task
from indexer.imaging.provenance import provenance_of
from indexer.imaging.xmp import packet
from indexer.posts.blocks.picture_kind import orientation, upright_size

MAX_HEIGHT = 4096  # of a rendition; a strip of screenshots may be a hundred times as high as wide

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")
_LOOK = 64  # pixels wide, when a picture is decoded only to know that it is whole
_LARGE = 2_000_000  # pixels
SAVED: dict[MediaType, tuple[str, dict[str, object]]] = {
    "image/avif": ("AVIF", {"quality": 62, "speed": 8, "advanced": {"tune": "ssim"}}),
    "image/webp": ("WEBP", {"quality": 80, "method": 4}),
    "image/jpeg": ("JPEG", {"quality": 82, "progressive": True}),
}
"""Pillow's name and options of each; the qualities are alike to the eye."""


def answer(task: Task, data: bytes) -> Answer:
    """Do a task: examine a picture, or make one that is upright and never enlarged.

    Without a width it is decoded once, small, to know that it is whole.

    Raises:
        RefusedError: no picture, a broken one, or one that costs more than it may.
    """
    try:
        return _answer(task, data)
    except RefusedError as refused:
        bare = png.without_texts(data) if isinstance(refused.__cause__, ValueError) else data
        if len(bare) == len(data):
            raise
    return _answer(task, bare)


def _answer(task: Task, data: bytes) -> Answer:
    with _opened(data) as image:
        facts = PictureFacts(str(image.format), *upright_size(image))
        profile = image.info.get("icc_profile", b"")
        smaller = _shrunk(image, data, width=task.width or _LOOK)
        if task.media_type is None:
            return Answer(facts)
        xmp = packet(provenance_of(image))
    return Answer(facts, encoded(in_srgb(smaller, profile), task.media_type, xmp))


def _opened(data: bytes) -> ImageFile:
    Image.init()  # idempotent; Pillow registers WebP and AVIF no earlier
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged below
            image = Image.open(io.BytesIO(data), formats=[f for f in _FORMATS if f in Image.OPEN])
    except Image.DecompressionBombError as error:
        raise RefusedError("too_large", f"more than {MAX_PIXELS} pixels") from error
    except Exception as error:  # decoders raise anything on hostile bytes
        raise RefusedError("no_picture", "not a picture in a format that is read") from error
    try:
        judge_size(image)
    except RefusedError:
        image.close()
        raise
    return image


def _shrunk(image: Image.Image, data: bytes, *, width: int) -> Image.Image:
    upright_width, upright_height = upright_size(image)
    scale = min(1.0, width / upright_width, MAX_HEIGHT / upright_height)
    turn = orientation(image)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    image.info["full_size"] = image.size
    try:
        # Twice the wanted size, so that the last step is a filter and not the decoder's.
        image.draft("RGB", (int(image.width * scale * 2) + 1, int(image.height * scale * 2) + 1))
        judge(image, data)
        _load(image, data)
        small = plain(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    except RefusedError:
        raise
    except MemoryError as error:
        raise RefusedError("too_large", "decoding it takes more memory than it may") from error
    except Exception as error:  # the same
        raise RefusedError("broken", "the picture is broken") from error
    method = _TURNS.get(turn)
    return small if method is None else small.transpose(method)


def _load(image: Image.Image, data: bytes) -> None:
    image.load()
    if image.format == "PNG" and not png.is_whole(image, data):
        raise RefusedError("broken", "the picture's data end early")


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by its orientation (EXIF 2.3, 4.6.4 A)."""


def encoded(image: Image.Image, media_type: MediaType, xmp: bytes = b"") -> bytes:
    """A file of a picture that is as it should look, with an XMP packet and nothing else."""
    image.info = {}  # Pillow would write a comment or the profile of the original
    form, options = SAVED[media_type]
    if media_type == "image/avif" and image.width * image.height > _LARGE:
        options = {**options, "speed": 9}
    out = io.BytesIO()
    image.save(out, form, exif=b"", **({"xmp": xmp} if xmp else {}), **options)
    return out.getvalue()
