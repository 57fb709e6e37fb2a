"""The process that started this one, and what becomes of this one when it is gone."""

import os
import sys
import threading
from typing import Protocol


def end_with_parent() -> None:
    """From now on end this process when the one that started it is gone, however it went.

    Nobody else would. Processes of ``multiprocessing`` wait for their parent on pipes of which each
    of them holds both ends, so none ever sees one closed: they would go on, and keep what they
    have, a port for example. In a process that was started otherwise this does nothing.
    """
    if "multiprocessing" in sys.modules:
        parent = sys.modules["multiprocessing"].parent_process()
        if parent is not None:
            threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


class _Process(Protocol):
    def join(self) -> None:
        """Wait until it is gone."""


def _end_after(parent: _Process) -> None:
    parent.join()
    os._exit(1)
