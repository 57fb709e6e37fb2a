"""What became of one request, as seen from its connection.

What the application answers to a reader who has left, or to HEAD, is not written: only the
connection knows, so it says how much it was given. The access log and the metrics are both told
from here, so that they agree.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

OTHER = "other"
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One request that is done with.

    Attributes:
        status: 0 where the reader left before an answer.
        seconds: from the request's head to the last byte handed over; 0 where nobody looked.
        size: bytes of the body that were written.
        method, target: as they were sent; ``-`` for what could not be read.
        client: the address of who asked, as a trusted proxy tells it; ``-`` where unknown.
        route: the template of the address, such as ``/photos/{id}``; never the address itself.
    """

    status: int
    seconds: float = 0.0
    size: int = 0
    method: str = "-"
    target: str = "-"
    client: str = "-"
    route: str = OTHER


Witness = Callable[[Answered], None]


class Watched:
    """An application whose requests are told of.

    It is one connection's: ``written`` says how many bytes were written to that until now.
    """

    def __init__(
        self,
        app: ASGIApp,
        witnesses: Sequence[Witness],
        written: Callable[[], int],
        counter: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._app = app
        self._witnesses = witnesses
        self._written = written
        self._counter = counter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, target = self._counter(), requested(scope)
        status = size = 0

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            before = self._written()
            await send(message)
            if self._written() == before:
                return
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))

        try:
            await self._app(scope, receive, send_counted)
        finally:
            answered = Answered(
                status=status,
                seconds=self._counter() - started,
                size=size,
                method=scope["method"],
                target=target,
                client=client_of(scope),
                route=getattr(scope.get("route"), "path", OTHER),
            )
            for tell in self._witnesses:
                tell(answered)


def requested(scope: Scope) -> str:
    """The target of a request as it was sent."""
    path: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogateescape")
    query: bytes = scope.get("query_string", b"")
    return (path + b"?" + query if query else path).decode("latin-1")


def client_of(scope: Scope) -> str:
    """The address of who asks."""
    client = scope.get("client")
    return client[0] if client else "-"
