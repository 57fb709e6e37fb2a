"""The lock of an index in a cluster: one document, taken by compare-and-swap, held by a lease.

Who holds it renews it; who died holds it until the lease is over, or, where the next writer runs on
the same machine and sees that the process is gone, no longer. A lease can always be lost without
notice (a process that slept, a clock that is wrong), so it only keeps writers from working in vain.
What keeps them from harm is the *number* that each gets: it is never given twice, every document
says it, and a commit says which numbers count.
"""

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from search.cluster.schema.mapping import lock_body
from search.cluster.wire.client import Client
from search.cluster.wire.failures import ConflictInCluster, MissingInCluster
from search.errors import ArchiveError, IndexBusyError, IndexRefusedError

LEASE = 30.0
"""Seconds for which a lock is held when it is not renewed."""

_RENEWED = 4
"""Times in a lease."""

_EXISTS = "resource_already_exists_exception"
_PROC = Path("/proc")

Place = tuple[int, int]


class Lease:
    """A lock that is held.

    Attributes:
        number: of the transaction; greater than that of any before.
        is_used: whether anything bears the number.
        is_inherited: whether it was taken from a writer that did not let it go, and that may still
            go on.
    """

    def __init__(
        self, client: Client, number: int, owner: str, place: Place, *, is_inherited: bool
    ) -> None:
        self._client = client
        self._owner = owner
        self._place = place
        self._renewed = time.monotonic()
        self._renewing = threading.Lock()
        self._over = threading.Event()
        self._is_lost = False
        self.number = number
        self.is_used = self.is_inherited = is_inherited

    def check(self) -> None:
        """See that the lock is still held, unless that is not to be known yet.

        Raises:
            IndexBusyError: another writer took it, since we did not renew it in time.
        """
        if not self._is_lost and time.monotonic() - self._renewed > LEASE * 0.75:
            try:
                self.renew()
            except ArchiveError as error:
                if not error.is_passing:
                    raise
        if self._is_lost:
            raise IndexBusyError(
                f"{self._client.address}: this writer did not answer for {LEASE:.0f} seconds, "
                "and another one began; what it wrote is not kept, try again"
            )

    def renew(self) -> None:
        """Hold the lock for another while, unless another writer took it."""
        with self._renewing:
            if self._over.is_set():
                return
            begun = time.monotonic()
            try:
                self._write(_entry(self._owner, self.number))
            except ConflictInCluster:
                self._is_lost = True
            else:
                self._renewed = begun

    def keep(self) -> None:
        """Renew the lock until it is let go; for a thread."""
        while not self._over.wait(LEASE / _RENEWED) and not self._is_lost:
            with suppress(ArchiveError, MissingInCluster):  # next time, while the lease lasts
                self.renew()

    def let_go(self) -> None:
        """Give the lock back, and the number, too, if nothing bears it."""
        with self._renewing:
            self._over.set()
            number = self.number if self.is_used else self.number - 1
            with suppress(ArchiveError, MissingInCluster, ConflictInCluster):
                self._write(_entry("", number, expires=0.0))

    def _write(self, entry: Mapping[str, Any]) -> None:
        self._place = _write(self._client, entry, self._place)


@contextmanager
def locked(client: Client, *, above: Callable[[], int]) -> Iterator[Lease]:
    """Hold the lock of an index.

    Args:
        above: gives the greatest number that anything bears, in case the lock was lost.

    Raises:
        IndexBusyError: another writer holds it.
    """
    lease = _taken(client, above)
    keeper = threading.Thread(target=lease.keep, name="lease", daemon=True)
    keeper.start()
    try:
        yield lease
    finally:
        lease.let_go()
        keeper.join(1.0)


def _taken(client: Client, above: Callable[[], int]) -> Lease:
    entry, place = _read(client)
    given = above() if place is None else int(entry.get("number", 0))
    if entry.get("owner") and not _is_over(entry):
        raise IndexBusyError(
            f"{client.address} is being written by process {entry.get('pid')} on "
            f"{entry.get('host')}; wait until it is done and try again"
        )
    number = given + 1
    owner = secrets.token_hex(8)
    try:
        place = _write(client, _entry(owner, number), place)
    except ConflictInCluster as error:
        raise IndexBusyError(
            f"{client.address} is being written by another process, which began at the same "
            "moment; wait until it is done and try again"
        ) from error
    return Lease(client, number, owner, place, is_inherited=bool(entry.get("owner")))


def _read(client: Client) -> tuple[dict[str, Any], Place | None]:
    """What stands in the lock, and what a compare-and-swap compares; None where nothing does."""
    try:
        found = client.call("GET", _path(client))
    except MissingInCluster as error:
        if error.kind:
            _create(client)
        return {}, None
    return found["_source"], (found["_seq_no"], found["_primary_term"])


def _create(client: Client) -> None:
    try:
        client.call("PUT", f"{client.address.name}-lock", lock_body())
    except IndexRefusedError as error:
        if error.kind != _EXISTS:
            raise


def _write(client: Client, entry: Mapping[str, Any], place: Place | None) -> Place:
    """Write the lock over what was seen there."""
    params: dict[str, Any] = {"op_type": "create"}
    if place is not None:
        params = {"if_seq_no": place[0], "if_primary_term": place[1]}
    try:
        done = client.call("PUT", _path(client), entry, params=params, seconds=LEASE / 2)
    except ConflictInCluster:
        found, seen = _read(client)
        if seen is None or not entry["owner"] or found.get("owner") != entry["owner"]:
            raise
        return seen  # an attempt of ours was done whose answer was lost
    return done["_seq_no"], done["_primary_term"]


def _path(client: Client) -> str:
    return f"{client.address.name}-lock/_doc/lock"


def _entry(owner: str, number: int, *, expires: float | None = None) -> dict[str, Any]:
    return {
        "owner": owner,
        "host": socket.gethostname(),
        "machine": _machine(),
        "pid": os.getpid(),
        "started": _started(os.getpid()),
        "number": number,
        "expires": time.time() + LEASE if expires is None else expires,
    }


def _is_over(entry: Mapping[str, Any]) -> bool:
    """Whether whoever holds a lock does so no longer."""
    if float(entry.get("expires", 0)) < time.time():
        return True
    here = (socket.gethostname(), _machine())
    if (entry.get("host"), entry.get("machine")) != here or not here[1]:
        return False
    return _started(int(entry.get("pid", 0))) != entry.get("started")


def _machine() -> str:
    """What is the same for all processes that see each other by number; empty if unknown."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{(_PROC / 'self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def _started(pid: int) -> str:
    """When a process started, in the system's own count; empty for none, or one that ended."""
    try:
        state, *others = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return ""
    return "" if state in "ZX" else others[18]
