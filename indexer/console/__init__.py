"""What every command line of the project does alike: end on Ctrl-C, and write whatever is read.

The processes that it starts never see Ctrl-C before they are ready, and end with it.

A package of its own, and loaded before everything else, because Ctrl-C may come while the rest is
still being imported: it takes nothing but the standard library, and little of that.
"""

from indexer.console.exit_codes import AWAY
from indexer.console.interruption import (
    INTERRUPTED,
    held,
    interruptible,
    let_through,
    unwound,
    was_interrupted,
)
from indexer.console.parent import end_with_parent
from indexer.console.streams import write_any_text
from indexer.console.writing import OutputError, output

__all__ = [
    "AWAY",
    "INTERRUPTED",
    "OutputError",
    "end_with_parent",
    "held",
    "interruptible",
    "let_through",
    "output",
    "unwound",
    "was_interrupted",
    "write_any_text",
]
