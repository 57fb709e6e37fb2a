"""``/thumbnails/{id}?w=480&v=…``: a photo's picture, smaller, or a calm stand-in.

A rendition that was made before is read and sent; one that must be made is waited for, which costs
nothing here: it is decoded in a process apart, in the lines of ``indexer.pictures``. Who has waited
for long gets the stand-in, and the work goes on. Pictures of the web are not waited for at all:
they are noted in the site's ``backlog``, where it has one, and are there on the next view.

The form is the one that the request weighs most. Of equal ones AVIF comes first on photos' own
pages, where it saves 10 to 30 KB a picture, and WebP elsewhere: of a tile AVIF saves 2 KB, and of
the largest, which is made in a hurry, nothing (``indexer.imaging.renditions``).

An address that names the picture's version may be kept for good, since another picture has another
address. Any other address must be asked for anew each time; the entity tag makes that cheap. So
must a stand-in, whatever its address: the picture may be there the next time.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from typing import TypeVar

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from indexer import Archive, Document
from indexer.pictures import WIDTHS, MediaType, Thumbnail
from web.addresses.query_string import value_of
from web.pictures.placeholder import POLICY, placeholder
from web.server.metrics import process_metrics
from web.site.entity_tags import is_current
from web.site.finding import find_photo
from web.site.negotiation import EVERYONES, choose_type
from web.site.site import site_of

T = TypeVar("T")

DEFAULT_WIDTH = WIDTHS[1]
AVIF_FIRST = (960, 1600)  # widths for which it pays
PATIENCE = 20.0  # seconds that a request waits for a picture to be decoded

_KEPT = "public, max-age=31536000, immutable"
_ASKED = "public, no-cache"


async def thumbnail(request: Request) -> Response:
    """Answer a request; see the module."""
    site = site_of(request)
    width = _width(value_of(request, "w"))
    media_type = choose_type(request.headers.get("accept", ""), forms(width))
    sent, lane = process_metrics().thumbnails, site.lanes.thumbnails
    document, started = await lane.run(
        _start, site.archive, request.path_params["id"], width, media_type
    )
    kept = started.done()
    made = await _result(started)
    if made is None:
        sent.labels("stand_in").inc()
        trouble = await lane.run(site.trouble, document)
        return _stand_in(document, coming=trouble is not None and trouble.code == "coming")
    true = value_of(request, "v") == made.version
    headers = {
        "ETag": made.etag,
        "Cache-Control": _KEPT if true else _ASKED,
        "Vary": "Accept",
    }
    if is_current(request.headers.get("if-none-match", ""), made.etag):
        sent.labels("unchanged").inc()
        return Response(status_code=304, headers=headers)
    sent.labels("kept" if kept else "made").inc()
    return Response(made.content, headers=headers, media_type=made.media_type)


def forms(width: int) -> Sequence[MediaType]:
    """The forms that are offered, the best first of those that a request weighs alike."""
    first: Sequence[MediaType] = ("image/webp", "image/avif")
    return (*(reversed(first) if width in AVIF_FIRST else first), EVERYONES)


def _start(
    archive: Archive, document_id: str, width: int, media_type: MediaType
) -> "tuple[Document, Future[Thumbnail | None]]":
    document = find_photo(archive, document_id)
    return document, archive.pictures.start_thumbnail(document, width=width, media_type=media_type)


async def _result(future: "Future[T]") -> T | None:
    """Wait without a thread; others may wait for the same, so this one may leave and not cancel."""
    if future.done():
        return future.result()
    with anyio.move_on_after(PATIENCE):
        return await asyncio.shield(asyncio.wrap_future(future))
    return None


def _width(text: str) -> int:
    if not text:
        return DEFAULT_WIDTH
    widths = {str(width): width for width in WIDTHS}
    if text not in widths:
        raise HTTPException(400, f"w={text}: one of {', '.join(widths)} is needed")
    return widths[text]


def _stand_in(document: Document, *, coming: bool) -> Response:
    """Status 200, because a browser reports an error for every picture of any other."""
    headers = {
        "Cache-Control": _ASKED,
        "Content-Security-Policy": POLICY,
        "Vary": "Accept",
        "X-Picture": "coming" if coming else "missing",
    }
    return Response(
        placeholder(document, coming=coming), headers=headers, media_type="image/svg+xml"
    )
