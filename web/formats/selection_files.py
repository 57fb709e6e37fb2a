"""A selection as a file: table, JSON, ninjs, pictures; and the first results as a selection."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from indexer import Document, Hit, Results
from indexer.presentation import document_json, web_address
from web.addresses import media_types
from web.addresses.chosen import MOST, TITLE, Chosen
from web.addresses.links import Links
from web.addresses.params import read_request, shortened
from web.addresses.query_string import items_of
from web.addresses.search_request import SearchRequest
from web.formats import ninjs, table
from web.formats.answers import UNLISTED, attachment, json_answer, streamed
from web.formats.tags import Tags
from web.selection.pictures_zip import Original, Packed, pictures_zip
from web.site.finding import find
from web.site.origin import absolute_links
from web.site.selected import LookedUp, check_any, file_name, look_up, notices
from web.site.site import Visitor, site_of, visitor_of
from web.wording.credits import credit_text
from web.wording.dates import date_text


def selection_csv(request: Request) -> Response:
    """``/selection.csv``."""
    selection, visitor = look_up(request), visitor_of(request)
    hits = [Hit(photo, 0.0) for photo in selection.photos]
    lines = table.rows([hits], absolute_links(request))
    headers = {**_missing(selection), **_named(selection, visitor, "csv")}
    return streamed(request, (table.header(visitor.language), *lines), media_types.CSV, headers)


def selection_json(request: Request) -> Response:
    """``/selection.json``."""
    selection, links = look_up(request), visitor_of(request).links
    chosen = selection.chosen
    return json_answer(
        request,
        {
            "title": chosen.title,
            "total": len(selection.photos),
            "missing": [*selection.gone, *chosen.unread],
            "url": chosen.address(links),
            "results": [
                document_json(photo, addresses=links, versions=selection.versions)
                for photo in selection.photos
            ],
        },
        headers={**UNLISTED, **_named(selection, visitor_of(request), "json")},
    )


def selection_ninjs(request: Request) -> Response:
    """``/selection.ninjs``."""
    selection = look_up(request)
    content = ninjs.selection_ninjs(
        selection.photos,
        selection.chosen.title,
        links=absolute_links(request),
        tags=Tags(site_of(request).settings.tag_authority),
        versions=selection.versions,
    )
    headers = {**_missing(selection), **_named(selection, visitor_of(request), "ninjs.json")}
    return json_answer(request, content, media_types.NINJS, headers=headers)


def selection_zip(request: Request) -> Response:
    """``/selection.zip``."""
    selection, visitor = look_up(request), visitor_of(request)
    check_any(selection)
    pictures, links = site_of(request).archive.pictures, absolute_links(request)
    originals = (
        Original(
            number=number,
            caption=photo.caption or photo.headline,
            image=photo.image,
            path=pictures.original(photo),
        )
        for number, photo in enumerate(selection.photos, 1)
    )

    def credits_of(packed: Sequence[Packed]) -> str:
        return "\n".join(_credits(selection, packed, visitor, links)) + "\n"

    headers = {**_missing(selection), **_named(selection, visitor, "zip")}
    return streamed(request, pictures_zip(originals, credits_of), media_types.ZIP, headers)


def results(request: Request) -> Response:
    """``/selection/results``: the first results of a search, as the address of a selection."""
    found, asked = _first(request)
    chosen = Chosen(ids=_ids(found), title=shortened(asked.query, TITLE), found=found.pictures)
    address = chosen.address(visitor_of(request).links)
    return RedirectResponse(address, 303, {"Cache-Control": "no-cache"})


def results_json(request: Request) -> Response:
    """``/selection/results.json``: their ids, for a page that puts them to others."""
    found, _ = _first(request)
    ids = _ids(found)
    return json_answer(request, {"ids": ids, "total": max(found.pictures, len(ids))})


def _first(request: Request) -> tuple[Results, SearchRequest]:
    """The first photos that a search finds, whatever page of it and whatever kind was shown."""
    asked = replace(
        read_request(items_of(request)).plain(),
        kind="photo",
        groups="show",
        page=1,
        per_page=MOST,
    )
    return find(site_of(request).archive, asked), asked


def _ids(found: Results) -> tuple[str, ...]:
    """Those of full matches while there are any, as totals count them."""
    return tuple(hit.document.id for hit in found.hits if not (hit.related and found.total))


def _named(selection: LookedUp, visitor: Visitor, form: str) -> dict[str, str]:
    title, count = selection.chosen.title, str(len(selection.photos))
    return attachment(form, "selection", first=visitor.t("site"), text=title, last=count)


def _missing(selection: LookedUp) -> dict[str, str]:
    """How many of those that were asked for are not in a file that has no place to say so."""
    missing = len(selection.gone) + len(selection.chosen.unread)
    return {**UNLISTED, "X-Missing": str(missing)}


def _credits(
    selection: LookedUp, packed: Sequence[Packed], visitor: Visitor, links: Links
) -> Iterator[str]:
    """The lines of the text that goes with the pictures."""
    t = visitor.t
    yield t("credits_head", n=f"{len(packed):,}", day=datetime.now().astimezone().date())
    if selection.chosen.title:
        yield t("sheet_of", query=_line(selection.chosen.title))
    yield f"{t('credits_address')}{selection.chosen.address(links)}"
    yield from notices(selection, visitor)
    for entry, photo in zip(packed, selection.photos, strict=True):
        yield ""
        yield from _credit(entry, photo, visitor, links)


def _credit(entry: Packed, photo: Document, visitor: Visitor, links: Links) -> Iterator[str]:
    t = visitor.t
    missing = t("credits_too_much") if entry.too_much else t("credits_missing")
    yield f"{entry.original.number}. {entry.name or missing}"
    for name, value in (
        ("credits_original", file_name(photo)),
        ("credits_caption", photo.caption or t("no_caption")),
        ("credits_credit", credit_text(photo) or t("no_credit")),
        ("credits_date", date_text(photo, t)),
        ("credits_article", photo.headline),
        ("credits_address", links.photo(photo.id)),
        ("credits_post", web_address(photo.url)),
    ):
        if value:
            yield f"   {t(name)}{_line(value)}"


def _line(text: str) -> str:
    """A text on one line, so that none of a stranger's looks like one of ours."""
    return " ".join(text.split())
