"""Lanes: which requests may hold up which.

Handlers that ask the archive run in threads. Starlette gives them forty for all: forty slow
searches, and nothing else is answered, not even that the server is well. Here every kind of request
has a lane of its own with so many places, and a line in front of it. Who asks for a page never
waits for those who ask for something slow.

A line is honest. Whoever would wait longer than ``patience``, by the time that requests in this
lane have taken lately, is told so at once (503, with ``Retry-After``); whoever has waited so long
nonetheless is told then. Places are given in the order of asking.
"""

import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

import anyio
import anyio.to_thread
from anyio import CapacityLimiter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

T = TypeVar("T")

Handler = Callable[[Request], Response]
AsyncHandler = Callable[[Request], Awaitable[Response]]

PATIENCE = 10.0  # seconds
PAGES = 8  # of each kind that a process makes at a time
PICTURES = 16  # that are looked up; decoding has lines of its own
LATELY = 0.1  # the share of the last request in the time that requests take
LONGEST_AFTER = 60  # seconds that anybody is asked to wait before they try again

_END = object()


class Lane:
    """So many places, and the line before them."""

    def __init__(self, places: int, *, patience: float = PATIENCE) -> None:
        self._places = CapacityLimiter(places)
        # A place is held already when a thread is asked for, so that there is always one.
        self._threads = CapacityLimiter(math.inf)
        self._patience = patience
        self._taken = 0.0

    @property
    def waiting(self) -> int:
        """How many stand in the line."""
        return self._places.statistics().tasks_waiting

    def handler(self, handle: Handler) -> AsyncHandler:
        """A handler that answers in this lane."""

        @wraps(handle)
        async def answer(request: Request) -> Response:
            return await self.run(handle, request)

        return answer

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        """Do something in a thread, once there is a place.

        Raises:
            HTTPException: 503, the line is too long.
        """
        async with self._place(patience=self._patience):
            return await anyio.to_thread.run_sync(work, *arguments, limiter=self._threads)

    async def each(self, parts: Iterable[T]) -> AsyncIterator[T]:
        """The parts of a long answer, each made in a thread once there is a place.

        No place is held while a part is sent, so that a slow reader keeps nobody waiting. What has
        begun is never refused, however long the line is: a file would end in its middle.
        """
        source = iter(parts)
        while True:
            async with self._place(patience=math.inf):
                part = await anyio.to_thread.run_sync(_next, source, limiter=self._threads)
            if part is _END:
                return
            yield part  # type: ignore[misc]  # all but the end are of the iterator

    @asynccontextmanager
    async def _place(self, *, patience: float) -> AsyncIterator[None]:
        expected = self._expected()
        if expected > patience:
            raise busy(expected)
        holder = object()
        with anyio.move_on_after(patience) as waited:
            await self._places.acquire_on_behalf_of(holder)
        if waited.cancelled_caught:
            raise busy(max(self._expected(), 1.0))
        started = time.perf_counter()
        try:
            yield
        finally:
            self._places.release_on_behalf_of(holder)
            self._taken += LATELY * (time.perf_counter() - started - self._taken)

    def _expected(self) -> float:
        """Seconds that one who comes now would wait."""
        if self._places.available_tokens > 0:
            return 0.0
        return (self.waiting + 1) * self._taken / self._places.total_tokens


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of one site.

    Attributes:
        searches: pages of results, in whatever format.
        exports: what takes long by its nature: whole results, pictures in an archive.
        sheets: print, which waits for pictures besides.
        pages: photos, articles, the front page.
        suggestions: what a query may be completed to.
        thumbnails: looking for pictures.
        health: whether the server is well, and its metrics.
    """

    searches: Lane
    exports: Lane
    sheets: Lane
    pages: Lane
    suggestions: Lane
    thumbnails: Lane
    health: Lane


def make_lanes(searches: int) -> Lanes:
    """The lanes of a site that makes so many searches at a time."""
    return Lanes(
        searches=Lane(searches),
        exports=Lane(2),
        sheets=Lane(2),
        pages=Lane(PAGES),
        suggestions=Lane(PAGES),
        thumbnails=Lane(PICTURES),
        health=Lane(2),
    )


def busy(seconds: float) -> HTTPException:
    """That there are too many, and when to come again."""
    after = min(LONGEST_AFTER, max(1, math.ceil(seconds)))
    return HTTPException(503, headers={"Retry-After": str(after)})


def _next(source: Iterator[T]) -> T | object:
    return next(source, _END)
