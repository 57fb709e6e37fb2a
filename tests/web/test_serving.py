"""``python -m web``: what it prints, and how it ends."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.conftest import ROOT
from web.__main__ import main


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "--index DIR"),
        (["--index", "x", "--port", "many"], 2, "--port=many"),
        (["--index", "no/such/index"], 1, "no/such/index"),
    ],
)
def test_failures_are_one_line_and_a_code(
    arguments: list[str],
    code: int,
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("HUABAO_INDEX", raising=False)
    assert main(arguments) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert message in told.err


def test_a_port_in_use_is_named(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--index", str(index), "--port", str(port)]) == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert f"127.0.0.1:{port}" in told.err


def test_an_interrupted_server_ends_well(index: Path) -> None:
    command = [sys.executable, "-m", "web", "--index", str(index), "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[2]
            assert httpx2.get(f"{address}healthz").json()["status"] == "ok"
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, errors) == (0, "")
