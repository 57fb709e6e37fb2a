"""Errors: one shape for programs (RFC 9457 problem+json), one page for people.

Addresses that end in a format (``.json``, ``.csv``), suggestions, thumbnails and the health check
always answer programs; elsewhere the ``Accept`` header decides, and a page is what is sent when it
does not.

What is told depends on the kind of the exception and not on its text. A page speaks its reader's
language, which the text of an exception does not; and what an operator needs to know (a path, the
command that mends an index) is nothing for strangers: it goes to the log, on standard error.
"""

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from indexer import ArchiveError, ArgumentError, DocumentMissingError, IndexUnreachableError
from web.addresses import media_types
from web.addresses.links import Parameters
from web.addresses.params import ParameterError
from web.security import HEADERS
from web.site.frame import ErrorPage, Link
from web.site.mounting import path_within
from web.site.moved import where_it_moved
from web.site.site import site_of, visitor_of
from web.wording.messages import LANGUAGES, Language, Messages

Detail = dict[Language, str]

_LOG = logging.getLogger(__name__)
_FOR_PROGRAMS = ("/suggest", "/thumbnails/", "/healthz", "/metrics", "/static/", "/sitemap")
_OWN_HEADLINES = frozenset({400, 404, 405, 421, 500, 503})
_OWN_DETAILS = frozenset({404, 405, 421})

_AWAY_FOR = 5
"""Seconds after which who met a cluster that does not answer may ask again: it chooses another
manager in about one, and a node that is started anew is there in some twenty."""


class BeyondLastPage(HTTPException):
    """A page of results was asked for after the last; ``pages`` is how many there are."""

    def __init__(self, parameters: Parameters, pages: int) -> None:
        super().__init__(404)
        self.parameters = parameters
        self.pages = pages


def error_response(request: Request, error: Exception) -> Response:
    """The response to an exception that a handler let go; what has moved is not missing."""
    if isinstance(error, DocumentMissingError):
        try:
            if way_there := where_it_moved(request):
                return way_there
        except ArchiveError as away:
            error = away
    status, detail = _told(request, error)
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language", **_headers(error)}
    if status == 405:
        headers["Allow"] = allowed(headers.get("Allow", "GET, HEAD"))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    if _is_program(request):
        title = HTTPStatus(status).phrase
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail["en"]}
        return JSONResponse(body, status, headers, media_type="application/problem+json")
    site, visitor = site_of(request), visitor_of(request)
    headline = visitor.t(f"error_{status}" if status in _OWN_HEADLINES else "error_other")
    way, came_from = Link(visitor.t("back_to_search"), visitor.links.home()), None
    if isinstance(error, BeyondLastPage):
        came_from = error.parameters
        last = visitor.links.search(came_from, page=(str(error.pages),) if error.pages > 1 else ())
        way = Link(visitor.t("last_page", page=f"{error.pages:,}"), last)
    page = ErrorPage(
        frame=site.frame(request, visitor, title=headline, came_from=came_from),
        status=status,
        headline=headline,
        detail=detail[visitor.language],
        way=way,
    )
    return site.render("error.html", page, status=status, headers=headers)


def _headers(error: Exception) -> dict[str, str]:
    """What an exception adds to the head of its response."""
    if isinstance(error, IndexUnreachableError):
        return {"Retry-After": str(_AWAY_FOR)}
    return dict(error.headers or {}) if isinstance(error, HTTPException) else {}


def unexpected(request: Request, error: Exception) -> Response:  # noqa: ARG001  Starlette's signature
    """The response to a fault of ours; its trace goes to the log and never to the reader."""
    # This one is sent outside of all middleware, so the headers are not added there.
    return error_response(request, HTTPException(500, headers=dict(HEADERS)))


def _told(request: Request, error: Exception) -> tuple[int, Detail]:
    """The status of an exception, and what may be said of it."""
    match error:
        case BeyondLastPage(pages=1):
            return 404, _both("told_beyond_one")
        case BeyondLastPage():
            return 404, _both("told_beyond", pages=f"{error.pages:,}")
        case HTTPException():
            return error.status_code, _of_status(error)
        case ParameterError():
            return 400, {"zh": error.chinese, "en": str(error)}
        case ArgumentError():
            return 400, _both("told_argument")
        case DocumentMissingError():
            return 404, _both("told_missing")
        case ArchiveError():
            _LOG.error("%s: %r: %s", type(error).__name__, request.scope["path"], error)
            is_away = isinstance(error, IndexUnreachableError)
            return 503, _both("told_away" if is_away else "told_unreadable")
    raise error


def _of_status(error: HTTPException) -> Detail:
    status = error.status_code
    if status == 500:
        return _both("told_fault")
    told = _both(f"told_{status}" if status in _OWN_DETAILS else "told_other")
    said = error.detail != HTTPStatus(status).phrase  # by a handler of ours, to a program
    return {**told, "en": error.detail} if said else told


def _both(name: str, **values: object) -> Detail:
    return {language: Messages(language)(name, **values) for language in LANGUAGES}


def allowed(methods: str) -> str:
    """The methods of an address, in order; what they are may be asked of each."""
    return ", ".join(sorted({*methods.split(", "), "OPTIONS"}))


def _is_program(request: Request) -> bool:
    path = path_within(request.scope)
    if path.endswith(media_types.ENDINGS) or path.startswith(_FOR_PROGRAMS):
        return True
    accepted = request.headers.get("accept", "")
    return "json" in accepted and "text/html" not in accepted
