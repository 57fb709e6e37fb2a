"""Several processes that serve, and how they are started.

A terminal sends Ctrl-C to all of them. One that is still being loaded would print a traceback, so
they are started with the signal held, and let it through once they can stop in good order.

SIGHUP has the parent replace them, one after the other, each when the next one serves already. They
share the socket that listens, so that nobody is refused meanwhile.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker

from prometheus_client.multiprocess import mark_process_dead
from uvicorn.supervisors import Multiprocess

from indexer.console import held
from web.server.metrics import FOLDER


class Workers(Multiprocess):
    """uvicorn's parent of workers; whatever of it starts one does so with Ctrl-C held."""

    def init_processes(self) -> None:
        """Start all of them."""
        self._terminal = has_terminal()
        # It lets the signal through once it has started a process of its own: now, then.
        resource_tracker.ensure_running()
        with held():
            super().init_processes()
        self._let_go()

    def keep_subprocess_alive(self) -> None:
        """Start others for those that died."""
        with held(), self._buried():
            super().keep_subprocess_alive()
        self._let_go()

    def restart_all(self) -> None:
        """Replace all of them."""
        with held(), self._buried():
            super().restart_all()
        self._let_go()

    def handle_hup(self) -> None:
        """Replace all of them, or end with the terminal that they were started from."""
        if self._terminal and not has_terminal():
            self.should_exit.set()
        else:
            super().handle_hup()

    def handle_ttin(self) -> None:
        """Start one more."""
        with held():
            super().handle_ttin()
        self._let_go()

    def _let_go(self) -> None:
        """Close the workers' ends of the pipes that they are asked through.

        As long as the parent has them open, too, it cannot tell a worker that died when it was
        asked from one that is busy: it would wait for the answer, and look after nobody meanwhile.
        """
        for process in self.processes:
            process.child_conn.close()

    @contextmanager
    def _buried(self) -> Iterator[None]:
        """Those that are gone after the block are no longer counted as serving."""
        before = {process.pid for process in self.processes}
        yield
        folder = os.environ.get(FOLDER)
        for gone in before - {process.pid for process in self.processes}:
            if folder and gone:
                mark_process_dead(gone, folder)  # type: ignore[no-untyped-call]  # so it is there


def has_terminal() -> bool:
    """Whether there is a terminal that this process would end with."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | getattr(os, "O_NOCTTY", 0)))
    except OSError:
        return False
    return True
