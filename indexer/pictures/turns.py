"""Whose turn it is to be asked for a picture.

Politeness is per host and not per run: an archive's pictures lie on a handful of hosts, and ten
workers that each are slow would still fall on one of them together. So a worker does not take the
next address, it takes the next address whose host may be asked now.
"""

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

_REMEMBERED = 1000  # hosts that rest; a server meets new ones for as long as it runs


class Hosts:
    """How many requests each host has now, and when it may have the next; for one lock's holder."""

    def __init__(self, *, per_host: int, pause: float, now: Callable[[], float]) -> None:
        self._busy: Counter[str] = Counter()
        self._free_at: dict[str, float] = {}
        self._per_host = per_host
        self._pause = pause
        self._now = now

    def free_at(self, host: str) -> float | None:
        """From when on it may be asked; None while it has as many requests as agreed."""
        if self._busy[host] >= self._per_host:
            return None
        return self._free_at.get(host, 0.0)

    def begin(self, host: str) -> None:
        """Say that a request begins."""
        now = self._now()
        if len(self._free_at) >= _REMEMBERED:
            self._free_at = {host: at for host, at in self._free_at.items() if at > now}
        self._busy[host] += 1
        self._free_at[host] = now + self._pause

    def end(self, host: str) -> None:
        """Say that one has ended."""
        self._busy[host] -= 1
        if self._busy[host] <= 0:
            del self._busy[host]


class Turns:
    """Hands out addresses, never more of a host at a time, nor faster, than agreed."""

    def __init__(
        self,
        addresses: Iterable[str],
        *,
        per_host: int,
        pause: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._waiting: dict[str, deque[str]] = {}
        for address in addresses:
            self._waiting.setdefault(host_of(address), deque()).append(address)
        self._hosts = Hosts(per_host=per_host, pause=pause, now=now)
        self._now = now
        self._changed = threading.Condition()

    def take(self) -> str | None:
        """Wait for an address whose host may be asked; None when all are handed out."""
        with self._changed:
            while self._waiting:
                host = self.next_host()
                free_at = None if host is None else self._hosts.free_at(host)
                wait = None if free_at is None else free_at - self._now()
                if host is not None and wait is not None and wait <= 0:
                    return self._take_from(host)
                self._changed.wait(wait)
            return None

    def next_host(self) -> str | None:
        """The host that may be asked soonest; None while all have as many requests as agreed."""
        times = ((host, self._hosts.free_at(host)) for host in self._waiting)
        free = {host: at for host, at in times if at is not None}
        return min(free, key=free.__getitem__, default=None)

    def give_back(self, address: str) -> None:
        """Say that the request for an address has ended."""
        with self._changed:
            self._hosts.end(host_of(address))
            self._changed.notify_all()

    def stop(self) -> None:
        """Hand out no more."""
        with self._changed:
            self._waiting.clear()
            self._changed.notify_all()

    def _take_from(self, host: str) -> str:
        queue = self._waiting[host]
        address = queue.popleft()
        if not queue:
            del self._waiting[host]
        self._hosts.begin(host)
        return address


def host_of(address: str) -> str:
    """The name of the host in an address, or nothing."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
