"""``python -m web``: what it prints, and how it ends."""

import inspect
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

import indexer
from tests.conftest import ROOT
from tests.web.server import PATIENCE, Running, until
from web.app import OPTIONS
from web.command import main
from web.settings import SETTINGS


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "--index DIR"),
        (["--index", "x", "--port", "many"], 2, "--port=many"),
        (["--index", "no/such/index"], 1, "no/such/index"),
        (["--index", "http://x"], 2, "--index='http://x': "),
        (["--index", "x", "--thumbnail-jobs", "2000"], 2, "--thumbnail-jobs=2000: "),
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


def test_every_argument_of_an_archive_is_told_by_its_option() -> None:
    """What broke: ``picture_jobs=2000`` was told to who had written ``--thumbnail-jobs``."""
    assert set(OPTIONS) == set(inspect.signature(indexer.open_index).parameters)
    assert set(OPTIONS.values()) <= {setting.option for setting in SETTINGS}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_an_output_that_cannot_be_written_is_one_line(
    asked: str, buffered: str, index: Path
) -> None:
    """What broke: the number of an error, or nothing and code 0."""
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "web", "--index", str(index), asked],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": buffered},
        )
    assert (ended.returncode, ended.stderr) == (
        1,
        "python -m web: cannot write the output: No space left on device\n",
    )


def test_a_corpus_that_is_not_there_is_refused(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--index", str(index), "--corpus", str(tmp_path / "moved")]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"python -m web: --corpus {tmp_path / 'moved'}: there is no such folder\n"


@pytest.mark.parametrize("image", ["a.jpg", "https://pictures.invalid/a.jpg"])
def test_pictures_that_went_with_their_folder_are_warned_of(image: str, tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    figure = f'<figure><img src="{image}"><figcaption>一处码头的清晨。</figcaption></figure>'
    (corpus / "post.html").write_text(f"---\ntitle: 码头\n---\n{figure}", encoding="utf-8")
    indexer.build_index(corpus, index)
    corpus.rename(tmp_path / "moved")
    gone = f"python -m web: {corpus} is gone, and the pictures in it; "
    for options in ([], ["--corpus", str(tmp_path / "moved")]):
        told = served_once(index, *options)
        warned = image == "a.jpg" and not options
        assert told.startswith(gone) == warned
        assert told.count("\n") == warned


def served_once(index: Path, *options: str) -> str:
    """Start a server, ask it once, interrupt it; returns what it wrote to standard error."""
    command = [sys.executable, "-m", "web", "--index", str(index), "--port", "0", *options]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[2]
            assert httpx2.get(f"{address}healthz", timeout=60).json()["status"] == "ok"
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0
    return errors


def test_a_port_in_use_is_named(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--index", str(index), "--port", str(port)]) == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert f"127.0.0.1:{port}" in told.err


def test_an_interrupted_server_ends_well(index: Path) -> None:
    assert served_once(index) == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(("log", "buffered"), [("yes", ""), ("yes", "1"), ("no", "")])
def test_a_full_output_keeps_nobody_from_serving(
    log: str, buffered: str, index: Path, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = tmp_path / "stderr"
    command = [sys.executable, "-m", "web", "--index", str(index), "--port", str(port)]
    with Path("/dev/full").open("wb") as full, told.open("wb") as errors:
        process = subprocess.Popen(
            [*command, "--access-log", log],
            cwd=ROOT,
            stdout=full,
            stderr=errors,
            env={**os.environ, "PYTHONUNBUFFERED": buffered},
        )
    running = Running(process, port, told, told)
    try:
        until(lambda: told.read_bytes() != b"" or process.poll() is not None)
        assert running.ask().endswith(b"}")
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
    first, *rest = told.read_text(encoding="utf-8").splitlines()
    assert first.startswith("python -m web: cannot write the output: No space left on device")
    assert len(rest) == (log == "yes")
    assert all("the access log cannot be written" in line for line in rest)
