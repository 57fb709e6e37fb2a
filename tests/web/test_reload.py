"""SIGHUP opens everything anew, and nobody who asks meanwhile notices."""

import http.client
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import anyio
import pytest
from starlette.applications import Starlette

from indexer import ArchiveError
from tests.web.in_process import finished
from tests.web.server import PATIENCE, Running, running, until
from tests.web.test_workers import blocks_ctrl_c, servers
from web.reopening import Reopening

pytestmark = pytest.mark.untraced

ROBOTS = b"GET /robots.txt HTTP/1.0\r\n\r\n"
PAUSE = 0.02  # seconds; leaves the processor to those that start
PATHS = ("/healthz", "/search?q=%E7%81%AF", "/static/huabao.css", "/")


class Readers:
    """Clients that ask all the time, on kept connections and on new ones; what went wrong."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked = 0
        self.faults: list[str] = []
        self.over = threading.Event()

    def ask(self, *, kept: bool) -> None:
        """Ask until it is over; an answer that tells of its end is followed by a new connection."""
        connection = self._connection()
        while not self.over.is_set():
            path = PATHS[self.asked % len(PATHS)]
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.faults.append(f"{path}: {error!r}")
                connection.close()
                continue
            if answer.status != 200:
                self.faults.append(f"{path}: {answer.status}")
            self.asked += 1
            time.sleep(PAUSE)
            if not kept:
                connection.close()
        connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)


@contextmanager
def reading(server: Running) -> Iterator[Readers]:
    """Readers at work in the block, none of whom was refused or broken off."""
    readers = Readers(server.port)
    threads = [
        threading.Thread(target=readers.ask, kwargs={"kept": kept}) for kept in (True, False)
    ]
    for thread in threads:
        thread.start()
    try:
        yield readers
        asked = readers.asked
        until(lambda: readers.asked > asked + 20 or bool(readers.faults))
    finally:
        readers.over.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert readers.faults == []
    assert readers.asked > 20


def test_one_process_opens_anew_and_no_request_is_refused_or_broken(
    index: Path, tmp_path: Path
) -> None:
    """What broke: SIGHUP ended it."""
    with running(index, tmp_path) as server, server.connect() as kept:
        files = partial(open_files, server.process.pid)
        server.ask()
        before = files()
        with reading(server):
            for _ in range(3):
                server.process.send_signal(signal.SIGHUP)
                until_changed(files, before)
                before = files()
        kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert kept.recv(12) == b"HTTP/1.1 200"
        assert server.told.read_text(encoding="utf-8") == ""


def open_files(process: int) -> frozenset[str]:
    """Where the index is mapped; another opening maps it elsewhere."""
    lines = Path(f"/proc/{process}/maps").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if ".arrays" in line)


def until_changed(look: Callable[[], frozenset[str]], before: frozenset[str]) -> None:
    """Until what was open is gone and something else is open."""
    until(lambda: bool(look()) and not look() & before)


def test_what_cannot_be_opened_anew_is_told_and_the_old_goes_on(
    index: Path, tmp_path: Path
) -> None:
    own = tmp_path / "index"
    shutil.copytree(index, own)
    with running(own, tmp_path) as server:
        server.ask()
        own.rename(tmp_path / "away")
        server.process.send_signal(signal.SIGHUP)
        until(lambda: server.told.read_bytes().endswith(b"before\n"))
        assert server.ask(ROBOTS).startswith(b"HTTP/1.1 200")
        told = server.told.read_text(encoding="utf-8")
    assert told.startswith("python -m web: no index at ")
    assert told.count("\n") == 1


def test_workers_are_replaced_one_by_one_and_no_request_is_refused_or_broken(
    index: Path, tmp_path: Path
) -> None:
    """What broke: a kept connection was closed with a request on its way."""
    with running(index, tmp_path, "--workers", "2") as server:
        until(lambda: len(servers(server)) == 2)
        until(lambda: not any(map(blocks_ctrl_c, servers(server))))
        server.ask()
        before = set(servers(server))
        with reading(server):
            server.process.send_signal(signal.SIGHUP)
            until(lambda: len(servers(server)) == 2 and not before & set(servers(server)))
        assert server.told.read_text(encoding="utf-8") == ""


def test_a_fault_of_ours_while_opening_anew_does_not_end_all_later_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What broke: the task that waits for the signal ended, and every later one was ignored."""
    faults = iter([ValueError("a template"), ArchiveError("no index"), None])

    def again() -> Starlette:
        fault = next(faults)
        if fault is not None:
            raise fault
        return Starlette()

    async def signals() -> None:
        reopening = Reopening(Starlette(), again)
        async with reopening._living(None):
            before = reopening._now
            for _ in range(3):
                assert reopening._now is before
                reopening._hung_up()
                await anyio.sleep(0.1)
            assert reopening._now is not before

    finished(signals())
    assert capsys.readouterr().err.splitlines() == [
        "python -m web: ValueError: a template; serving what was open before",
        "python -m web: no index; serving what was open before",
    ]
