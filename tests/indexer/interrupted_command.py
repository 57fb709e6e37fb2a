"""A command whose whole process group gets SIGINT at a given step, as from Ctrl-C on a terminal.

    python -m tests.indexer.interrupted_command KIND STEP MODULE ARGUMENT…

KIND is what is counted: ``import`` (of a module), ``result`` (of a process that reads posts,
received), ``write`` (a change of the disk). With STEP 0 nothing is interrupted, and the last line
of standard error has how many steps of each kind there were. Steps, and not seconds, so that it is
known where the command was, however busy the machine is; Python's audit hooks tell of them.
"""

import os
import runpy
import signal
import sys
from collections import Counter

KINDS = {
    "import": "import",
    "pickle.find_class": "result",
    "os.mkdir": "write",
    "os.rename": "write",
    "os.remove": "write",
    "os.rmdir": "write",
}


def main() -> None:
    """Run a module with its arguments; the hook is never taken off."""
    kind, step, module, *arguments = sys.argv[1:]
    counts: Counter[str] = Counter()

    def audit(event: str, _: object) -> None:
        if event in KINDS:
            counts[KINDS[event]] += 1
            if KINDS[event] == kind and counts[kind] == int(step):
                os.killpg(0, signal.SIGINT)

    sync = os.fsync

    def synced(descriptor: int) -> None:
        audit("os.rename", descriptor)
        sync(descriptor)

    setattr(os, "fsync", synced)  # noqa: B010  typed as taking more than anybody gives it
    sys.argv = [module, *arguments]
    sys.addaudithook(audit)
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        if step == "0":
            sys.stderr.write(f"{counts['import']} {counts['result']} {counts['write']}\n")


if __name__ == "__main__":
    main()
