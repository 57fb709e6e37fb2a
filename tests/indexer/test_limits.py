"""What one post may cost: it is skipped with the reason, and the others are read."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import build_index, inspection, reading, update_index, upkeep
from indexer.inspection import inspect_corpus
from indexer.limits import CostError, Limits, bounded
from indexer.reading import Manner, Reading, Task, read_all
from indexer.sources.source import Folder
from search.manifest import Manifest
from search.text.analyzer import Analyzer
from tests.indexer.costly_parsers import costly

LIMITS = Limits(seconds=0.3, memory=64 << 20)
ANALYZER = Manifest.today(built="", source={}).analyzer()
SLOW = "reading it takes more than 0.3 s of computing"
HOG = "reading it takes more than 64 MiB of memory"
ENDED = "reading it ended the process: too much time or memory"


def corpus(folder: Path, names: Mapping[str, str | None]) -> list[Task]:
    for name in names:
        (folder / f"{name}.md").write_text(f"# {name}\n\n渔船驶出港口。\n", "utf-8")
    return [Task(f"{name}.md", None) for name in names]


def reasons(tasks: list[Task], folder: Path, jobs: int) -> dict[str, str | None]:
    found = {}
    manner = Manner(source=Folder(str(folder)), limits=LIMITS, parse=costly)
    for task, outcome in read_all(tasks, manner, ANALYZER, jobs=jobs):
        assert isinstance(outcome, Reading)
        assert (outcome.skipped is None) == bool(outcome.documents)
        assert outcome.digest
        found[task.path.removesuffix(".md")] = outcome.skipped
    return found


def test_costly_posts_are_skipped_in_this_process(tmp_path: Path) -> None:
    expected = {"a": None, "slow": SLOW, "b": None, "hog": HOG, "slow2": SLOW, "c": None}
    assert reasons(corpus(tmp_path, expected), tmp_path, 1) == expected


@pytest.mark.long
@pytest.mark.untraced
def test_costly_posts_are_skipped_in_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that no timer stops, as a loop in C, is ended by the kernel; the rest goes on."""
    monkeypatch.setattr(reading, "_FEW", 2)
    expected = {"a": None, "slow": SLOW, "deadly": ENDED, "hog": HOG, "stubborn": ENDED, "c": None}
    assert reasons(corpus(tmp_path, expected), tmp_path, 2) == expected


def test_a_build_goes_on_and_an_update_does_not_read_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "posts"
    folder.mkdir()
    corpus(folder, {"a": None, "slow": None, "hog": None})

    def limited(tasks: list[Task], manner: Manner, *args: Analyzer, jobs: int) -> object:
        return read_all(tasks, replace(manner, limits=LIMITS, parse=costly), *args, jobs=jobs)

    monkeypatch.setattr(upkeep, "read_all", limited)
    report = build_index(folder, tmp_path / "index")
    assert (report.posts, [one.reason for one in report.skipped]) == (1, [HOG, SLOW])
    monkeypatch.setattr(upkeep, "read_all", read_all)
    again = update_index(folder, tmp_path / "index")
    assert (again.posts, again.unchanged, again.skipped) == (1, 1, report.skipped)


def test_an_inspection_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus(tmp_path, {"a": None, "slow": None})
    monkeypatch.setattr(inspection, "read_post", costly)
    monkeypatch.setattr(inspection, "_LIMITS", LIMITS)
    found = inspect_corpus(tmp_path)
    assert [post.path for post in found.posts] == ["a.md"]
    assert [(one.path, one.reason) for one in found.skipped] == [("slow.md", SLOW)]


def test_limits_are_lifted_afterwards() -> None:
    for _ in range(2):
        with pytest.raises(CostError, match=r"0\.05 s"), bounded(Limits(seconds=0.05)):
            while True:
                pass
        with pytest.raises(CostError, match="16 MiB"), bounded(Limits(memory=16 << 20)):
            bytearray(256 << 20)
    assert len(bytearray(256 << 20)) == 256 << 20


def test_another_thread_reads_without_a_timer() -> None:
    done = []

    def read() -> None:
        with bounded(Limits(seconds=1e-6)):
            done.append(sum(range(10_000)))

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert done
