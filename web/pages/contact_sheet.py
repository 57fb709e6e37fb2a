"""A contact sheet that a browser prints; ``web.formats.sheet_pdf`` is the same as PDF.

Both have the same pages of A4, 12 or 20 photos each, since the server and not the browser says
which photo is on which page; only so can a page say that it is the second of five.
"""

from starlette.requests import Request
from starlette.responses import Response

from web.pages.framing import framed
from web.pages.light_table import back
from web.pages.selection_contexts import SheetPage
from web.pages.views import printed
from web.site.frame import Link
from web.site.selected import look_up, notices
from web.site.sheets import PER_PAGE, footers, heading, per_page
from web.site.site import site_of, visitor_of

SIZES = "30vw"


def sheet(request: Request) -> Response:
    """``/selection/sheet``."""
    site, visitor = site_of(request), visitor_of(request)
    per, selection = per_page(request), look_up(request)
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
        heading=heading(selection, visitor),
        layout=f"by-{per}",
        notices=notices(selection, visitor),
        pages=pages,
        footers=footers(len(pages), visitor),
    )
    return site.render("sheet.html", page)
