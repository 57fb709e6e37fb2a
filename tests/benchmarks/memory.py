"""The memory that a job takes: what is its own, and with the pages of files that it maps.

Mapped pages of an index are the system's: it drops them when others need the room, and processes
that map the same file share them. What must fit is the rest, so that is looked at while the job
runs, twenty times a second, in this process and its children. Where ``/proc`` is missing, the
largest resident size stands for both.
"""

import re
import resource
import threading
from pathlib import Path
from typing import Self

_EVERY = 0.05
_PROC = Path("/proc")


class Watched:
    """Looks at the memory of this process and its children while it is entered; all in MiB.

    Attributes:
        base: their own when it was entered.
        peak: their own at most.
        resident: at most with mapped pages, each process's most.
    """

    def __init__(self) -> None:
        self.base = self.peak = self.resident = 0.0
        self._done = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self.base = self.peak = own_memory()
        self._looking.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._done.set()
        self._looking.join()
        self.peak = max(self.peak, own_memory())
        self.resident = _resident()

    def _look(self) -> None:
        while not self._done.wait(_EVERY):
            self.peak = max(self.peak, own_memory())


def own_memory() -> float:
    """What this process and its children hold of their own, in MiB."""
    if not _PROC.exists():
        return _resident()
    children = _PROC.glob("self/task/*/children")
    processes = ["self", *(child for path in children for child in _read(path).split())]
    return sum(_status(process, "RssAnon") for process in processes) / 1024


def shared_memory() -> float:
    """The resident pages that this process maps from files of arrays and shares, in MiB."""
    found, kept = 0, False
    for line in _read(_PROC / "self/smaps").splitlines():
        if "-" in line.partition(" ")[0]:
            kept = line.endswith(".arrays")
        elif kept and line.startswith("Shared_"):
            found += int(line.split()[1])
    return found / 1024


def _resident() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    # ``ru_maxrss`` counts from the process that started this one, ``VmHWM`` does not.
    own = _status("self", "VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (own + children) / 1024


def _status(process: str, name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", _read(_PROC / process / "status"))
    return int(found.group(1)) if found else 0


def _read(path: Path) -> str:
    """A file of /proc; nothing if its process is gone."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
