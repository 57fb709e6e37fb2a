"""The light table: the photos of a selection, large and in order, and two of them side by side.

Every change is a form that is sent to the address of the selection, with the photo that is moved or
taken out; the answer leads to the address of the changed selection. So a change is a step of the
browser's history, and works without JavaScript.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.addresses.chosen import Chosen, packed, read_chosen, read_marked
from web.addresses.query_string import items_of
from web.pages.framing import framed
from web.pages.selection_contexts import ComparePage, LightTablePage
from web.pages.views import printed
from web.site.frame import Link
from web.site.selected import LookedUp, look_up, notices
from web.site.site import Visitor, site_of, visitor_of
from web.wording.credits import credit_text

PRINT_SIZES = "(max-width: 40rem) 100vw, 30rem"
COMPARED_SIZES = "(max-width: 40rem) 100vw, 50vw"
COMPARED = 2
MOST_MARKED = 24  # that an address repeats
UNMARKED = "0"
DOWNLOADS = (".csv", ".json", ".ninjs", ".zip")

_EDITS: Mapping[str, Callable[[Chosen, str], Chosen]] = {
    "remove": Chosen.without,
    "up": lambda chosen, id_: chosen.moved(id_, -1),
    "down": lambda chosen, id_: chosen.moved(id_, 1),
}


def light_table(request: Request) -> Response:
    """``/selection``."""
    items = items_of(request)
    changed = _changed(items)
    if changed:
        chosen, target = changed
        address = chosen.address(visitor_of(request).links)
        return RedirectResponse(address + target, 303, {"Cache-Control": "no-cache"})
    site, visitor = site_of(request), visitor_of(request)
    selection = look_up(request)
    page = _page(request, selection, visitor)
    return site.render("selection.html", page)


def compare(request: Request) -> Response:
    """``/selection/compare``: the two that are marked; with more or less, back to the table."""
    site, visitor = site_of(request), visitor_of(request)
    selection = look_up(request)
    picked = [value.split(".") for name, value in items_of(request) if name == "pick"]
    marked = [photo for photo in selection.photos if photo.id in {*chain(*picked)}]
    if len(marked) != COMPARED:
        return _unmarked(selection.chosen, [photo.id for photo in marked], visitor)
    pick = ".".join(photo.id for photo in marked)
    numbers = {photo.id: number for number, photo in enumerate(selection.photos, 1)}
    page = ComparePage(
        frame=framed(
            request, visitor, selection.chosen, "/compare", title=visitor.t("compare"), pick=pick
        ),
        back=back(selection.chosen, visitor),
        prints=[
            printed(photo, numbers[photo.id], visitor, selection.versions, sizes=COMPARED_SIZES)
            for photo in marked
        ],
    )
    return site.render("compare.html", page)


def _unmarked(chosen: Chosen, marked: list[str], visitor: Visitor) -> Response:
    """Back to the table, which says what is to be done and keeps the marks."""
    address = chosen.address(visitor.links, marked=packed(marked[:MOST_MARKED]) or UNMARKED)
    return RedirectResponse(address, 303, {"Cache-Control": "no-cache"})


def back(chosen: Chosen, visitor: Visitor) -> Link:
    """The way to the light table."""
    return Link(visitor.t("light_table"), chosen.address(visitor.links))


def _changed(items: list[tuple[str, str]]) -> tuple[Chosen, str] | None:
    """The selection that an address asks for by a change, and where on its page to go.

    Boxes of a page of results are such a change, too: their address becomes the short one.
    """
    edits = [(name, value) for name, value in items if name in _EDITS]
    chosen = read_chosen(items)
    if chosen.unread or not (edits or any(name == "id" for name, _ in items)):
        return None
    name, target = "", ""
    for name, value in edits:
        if value in chosen.ids:
            at = chosen.ids.index(value)
            chosen = _EDITS[name](chosen, value)
            nearest = chosen.ids[min(at, len(chosen.ids) - 1)] if chosen.ids else ""
            target = value if value in chosen.ids else nearest
    return chosen, f"#{_button(name, target, chosen)}" if target else ""


def _button(name: str, id_: str, chosen: Chosen) -> str:
    """The button that is pressed next: the same one, or where that leads nowhere the other way."""
    if name == "up" and id_ == chosen.ids[0]:
        name = "down"
    elif name == "down" and id_ == chosen.ids[-1]:
        name = "up"
    return f"{name}-{id_}"


def _page(request: Request, selection: LookedUp, visitor: Visitor) -> LightTablePage:
    chosen, links = selection.chosen, visitor.links
    count, marked = len(selection.photos), read_marked(items_of(request))
    name = "selection_one" if count == 1 else "selection_count"
    hidden = {"ids": packed(chosen.ids), "lang": links.language, "of": str(chosen.found or "")}
    return LightTablePage(
        frame=framed(request, visitor, chosen, title=visitor.t("light_table")),
        summary=visitor.t(name, n=f"{count:,}") if count else visitor.t("selection_none"),
        title=chosen.title,
        notices=[
            *([] if marked is None else [visitor.t("compare_two")]),
            *notices(selection, visitor),
        ],
        marked=marked or (),
        kept=[(name, value) for name, value in hidden.items() if value],
        action=links.root + "/selection",
        compare=links.root + "/selection/compare",
        prints=[
            replace(
                printed(photo, number, visitor, selection.versions, sizes=PRINT_SIZES),
                was=" ".join(was for was, now in selection.former.items() if now == photo.id),
            )
            for number, photo in enumerate(selection.photos, 1)
        ],
        sheets=[
            Link(visitor.t("sheet_12"), chosen.address(links, "/sheet", per="12")),
            Link(visitor.t("sheet_20"), chosen.address(links, "/sheet", per="20")),
            Link(visitor.t("sheet_pdf"), chosen.address(links, "/sheet.pdf", per="12")),
        ],
        downloads=[
            Link(visitor.t(f"download_{form[1:]}"), chosen.address(links, form))
            for form in DOWNLOADS
        ],
        credits="\n".join(
            f"{number}. {credit_text(photo) or visitor.t('no_credit')}"
            for number, photo in enumerate(selection.photos, 1)
        ),
        browse=links.search(),
    )
