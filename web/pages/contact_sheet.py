"""Contact sheets: the page that a browser prints, and the PDF.

Both have the same pages of A4, 12 or 20 photos each, since the server and not the browser says
which photo is on which page; only so can a page say that it is the second of five.
"""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from indexer import Archive, Document
from indexer.presentation import isolated
from web.addresses import media_types
from web.addresses.params import ParameterError
from web.pages.framing import framed
from web.pages.light_table import back, printed
from web.pages.selection_contexts import SheetPage
from web.pages.views import dated
from web.selection.paper import Frame, Sheet, draw
from web.site.frame import Link
from web.site.selected import LookedUp, check_any, look_up, notices
from web.site.site import Visitor, site_of, visitor_of
from web.wording.credits import credit_text
from web.wording.dates import readable

PER_PAGE = (12, 20)
SIZES = "30vw"
WIDTH = 480  # pixels of a picture in the PDF: 200 an inch where it is widest


def sheet(request: Request) -> Response:
    """``/selection/sheet``."""
    site, visitor = site_of(request), visitor_of(request)
    per, selection = _per(request), look_up(request)
    prints = [
        printed(photo, number, visitor, selection.versions, sizes=SIZES)
        for number, photo in enumerate(selection.photos, 1)
    ]
    pages = [prints[at : at + per] for at in range(0, len(prints), per)]
    links, chosen = visitor.links, selection.chosen
    page = SheetPage(
        frame=framed(
            request, visitor, chosen, "/sheet", title=visitor.t("contact_sheet"), per=str(per)
        ),
        back=back(chosen, visitor),
        pdf=Link(visitor.t("sheet_pdf"), chosen.address(links, "/sheet.pdf", per=str(per))),
        others=[
            Link(visitor.t(f"sheet_{n}"), chosen.address(links, "/sheet", per=str(n)), n == per)
            for n in PER_PAGE
        ],
        heading=_heading(selection, visitor),
        layout=f"by-{per}",
        notices=notices(selection, visitor),
        pages=pages,
        footers=_footers(len(pages), visitor),
    )
    return site.render("sheet.html", page)


def sheet_pdf(request: Request) -> Response:
    """``/selection/sheet.pdf``."""
    visitor = visitor_of(request)
    per, selection = _per(request), look_up(request)
    check_any(selection)
    archive = site_of(request).archive
    pages = -(-len(selection.photos) // per)
    content = draw(
        Sheet(
            title=_heading(selection, visitor),
            frames=[
                _frame(number, photo, archive, visitor)
                for number, photo in enumerate(selection.photos, 1)
            ],
            columns=3 if per == PER_PAGE[0] else 4,
            per_page=per,
            notes=notices(selection, visitor),
            footers=_footers(pages, visitor),
            unshown=visitor.t("sheet_unshown"),
            language="zh-CN" if visitor.language == "zh" else "en",
        )
    )
    name = quote(f"{visitor.t('contact_sheet')}-{_today().isoformat()}.pdf", safe="")
    disposition = f"inline; filename=\"contact-sheet.pdf\"; filename*=UTF-8''{name}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-cache"}
    return Response(content, headers=headers, media_type=media_types.PDF)


def _frame(number: int, photo: Document, archive: Archive, visitor: Visitor) -> Frame:
    made = archive.pictures.thumbnail(photo, width=WIDTH, media_type="image/jpeg")
    return Frame(
        number=str(number),
        picture=b"" if made is None else made.content,
        caption=photo.caption or visitor.t("no_caption"),
        lines=(
            credit_text(photo) or visitor.t("no_credit"),
            dated(photo, visitor).text,
            photo.image.rpartition("/")[2] or photo.id,
        ),
        missing=visitor.t("sheet_no_picture"),
    )


def _per(request: Request) -> int:
    text = request.query_params.get("per", "")
    choices = {str(number): number for number in PER_PAGE}
    if text and text not in choices:
        raise ParameterError.needing("per", text, chinese=" 12 或 20", english="12 or 20")
    return choices.get(text, PER_PAGE[0])


def _heading(selection: LookedUp, visitor: Visitor) -> str:
    title = selection.chosen.title
    return visitor.t("sheet_of", query=isolated(title)) if title else visitor.t("contact_sheet")


def _footers(pages: int, visitor: Visitor) -> Sequence[str]:
    day = readable(_today().isoformat(), visitor.language)
    return [
        visitor.t("sheet_footer", day=day, page=page, pages=pages) for page in range(1, pages + 1)
    ]


def _today() -> date:
    """The day by the clock of the server, which is what its people see on the wall."""
    return datetime.now().astimezone().date()
