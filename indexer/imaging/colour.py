"""Colours as the web shows them: in RGB, on white paper, in sRGB.

A profile gives numbers their colours. Browsers read one too, but a thumbnail of 10 KB should not
carry a profile of 1 MB, and the numbers of four inks mean nothing without theirs. So a profile is
applied, to the small picture, and not sent. One that cannot be read is as good as none: readers
would rather see a photograph in doubtful colours than a stand-in.
"""

import io

from PIL import Image, ImageCms

_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}
"""Which kind of profile (ICC.1:2022, 7.2.6) belongs to which mode."""


def plain(image: Image.Image) -> Image.Image:
    """Give a picture in a mode whose pixels can be mixed: no palette, no bits, no 16 bits."""
    if image.has_transparency_data:
        return image if image.mode in ("RGBA", "LA") else image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    if image.mode.startswith("I"):  # 16 bits, of which a screen shows the upper eight
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("L" if image.mode == "1" else "RGB")


def in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Give a picture that ``plain`` made in sRGB, transparent parts on white paper."""
    paper = _on_paper(image)
    if profile:
        try:
            return _converted(paper, profile)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return paper.convert("RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    """Raises ValueError where the profile is for another kind of picture."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if image.mode == "L" and source.profile.xcolor_space.strip() == "RGB":
        image = image.convert("RGB")
    if source.profile.xcolor_space != _SPACES[image.mode]:
        raise ValueError(f"a profile of {source.profile.xcolor_space} for {image.mode}")
    made = ImageCms.profileToProfile(
        image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    if made is None:
        raise ValueError("no conversion")
    return made


def _on_paper(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA"):
        return image
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")
