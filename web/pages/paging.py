"""Links to the other pages of an answer."""

from indexer import Results
from web.addresses.search_request import SearchRequest
from web.pages.results_contexts import Paging
from web.site.frame import Link
from web.site.site import Visitor

AROUND = 2  # pages named on each side of the current one


def paging(request: SearchRequest, results: Results, visitor: Visitor) -> Paging:
    """The first page, the last, and those around the current one."""
    here, last = results.page, results.pages

    def page(number: int, text: str) -> Link:
        url = visitor.links.search(request.parameters, page=(str(number),) if number > 1 else ())
        return Link(text, url, number == here)

    pages: list[Link | None] = []
    before = 0
    for number in _page_numbers(here, last):
        if number > before + 1:
            pages.append(None)
        pages.append(page(number, f"{number:,}"))
        before = number
    return Paging(
        page(here - 1, visitor.t("previous_page")) if here > 1 else None,
        pages,
        page(here + 1, visitor.t("next_page")) if here < last else None,
    )


def _page_numbers(here: int, last: int) -> list[int]:
    if last == 1:
        return []
    return sorted({1, last, *range(max(1, here - AROUND), min(last, here + AROUND) + 1)})
