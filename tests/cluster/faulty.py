"""Requests that go wrong on purpose, at the step of a transaction that a test says."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from opensearchpy.exceptions import ConnectionTimeout, RequestError
from opensearchpy.transport import Transport

Perform = Callable[..., Any]


class Dead(BaseException):
    """The process is gone: nothing that it would do after this is done."""


class Steps:
    """Counts requests, and lets one of them go wrong.

    Attributes:
        count: requests until now.
    """

    def __init__(self, perform: Perform) -> None:
        self._perform = perform
        self._lock = threading.Lock()
        self._fatal = self._lost = self._refused = 0
        self.count = 0

    def die_at(self, step: int) -> None:
        """Do nothing any more from a request on; 0 for never."""
        self._go_wrong(fatal=step)

    def lose_answer_of(self, step: int) -> None:
        """Do a request, and say that its answer did not come."""
        self._go_wrong(lost=step)

    def refuse(self, step: int) -> None:
        """Do not do a request, but those after it."""
        self._go_wrong(refused=step)

    def _go_wrong(self, *, fatal: int = 0, lost: int = 0, refused: int = 0) -> None:
        self.count, self._fatal, self._lost, self._refused = 0, fatal, lost, refused

    def perform(self, *arguments: Any, **options: Any) -> Any:
        with self._lock:
            self.count += 1
            count = self.count
        if self._fatal and count >= self._fatal:
            raise Dead
        if count == self._refused:
            raise RequestError(400, "refused", {})
        answer = self._perform(*arguments, **options)
        if count == self._lost:
            raise ConnectionTimeout("TIMEOUT", "lost", TimeoutError("lost"))
        return answer


@contextmanager
def counted() -> Iterator[Steps]:
    """Count the requests of a block, all of them by this thread and those that it waits for."""
    with pytest.MonkeyPatch.context() as patch:
        steps = Steps(Transport.perform_request)
        patch.setattr(
            Transport, "perform_request", lambda *a, **options: steps.perform(*a, **options)
        )
        patch.setattr("search.cluster.commits.lock.Lease.keep", lambda _: None)
        yield steps


@contextmanager
def processes_die() -> Iterator[None]:
    """Have every transaction of a block believe that those before were of processes now gone."""
    lives = iter(range(1_000_000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.cluster.commits.lock._started", lambda _: str(next(lives)))
        yield
