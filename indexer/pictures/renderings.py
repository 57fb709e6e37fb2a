"""The lines in which pictures wait to be decoded, and the processes at their ends.

What is hostile cannot be told before it is decoded, so all are tried alike, for a short time
(``FIRST``), and what has not ended by then goes to the end of another line, which has one process
of its own and patience (``SECOND``). So an ordinary picture waits for the first tries before it
and for nothing else, and the slow ones wait for each other. The price: a large picture that is
slow and honest is begun twice.

However many ask for the same work at the same time, it is done once; all get the same future.
What another process is making goes to the end of its line again, until that one is done.
Lines have a length, since whoever asks may leave, and the work stays: who finds the first one full
is told so at once; what finds the second one full is refused for now.
Processes are started when they are first needed, stay, and are replaced when they end.
"""

import threading
import time
import weakref
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

from indexer.imaging.picture import Answer, RefusedError, Task
from indexer.pictures.process import OutOfTime, RenderingProcess
from search.errors import IndexClosedError

T = TypeVar("T")

FIRST = 1.0
"""Seconds of processor time for a first try; a photograph of 24 megapixels takes half of one."""

SECOND = 10.0

LOOK_AGAIN = 0.01
"""Seconds before it is seen whether another process is done; a thread of the line rests so long."""

LONGEST_LINE = 400
"""Works in the first line: what two processes make of ordinary pictures while a reader waits."""

LONGEST_SLOW_LINE = 100

Ask = Callable[[Task, bytes], Answer]
"""Has a task done; raises ``RefusedError``, or ``OutOfTime`` where the work is called again."""


class Renderer(Protocol):
    """What ``RenderingProcess`` is to the lines; tests have slow ones."""

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""

    def ask(self, task: Task, data: bytes, *, seconds: float) -> Answer:
        """Have a task done."""

    def kill(self) -> None:
        """End it, from any thread."""

    def close(self) -> None:
        """Let go of it."""


class MadeElsewhere(Exception):  # noqa: N818  no error
    """Work finds that another process is doing the same; it is called again."""


class LineFullError(Exception):
    """So much work waits that no more is taken; it never leaves ``indexer.pictures``."""


class _Line:
    """Threads, and the places of those who wait for one or have one."""

    def __init__(self, jobs: int, places: int, name: str) -> None:
        self.threads = ThreadPoolExecutor(jobs, thread_name_prefix=name)
        self._places = places
        self._taken = 0
        self._lock = threading.Lock()

    def enter(self, *, always: bool = False) -> bool:
        """Take a place; False where there is none."""
        with self._lock:
            if self._taken >= self._places and not always:
                return False
            self._taken += 1
            return True

    def leave(self) -> None:
        """Give a place back."""
        with self._lock:
            self._taken -= 1


class Renderings:
    """Does work that needs pictures decoded. Safe to share between threads.

    ``jobs`` is how many first tries are made at a time; there is one process more for second ones.
    """

    def __init__(self, *, jobs: int = 2, start: Callable[[], Renderer] = RenderingProcess) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._closed = False
        self._first = _Line(jobs, LONGEST_LINE, "renderings")
        self._second = _Line(1, LONGEST_SLOW_LINE, "slow-renderings")
        self._idle: list[Renderer] = []
        self._busy: set[Renderer] = set()
        self._under_way: dict[Hashable, Future[object]] = {}
        self._end = weakref.finalize(self, _close_all, self._idle)

    def submit(
        self, key: Hashable, work: Callable[[Ask], T], *, waits: bool = False
    ) -> "Future[T]":
        """Have work done, unless the same is under way: then give the future of that.

        ``work`` is called in another thread, once more where it raised ``OutOfTime``, and until it
        no longer raises ``MadeElsewhere``. Who ``waits`` for the future in a thread finds a place
        in a full line, too: threads are few.

        Raises:
            LineFullError: the line is full.
            IndexClosedError: ``close`` was called.
        """
        with self._lock:
            self._check_open()
            future = self._under_way.get(key)
            if future is None:
                if not self._first.enter(always=waits):
                    raise LineFullError
                future = self._under_way[key] = Future()
                future.set_running_or_notify_cancel()  # shared: nobody may cancel it for others
                self._first.threads.submit(self._try, key, work, future, last=False)
        return future  # type: ignore[return-value]  # work of one key gives one type

    def close(self) -> None:
        """End all processes; what is under way fails with IndexClosedError."""
        with self._lock:
            self._closed = True
            busy = tuple(self._busy)
            waiting = tuple(self._under_way.items())
        for renderer in busy:
            renderer.kill()
        for line in (self._first, self._second):
            line.threads.shutdown(wait=True, cancel_futures=True)
        for key, future in waiting:
            self._settle(key, future, error=_closed())
        self._end()

    def _try(
        self, key: Hashable, work: Callable[[Ask], T], future: "Future[object]", *, last: bool
    ) -> None:
        def ask(task: Task, data: bytes) -> Answer:
            return self._ask(task, data, last=last)

        line = self._second if last else self._first
        try:
            self._settle(key, future, work(ask))
        except OutOfTime:
            self._try_again(key, work, future)
        except MadeElsewhere:
            time.sleep(LOOK_AGAIN)
            line.enter(always=True)
            self._submit(line, key, work, future)
        except BaseException as error:
            self._settle(key, future, error=error)
        finally:
            line.leave()

    def _try_again(self, key: Hashable, work: Callable[[Ask], T], future: "Future[object]") -> None:
        if not self._second.enter():
            try:
                self._settle(key, future, work(_turned_away))
            except BaseException as error:
                self._settle(key, future, error=error)
            return
        self._submit(self._second, key, work, future)

    def _submit(
        self, line: _Line, key: Hashable, work: Callable[[Ask], T], future: "Future[object]"
    ) -> None:
        try:
            line.threads.submit(self._try, key, work, future, last=line is self._second)
        except RuntimeError:  # it was shut down meanwhile, with the archive or the program
            self._settle(key, future, error=_closed())

    def _settle(
        self,
        key: Hashable,
        future: "Future[object]",
        value: object = None,
        *,
        error: BaseException | None = None,
    ) -> None:
        with self._lock:
            if self._under_way.pop(key, None) is None:
                return  # closed meanwhile, and told so
        if error is None:
            future.set_result(value)
        else:
            future.set_exception(error)

    def _ask(self, task: Task, data: bytes, *, last: bool) -> Answer:
        renderer = self._take()
        try:
            return renderer.ask(task, data, seconds=SECOND if last else FIRST)
        except OutOfTime as error:
            if last:
                raise RefusedError("too_slow", f"more than {SECOND:.0f} seconds") from error
            raise
        finally:
            self._give_back(renderer)

    def _take(self) -> Renderer:
        with self._lock:
            self._check_open()
            while self._idle:
                renderer = self._idle.pop()
                if renderer.alive:
                    self._busy.add(renderer)
                    return renderer
                renderer.close()
        try:
            renderer = self._start()
        except OSError as error:
            raise RefusedError("died", f"no process could be started: {error}") from error
        with self._lock:
            if not self._closed:
                self._busy.add(renderer)
                return renderer
        renderer.close()
        raise _closed()

    def _give_back(self, renderer: Renderer) -> None:
        with self._lock:
            self._busy.discard(renderer)
            keep = renderer.alive and not self._closed
            if keep:
                self._idle.append(renderer)
        if not keep:
            renderer.close()

    def _check_open(self) -> None:
        if self._closed:
            raise _closed()


def _turned_away(_task: Task, _data: bytes) -> Answer:
    raise RefusedError("died", "too many slow pictures are waiting")


def _closed() -> IndexClosedError:
    return IndexClosedError("the archive was closed; open it again")


def _close_all(renderers: list[Renderer]) -> None:
    while renderers:
        renderers.pop().close()
