"""The typeface of the PDF: Noto Sans CJK, cut down to the characters that are set.

A PDF that does not hold its type shows Chinese as boxes wherever the reader's machine has none, so
it is embedded; the whole face would be 32 MB. It comes with the package ``manimgx-fonts-cjk``,
because a machine that serves a site has seldom a Chinese font. The package has the variable face,
whose own weight is hairline. The glyphs that are needed are drawn at the weight of text and make a
small TrueType font: two milliseconds a character. The instancer of fontTools would do the same with
more care for hints and takes minutes over the whole face, seconds over a part.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import as_file, files

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

PACKAGE, FILE = "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"
SIMPLIFIED = 2  # of the faces in the file: the shapes of mainland China
WEIGHT = {"wght": 400}
GETA = "〓"
"""What Chinese and Japanese type has for a character that the case lacks."""

_NAME = "Noto Sans CJK SC"
_ERROR = 1.0  # units of a thousand by which a curve may be off


@dataclass(frozen=True, slots=True)
class Typeface:
    """A small font file, and the characters that it should have and has not."""

    content: bytes
    lacking: frozenset[str]

    def settable(self, text: str) -> str:
        """The text with ``GETA`` for each character that is lacking."""
        return "".join(GETA if character in self.lacking else character for character in text)


def typeface(texts: Iterable[str]) -> Typeface:
    """A typeface for some texts."""
    wanted = {GETA, "…", *(character for text in texts for character in text)}
    with (
        as_file(files(PACKAGE).joinpath(FILE)) as path,
        TTFont(path, fontNumber=SIMPLIFIED, lazy=True) as whole,
    ):
        names = whole.getBestCmap()
        known = {
            ord(character): names[ord(character)] for character in wanted if ord(character) in names
        }
        content = _small(whole, known)
    lacking = {character for character in wanted if ord(character) not in known}
    return Typeface(content, frozenset(lacking))


def _small(whole: TTFont, known: dict[int, str]) -> bytes:
    """A TrueType font of some characters of another."""
    order = [".notdef", *sorted({*known.values()} - {".notdef"})]
    drawn = whole.getGlyphSet(location=WEIGHT)
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, _ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    ascent, descent = whole["hhea"].ascent, whole["hhea"].descent
    font = FontBuilder(whole["head"].unitsPerEm, isTTF=True)
    font.font.recalcTimestamp = False  # with a clock in it the same texts were other bytes
    font.updateHead(created=0, modified=0)
    font.setupGlyphOrder(order)
    font.setupCharacterMap(known)
    font.setupGlyf(glyphs)  # which finds their bounds
    metrics = {name: (round(drawn[name].width), getattr(glyphs[name], "xMin", 0)) for name in order}
    font.setupHorizontalMetrics(metrics)
    font.setupHorizontalHeader(ascent=ascent, descent=descent)
    font.setupNameTable({"familyName": _NAME, "styleName": "Regular", "psName": "NotoSansCJKsc"})
    font.setupOS2(usWinAscent=ascent, usWinDescent=-descent)
    font.setupPost()
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()
