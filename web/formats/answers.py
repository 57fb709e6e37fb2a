"""Responses of formats: what they may be kept for, and what a client has already.

Programs ask again and again (a feed reader each hour, for years), and mostly nothing changed. Each
answer has an entity tag and must be asked for anew; who has it already gets 304 and no body. What
search engines of the web list are pages, and not their data.
"""

import json
from collections.abc import Iterable, Mapping
from typing import TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from web.addresses import media_types
from web.addresses.params import shortened
from web.site.entity_tags import entity_tag, is_current
from web.site.site import site_of

FRESH = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
UNLISTED = {**FRESH, "X-Robots-Tag": "noindex"}
NAMED = 30  # characters of a text in the name of a file

Part = TypeVar("Part", str, bytes)


def whole(
    request: Request, content: bytes, media_type: str, *, headers: Mapping[str, str] = UNLISTED
) -> Response:
    """An answer of which all is there."""
    etag = entity_tag(content)
    headers = {**headers, "ETag": etag}
    if is_current(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def attachment(
    form: str, plain: str, *, first: str, text: str = "", last: str, inline: bool = False
) -> dict[str, str]:
    """The header by which a file has a name: first, the words of somebody's text, last.

    ``plain`` is for those who read nothing but ASCII. ``inline`` is for what a browser can show.
    """
    words = "".join(c if c.isalnum() else " " for c in shortened(text, NAMED)).split()
    name = quote("-".join([first, *words, last]) + f".{form}", safe="")
    kind = "inline" if inline else "attachment"
    told = f"{kind}; filename=\"{plain}.{form}\"; filename*=UTF-8''{name}"
    return {"Content-Disposition": told}


def json_answer(
    request: Request,
    content: object,
    media_type: str = media_types.JSON,
    *,
    headers: Mapping[str, str] = UNLISTED,
) -> Response:
    """JSON as Starlette writes it."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return whole(request, text.encode(), media_type, headers=headers)


def streamed(
    request: Request, parts: Iterable[Part], media_type: str, headers: Mapping[str, str] = UNLISTED
) -> Response:
    """An answer that is made while it is sent, in the lane of what takes long."""
    lane = site_of(request).lanes.exports
    return StreamingResponse(lane.each(parts), headers=dict(headers), media_type=media_type)
