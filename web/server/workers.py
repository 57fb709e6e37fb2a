"""Several processes that serve, and how they are started.

A terminal sends Ctrl-C to all of them. One that is still being loaded would print a traceback, so
they are started with the signal held, and let it through once they can stop in good order.
"""

from multiprocessing import resource_tracker

from uvicorn.supervisors import Multiprocess

from indexer.console import held


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
