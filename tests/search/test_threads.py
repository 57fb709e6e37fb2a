"""Threads that search one archive while it is committed to and compacted."""

import itertools
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from search import locate
from search.document import Document
from search.engine import Engine
from search.request import Request
from tests.oracle import Answer, Oracle
from tests.places import Place, build, opened
from tests.search.test_exactness import ANALYZER
from tests.search.test_living_index import photo

THREADS = 16
COMMITS = 60
FEW = 9
PAUSE = 0.05
"""Seconds a thread rests after an answer: sixteen that never rest leave a commit one turn in
seventeen, and a hundred seconds go by in which the same states are asked for again and again."""

ASKED = [
    Request(text=text, per_page=100)
    for text in ("青岛", "游客 OR 海边", "第1", '-游客 "岛第"', "青岛 不存在的")
]


def states() -> list[list[Document]]:
    """What stands in the archive after each commit: one changed, one dropped, one added."""
    found = [[photo(n, f"青岛第{n}天 海边{'游客' * (n % 3)}") for n in range(40)]]
    for commit in range(1, COMMITS + 1):
        _, second, *others = found[-1]
        changed = replace(second, caption=f"{second.caption} 游客{commit}")
        found.append([changed, *others, photo(100 + commit, f"青岛 海边 第{commit}次")])
    return found


def answers(documents: list[Document]) -> list[Answer]:
    oracle = Oracle(documents, ANALYZER)
    return [oracle.search(request) for request in ASKED]


@dataclass
class Progress:
    """How many commits have begun and how many are complete; whether to stop asking."""

    begun: int = 0
    committed: int = 0
    stopped: bool = False
    answered: threading.Condition = field(default_factory=threading.Condition)


class Asking(threading.Thread):
    """Asks until it is told to stop; keeps every answer that no commit explains.

    An answer must be that of a commit that was the last at some moment between the question and
    the answer.
    """

    def __init__(
        self, engine: Engine, expected: list[list[Answer]], progress: Progress, offset: int
    ) -> None:
        super().__init__()
        self._progress = progress
        self._engine = engine
        self._expected = expected
        self._offset = offset
        self.failures: list[object] = []
        self.asked = 0
        self.ended = False

    def run(self) -> None:
        try:
            for turn in itertools.count(self._offset):
                if self._progress.stopped:
                    break
                number, earliest = turn % len(ASKED), self._progress.committed
                page = self._engine.search(ASKED[number])
                given = [hit.document.id for hit in page.hits], [hit.score for hit in page.hits]
                possible = self._expected[earliest : self._progress.begun + 1]
                if given not in [(one[number].ids, one[number].scores) for one in possible]:
                    self.failures.append((ASKED[number].text, earliest, given))
                with self._progress.answered:
                    self.asked += 1
                    self._progress.answered.notify_all()
                time.sleep(PAUSE)
        except Exception as error:
            self.failures.append(error)
        finally:
            with self._progress.answered:
                self.ended = True
                self._progress.answered.notify_all()


def let_all_ask(threads: Sequence[Asking], progress: Progress) -> None:
    """Wait until every thread has had one more answer, or has ended."""
    before = [thread.asked for thread in threads]
    with progress.answered:
        assert progress.answered.wait_for(
            lambda: all(
                thread.asked > asked or thread.ended
                for thread, asked in zip(threads, before, strict=True)
            ),
            timeout=600,
        )


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def mappings(path: Path) -> int:
    """How many mappings of files of an index this process has."""
    return Path("/proc/self/maps").read_text(encoding="utf-8").count(str(path))


def resident() -> float:
    """Memory that is this process's own, in MiB."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE") / 2**20


@pytest.mark.long
@pytest.mark.untraced
@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="/proc is not there to look at")
def test_threads_see_whole_commits_and_nothing_is_left_behind(tmp_path: Path) -> None:
    held = states()
    expected = [answers(documents) for documents in held]
    build(tmp_path, held[0])
    seen, progress, before = [], Progress(), descriptors()
    with opened(tmp_path) as engine:
        threads = [Asking(engine, expected, progress, number) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for commit in range(1, COMMITS + 1):
            progress.begun = commit
            with locate(str(tmp_path)).revise() as writer:
                writer.drop(held[commit - 1][0].article)
                for document in (held[commit][0], held[commit][-1]):
                    writer.put(document.article, [document], "")
            progress.committed = commit
            let_all_ask(threads, progress)
            segments = len(list(tmp_path.glob("builds/*/*.arrays")))
            seen.append((segments, descriptors(), mappings(tmp_path), resident()))
        progress.stopped = True
        for thread in threads:
            thread.join()
        page = engine.search(ASKED[0])
        assert [hit.document.id for hit in page.hits] == expected[-1][0].ids
        assert not [failure for thread in threads for failure in thread.failures]
        # Segments, descriptors and mappings hold for every moment, memory for the second half.
        assert max(segments for segments, *_ in seen) <= 9
        assert max(files for _, files, _, _ in seen) - seen[0][1] <= 9 * THREADS
        assert max(maps for _, _, maps, _ in seen) <= 9 * (THREADS + 1)
        assert seen[-1][3] - seen[COMMITS // 2][3] < 16
        quiet = descriptors()
        engine.search(ASKED[0])
        assert descriptors() == quiet
        assert mappings(tmp_path) <= 8
    assert mappings(tmp_path) == 0
    assert descriptors() == before


@pytest.mark.long
@pytest.mark.untraced
def test_threads_see_whole_commits_and_builds(place: Place) -> None:
    """Every third change is a build of its own."""
    held = states()[: FEW + 1]
    expected = [answers(documents) for documents in held]
    build(place, held[0])
    progress = Progress()
    with opened(place) as engine:
        threads = [Asking(engine, expected, progress, number) for number in range(THREADS // 2)]
        for thread in threads:
            thread.start()
        for commit in range(1, FEW + 1):
            progress.begun = commit
            if commit % 3 == 0:
                build(place, held[commit])
            else:
                with place.revised() as writer:
                    writer.drop(held[commit - 1][0].article)
                    for document in (held[commit][0], held[commit][-1]):
                        writer.put(document.article, [document], "")
            progress.committed = commit
            let_all_ask(threads, progress)
        progress.stopped = True
        for thread in threads:
            thread.join()
    assert not [failure for thread in threads for failure in thread.failures]
