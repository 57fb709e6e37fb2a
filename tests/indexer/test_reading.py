"""Reading in several processes: the same index, and an honest end when one dies."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer import ArgumentError, WorkerError, build_index, open_index, reading, update_index
from tests.conftest import ROOT

POST = "---\ntitle: 第{0}篇\n---\n\n![](https://example.org/{0}.jpg)\n\n青岛的第{0}张照片。新华社发（周牧野摄）\n"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Posts that are worth starting processes for; one is no post, one has no bytes to read."""
    monkeypatch.setattr(reading, "_FEW", 2)
    folder = tmp_path / "posts"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.md").write_text(POST.format(number), encoding="utf-8")
    (folder / "empty.md").touch()
    return folder


def arrays(index: Path) -> bytes:
    (file,) = index.glob("builds/*/*.arrays")
    return file.read_bytes()


@pytest.mark.untraced
def test_the_index_does_not_depend_on_how_many_read(corpus: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    reports = [
        build_index(
            corpus, tmp_path / f"index{jobs}", jobs=jobs, progress=lambda *at: seen.append(at)
        )
        for jobs in (1, 2)
    ]
    assert reports[0] == reports[1]
    assert (reports[0].posts, [s.path for s in reports[0].skipped]) == (60, ["empty.md"])
    assert seen == [(done, 61) for done in range(1, 62)] * 2
    assert arrays(tmp_path / "index1") == arrays(tmp_path / "index2")


@pytest.mark.untraced
def test_an_update_reads_what_changed_in_processes(corpus: Path, tmp_path: Path) -> None:
    build_index(corpus, tmp_path / "index", jobs=1)
    for number in range(30):
        (corpus / f"{number:02}.md").write_text(POST.format(f"新{number}"), encoding="utf-8")
    report = update_index(corpus, tmp_path / "index", jobs=2)
    assert (report.changed, report.unchanged) == (30, 30)
    with open_index(tmp_path / "index") as archive:
        assert archive.search("新3").total == 1


@pytest.mark.untraced
def test_a_dead_process_fails_the_build_and_loses_nothing(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build_index(corpus, index, jobs=1)
    (corpus / "more.md").write_text(POST.format("后来"), encoding="utf-8")

    def kill(*_: int) -> None:
        for child in multiprocessing.active_children():
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)

    with pytest.raises(WorkerError, match="--jobs 1"):
        build_index(corpus, index, jobs=2, progress=kill)
    assert not multiprocessing.active_children()
    with open_index(index) as archive:
        assert archive.search("青岛").total == 60
    assert build_index(corpus, index, jobs=2).posts == 61


def test_an_interruption_leaves_no_process(corpus: Path, tmp_path: Path) -> None:
    def interrupt(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(corpus, tmp_path / "index", jobs=2, progress=interrupt)
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("jobs", [0, -1])
def test_no_processes_are_an_error(corpus: Path, tmp_path: Path, jobs: int) -> None:
    with pytest.raises(ArgumentError, match=f"jobs={jobs}: use a whole number"):
        build_index(corpus, tmp_path / "index", jobs=jobs)


HANGING = """
import multiprocessing, sys, time
from indexer import build_index, reading

def hang(done, of):
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(10_000)

if __name__ == "__main__":
    reading._FEW = 2
    build_index(sys.argv[1], sys.argv[2], jobs=2, progress=hang)
"""
LONG = 120  # seconds; they end at once, or never


def alive(process: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked about yet does not."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2]
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # no /proc, or it ended just now
        return not Path("/proc/self").exists()
    return state.split()[0] not in "ZX"


@pytest.mark.untraced
def test_a_killed_build_leaves_no_process(corpus: Path, tmp_path: Path) -> None:
    script = tmp_path / "hanging.py"
    script.write_text(HANGING, "utf-8")
    build = subprocess.Popen(
        [sys.executable, script, corpus, tmp_path / "index"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert build.stdout is not None
    readers = [int(process) for process in build.stdout.readline().split()]
    build.stdout.close()
    assert len(readers) == 2
    assert all(map(alive, readers))
    build.kill()
    build.wait()
    until = time.monotonic() + LONG
    while any(map(alive, readers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, readers))
