"""The server: uvicorn, with the accepting, the protocol and the log of this site.

Everything hangs on uvicorn's ``Config``, because that is what uvicorn hands to every worker: as it
is loaded in a process, it makes what that process alone has (its connections, its log). Headers of
proxies are read by the site (``web.site.proxies``), which knows all four of them.

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
from web.server.access_log import AccessLog
from web.server.answered import Answered, Watched, Witness
from web.server.connections import ConnectionLimits, Connections
from web.server.metrics import process_metrics
from web.server.protocol import LONGEST_HEAD, Protocol
from web.server.workers import Workers
from web.settings import Settings

STARTING = 60
"""Seconds that a worker may take to open the index, or to say that it is there."""


class ServerConfig(uvicorn.Config):
    """The configuration of one server, and what each of its processes has of its own."""

    def __init__(
        self,
        app: ASGIApp | str,
        *,
        limits: ConnectionLimits,
        access_log: str = "no",
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
            timeout_worker_healthcheck=STARTING,
        )
        self.limits = limits
        self._logs = access_log

    @cached_property
    def places(self) -> Connections:
        """The connections of this process."""
        return Connections(self.limits.held, process_metrics().connections.set)

    @cached_property
    def log(self) -> AccessLog | None:
        """The access log, where one is kept."""
        return None if self._logs == "no" else AccessLog(as_json=self._logs == "json")

    @cached_property
    def witnesses(self) -> tuple[Witness, ...]:
        """Who is told of every request."""
        told = process_metrics().answered
        return (told,) if self.log is None else (told, self.log.write)

    def watched(self, app: ASGIApp, written: Callable[[], int]) -> ASGIApp:
        """The application for one connection, with its requests counted and logged."""
        return Watched(app, self.witnesses, written)

    def get_loop_factory(self) -> Callable[[], asyncio.AbstractEventLoop]:
        """The loop that accepts with care."""
        return partial(ServingLoop, self.places, self.limits)

    def refused(self, status: int, size: int, client: str) -> None:
        """Tell of what was refused before there was a request to name."""
        for tell in self.witnesses:
            tell(Answered(status=status, size=size, client=client))


def limits_of(settings: Settings) -> ConnectionLimits:
    """The limits that an operator chose."""
    seconds = float(settings.request_timeout)
    return ConnectionLimits(connections=settings.connections, head=seconds, body=seconds)


def kind_of_log(settings: Settings) -> str:
    """``yes``, ``no``, ``json``: a person at a terminal did not ask for one, a unit file might."""
    if settings.access_log == "auto":
        return "no" if sys.stdout.isatty() else "yes"
    return settings.access_log


def run(app: ASGIApp | str, listener: socket.socket, settings: Settings) -> None:
    """Serve until stopped; ``app`` is the name of a factory where there are several workers."""
    config = ServerConfig(
        app,
        limits=limits_of(settings),
        access_log=kind_of_log(settings),
        workers=settings.workers,
    )
    if settings.workers == 1:
        uvicorn.Server(config).run(sockets=[listener])
    else:
        Workers(config, sockets=[listener]).run()
