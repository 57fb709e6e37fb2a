"""One node: a process of Java, its folder and its two ports on the loopback interface.

Whether it runs is told by a lock on a file in its folder, which the process holds from its first
moment to its last, however it ends. The number of a process would not do: after a kill it may soon
be another's, and killing by it would hit a stranger.
"""

import fcntl
import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
PAUSE = 0.1
"""Seconds between two looks at something that is waited for."""

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Node:
    """A node by its number, from 1."""

    number: int
    folder: Path
    port: int
    transport: int

    @property
    def name(self) -> str:
        return f"node{self.number}"

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def _running(self) -> Path:
        return self.folder / "running"

    def launch(self, command: list[str]) -> None:
        """Start the process, in a session of its own: a caller's Ctrl-C does not end it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._running.open("w", encoding="ascii") as held, self.log.open("ab") as log:
            fcntl.flock(held, fcntl.LOCK_EX)
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[held.fileno()],
                start_new_session=True,
            )
            held.write(str(process.pid))

    def process(self) -> int | None:
        """The number of its process, where one runs."""
        try:
            with self._running.open(encoding="ascii") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except BlockingIOError:
                    return int(file.read() or 0) or None
        except FileNotFoundError:
            pass
        return None

    def send(self, sent: signal.Signals) -> None:
        """Send its process a signal, where one runs."""
        process = self.process()
        if process is not None:
            with suppress(ProcessLookupError):
                os.kill(process, sent)

    def free(self) -> bool:
        """Whether nobody listens on its ports."""
        return all(map(is_free, (self.port, self.transport)))

    def get(self, path: str) -> Any:
        """What it answers, as JSON; ``None`` where it does not."""
        try:
            with _DIRECT.open(f"http://{self.address}/{path}", timeout=5) as response:
                return json.load(response)
        except (OSError, urllib.error.URLError, ValueError):
            return None

    def last_words(self) -> str:
        """The last exception in its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        told = [line for line in lines if "Exception" in line or "Error" in line]
        return told[-1].strip() if told else "its log does not say why"


def is_free(port: int) -> bool:
    """Whether a port of the loopback interface can be listened on."""
    with socket.socket() as listening:
        # As a server of Java does: a connection of before that still closes is no obstacle.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError:
            return False
    return True
