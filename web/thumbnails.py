"""``/thumbnails/{id}?w=480``: a photo's picture, smaller, or a calm stand-in.

A rendition that was made before is read and sent; one that must be made waits for its turn, because
decoding is the one thing here that can use up a machine's memory. A page of pictures that have to
be fetched first waits in a line of its own, of limited length, so that slow hosts on the web cannot
keep ready pictures from being made: who finds it full gets the stand-in and may come again.
"""

from functools import partial

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from indexer import Archive, Document
from indexer.pictures import WIDTHS, MediaType, Thumbnail, is_on_web
from web.finding import find_photo
from web.negotiation import choose_type
from web.placeholder import POLICY, placeholder
from web.site import site_of

DEFAULT_WIDTH = WIDTHS[1]
FETCHES = 4  # pictures on their way from the web at a time, in one process
LONGEST_LINE = 24  # requests that may wait for one

_KEPT = "public, max-age=86400, stale-while-revalidate=604800"
_BRIEF = "public, max-age=300"


class Thumbnails:
    """The handler, with the lines that requests wait in."""

    def __init__(self, *, jobs: int, fetch: bool) -> None:
        self._fetch = fetch
        self._making = CapacityLimiter(jobs)
        self._fetching = CapacityLimiter(FETCHES)

    async def __call__(self, request: Request) -> Response:
        """Answer a request; see the module."""
        archive = site_of(request).archive
        width = _width(request.query_params.get("w", ""))
        media_type = choose_type(request.headers.get("accept", ""))
        document, ready = await anyio.to_thread.run_sync(
            _find, archive, request.path_params["id"], width, media_type
        )
        made = ready or await self._make(archive, document, width, media_type)
        if made is None:
            return _stand_in(document)
        headers = {"ETag": made.etag, "Cache-Control": _KEPT, "Vary": "Accept"}
        if is_current(request.headers.get("if-none-match", ""), made.etag):
            return Response(status_code=304, headers=headers)
        return Response(made.content, headers=headers, media_type=made.media_type)

    async def _make(
        self, archive: Archive, document: Document, width: int, media_type: MediaType
    ) -> Thumbnail | None:
        fetch = self._fetch and is_on_web(document.image)
        line = self._fetching if fetch else self._making
        if fetch and line.statistics().tasks_waiting >= LONGEST_LINE:
            return None
        make = partial(
            archive.pictures.thumbnail, document, width=width, media_type=media_type, fetch=fetch
        )
        return await anyio.to_thread.run_sync(make, limiter=line)


def _find(
    archive: Archive, document_id: str, width: int, media_type: MediaType
) -> tuple[Document, Thumbnail | None]:
    document = find_photo(archive, document_id)
    return document, archive.pictures.ready_thumbnail(document, width=width, media_type=media_type)


def is_current(if_none_match: str, etag: str) -> bool:
    """Whether a client has it already: weak comparison, RFC 9110 section 13.1.2."""
    known = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in known or known == ["*"]


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
        "Cache-Control": _BRIEF,
        "Content-Security-Policy": POLICY,
        "Vary": "Accept",
        "X-Picture": "missing",
    }
    return Response(placeholder(document), headers=headers, media_type="image/svg+xml")
