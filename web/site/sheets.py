"""What a contact sheet has on the screen and as PDF alike: photos a page, its heading and feet."""

from collections.abc import Sequence
from datetime import datetime

from starlette.requests import Request

from indexer.presentation import isolated
from web.addresses.params import ParameterError
from web.addresses.query_string import value_of
from web.site.selected import LookedUp
from web.site.site import Visitor
from web.wording.dates import readable

PER_PAGE = (12, 20)


def per_page(request: Request) -> int:
    """How many photos a page an address asks for.

    Raises:
        ParameterError: so many no page has.
    """
    text = value_of(request, "per")
    choices = {str(number): number for number in PER_PAGE}
    if text and text not in choices:
        raise ParameterError.needing("per", text, chinese=" 12 或 20", english="12 or 20")
    return choices.get(text, PER_PAGE[0])


def heading(selection: LookedUp, visitor: Visitor) -> str:
    """What stands above each page."""
    title = selection.chosen.title
    return visitor.t("sheet_of", query=isolated(title)) if title else visitor.t("contact_sheet")


def footers(pages: int, visitor: Visitor) -> Sequence[str]:
    """What stands below each page: the day, and which of how many it is."""
    day = readable(today().date().isoformat(), visitor.language)
    return [
        visitor.t("sheet_footer", day=day, page=page, pages=pages) for page in range(1, pages + 1)
    ]


def today() -> datetime:
    """The day by the clock of the server, which is what its people see on the wall, as it began."""
    return datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
