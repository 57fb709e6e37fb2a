"""The process that started this one, and what becomes of this one when it is gone."""

import os
import sys


def end_with_parent() -> None:
    """From now on end this process when the one that started it is gone, however it went.

    Nobody else would. Processes of ``multiprocessing`` wait for their parent on pipes of which each
    of them holds both ends, so none ever sees one closed: they would go on, and keep what they
    have, a port for example. In a process that was started otherwise this does nothing.
    """
    if "multiprocessing" not in sys.modules:
        return
    parent = sys.modules["multiprocessing"].parent_process()
    if parent is None:
        return
    from threading import Thread  # nothing that a command needs before Ctrl-C is seen to

    def end_after() -> None:
        parent.join()
        os._exit(1)

    Thread(target=end_after, daemon=True).start()
