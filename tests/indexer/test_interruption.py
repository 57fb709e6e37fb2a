"""Ctrl-C, at any moment once the first lines run: one line, exit code 130, and the index as it was.

What broke: 31 to 83 lines and up to two tracebacks, from the command, from the processes that read
posts, from NumPy half-way through its import.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import indexer
from indexer.console import held
from tests.conftest import ROOT, SAMPLE

LINE = "python -m indexer: interrupted; what was there before still answers\n"
POSTS = 230  # more than are read without other processes


def run(
    kind: str, step: int, *arguments: str, module: str = "indexer"
) -> subprocess.CompletedProcess[str]:
    """Run a command that is interrupted at a step, and wait until all its processes are gone."""
    helper = "tests.indexer.interrupted_command"
    with subprocess.Popen(
        [sys.executable, "-m", helper, kind, str(step), module, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=300)
            while group_lives(process.pid):  # the keeper of semaphores goes a moment later
                time.sleep(0.01)
        finally:
            process.kill()
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interrupted") / "corpus"
    folder.mkdir()
    for number in range(POSTS):
        (folder / f"{number}.md").write_text(f"第{number}处码头的清晨。", encoding="utf-8")
    return folder


@pytest.mark.long
@pytest.mark.untraced
def test_a_build_is_interrupted_anywhere(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    command = ("build", str(corpus), "--index", str(index), "--jobs", "2")
    counted = run("import", 0, *command)
    assert counted.returncode == 0
    steps = dict(zip(("import", "result", "write"), map(int, counted.stderr.split()), strict=True))
    assert all(steps.values())
    # The first import is that of the program itself, before anything of it runs.
    spread = {"import": (0.1, 0.5, 0.95), "result": (0.1, 1), "write": (0, 0.5, 1)}
    for kind, parts in spread.items():
        for part in parts:
            stopped = run(kind, max(1, int(part * steps[kind])), *command)
            told = stopped.returncode, stopped.stdout, stopped.stderr
            assert told == (130, "", LINE), (kind, part)
            with indexer.open_index(index) as archive:
                assert archive.counts["paragraph"] == POSTS, (kind, part)
    assert run("import", 0, *command).returncode == 0
    assert len(list((index / "builds").iterdir())) == 1


@pytest.mark.untraced
@pytest.mark.parametrize(
    "command",
    [
        ("update", str(SAMPLE), "--index", "{index}"),
        ("search", "青岛", "--index", "{index}", "--json"),
        ("inspect", str(SAMPLE)),
        ("check", "--index", "{index}"),
        ("pictures", "--index", "{index}"),
        ("--help",),
    ],
    ids=lambda command: command[0],
)
def test_every_command_is_interrupted_while_it_is_loaded(
    command: tuple[str, ...], sample_index: Path
) -> None:
    arguments = [part.format(index=sample_index) for part in command]
    stopped = run("import", 240, *arguments)
    assert (stopped.returncode, stopped.stdout, stopped.stderr) == (130, "", LINE)


@pytest.mark.untraced
def test_the_site_is_interrupted_while_it_is_loaded(sample_index: Path) -> None:
    options = ("--index", str(sample_index), "--port", "0")
    stopped = run("import", 400, *options, module="web")
    told = stopped.returncode, stopped.stdout, stopped.stderr
    assert told == (130, "", "python -m web: interrupted before it served\n")


def test_what_is_started_while_it_is_held_never_sees_it() -> None:
    program = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('alive')"
    with held():
        ended = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False
        )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "alive\n", "")
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_a_program_that_has_its_own_handler_keeps_it(corpus: Path, tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    indexer.build_index(corpus, tmp_path / "index")
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("module", ["indexer", "web"])
def test_little_is_loaded_before_ctrl_c_is_seen_to(module: str) -> None:
    """An import of typing, at which a traceback began, was a third of the time before.

    What was said of output and of processes whose parent is gone had brought it back.
    """
    started = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", module, "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = [line.rpartition("|")[2].strip() for line in started.stderr.splitlines()]
    before = loaded[loaded.index("runpy") : loaded.index("indexer.console")]
    assert "indexer" in before
    assert not {"typing", "threading"} & set(before)
