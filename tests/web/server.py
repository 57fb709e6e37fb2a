"""``python -m web`` as a process, and clients that do what no browser does."""

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PATIENCE = 60.0  # seconds: a busy machine is slow and nothing worse

HALF_HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Half: "
HALF_BODY = b"POST /search HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nq="
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Running:
    """A server. ``told`` is the file of its standard error, ``log`` that of its output."""

    process: subprocess.Popen[bytes]
    port: int
    told: Path
    log: Path

    def connect(self, data: bytes = b"") -> socket.socket:
        """A connection on which something was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.sendall(data)
        return connection

    def ask(self, data: bytes = WHOLE) -> bytes:
        """All that comes back until the server closes."""
        with self.connect(data) as connection:
            return received(connection)

    def resident(self) -> int:
        """Bytes of memory that the process has of its own."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        (line,) = (line for line in status.splitlines() if line.startswith("RssAnon:"))
        return int(line.split()[1]) << 10

    def descriptors(self) -> int:
        """How many files and sockets the process has open."""
        return sum(1 for _ in Path(f"/proc/{self.process.pid}/fd").iterdir())


@contextmanager
def running(
    index: Path, folder: Path, *options: str, descriptors: int | None = None
) -> Iterator[Running]:
    """Start a server, with few descriptors if so asked; stop it, and see that it stops well."""
    with started(index, folder, *options, descriptors=descriptors) as server:
        yield server
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(PATIENCE) == 0


@contextmanager
def started(
    index: Path, folder: Path, *options: str, descriptors: int | None = None
) -> Iterator[Running]:
    """A server as a group of processes, none of which lives on."""
    told, log = folder / "stderr", folder / "stdout"
    command = [sys.executable, "-m", "web", "--index", str(index), "--port", "0", *options]
    if descriptors:
        command = ["/bin/sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh", *command]
    with told.open("wb") as errors, log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=errors, start_new_session=True
        )
    try:
        until(lambda: b"\n" in log.read_bytes() or process.poll() is not None)
        line = log.read_text(encoding="utf-8").split("\n")[0]
        assert line, told.read_text(encoding="utf-8")
        yield Running(process, int(line.split()[2].rstrip("/").rpartition(":")[2]), told, log)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def received(connection: socket.socket) -> bytes:
    """All that comes until the other end closes, or resets what it was still being sent."""
    parts = []
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(1 << 16):
            parts.append(part)
    return b"".join(parts)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, which it must in the end."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "this never came to be"
        time.sleep(0.02)


def room_for(wanted: int) -> int:
    """How many sockets of ``wanted`` this process can have, once it has allowed itself more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted + 200 and (hard == resource.RLIM_INFINITY or hard > soft):
        most = wanted + 200 if hard == resource.RLIM_INFINITY else min(wanted + 200, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    return min(wanted, soft - 200)
