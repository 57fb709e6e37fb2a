"""The connections that one process holds: how many there may be, and which goes beyond that.

A connection costs a descriptor and some kilobytes from the moment it is accepted, and a stranger
opens them for nothing. So there is a limit; beyond it the connection that has waited longest
without a request in work is closed, be it idle, or with a request that is half sent. Refusing the
newest instead would let a thousand half-sent requests keep everybody out until their time is up.
Only where every connection is at work is the newest refused.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

if sys.platform == "win32":
    resource = None
else:
    import resource

SHARE = 0.75  # of the descriptors a process may have; files of the index and pictures need the rest

LEAST = 8  # connections that are held however few descriptors there are


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """What a connection may cost; times in seconds.

    Attributes:
        connections: at a time, in one process.
        head: from a request's first byte, or the connection's opening, to the end of its headers.
        body: from there to the end of its body.
        idle: between an answer, or the end of a body that came after it, and the next request.
        sending: without the client taking a byte of the answer.
        pause: before accepting is tried again, after the system had no descriptor left.
        recovery: before as many connections as before are held, after there were too many.
        quiet: between two lines about that in the log.
        lingering: for requests on connections that were open when the server was stopped.
        stopping: for answers that are under way then.
    """

    connections: int = 1000
    head: float = 10.0
    body: float = 10.0
    idle: float = 5.0
    sending: float = 20.0
    pause: float = 0.1
    recovery: float = 5.0
    quiet: float = 60.0
    lingering: float = 1.0
    stopping: int = 10

    @property
    def held(self) -> int:
        """The connections that are really held: fewer where the system allows few descriptors."""
        if resource is None:
            return self.connections
        allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        if allowed == resource.RLIM_INFINITY:
            return self.connections
        return max(1, min(self.connections, int(allowed * SHARE)))


class Connection(Protocol):
    """What is known here of a connection."""

    def drop(self) -> None:
        """Close at once; nothing is owed to who is at the other end."""

    def refuse(self) -> None:
        """Say that there are too many, and close."""


class Connections:
    """The connections of this process, those that wait in the order in which they began to.

    Attributes:
        ending: whether the server is being stopped, so that every answer is a connection's last.
    """

    def __init__(self, limit: int, told: Callable[[int], None] = lambda _: None) -> None:
        """``told`` is called with how many there are, whenever that changes."""
        self._allowed = self._limit = limit
        self._told = told
        self.ending = False
        self._held: set[Connection] = set()
        self._waiting: dict[Connection, None] = {}

    def __len__(self) -> int:
        return len(self._held)

    def enter(self, connection: Connection) -> None:
        """A connection was accepted, and waits; beyond the limit, one goes."""
        self._held.add(connection)
        if len(self._held) > self._limit and not self.shed():
            self.leave(connection)
            connection.refuse()
            return
        self._waiting[connection] = None
        self._told(len(self))

    def work(self, connection: Connection) -> None:
        """A request of it is being answered."""
        self._waiting.pop(connection, None)

    def wait(self, connection: Connection) -> None:
        """It was answered, and waits again."""
        if connection in self._held:
            self._waiting[connection] = None

    def leave(self, connection: Connection) -> None:
        """It is closed."""
        self._held.discard(connection)
        self._waiting.pop(connection, None)
        self._told(len(self))

    def narrow(self, arriving: int) -> None:
        """More than the system can bear, with those ``arriving``: close a tenth, hold what is left.

        Nine tenths leave something for the files of the index and of pictures.
        """
        fewer = min(self._limit, len(self._held) + arriving) * 9 // 10
        self._limit = min(self._allowed, max(LEAST, fewer))
        while len(self._held) > self._limit and self.shed():
            pass

    def widen(self) -> None:
        """Hold as many again as are allowed."""
        self._limit = self._allowed

    def shed(self) -> bool:
        """Close the one that has waited longest; False where none waits."""
        longest = next(iter(self._waiting), None)
        if longest is None:
            return False
        self.leave(longest)
        longest.drop()
        return True
