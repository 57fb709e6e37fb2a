"""A failure as a value for programs: a problem in the sense of RFC 9457.

``status`` is what the site would answer. ``error`` is the class of the exception, since no program
should have to read a message to know what happened.
"""

from http import HTTPStatus

from indexer.presentation.rendering import Json
from search.errors import ArchiveError, ArgumentError, DocumentMissingError


def problem_json(error: Exception, detail: str) -> Json:
    """The problem that an exception is; ``detail`` says it to people."""
    match error:
        case ArgumentError():
            status = HTTPStatus.BAD_REQUEST
        case DocumentMissingError():
            status = HTTPStatus.NOT_FOUND
        case ArchiveError():
            status = HTTPStatus.SERVICE_UNAVAILABLE
        case _:
            status = HTTPStatus.INTERNAL_SERVER_ERROR
    return {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "error": type(error).__name__,
    }
