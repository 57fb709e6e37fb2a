"""A server in a thread of the test's own process, with limits and an application of the test's."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp

from tests.web.server import PATIENCE, until
from web.command import _listening
from web.server.access_log import AccessLog
from web.server.connections import ConnectionLimits, Connections
from web.server.protocol import Protocol
from web.server.serving import ServerConfig
from web.settings import Settings

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, in a thread of its own.

    Where a browser was started before in the same process, its loop still runs in this thread.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@contextmanager
def serving(
    app: ASGIApp, limits: ConnectionLimits, *, log: AccessLog | None = None
) -> Iterator[tuple[uvicorn.Server, int]]:
    """A server and its port, on the listener that the command makes."""
    config = ServerConfig(app, limits=limits)
    config.log = log
    server = uvicorn.Server(config)
    with _listening(Settings(index="x", port=0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            until(lambda: server.started)
            yield server, port
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
    assert not thread.is_alive()


def held(server: uvicorn.Server) -> list[Protocol]:
    """The connections that a server has."""
    return [one for one in server.server_state.connections if isinstance(one, Protocol)]


def places(server: uvicorn.Server) -> Connections:
    """The places of a server."""
    assert isinstance(server.config, ServerConfig)
    return server.config.places
