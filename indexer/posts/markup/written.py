"""A picture as a notation states it, and the HTML that it becomes.

Where the notation has a caption of its own the picture is a ``<figure>`` with a ``<figcaption>``;
a description (``alt``) or a title alone makes no caption, as what they are is decided later, beside
all other texts of the post. A credit of its own follows the caption in brackets, under a word that
says what it is, because a bare name behind a caption would be taken for its last word.
"""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_PICTURE = re.compile(
    r"\.(?:jpe?g|jfif|png|gif|webp|avif|bmp|tiff?|heic|svg)(?:$|[?#!@_/&:;,|\s\"'`)}\]])",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"[?&](?:wx_fmt|format|fm)=(?:jpe?g|png|gif|webp)", re.IGNORECASE)
_SAYS_ROLE = re.compile(
    r"摄|攝|图|圖|供|源|来自|來自|作者|版权|版權|©|\b(?:by|via|photo|credit|source|courtesy|from)\b",
    re.IGNORECASE,
)
MAX_TEXT = 5000
"""Characters of an address, a description or a caption in a notation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPicture:
    """One picture of a notation.

    Attributes:
        address: as it is written, with its variables replaced.
        alt, title: the texts that HTML has for them.
        caption: the notation's own caption, in the inline Markdown that engines allow there.
        credit: whom the notation names, as a text for readers (``摄影：…``).
        width, height: as they are written, or empty.
    """

    address: str
    alt: str = ""
    title: str = ""
    caption: str = ""
    credit: str = ""
    width: str = ""
    height: str = ""


def looks_like_picture(address: str) -> bool:
    """Whether an address names a picture file, with whatever a host appends to it."""
    return _PICTURE.search(address) is not None or _FORMAT.search(address) is not None


def names_picture(text: str) -> bool:
    """Whether a path to a picture file stands anywhere in a text."""
    return looks_like_picture(text)


def credit_line(key: str, name: str) -> str:
    """A credit parameter as a text that says what it is."""
    if not name or _SAYS_ROLE.search(name):
        return name
    return f"{'摄影' if key in ('author', 'photographer', 'by') else '图片来源'}：{name}"


def as_html(picture: WrittenPicture, inline: Callable[[str], str]) -> str:
    """Write a picture; ``inline`` makes HTML of the Markdown in a caption.

    A title beside a caption is a heading, as Hugo shows it, and so is found.
    """
    image = _image(picture)
    if not picture.caption and not picture.credit:
        return image
    caption = inline(picture.caption[:MAX_TEXT].strip())
    credit = inline(picture.credit[:MAX_TEXT].strip())
    words = f"{caption}（{credit}）" if caption and credit else caption or credit
    heading = (
        f"<h4>{html.escape(picture.title[:MAX_TEXT])}</h4>" if caption and picture.title else ""
    )
    return f"{heading}<figure>{image}<figcaption>{words}</figcaption></figure>"


def gallery(pictures: Iterable[str]) -> str:
    """Pictures that stand in one gallery."""
    return f'<div class="gallery">{"".join(pictures)}</div>'


def _image(picture: WrittenPicture) -> str:
    stated = {
        "src": picture.address.strip(),
        "alt": picture.alt,
        "title": picture.title,
        "width": picture.width,
        "height": picture.height,
    }
    parts = (
        f' {name}="{html.escape(value[:MAX_TEXT] if name != "src" else value)}"'
        for name, value in stated.items()
        if value or name in ("src", "alt")
    )
    return f"<img{''.join(parts)}>"
