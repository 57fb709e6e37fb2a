"""A contact sheet as PDF.

Its pictures are decoded in processes apart, as all are, a page's at a time so that others who wait
for pictures come in between. A sheet of 500 that nobody has looked at would take minutes, and hold
its place meanwhile. So it is sent after ``PATIENCE`` with what there is; what is lacking is told in
its place, and is there when the sheet is asked for again, which goes on where this one ended.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import wait

from starlette.requests import Request
from starlette.responses import Response

from indexer import Document
from indexer.pictures import Pictures
from web.addresses import media_types
from web.formats.answers import UNLISTED, attachment, whole
from web.selection.paper import Frame, Sheet, draw
from web.site.selected import check_any, file_name, look_up, notices
from web.site.sheets import PER_PAGE, footers, heading, per_page, today
from web.site.site import Visitor, site_of, visitor_of
from web.wording.credits import credit_text
from web.wording.dates import date_text
from web.wording.messages import HTML_LANG

WIDTH = 480  # pixels of a picture: 200 an inch where it is widest
PATIENCE = 20.0  # seconds for all pictures of a sheet


def sheet_pdf(request: Request) -> Response:
    """``/selection/sheet.pdf``."""
    visitor, per, selection = visitor_of(request), per_page(request), look_up(request)
    check_any(selection)
    photos, day = selection.photos, today()
    pictures = _pictures(site_of(request).archive.pictures, photos, at_a_time=per)
    content = draw(
        Sheet(
            title=heading(selection, visitor),
            frames=[
                _frame(number, photo, picture, visitor)
                for number, (photo, picture) in enumerate(zip(photos, pictures, strict=True), 1)
            ],
            columns=3 if per == PER_PAGE[0] else 4,
            per_page=per,
            notes=notices(selection, visitor),
            footers=footers(-(-len(photos) // per), visitor),
            unshown=visitor.t("sheet_unshown"),
            language=HTML_LANG[visitor.language],
            made=day,
        )
    )
    first, last = visitor.t("contact_sheet"), f"{day:%F}"
    named = attachment("pdf", "contact-sheet", first=first, last=last, inline=True)
    return whole(request, content, media_types.PDF, headers={**UNLISTED, **named})


def _pictures(pictures: Pictures, photos: Sequence[Document], *, at_a_time: int) -> Iterator[bytes]:
    """The picture of each photo as JPEG; empty where there is none, or none in time."""
    ends = time.monotonic() + PATIENCE
    for start in range(0, len(photos), at_a_time):
        left, some = ends - time.monotonic(), photos[start : start + at_a_time]
        if left <= 0:
            yield from (b"" for _ in some)
            continue
        asked = [
            pictures.start_thumbnail(photo, width=WIDTH, media_type="image/jpeg") for photo in some
        ]
        wait(asked, timeout=left)
        for one in asked:
            made = one.result() if one.done() else None
            yield b"" if made is None else made.content


def _frame(number: int, photo: Document, picture: bytes, visitor: Visitor) -> Frame:
    return Frame(
        number=str(number),
        picture=picture,
        caption=photo.caption or visitor.t("no_caption"),
        lines=(
            credit_text(photo) or visitor.t("no_credit"),
            date_text(photo, visitor.t),
            file_name(photo),
        ),
        missing=visitor.t("sheet_no_picture"),
    )
