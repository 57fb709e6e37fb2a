"""What stands in for a picture that cannot be had: a mount with the caption's first words.

An SVG drawn for the photo's own shape, so that a page does not jump when the picture comes back. It
brings both colour schemes; its style sheet is the same in all, so that the policy sent with it
names its hash and allows nothing else.
"""

import base64
import hashlib
import re

from markupsafe import Markup

from indexer import Document
from web.site.shapes import size_of

STYLE = (
    ".m{fill:#ece7dc}.k{stroke:#b9b1a1;fill:none}.t{fill:#5d574c}.n{fill:#857d6e}"
    "@media (prefers-color-scheme:dark)"
    "{.m{fill:#262320}.k{stroke:#5a534a}.t{fill:#c9c1b2}.n{fill:#958c7e}}"
)
POLICY = (
    "default-src 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'"
)

WIDTH = 480
_MISSING = "图片暂缺 · picture not available"
_COMING = "图片正在取来 · picture on its way"
_LINE = 11  # Chinese characters
_LINES = 2
_MARGIN = 12  # beside a line, in the square that a small tile cuts from the middle
_PIECE = re.compile(r"[^\W\u2e80-\uffff]+|\s+|.")
_BLANK = re.compile(r"(?<=[\u2e80-\uffff])\s+|\s+(?=[\u2e80-\uffff])")
_FONT = "'Songti SC','Noto Serif CJK SC','Source Han Serif SC','STSong',serif"

_PAGE = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
    'width="{width}" height="{height}" role="img" aria-label="{label}">'
    "<style>{style}</style>"
    '<rect class="m" width="{width}" height="{height}"/>'
    '<path class="k" stroke-width="2" d="{corners}"/>'
    '<g font-family="{font}" text-anchor="middle">{lines}'
    '<text class="n" x="{middle}" y="{foot}" font-size="16">{foot_line}</text>'
    "</g></svg>"
)
_TEXT = Markup('<text class="t" x="{x}" y="{y}" font-size="{size}">{words}</text>')


def placeholder(document: Document, *, coming: bool = False) -> str:
    """The SVG for a photo, in its shape, 480 units wide; ``coming`` while it is being fetched."""
    width, height = size_of(document)
    tall = min(1440, max(120, round(WIDTH * height / width)))
    label = document.caption or document.headline
    lines = first_words(label)
    size = min(34, max(18, (min(WIDTH, tall) - 2 * _MARGIN) // _LINE))
    step = round(size * 1.4)
    top = tall / 2 - (len(lines) - 1) * step / 2 - 4
    return str(
        _PAGE.format(
            width=WIDTH,
            height=tall,
            label=label,
            style=Markup(STYLE),  # noqa: S704  a constant of this module
            corners=_corners(WIDTH, tall),
            font=_FONT,
            lines=Markup().join(
                _TEXT.format(x=WIDTH // 2, y=round(top + n * step), size=size, words=line)
                for n, line in enumerate(lines)
            ),
            middle=WIDTH // 2,
            foot=tall - 22,
            foot_line=_COMING if coming else _MISSING,
        )
    )


def first_words(text: str) -> list[str]:
    """The beginning of a caption in at most two lines, numbers and Latin words kept whole."""
    lines = [""]
    for piece in _PIECE.findall(_BLANK.sub("", text)):
        if _width(lines[-1] + piece) > _LINE and lines[-1]:
            if len(lines) == _LINES:
                return [*lines[:-1], lines[-1][:-1] + "…"]
            lines.append("")
        lines[-1] += piece[: 2 * _LINE] if lines[-1] else piece.lstrip()[: 2 * _LINE]
    return lines


def _width(line: str) -> float:
    """The width of a line in Chinese characters; others are about half as wide."""
    return sum(1.0 if character > "\u2e7f" else 0.55 for character in line)


def _corners(width: int, height: int, *, inset: int = 16, arm: int = 18) -> str:
    """Crop marks in the four corners, as a path."""
    left, right, top, bottom = inset, width - inset, inset, height - inset
    return (
        f"M{left} {top + arm}V{top}H{left + arm}M{right - arm} {top}H{right}V{top + arm}"
        f"M{right} {bottom - arm}V{bottom}H{right - arm}"
        f"M{left + arm} {bottom}H{left}V{bottom - arm}"
    )
