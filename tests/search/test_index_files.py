"""The files of an index in a directory while it changes: locks, pointers, litter, damage."""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from search import connect, locate
from search import embedded as engine_module
from search.errors import IndexDamagedError, IndexOutdatedError
from search.index.arrays import ArrayFile, write_arrays
from tests.places import MANIFEST, build, opened
from tests.search.test_living_index import photo, total


def settle(path: Path) -> None:
    """Have an index that nobody touched for a day: its times are trusted then."""
    yesterday = time.time() - 86_400
    for touched in (path / "current", *(path / "builds").iterdir()):
        os.utime(touched, (yesterday, yesterday))


@pytest.mark.parametrize("change", ["commit", "build"])
def test_what_changes_after_a_long_time_is_seen_at_once(tmp_path: Path, change: str) -> None:
    build(tmp_path, [photo(1, "青岛")])
    settle(tmp_path)
    with opened(tmp_path) as engine:
        for _ in range(3):
            assert total(engine, "青岛") == 1
        if change == "commit":
            with locate(str(tmp_path)).revise() as writer:
                writer.put("a2", [photo(2, "青岛的海")], "a2")
        else:
            build(tmp_path, [photo(1, "青岛"), photo(2, "青岛的海")])
        assert total(engine, "青岛") == 2


def test_a_quiet_index_is_looked_at_and_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, [photo(1, "青岛")])
    settle(tmp_path)
    with opened(tmp_path) as engine:
        assert total(engine, "青岛") == 1
        monkeypatch.setattr(engine_module, "latest_generation", None)
        assert total(engine, "青岛") == 1


def test_a_file_is_on_the_disk_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut leaves the file that had the name before, or the whole new one."""
    synced: set[int] = set()
    safe: set[str] = set()

    def noted(rename: Callable[[str, str], None]) -> Callable[[str, str], None]:
        def renamed(source: str, target: str) -> None:
            if Path(source).stat().st_ino in synced:
                safe.add(Path(target).name)
            rename(source, target)

        return renamed

    monkeypatch.setattr(os, "fsync", lambda file: synced.add(os.fstat(file).st_ino))
    monkeypatch.setattr(os, "rename", noted(os.rename))
    monkeypatch.setattr(os, "replace", noted(os.replace))
    build(tmp_path, [photo(1, "青岛")])
    with locate(str(tmp_path)).revise() as writer:
        writer.put("a2", [photo(2, "青岛的海")], "a2")
    (commit,) = tmp_path.glob("builds/*/*.toc")
    assert {"current", commit.name} <= safe


def test_failed_build_leaves_the_old_one_and_no_litter(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    with pytest.raises(ZeroDivisionError), locate(str(tmp_path)).build(MANIFEST) as writer:
        writer.put("a2", [photo(2, "北京")], "a2")
        raise ZeroDivisionError
    with opened(tmp_path) as engine:
        assert total(engine, "青岛") == 1
    assert len(list((tmp_path / "builds").iterdir())) == 1


def test_a_build_that_is_read_survives_the_next_and_goes_with_its_reader(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    first = {path.name for path in (tmp_path / "builds").iterdir()}
    engine = connect(str(tmp_path))
    build(tmp_path, [photo(2, "北京")])
    assert first < {path.name for path in (tmp_path / "builds").iterdir()}
    assert total(engine, "北京") == 1
    engine.close()
    build(tmp_path, [photo(3, "上海")])
    assert len(list((tmp_path / "builds").iterdir())) == 1


@pytest.mark.parametrize("key", ["format", "analysis"])
def test_other_versions_are_refused_with_the_remedy(tmp_path: Path, key: str) -> None:
    build(tmp_path, [photo(1, "青岛")])
    (manifest,) = tmp_path.glob("builds/*/manifest.json")
    stored = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**stored, key: 99}), encoding="utf-8")
    with pytest.raises(IndexOutdatedError, match="python -m indexer build"):
        connect(str(tmp_path))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh's files
@pytest.mark.parametrize("damage", ["manifest", "current", "segment", "toc"])
@pytest.mark.parametrize("content", [b"x", b"\xff\xfe", b"{}", b""])
def test_damage_is_named(tmp_path: Path, damage: str, content: bytes) -> None:
    build(tmp_path, [photo(1, "青岛")])
    pattern = {
        "manifest": "builds/*/manifest.json",
        "current": "current",
        "segment": "builds/*/*.arrays",
        "toc": "builds/*/*.toc",
    }[damage]
    (file,) = tmp_path.glob(pattern)
    file.write_bytes(content)
    with pytest.raises(IndexDamagedError, match="rebuild"):
        connect(str(tmp_path))


def test_a_manifest_of_wrong_kinds_is_damage(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    (manifest,) = tmp_path.glob("builds/*/manifest.json")
    stored = json.loads(manifest.read_text(encoding="utf-8"))
    for wrong in ({"variants": [1]}, {"source": "x"}, {"variants": {"a": 1}}):
        manifest.write_text(json.dumps({**stored, **wrong}), encoding="utf-8")
        with pytest.raises(IndexDamagedError, match="rebuild"):
            connect(str(tmp_path))


def test_a_lost_segment_is_damage(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    (segment,) = tmp_path.glob("builds/*/*.arrays")
    segment.unlink()
    with pytest.raises(IndexDamagedError, match="rebuild"):
        connect(str(tmp_path))


@pytest.mark.parametrize(("name", "least"), [("*.arrays", 100), ("*_completions_*", 30)])
def test_verify_finds_any_changed_byte(tmp_path: Path, name: str, least: int) -> None:
    build(tmp_path, [photo(n, "青岛的海，2018年") for n in range(3)])
    (file,) = tmp_path.glob(f"builds/*/{name}")
    sound = file.read_bytes()
    with opened(tmp_path) as engine:
        assert list(engine.verify()) == []
    places = [offset for _, offset, length, _ in ArrayFile(file)._directory.values() if length]
    assert len(places) > least
    for place in places:
        file.write_bytes(sound[:place] + bytes([sound[place] ^ 4]) + sound[place + 1 :])
        with suppress(IndexDamagedError), opened(tmp_path) as engine:
            assert list(engine.verify())


def test_verify_counts_completions_anew(tmp_path: Path) -> None:
    build(tmp_path, [photo(n, "青岛的海") for n in range(3)])
    (file,) = tmp_path.glob("builds/*/*_completions_*")
    arrays = ArrayFile(file)
    kept = {one: arrays[one].copy() for one in arrays.names()}
    kept["totals"] += 1
    file.unlink()
    write_arrays(file, kept.items())
    with opened(tmp_path) as engine:
        assert "'青岛'" in "".join(engine.verify())


@pytest.mark.parametrize("harm", ["lost", "cut short"])
def test_harmed_completions_are_damage(tmp_path: Path, harm: str) -> None:
    build(tmp_path, [photo(1, "青岛")])
    (file,) = tmp_path.glob("builds/*/*_completions_*")
    if harm == "lost":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(IndexDamagedError, match="rebuild"):
        connect(str(tmp_path))


def test_litter_of_dead_builds_goes_without_a_live_one(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / "builds" / name).mkdir(parents=True)
    build(tmp_path, [photo(1, "青岛")])
    assert len(list((tmp_path / "builds").iterdir())) == 1


def test_an_unreadable_pointer_costs_no_build(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    pointer = (tmp_path / "current").read_bytes()
    (tmp_path / "current").write_bytes(b"\xff")
    with pytest.raises(ZeroDivisionError), locate(str(tmp_path)).build(MANIFEST):
        raise ZeroDivisionError
    (tmp_path / "current").write_bytes(pointer)
    with opened(tmp_path) as engine:
        assert total(engine, "青岛") == 1


def test_a_transaction_without_a_change_is_no_commit(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    before = sorted(path.name for path in tmp_path.glob("builds/*/*"))
    with locate(str(tmp_path)).revise():
        pass
    assert sorted(path.name for path in tmp_path.glob("builds/*/*")) == before


def test_many_updates_leave_few_segments(tmp_path: Path) -> None:
    build(tmp_path, [photo(n, "青岛") for n in range(4)])
    with opened(tmp_path) as engine:
        for number in range(40):
            with locate(str(tmp_path)).revise() as writer:
                writer.drop(f"a{number % 6}")
                writer.put(f"a{number % 6}", [photo(number % 6, f"青岛 第{number}张")], "")
        assert total(engine, "青岛") == 6
        assert list(engine.verify()) == []
    assert len(list(tmp_path.glob("builds/*/*.arrays"))) <= 8
