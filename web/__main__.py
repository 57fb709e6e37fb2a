"""``python -m web --index DIR``: serve an index until interrupted.

What it does is in ``command``, which loads the engine and the server. Ctrl-C is seen to before, so
that it may come while they are loaded.
"""

import sys

from indexer.console import interruptible

_LINE = "python -m web: interrupted before it served\n"


def main() -> int:
    """Run the command line of this process; returns the exit code."""
    with interruptible(_LINE):
        from web.command import main as run

        return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
