"""A build that is killed at any moment loses nothing: the last index answers, the next succeeds."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import indexer
from tests.conftest import ROOT, SAMPLE

KILLS = 20


def start(corpus: Path, index: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "indexer", "build", str(corpus), "--index", str(index)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def total(index: Path) -> int:
    with indexer.open_index(index) as archive:
        assert list(archive.verify()) == []
        return archive.search(per_page=1).total


def test_killed_builds(tmp_path: Path, sample_index: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(sample_index, index)
    corpus = tmp_path / "corpus"
    shutil.copytree(SAMPLE, corpus)
    (corpus / "new.md").write_text(
        "---\ntitle: 新\n---\n![](x.jpg)\n\n图为新修的渡口。海州日报记者 周牧野 摄\n", "utf-8"
    )
    before = total(index)
    began = time.monotonic()
    start(corpus, tmp_path / "timed").wait()
    whole = time.monotonic() - began
    after = total(tmp_path / "timed")
    assert after == before + 1
    killed = 0
    chance = random.Random(20)
    for _ in range(KILLS):
        process = start(corpus, index)
        time.sleep(chance.uniform(0.05, whole * 1.05))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        assert total(index) in (before, after)
    assert killed > KILLS // 2
    assert start(corpus, index).wait() == 0
    assert total(index) == after
    assert len(list((index / "builds").iterdir())) == 1
