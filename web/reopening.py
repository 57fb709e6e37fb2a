"""A server that opens everything anew while it goes on serving: what SIGHUP asks for.

Index, settings' folders, templates and static files are read again; requests that have begun end
with what they began with, and that is closed after the last of them. No connection notices. What
cannot be opened is told in a line, and the old goes on. One process does it in its place; of
several, the parent replaces one after the other (``web.server.workers``), with new code too.

A terminal that is closed sends the same signal to what runs in it, and then means the end.
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress

import anyio.to_thread
from starlette.applications import Starlette
from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from indexer import ArchiveError
from indexer.presentation import visible
from web.server.workers import has_terminal


class _Generation:
    """An application, and how many requests are in it."""

    def __init__(self, app: Starlette) -> None:
        self.app = app
        self._context: AbstractAsyncContextManager[object] = app.router.lifespan_context(app)
        self._requests = 0
        self._retired = False

    async def begin(self) -> None:
        await self._context.__aenter__()

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._requests += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._requests -= 1
            await self._close_if_done()

    async def retire(self) -> None:
        """No request will come any more."""
        self._retired = True
        await self._close_if_done()

    async def end(self) -> None:
        await self._context.__aexit__(None, None, None)

    async def _close_if_done(self) -> None:
        if self._retired and not self._requests:
            await self.end()


class Reopening:
    """The application of now, which another replaces when that is asked for."""

    def __init__(self, first: Starlette, again: Callable[[], Starlette]) -> None:
        self._now = _Generation(first)
        self._again = again
        self._terminal = has_terminal()
        self._lifespan = Router(lifespan=self._living)
        self._wanted = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        else:
            await self._now.serve(scope, receive, send)

    async def reopen(self) -> None:
        """Replace the application, if another can be made."""
        try:
            new = _Generation(await anyio.to_thread.run_sync(self._again))
            await new.begin()
        except Exception as error:
            expected = isinstance(error, ArchiveError | OSError)
            what = str(error) if expected else f"{type(error).__name__}: {error}"
            told = f"python -m web: {what}; serving what was open before"
            with suppress(OSError):  # nobody is left to be told
                sys.stderr.write(visible(told) + "\n")
            return
        before, self._now = self._now, new
        await before.retire()

    @asynccontextmanager
    async def _living(self, _: object) -> AsyncIterator[None]:
        await self._now.begin()
        waiting = asyncio.create_task(self._reopen_when_asked())
        with _heeding_hangup(self._hung_up):
            yield
        waiting.cancel()
        await self._now.end()

    async def _reopen_when_asked(self) -> None:
        while await self._wanted.wait():
            self._wanted.clear()
            await self.reopen()

    def _hung_up(self) -> None:
        if self._terminal and not has_terminal():
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            self._wanted.set()


@contextmanager
def _heeding_hangup(heed: Callable[[], None]) -> Iterator[None]:
    """In the block, SIGHUP calls ``heed`` in the loop, where signals can be had."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, heed)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
