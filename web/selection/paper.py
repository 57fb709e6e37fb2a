"""A contact sheet drawn on pages of A4, as PDF.

Pictures are put in as the JPEGs that they are, so that nothing is decoded here; texts are set in
one typeface that is made for them, see ``typeface``. Values in, bytes out: no archive, no clock.
"""

import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos

from web.selection.line_breaking import cut, lines_of
from web.selection.typeface import Typeface, typeface

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 12.0  # millimetres
HEAD, FOOT, GAP = 11.0, 7.0, 4.0
LEAD = 0.48  # millimetres of a line, by the point
CAPTION_LINES = {3: 3, 4: 3}
POINTS = {3: 7.0, 4: 6.0}
"""Lines of a caption, and the size of all text below a picture, by the number of columns."""

NAMED = 30  # characters that could not be set and are told

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_FAMILY = "Sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A photo: ``picture`` is a JPEG or empty, then ``missing`` stands in its place."""

    number: str
    picture: bytes
    caption: str
    lines: Sequence[str]
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A contact sheet.

    ``notes`` stand at its end, ``footers`` below each page, ``unshown`` before the characters that
    the typeface lacks; ``language`` is a BCP 47 tag; ``made`` is when, to which the PDF testifies.
    """

    title: str
    frames: Sequence[Frame]
    columns: int
    per_page: int
    notes: Sequence[str]
    footers: Sequence[str]
    unshown: str
    language: str
    made: datetime


def draw(sheet: Sheet) -> bytes:
    """The PDF."""
    face = typeface(map(_plain, _texts(sheet)))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "face.ttf")
        file.write_bytes(face.content)
        pdf = FPDF(format="A4")
        pdf.add_font(_FAMILY, fname=file)
        pdf.set_auto_page_break(False)
        pdf.set_title(_plain(sheet.title))
        pdf.set_creation_date(sheet.made)
        pdf.set_lang(sheet.language)
        _Drawing(pdf, face, sheet).draw()
        return bytes(pdf.output())


class _Drawing:
    """A sheet on its way to paper."""

    def __init__(self, pdf: FPDF, face: Typeface, sheet: Sheet) -> None:
        self._pdf = pdf
        self._face = face
        self._sheet = sheet
        rows = sheet.per_page // sheet.columns
        self._cell = (WIDTH - 2 * MARGIN - GAP * (sheet.columns - 1)) / sheet.columns
        self._row = (HEIGHT - 2 * MARGIN - HEAD - FOOT) / rows
        self._points = POINTS[sheet.columns]

    def draw(self) -> None:
        sheet = self._sheet
        for number, footer in enumerate(sheet.footers):
            self._pdf.add_page()
            self._line(MARGIN, MARGIN, sheet.title, WIDTH - 2 * MARGIN, points=11)
            start = number * sheet.per_page
            for place, frame in enumerate(sheet.frames[start : start + sheet.per_page]):
                row, column = divmod(place, sheet.columns)
                self._frame(
                    frame,
                    MARGIN + column * (self._cell + GAP),
                    MARGIN + HEAD + row * self._row,
                )
            self._line(MARGIN, HEIGHT - MARGIN - 3, footer, WIDTH - 2 * MARGIN, points=8)
        self._notes()

    def _frame(self, frame: Frame, x: float, y: float) -> None:
        step = self._points * LEAD
        captions = CAPTION_LINES[self._sheet.columns]
        high = self._row - GAP - step * (captions + len(frame.lines))
        if frame.picture:
            self._pdf.image(
                io.BytesIO(frame.picture), x, y, self._cell, high, keep_aspect_ratio=True
            )
        else:
            self._pdf.set_draw_color(170)
            self._pdf.rect(x, y, self._cell, high)
            self._line(x + 2, y + high / 2 - step / 2, frame.missing, self._cell - 4)
        y += high + 1
        for text in self._wrapped(f"[{frame.number}] {frame.caption}", captions):
            self._line(x, y, text, self._cell)
            y += step
        for text in frame.lines:
            self._line(x, y, text, self._cell)
            y += step

    def _notes(self) -> None:
        """What is not on the sheet, on a page of its own."""
        notes = list(self._sheet.notes)
        lacking = sorted(self._face.lacking - set("\n"))
        if lacking:
            codes = "、".join(f"U+{ord(character):04X}" for character in lacking[:NAMED])
            notes.append(self._sheet.unshown + codes + ("…" if len(lacking) > NAMED else ""))
        if not notes:
            return
        self._pdf.add_page()
        self._pdf.set_font(_FAMILY, size=9)
        for note in notes:
            self._pdf.set_x(MARGIN)
            self._pdf.multi_cell(
                WIDTH - 2 * MARGIN,
                text=self._set(note),
                wrapmode=WrapMode.CHAR,
                new_x=XPos.LMARGIN,
                new_y=YPos.NEXT,
            )

    def _set(self, text: str) -> str:
        return self._face.settable(_plain(text))

    def _wrapped(self, text: str, most: int) -> list[str]:
        self._pdf.set_font(_FAMILY, size=self._points)
        room = self._room(self._cell)
        return lines_of(self._set(text), room, self._pdf.get_string_width, most=most)

    def _room(self, width: float) -> float:
        return width - 2 * self._pdf.c_margin + 1

    def _line(self, x: float, y: float, text: str, width: float, *, points: float = 0) -> None:
        """One line; what does not fit is cut, and the cut is shown."""
        points = points or self._points
        self._pdf.set_font(_FAMILY, size=points)
        shown = cut(self._set(text), self._room(width), self._pdf.get_string_width)
        self._pdf.text(x, y + points * 0.3528, shown)


def _texts(sheet: Sheet) -> Iterator[str]:
    """Everything that is set, and the digits and letters that tell what could not be."""
    yield from (sheet.title, sheet.unshown, *sheet.notes, *sheet.footers)
    yield "[]U+0123456789ABCDEF、"
    for frame in sheet.frames:
        yield from (frame.number, frame.caption, frame.missing, *frame.lines)


def _plain(text: str) -> str:
    """A text without what is no character on paper."""
    return " ".join(_CONTROL.sub(" ", text).split())
