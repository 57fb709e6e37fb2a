"""Several processes that serve: they start in silence, end with their parent, wait for an index."""

import os
import re
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.web.server import PATIENCE, Running, running, started, until
from web import worker
from web.server.serving import STARTING
from web.settings import Settings

pytestmark = pytest.mark.untraced

TWO = ("--workers", "2")


def servers(server: Running) -> list[int]:
    """The workers of a server that have come to run its program."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    found = []
    for child in map(int, children.read_text(encoding="ascii").split()):
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"spawn_main" in command:
            found.append(child)
    return found


def test_workers_end_with_a_parent_that_was_killed(index: Path, tmp_path: Path) -> None:
    """What broke: they went on answering, and nobody else could listen on the port."""
    with started(index, tmp_path, *TWO) as server:
        assert server.ask().endswith(b"}")
        server.process.kill()
        server.process.wait()
        until(lambda: refused(server))


def refused(server: Running) -> bool:
    try:
        server.connect().close()
    except ConnectionError:
        return True
    return False


@pytest.mark.parametrize("late", [0.0, 0.1, 0.4])
def test_ctrl_c_while_workers_start_leaves_no_traceback(
    late: float, index: Path, tmp_path: Path
) -> None:
    with started(index, tmp_path, *TWO) as server:
        until(lambda: bool(servers(server)))
        time.sleep(late)
        os.killpg(server.process.pid, signal.SIGINT)  # as a terminal does
        assert server.process.wait(PATIENCE) == 0
        until(lambda: refused(server))
        assert server.told.read_text(encoding="utf-8") == ""


def test_workers_that_serve_take_ctrl_c(index: Path, tmp_path: Path) -> None:
    with running(index, tmp_path, *TWO) as server:
        until(lambda: len(servers(server)) == 2)
        until(lambda: not any(map(blocks_ctrl_c, servers(server))))
        os.killpg(server.process.pid, signal.SIGINT)
        assert server.process.wait(PATIENCE) == 0
        assert server.told.read_text(encoding="utf-8") == ""


def blocks_ctrl_c(process: int) -> bool:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    (mask,) = re.findall(r"^SigBlk:\s+(\w+)$", status, re.MULTILINE)
    return bool(int(mask, 16) >> (signal.SIGINT - 1) & 1)


def test_a_worker_without_an_index_says_so_in_a_line_and_the_others_serve(
    index: Path, tmp_path: Path
) -> None:
    """What broke: two starts a second, each with a traceback."""
    own = tmp_path / "index"
    shutil.copytree(index, own)
    with running(own, tmp_path, *TWO) as server:
        until(lambda: len(servers(server)) == 2)
        until(lambda: not any(map(blocks_ctrl_c, servers(server))))
        own.rename(tmp_path / "away")
        os.kill(servers(server)[0], signal.SIGKILL)
        until(lambda: server.told.read_bytes().endswith(b"\n"))
        told = server.told.read_text(encoding="utf-8")
        assert server.ask().startswith(b"HTTP/1.1 ")
    line = r"python -m web: no index at \S+index[^\n]*; this worker is started again in 10 s\w+\n"
    assert re.fullmatch(f"({line})+", told)


def test_a_worker_that_dies_while_it_is_asked_is_replaced_at_once(
    index: Path, tmp_path: Path
) -> None:
    """What broke: its parent waited a minute for the answer, deaf to signals and other workers."""
    with running(index, tmp_path, *TWO) as server:
        until(lambda: len(servers(server)) == 2)
        until(lambda: not any(map(blocks_ctrl_c, servers(server))))
        dying = servers(server)[0]
        os.kill(dying, signal.SIGSTOP)
        time.sleep(1.5)  # it is asked twice a second
        killed = time.monotonic()
        os.kill(dying, signal.SIGKILL)
        until(lambda: len(servers(server)) == 2 and dying not in servers(server))
        assert time.monotonic() - killed < STARTING / 2


def test_an_index_that_is_not_there_is_tried_again_after_a_pause(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waited: list[tuple[float, object]] = []
    monkeypatch.setattr(
        time, "sleep", lambda seconds: waited.append((seconds, signal.getsignal(signal.SIGTERM)))
    )
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as ended:
        worker._opened(Settings(index=str(tmp_path / "none")))
    assert ended.value.code == 1  # 3 would end the parent
    assert waited == [(worker.PAUSE, signal.SIG_DFL)]
    assert signal.getsignal(signal.SIGTERM) is before
    assert capsys.readouterr().err.count("\n") == 1
    with worker._opened(Settings(index=str(index))) as archive:
        assert archive.counts
    assert len(waited) == 1
