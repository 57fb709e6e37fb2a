"""The end of a process that is stopped, even where a thread of it never ends.

Python waits for its threads, and a search that hangs cannot be taken out of one. What was asked has
had its time by then (``ConnectionLimits.stopping``), the index is only read, and whoever stops a
server wants it gone. Who still waits then is told to come again, where uvicorn would write a
traceback for each.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Timer

from starlette.types import ASGIApp, Message, Receive, Scope, Send

GRACE = 5.0  # seconds from the end of serving to that of the process

_TOLD = "python -m web: stopped, with requests that did not end\n"


class Stopping:
    """An application whose process ends soon after it was told to shut down."""

    def __init__(self, app: ASGIApp, end: Callable[[], None] | None = None) -> None:
        self._app = app
        self._end = end or _end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._answer(scope, receive, send)
            return

        async def receive_told() -> Message:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                timer = Timer(GRACE, self._end)
                timer.daemon = True
                timer.start()
            return message

        await self._app(scope, receive_told, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def send_noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except asyncio.CancelledError:
            if not begun:
                headers = [(b"content-length", b"0"), (b"retry-after", b"1")]
                await send({"type": "http.response.start", "status": 503, "headers": headers})
            await send({"type": "http.response.body"})


def _end() -> None:
    with suppress(OSError):  # nobody is left to be told
        sys.stderr.write(_TOLD)
    os._exit(1)
