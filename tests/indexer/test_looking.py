"""Whether a folder has changed, by looking: what counts, and when it is told."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from indexer import looking
from indexer.looking import Looks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / os.fsdecode(b"\xb5\xc6.md")).write_text("a", "utf-8")
    return tmp_path


@pytest.fixture
def looks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Looks:
    monkeypatch.setattr(looking, "_SHARE", 0)
    return Looks(folder, lambda path: "/." not in path, quiet=0, longest=1e9)


def told(looks: Looks) -> list[bool]:
    return [looks.changed() for _ in range(3)]


def test_a_change_is_told_once_when_it_has_ended(folder: Path, looks: Looks) -> None:
    assert told(looks) == [False, False, False]
    (folder / "below" / "b.md").write_text("b", "utf-8")
    assert not looks.changed()
    (folder / "below" / "c.md").write_text("c", "utf-8")
    assert told(looks) == [False, True, False]


def test_names_sizes_and_times_are_changes(folder: Path, looks: Looks) -> None:
    (file,) = (folder / "below").iterdir()
    os.utime(file, ns=(0, 1))
    assert True in told(looks)
    file.rename(file.with_name("z.md"))
    assert True in told(looks)
    (folder / "below" / "z.md").unlink()
    assert True in told(looks)


def test_what_is_only_read_is_no_change(folder: Path, looks: Looks) -> None:
    for file in (folder / "below").iterdir():
        file.read_bytes()
    assert told(looks) == [False, False, False]


def test_what_does_not_count_is_no_change(folder: Path, looks: Looks) -> None:
    (folder / "below" / "b.md").symlink_to("nowhere")
    assert True in told(looks)
    (folder / "below" / ".hidden").write_text("h", "utf-8")
    (folder / ".git").mkdir()
    assert told(looks) == [False, False, False]


def test_changes_without_an_end_are_told_nonetheless(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "_SHARE", 0)
    looks = Looks(folder, lambda _: True, quiet=0, longest=0)
    (folder / "b.md").write_text("b", "utf-8")
    assert looks.changed()


def test_looks_cost_a_twentieth_of_the_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(looking, "time", SimpleNamespace(monotonic=lambda: now))

    def slow(_: str) -> bool:
        nonlocal now
        now += 1
        return True

    looks = Looks(folder, slow, quiet=0, longest=0)
    (folder / "b.md").write_text("b", "utf-8")
    now += 39
    assert not looks.changed()
    now += 2
    assert looks.changed()
