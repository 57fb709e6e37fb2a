"""What every command line of the project does alike: end on Ctrl-C, and write whatever is read.

A package of its own, and loaded before everything else, because Ctrl-C may come while the rest is
still being imported: it takes nothing but the standard library, and little of that.
"""

from indexer.console.interruption import INTERRUPTED, held, interruptible, unwound, was_interrupted
from indexer.console.output import OutputError, output
from indexer.console.streams import write_any_text

__all__ = [
    "INTERRUPTED",
    "OutputError",
    "held",
    "interruptible",
    "output",
    "unwound",
    "was_interrupted",
    "write_any_text",
]
