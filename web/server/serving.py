"""The server: uvicorn, with the accepting, the protocol and the log of this site.

Everything hangs on uvicorn's ``Config``, because that is what uvicorn hands to every worker: as it
is loaded in a process, it makes what that process alone has (its connections, its log). Headers of
proxies are not read, since nothing here depends on scheme or client.

uvicorn's own warnings are off: strangers cause them (a malformed request, an upgrade that is not
offered), a line or two each time. What they tell is in the access log; errors go to standard error.
"""

import asyncio
import socket
import sys
from collections.abc import Callable
from functools import cached_property, partial

import uvicorn
from starlette.types import ASGIApp

from web.server.accepting import ServingLoop
from web.server.access_log import AccessLog, AccessLogged
from web.server.connections import ConnectionLimits, Connections
from web.server.protocol import LONGEST_HEAD, Protocol
from web.server.workers import Workers
from web.settings import Settings


class ServerConfig(uvicorn.Config):
    """The configuration of one server, and what each of its processes has of its own."""

    def __init__(
        self,
        app: ASGIApp | str,
        *,
        limits: ConnectionLimits,
        access_log: bool = False,
        workers: int = 1,
    ) -> None:
        super().__init__(
            app,
            factory=isinstance(app, str),
            http=Protocol,
            ws="none",
            h11_max_incomplete_event_size=LONGEST_HEAD,
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            workers=workers,
            timeout_graceful_shutdown=limits.stopping,
        )
        self.limits = limits
        self._logs = access_log

    @cached_property
    def places(self) -> Connections:
        """The connections of this process."""
        return Connections(self.limits.held)

    @cached_property
    def log(self) -> AccessLog | None:
        """The access log, where one is kept."""
        return AccessLog() if self._logs else None

    def logged(self, app: ASGIApp, written: Callable[[], int]) -> ASGIApp:
        """The application for one connection, with its requests logged where a log is kept."""
        return app if self.log is None else AccessLogged(app, self.log, written)

    def get_loop_factory(self) -> Callable[[], asyncio.AbstractEventLoop]:
        """The loop that accepts with care."""
        return partial(ServingLoop, self.places, self.limits)

    def log_refusal(self, status: int, size: int) -> None:
        """Log what was refused before there was a request to name."""
        if self.log is not None:
            self.log.write(status=status, started=None, size=size, method="-", path="-")


def limits_of(settings: Settings) -> ConnectionLimits:
    """The limits that an operator chose."""
    seconds = float(settings.request_timeout)
    return ConnectionLimits(connections=settings.connections, head=seconds, body=seconds)


def keeps_log(settings: Settings) -> bool:
    """Whether requests are logged: a person at a terminal did not ask for it, a unit file might."""
    if settings.access_log == "auto":
        return not sys.stdout.isatty()
    return settings.access_log == "yes"


def run(app: ASGIApp | str, listener: socket.socket, settings: Settings) -> None:
    """Serve until stopped; ``app`` is the name of a factory where there are several workers."""
    config = ServerConfig(
        app,
        limits=limits_of(settings),
        access_log=keeps_log(settings),
        workers=settings.workers,
    )
    if settings.workers == 1:
        uvicorn.Server(config).run(sockets=[listener])
    else:
        Workers(config, sockets=[listener]).run()
