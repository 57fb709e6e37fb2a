"""The command line: ``python -m indexer COMMAND``.

The commands are in ``commands``, which loads the engine. Ctrl-C is seen to before, so that it may
come while they are loaded.
"""

import sys

from indexer.console import interruptible

_LINE = "python -m indexer: interrupted; what was there before still answers\n"


def main() -> int:
    """Run the command line of this process; returns the exit code."""
    with interruptible(_LINE):
        from indexer.commands import main as run

        return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
