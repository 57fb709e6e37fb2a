"""A build that is killed at any moment loses nothing: the last index answers, the next succeeds.

Every step that changes the disk is hit once (see ``killed_builder``), for a build over a live
index, for the first build and for an update. Kills at random times hit what lies between steps:
half written files.
"""

import itertools
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import indexer
from tests.conftest import ROOT, SAMPLE

pytestmark = pytest.mark.untraced

RANDOM_KILLS = 8
LEAST_STEPS = 5
MOST_STEPS = 200
NEVER = 1_000_000


class Builder:
    """A process that builds and is killed on command."""

    def __init__(self, corpus: Path, index: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.indexer.killed_builder", str(corpus), str(index)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def killed(self, work: str, step: int) -> bool:
        """Whether the work died before its step; it had fewer steps and is done otherwise."""
        return self._command(f"{work} step {step}")

    def killed_after(self, seconds: float) -> bool:
        """Whether a build died after a time; it took less and is done otherwise."""
        return self._command(f"build after {seconds}")

    def _command(self, command: str) -> bool:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer in ("killed", "done")
        return answer == "killed"

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(3):
        write(folder, str(number))
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def builder(corpus: Path, index: Path) -> Iterator[Builder]:
    builder = Builder(corpus, index)
    yield builder
    builder.close()


def write(corpus: Path, name: str) -> None:
    text = f"---\ntitle: 第{name}号\n---\n![](x.jpg)\n\n图为新修的渡口。海州日报记者 周牧野 摄\n"
    (corpus / f"{name}.md").write_text(text, "utf-8")


def total(index: Path) -> int:
    with indexer.open_index(index) as archive:
        assert list(archive.verify()) == []
        return archive.search(per_page=1).total


def builds(index: Path) -> list[str]:
    return [build.name for build in (index / "builds").iterdir()]


def assert_whole(corpus: Path, index: Path, count: int) -> None:
    """The next build succeeds and leaves nothing behind."""
    assert indexer.build_index(corpus, index).posts == count
    assert total(index) == count
    assert len(builds(index)) == 1
    assert {file.name for file in index.iterdir()} == {"builds", "current", "writing"}


@pytest.mark.parametrize("work", ["build", "update"])
def test_killed_before_every_step(corpus: Path, index: Path, builder: Builder, work: str) -> None:
    """The index is the old one until some step and the new one from there on."""
    live = index.with_name("live")
    indexer.build_index(corpus, live)
    write(corpus, "new")
    totals = []
    for step in range(1, MOST_STEPS):
        shutil.rmtree(index, ignore_errors=True)
        shutil.copytree(live, index)
        if not builder.killed(work, step):
            break
        totals.append(total(index))
        if step % 5 == 0:
            assert indexer.update_index(corpus, index).posts == 4
            assert total(index) == 4
    else:
        pytest.fail(f"more than {MOST_STEPS} steps")
    assert len(totals) > LEAST_STEPS
    assert totals == sorted(totals)
    assert {3} <= set(totals) <= {3, 4}
    assert_whole(corpus, index, 4)


def test_first_builds_killed_before_every_step(corpus: Path, index: Path, builder: Builder) -> None:
    """There is no index until some step; what was left behind goes with the next build."""
    answers = []
    for step in range(1, MOST_STEPS):
        shutil.rmtree(index, ignore_errors=True)
        if not builder.killed("build", step):
            break
        try:
            answers.append(total(index))
        except indexer.IndexMissingError:
            answers.append(0)
        assert_whole(corpus, index, 3)
    else:
        pytest.fail(f"more than {MOST_STEPS} steps")
    assert len(answers) > LEAST_STEPS
    assert answers == sorted(answers)
    assert {0} <= set(answers) <= {0, 3}


def test_killed_again_and_again(corpus: Path, index: Path, builder: Builder) -> None:
    """What many killed builds left behind neither adds up nor gets in the way."""
    indexer.build_index(corpus, index)
    write(corpus, "new")
    for step in itertools.count(2, 3):
        if not builder.killed("build", step):
            break
        assert total(index) in (3, 4)
        assert len(builds(index)) <= 3
    assert_whole(corpus, index, 4)


def test_killed_at_random_times(tmp_path: Path, index: Path, sample_index: Path) -> None:
    """Wherever it was: half written files, a segment without its commit, a build half removed."""
    shutil.copytree(sample_index, index)
    corpus = tmp_path / "sample"
    shutil.copytree(SAMPLE, corpus)
    write(corpus, "new")
    before = total(index)
    chance = random.Random(20)
    with closing(Builder(corpus, index)) as builder:
        assert not builder.killed("build", NEVER)  # its own start is no part of a build
        began = time.monotonic()
        assert not builder.killed("build", NEVER)
        longest = time.monotonic() - began
        shutil.rmtree(index)
        shutil.copytree(sample_index, index)
        killed, least = 0, before
        while killed < RANDOM_KILLS:
            seconds = chance.uniform(0, longest)
            if builder.killed_after(seconds):
                killed += 1
            else:  # it was quicker than the one that was timed
                longest = seconds
                least = before + 1
            assert least <= total(index) <= before + 1
            least = total(index)
    assert indexer.build_index(corpus, index).posts
    assert total(index) == before + 1
    assert len(builds(index)) == 1
