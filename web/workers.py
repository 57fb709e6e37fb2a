"""Several processes that serve: how they are started, and what each does before it serves.

A terminal sends Ctrl-C to all of them. One that is still being loaded would print a traceback, so
they are started with the signal held, and let it through once they can stop in good order.
"""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker

from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from indexer import Archive, ArchiveError
from indexer.console import end_with_parent, held, let_through
from indexer.presentation import visible
from web.app import create_app, open_archive
from web.settings import Settings, read_environment

PAUSE = 10
"""Seconds before an index that could not be opened is tried again."""


class Workers(Multiprocess):
    """uvicorn's parent of workers; whatever of it starts one does so with Ctrl-C held."""

    def init_processes(self) -> None:
        """Start all of them."""
        # It lets the signal through once it has started a process of its own: now, then.
        resource_tracker.ensure_running()
        with held():
            super().init_processes()

    def keep_subprocess_alive(self) -> None:
        """Start others for those that died."""
        with held():
            super().keep_subprocess_alive()

    def restart_all(self) -> None:
        """Replace all of them."""
        with held():
            super().restart_all()

    def handle_ttin(self) -> None:
        """Start one more."""
        with held():
            super().handle_ttin()


def create_app_from_environment() -> Starlette:
    """The site as a worker process makes it, from ``HUABAO_…``.

    Raises:
        ArgumentError: the settings are wrong.
        SystemExit: the index cannot be opened.
    """
    end_with_parent()
    settings = read_environment()
    app = create_app(_opened(settings), settings)
    let_through()
    return app


def _opened(settings: Settings) -> Archive:
    """The archive; where it cannot be opened, say so, wait, and end this process.

    The parent starts another at once, which may find the index mended: without the wait it would do
    nothing but start processes. Other workers go on meanwhile with what they have open.
    """
    try:
        return open_archive(settings)
    except (ArchiveError, OSError) as error:
        told = f"python -m web: {error}; this worker is started again in {PAUSE} seconds"
        with suppress(OSError):  # nobody is left to be told
            sys.stderr.write(visible(told) + "\n")
    with _stopped_at_once():
        time.sleep(PAUSE)
    raise SystemExit(1)


@contextmanager
def _stopped_at_once() -> Iterator[None]:
    """In the block SIGTERM ends the process; uvicorn's way is to note it, for later."""
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
