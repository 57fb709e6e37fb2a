"""Standard output as commands write it: brought out at once, and told apart from all else.

Where it cannot be written, the fault is that of the output and not of the work: who reads it has
left, which is no fault, or its disk is full. An error of the system that comes from elsewhere, such
as a broken pipe to a process of ours, must not be taken for either; so writing has a block of its
own, and an error of its own.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

TYPE_CHECKING = False  # as typing has it, see indexer
if TYPE_CHECKING:
    from typing import TextIO


class OutputError(Exception):
    """Standard output cannot be written; it never leaves a command.

    Attributes:
        unread: nobody reads it any more, which is no fault.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(f"cannot write the output: {error.strerror or error}")
        self.unread = isinstance(error, BrokenPipeError)


@contextmanager
def output() -> "Iterator[TextIO]":
    """Standard output, for a block that writes to it and does nothing else.

    Raises:
        OutputError: it cannot be written. What is written afterwards goes nowhere.
    """
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        _abandon()
        raise OutputError(error) from error


def _abandon() -> None:
    """Let what is still buffered go nowhere, or Python would fail over it once more at its end."""
    with suppress(OSError):  # a stream of the caller's own has no number
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
