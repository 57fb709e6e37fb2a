"""Pictures as bytes: whether they are one, how large, and smaller ones made of them.

A picture of a post is hostile input to a decoder, so only the formats that news pages use are
tried, the size that the header states is judged before a pixel is decoded, and JPEG is decoded at
the smallest scale that will do (``draft``). What goes out is always encoded anew: nothing of the
file but its pixels (and the colour profile that gives them meaning) reaches a reader, so neither
does the place that a telephone wrote into it.

No global of Pillow is touched. Its own bomb limit (89 million pixels) lies above ours and only
warns; ours refuses.
"""

import io

from PIL import Image, ImageOps

from indexer.pictures.picture import MediaType, PictureError, PictureFacts

MAX_PIXELS = 50_000_000  # the files of 45-megapixel cameras pass; 200 MB when decoded
MAX_HEIGHT = 4096  # of a rendition; a strip of screenshots may be a hundred times as high as wide

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")
_ORIENTATION = 0x0112  # EXIF 2.3, 4.6.4 A
_SIDEWAYS = frozenset({5, 6, 7, 8})
_QUALITY = {"image/webp": 80, "image/jpeg": 82}


def examine(data: bytes) -> PictureFacts:
    """Decode a picture once, small, to know that it is whole.

    Raises:
        PictureError: no picture, a broken one, or too many pixels.
    """
    with _opened(data) as image:
        width, height = _upright_size(image)
        facts = PictureFacts(str(image.format), width, height)
        _shrunk(image, width=64)
    return facts


def render(data: bytes, *, width: int, media_type: MediaType) -> bytes:
    """Return the picture upright, at most ``width`` pixels wide, never enlarged, encoded.

    Raises:
        PictureError: as ``examine``.
    """
    with _opened(data) as image:
        profile = image.info.get("icc_profile", b"") if image.mode == "RGB" else b""
        smaller = _shrunk(image, width=width)
    smaller.info = {}  # Pillow would write a comment of the original into the rendition
    out = io.BytesIO()
    smaller.save(
        out,
        format="WEBP" if media_type == "image/webp" else "JPEG",
        quality=_QUALITY[media_type],
        icc_profile=profile,
        exif=b"",
        **({"method": 4} if media_type == "image/webp" else {"progressive": True}),
    )
    return out.getvalue()


def _opened(data: bytes) -> Image.Image:
    Image.init()  # idempotent; Pillow registers WebP and AVIF no earlier
    try:
        image = Image.open(io.BytesIO(data), formats=[f for f in _FORMATS if f in Image.OPEN])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(f"more than {MAX_PIXELS} pixels", lasting=True) from error
    except Exception as error:  # decoders raise anything on hostile bytes
        raise PictureError("not a picture in a format that is read", lasting=True) from error
    if image.width * image.height > MAX_PIXELS:
        image.close()
        raise PictureError(f"more than {MAX_PIXELS} pixels", lasting=True)
    return image


def _shrunk(image: Image.Image, *, width: int) -> Image.Image:
    upright_width, upright_height = _upright_size(image)
    scale = min(1.0, width / upright_width, MAX_HEIGHT / upright_height)
    try:
        # Twice the wanted size, so that the last step is a filter and not the decoder's.
        image.draft("RGB", (int(image.width * scale * 2) + 1, int(image.height * scale * 2) + 1))
        size = (max(1, round(upright_width * scale)), max(1, round(upright_height * scale)))
        upright = _flattened(ImageOps.exif_transpose(image))
        return upright.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    except Exception as error:  # the same
        raise PictureError("the picture is broken", lasting=True) from error


def _upright_size(image: Image.Image) -> tuple[int, int]:
    try:
        sideways = image.getexif().get(_ORIENTATION) in _SIDEWAYS
    except Exception:  # a broken EXIF block says nothing
        sideways = False
    return (image.height, image.width) if sideways else (image.width, image.height)


def _flattened(image: Image.Image) -> Image.Image:
    """In RGB, transparent parts on white paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")
