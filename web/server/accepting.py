"""An event loop that accepts connections with care for the descriptors that there are.

asyncio's own accepting tries 2,048 times in a row when the system has no descriptor left, logs a
traceback for each, sets 2,048 timers to try again, and each of those does the same: a server at
its limit wrote megabytes a second and served nobody, even when descriptors were free again. Here
one failure is one pause, the connection that has waited longest makes room, and the log gets one
line a minute.

The loop's ``create_server`` is the one place where a server gets at this without reaching into
asyncio: uvicorn is given the loop's factory, and calls it in every worker.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from typing import Any

from web.server.connections import ConnectionLimits, Connections

AT_ONCE = 16  # on their way in: beyond the limit, as many have to be closed for them first

_LOG = logging.getLogger(__name__)

Factory = Callable[[], asyncio.BaseProtocol]


class Doorway:
    """Accepts on one listening socket, which must be of ``IPPROTO_TCP``, until it is closed.

    Of ``asyncio.Server`` it has what uvicorn asks for: ``close`` and ``wait_closed``.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        listener: socket.socket,
        factory: Factory,
        connections: Connections,
        limits: ConnectionLimits,
    ) -> None:
        self._loop = loop
        self._listener = listener
        self._factory = factory
        self._connections = connections
        self._limits = limits
        self._pause: asyncio.TimerHandle | None = None
        self._wider: asyncio.TimerHandle | None = None
        self._told: float | None = None
        self._arriving: set[asyncio.Task[Any]] = set()
        listener.settimeout(0)

    def open(self) -> None:
        """Begin to accept."""
        self._pause = None
        self._loop.add_reader(self._listener, self._accept)

    def close(self) -> None:
        """Accept no more; those that were accepted get one answer more at most."""
        self._connections.ending = True
        for timer in (self._pause, self._wider):
            if timer is not None:
                timer.cancel()
        self._loop.remove_reader(self._listener)

    async def wait_closed(self) -> None:
        """Nothing is left to wait for."""

    def _accept(self) -> None:
        for _ in range(AT_ONCE - len(self._arriving)):
            try:
                accepted, _address = self._listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                self._rest(error)
                return
            accepted.settimeout(0)
            task = self._loop.create_task(
                self._loop.connect_accepted_socket(self._factory, accepted)
            )
            self._arriving.add(task)
            task.add_done_callback(self._arriving.discard)

    def _rest(self, error: OSError) -> None:
        """The system has nothing to accept with: make room, and try again a little later."""
        held = len(self._connections) + len(self._arriving)
        self._connections.narrow(len(self._arriving))
        if self._wider is not None:
            self._wider.cancel()
        self._wider = self._loop.call_later(self._limits.recovery, self._connections.widen)
        now = self._loop.time()
        if self._told is None or now - self._told >= self._limits.quiet:
            self._told = now
            _LOG.error(
                "no more connections can be accepted (%s): of %d, those that waited longest were "
                "closed; allow the process more open files, or set --connections lower",
                error.strerror or error,
                held,
            )
        self._loop.remove_reader(self._listener)
        self._pause = self._loop.call_later(self._limits.pause, self.open)


class ServingLoop(asyncio.SelectorEventLoop):
    """A loop whose servers accept through a ``Doorway``."""

    def __init__(self, connections: Connections, limits: ConnectionLimits) -> None:
        super().__init__()
        self._connections = connections
        self._limits = limits

    async def create_server(  # type: ignore[override]  # of its forms, the one for a socket that listens
        self, protocol_factory: Factory, *, sock: socket.socket, **_options: Any
    ) -> Doorway:
        """Serve on a socket that listens already."""
        doorway = Doorway(self, sock, protocol_factory, self._connections, self._limits)
        doorway.open()
        return doorway
