"""Sends documents to a cluster, several requests at a time, and looks at every item of the answers.

Requests are small (a cluster refuses what does not fit into its memory), a bounded number of them
is under way, and whoever adds waits while all threads are busy: the cluster sets the pace. An
answer of 200 can hold items that were refused because a queue was full; these are sent again, after
a while. What a document's own fault is ends the transaction.
"""

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from search.cluster.wire.client import Client
from search.cluster.wire.failures import MissingInCluster, failure_in
from search.errors import ArchiveError, IndexBusyError, IndexWriteError

THREADS = 3
REQUEST = 4 << 20
"""Bytes of a request; one document that is larger goes alone."""

LEAST_REQUEST = 1 << 18

PATIENCE = 180.0
"""Seconds that whoever writes tries a request, while nodes are gone or queues full."""

_LONGEST = 60.0
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0

_PARAMS = {
    "require_alias": "true",
    "filter_path": "errors,items.index.status,items.index.error",
}


class Bulk:
    """Documents on their way to an index.

    Args:
        through: the alias by which the index is written; without it, nothing is.
        check: raises where writing is over, called before each request.
        memory: bytes that may be on their way.
    """

    def __init__(
        self, client: Client, through: str, check: Callable[[], None], *, memory: int
    ) -> None:
        self._client = client
        self._path = f"{through}/_bulk"
        self._check = check
        self._most = max(LEAST_REQUEST, min(REQUEST, memory // (2 * THREADS)))
        self._lines: list[bytes] = []
        self._size = 0
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="bulk")
        self._sent: deque[Future[None]] = deque()
        self._over = threading.Event()

    def add(self, lines: bytes) -> None:
        """Take up a document: the two lines that store it."""
        if self._size + len(lines) > self._most and self._lines:
            self._send()
        self._lines.append(lines)
        self._size += len(lines)

    def flush(self) -> None:
        """Wait until everything is stored."""
        if self._lines:
            self._send()
        while self._sent:
            self._sent.popleft().result()

    def close(self) -> None:
        """Stop; what is under way ends, the rest is left."""
        self._over.set()
        self._threads.shutdown(cancel_futures=True)

    def _send(self) -> None:
        while self._sent and (self._sent[0].done() or len(self._sent) > THREADS):
            self._sent.popleft().result()
        self._sent.append(self._threads.submit(self._store, self._lines))
        self._lines, self._size = [], 0

    def _store(self, lines: Sequence[bytes]) -> None:
        """Store documents, for as long as it takes; those that were refused again."""
        end = time.monotonic() + PATIENCE
        pause = _FIRST_PAUSE
        while lines and not self._over.is_set():
            self._check()
            try:
                lines, refused = self._left(lines, end)
            except ArchiveError as error:
                if not error.is_passing:
                    raise
                refused = error
            if lines and time.monotonic() + pause > end:
                raise refused or IndexWriteError("nothing was stored")
            if lines:
                self._over.wait(pause * (0.5 + random.random() / 2))  # noqa: S311 - jitter
                pause = min(2 * pause, _LONGEST_PAUSE)

    def _left(self, lines: Sequence[bytes], end: float) -> tuple[list[bytes], ArchiveError | None]:
        """Those documents that may be stored later, and why they were not."""
        seconds = max(1.0, min(_LONGEST, end - time.monotonic()))
        body = b"".join(lines)
        answer = self._client.lines(self._path, body, params=_PARAMS, seconds=seconds)
        if not answer["errors"]:
            return [], None
        left, why = [], None
        for document, item in zip(lines, answer["items"], strict=True):
            one = item["index"]
            if "error" not in one:
                continue
            failure = failure_in(one["status"], one["error"])
            told = failure.error(self._client.address, writing=True)
            if isinstance(told, MissingInCluster):
                raise IndexBusyError(
                    f"{self._client.address}: the build was removed while it was written, by "
                    "another writer; try again"
                )
            if not failure.is_passing or not isinstance(told, ArchiveError):
                raise told
            left.append(document)
            why = told
        return left, why
