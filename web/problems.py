"""Errors: one shape for programs (RFC 9457 problem+json), one page for people.

``.json`` addresses, thumbnails and the health check always answer programs; elsewhere the
``Accept`` header decides, and a page is what is sent when it does not.
"""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from indexer import ArchiveError, ArgumentError, DocumentMissingError
from web.contexts import ErrorPage
from web.security import HEADERS
from web.site import reader_of, site_of

_FOR_PROGRAMS = ("/thumbnails/", "/healthz", "/static/")
_OWN_HEADLINES = frozenset({400, 404, 405, 500, 503})


def answer(request: Request, error: Exception) -> Response:
    """The response to an exception that a handler let go."""
    status, detail = _told(error)
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    return problem(request, status, detail, headers)


def unexpected(request: Request, error: Exception) -> Response:  # noqa: ARG001  Starlette's signature
    """The response to a fault of ours; its trace goes to the log and never to the reader."""
    # This one is sent outside of all middleware, so the headers are not added there.
    return problem(request, 500, "The fault has been logged; please try again.", dict(HEADERS))


def problem(request: Request, status: int, detail: str, headers: dict[str, str]) -> Response:
    """An error in the form that suits who asked."""
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language", **headers}
    if _is_program(request):
        title = HTTPStatus(status).phrase
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JSONResponse(body, status, headers, media_type="application/problem+json")
    site, reader = site_of(request), reader_of(request)
    headline = reader.t(f"error_{status}" if status in _OWN_HEADLINES else "error_other")
    page = ErrorPage(
        frame=site.frame(request, reader, title=headline),
        status=status,
        headline=headline,
        detail=detail,
    )
    return site.render("error.html", page, status=status, headers=headers)


def _told(error: Exception) -> tuple[int, str]:
    """The status of an exception, and what may be said of it."""
    match error:
        case HTTPException():
            default = HTTPStatus(error.status_code)
            told = error.detail != default.phrase
            return error.status_code, error.detail if told else default.description
        case ArgumentError():
            return 400, str(error)
        case DocumentMissingError():
            return 404, str(error)
        case ArchiveError():
            return 503, str(error)
    raise error


def _is_program(request: Request) -> bool:
    path = request.url.path
    if path.endswith(".json") or path.startswith(_FOR_PROGRAMS):
        return True
    accepted = request.headers.get("accept", "")
    return "json" in accepted and "text/html" not in accepted
