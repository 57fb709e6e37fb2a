"""``/thumbnails/{id}?w=480&v=…``: a photo's picture, smaller, or a calm stand-in.

A rendition that was made before is read and sent; one that must be made is waited for, which costs
nothing here: it is decoded in a process apart, in the lines of ``indexer.pictures``. Pictures that
have to be fetched first wait in a line of limited length: who finds it full gets the stand-in and
may come again. So does who has waited for long; the work goes on, and is there when they come.

An address that names the picture's version may be kept for good, since another picture has another
address. Any other address must be asked for anew each time; the entity tag makes that cheap. So
must a stand-in, whatever its address: the picture may be there the next time.
"""

import asyncio
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

import anyio
import anyio.to_thread
from anyio import CapacityLimiter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from indexer import Archive, Document
from indexer.pictures import WIDTHS, MediaType, Thumbnail, is_on_web
from web.pictures.placeholder import POLICY, placeholder
from web.server.metrics import process_metrics
from web.site.entity_tags import is_current
from web.site.finding import find_photo
from web.site.lanes import Lane
from web.site.negotiation import choose_type
from web.site.site import site_of

T = TypeVar("T")

DEFAULT_WIDTH = WIDTHS[1]
FETCHES = 4  # pictures on their way from the web at a time, in one process
LONGEST_LINE = 24  # requests that may wait for one
PATIENCE = 20.0  # seconds that a request waits for a picture to be decoded

_KEPT = "public, max-age=31536000, immutable"
_ASKED = "public, no-cache"


class Thumbnails:
    """The handler, with the line that requests for pictures of the web wait in."""

    def __init__(self, *, fetch: bool, lane: Lane) -> None:
        self._fetch = fetch
        self._lane = lane
        self._sent = process_metrics().thumbnails
        self._fetching = CapacityLimiter(FETCHES)

    async def __call__(self, request: Request) -> Response:
        """Answer a request; see the module."""
        archive = site_of(request).archive
        width = _width(request.query_params.get("w", ""))
        media_type = choose_type(request.headers.get("accept", ""))
        document, started = await self._lane.run(
            _start, archive, request.path_params["id"], width, media_type
        )
        kept = started.done()
        made = await _result(started)
        if made is None and self._fetch and is_on_web(document.image):
            made = await self._fetched(archive, document, width, media_type)
        if made is None:
            self._sent.labels("stand_in").inc()
            return _stand_in(document)
        true = request.query_params.get("v") == made.version
        headers = {
            "ETag": made.etag,
            "Cache-Control": _KEPT if true else _ASKED,
            "Vary": "Accept",
        }
        if is_current(request.headers.get("if-none-match", ""), made.etag):
            self._sent.labels("unchanged").inc()
            return Response(status_code=304, headers=headers)
        self._sent.labels("kept" if kept else "made").inc()
        return Response(made.content, headers=headers, media_type=made.media_type)

    async def _fetched(
        self, archive: Archive, document: Document, width: int, media_type: MediaType
    ) -> Thumbnail | None:
        if self._fetching.statistics().tasks_waiting >= LONGEST_LINE:
            return None
        start = partial(
            archive.pictures.start_thumbnail,
            document,
            width=width,
            media_type=media_type,
            fetch=True,
        )
        return await _result(await anyio.to_thread.run_sync(start, limiter=self._fetching))


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


def _stand_in(document: Document) -> Response:
    """Status 200, because a browser reports an error for every picture of any other."""
    headers = {
        "Cache-Control": _ASKED,
        "Content-Security-Policy": POLICY,
        "Vary": "Accept",
        "X-Picture": "missing",
    }
    return Response(placeholder(document), headers=headers, media_type="image/svg+xml")
