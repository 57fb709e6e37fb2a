"""What one of several processes does before it serves: it opens the index and makes its site."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from starlette.types import ASGIApp

from indexer import Archive, ArchiveError
from indexer.console import end_with_parent, let_through
from indexer.presentation import visible
from web.app import create_app, open_archive
from web.server.stopping import Stopping
from web.settings import Settings, read_environment

PAUSE = 10
"""Seconds before an index that could not be opened is tried again."""


def create_app_from_environment() -> ASGIApp:
    """The site as a worker process makes it, from ``HUABAO_…``.

    Raises:
        ArgumentError: the settings are wrong.
        SystemExit: the index cannot be opened.
    """
    end_with_parent()
    settings = read_environment()
    app = create_app(_opened(settings), settings)
    let_through()
    return Stopping(app)


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
