"""An index while it changes: updates, rebuilds, threads, damage, other versions."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import connect, locate
from search import embedded as engine_module
from search.document import KINDS, Document, Kind
from search.engine import Engine
from search.errors import (
    ArgumentError,
    DocumentMissingError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
)
from search.index.arrays import ArrayFile, write_arrays
from search.manifest import Manifest
from search.request import Request, Wanted
from tests.oracle import Oracle
from tests.profiles import tried
from tests.search.test_exactness import ANALYZER, agree
from tests.strategies import archives, requests

MANIFEST = Manifest.today(built="2024-01-01T00:00:00Z", source={})


def build(path: Path, documents: list[Document]) -> None:
    with locate(str(path)).build(MANIFEST) as writer:
        for article in sorted({d.article for d in documents}):
            writer.put(article, [d for d in documents if d.article == article], article)


@contextmanager
def opened(path: Path) -> Iterator[Engine]:
    engine = connect(str(path))
    yield engine
    engine.close()


def photo(number: int, caption: str) -> Document:
    return Document(id=f"p{number}", kind="photo", article=f"a{number}", caption=caption)


def total(engine: Engine, text: str) -> int:
    return engine.search(Request(text=text)).total


@pytest.mark.long
@pytest.mark.untraced
@tried(25)
@given(st.lists(archives(8), min_size=2, max_size=4), st.lists(requests(), min_size=8, max_size=8))
def test_after_updates_the_engine_equals_the_oracle(
    states: list[list[Document]], asked: list[Request]
) -> None:
    """Each state replaces the articles it has and drops the others."""
    with TemporaryDirectory() as directory:
        build(Path(directory), states[0])
        with opened(Path(directory)) as engine:
            for state in states[1:]:
                with locate(directory).revise() as writer:
                    for article in set(engine.records()) | {d.article for d in state}:
                        writer.drop(article)
                        mine = [d for d in state if d.article == article]
                        if mine:
                            writer.put(article, mine, article)
                oracle = Oracle(state, ANALYZER)
                for request in asked:
                    agree(engine.search(request), oracle.search(request), request)


def test_open_engine_sees_updates_and_rebuilds(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    with opened(tmp_path) as engine:
        assert total(engine, "青岛") == 1
        with locate(str(tmp_path)).revise() as writer:
            writer.put("a2", [photo(2, "青岛的海")], "a2")
        assert total(engine, "青岛") == 2
        build(tmp_path, [photo(3, "北京")])
        assert total(engine, "青岛") == 0
        assert total(engine, "北京") == 1


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


def test_an_open_engine_reads_a_new_build_with_its_own_manifest(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青島")])
    variants = {**MANIFEST.variants, "島": "海"}
    later = replace(MANIFEST, built="2024-02-01T00:00:00Z", variants=variants)
    with opened(tmp_path) as engine:
        assert total(engine, "青岛") == 1
        with locate(str(tmp_path)).build(later) as writer:
            writer.put("a1", [photo(1, "青島")], "")
        assert (total(engine, "青岛"), total(engine, "青海")) == (0, 1)
        assert engine.manifest == later


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


def test_failed_update_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    with pytest.raises(ZeroDivisionError), locate(str(tmp_path)).revise() as writer:
        writer.drop("a1")
        raise ZeroDivisionError
    with opened(tmp_path) as engine:
        assert total(engine, "青岛") == 1


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


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    location = locate(str(tmp_path))
    with (
        location.revise(),
        pytest.raises(IndexBusyError, match="process"),
        locate(str(tmp_path)).build(MANIFEST),
    ):
        pass


def test_missing_index_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="python -m indexer build"):
        connect(str(tmp_path))


def test_unknown_scheme() -> None:
    with pytest.raises(ArgumentError, match="ftp"):
        connect("ftp://host/index")


@pytest.mark.parametrize("key", ["format", "analysis"])
def test_other_versions_are_refused_with_the_remedy(tmp_path: Path, key: str) -> None:
    build(tmp_path, [photo(1, "青岛")])
    (manifest,) = tmp_path.glob("builds/*/manifest.json")
    stored = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**stored, key: 99}), encoding="utf-8")
    with pytest.raises(IndexOutdatedError, match="python -m indexer build"):
        connect(str(tmp_path))


def test_other_dictionary_is_a_notice(tmp_path: Path) -> None:
    with locate(str(tmp_path)).build(replace(MANIFEST, dictionary="0")) as writer:
        writer.put("a1", [photo(1, "青岛")], "")
    with opened(tmp_path) as engine:
        page = engine.search(Request(text="青岛"))
    assert page.total == 1
    assert [notice.code for notice in page.notices] == ["dictionary_changed"]


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


def test_a_day_of_publication_is_one_day(tmp_path: Path) -> None:
    build(tmp_path, [replace(photo(1, "青岛"), published="2018-07-02T10:00:00Z")])
    days = ("2018-07-01", "2018-07-02", "2018-07-03")
    with opened(tmp_path) as engine:
        found = [engine.search(Request(text="青岛", taken=(day,))).total for day in days]
    assert found == [0, 1, 0]


def test_a_minus_sees_neither_paragraph_beside_a_photo(tmp_path: Path) -> None:
    before, after = photo(1, "青岛"), photo(2, "青岛")
    build(tmp_path, [replace(before, before="北京"), replace(after, after="北京")])
    with opened(tmp_path) as engine:
        assert (total(engine, "北京"), total(engine, "青岛 -北京")) == (2, 2)


def test_relaxing_is_said_where_it_is_done(tmp_path: Path) -> None:
    texts = ("青岛 帆船 比赛", "北京 车站", "上海 书店", "江湾 渡口")
    build(
        tmp_path,
        [
            Document(id=f"t{n}", kind="paragraph", article=f"a{n}", text=text)
            for n, text in enumerate(texts)
        ],
    )
    with opened(tmp_path) as engine:
        said_of: dict[Wanted, list[str]] = {
            "photo": [],
            "paragraph": ["relaxed"],
            "all": ["relaxed"],
        }
        for kind, said in said_of.items():
            page = engine.search(Request(text="青岛 帆船 比赛 火星", kind=kind))
            assert [notice.code for notice in page.notices] == said
            assert page.relaxed == bool(said)


def test_a_field_that_nothing_has_is_a_notice(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    with opened(tmp_path) as engine:
        page = engine.search(Request(text="地点:青岛"))
        assert (page.total, [n.code for n in page.notices]) == (0, ["empty_field"])
        assert engine.search(Request(text="图说:青岛")).notices == ()


def test_own_fold_table_is_used(tmp_path: Path) -> None:
    """A build keeps the table it was folded with, whatever a newer one says."""
    variants = {**MANIFEST.variants, "島": "海"}
    with locate(str(tmp_path)).build(replace(MANIFEST, variants=variants)) as writer:
        writer.put("a1", [photo(1, "青島")], "")
    with opened(tmp_path) as engine:
        assert total(engine, "青海") == 1
        assert total(engine, "青岛") == 0


def test_an_archive_of_which_everything_was_dropped_is_searched(tmp_path: Path) -> None:
    """Facets of no segment at all could not be counted."""
    build(tmp_path, [photo(1, "青岛")])
    with locate(str(tmp_path)).revise() as writer:
        writer.drop("a1")
    with opened(tmp_path) as engine:
        assert engine.search(Request(text="青岛")).total == 0
        assert engine.search(Request()).total == 0
        assert engine.suggest(Request(text="青"), 8) == ()


@pytest.mark.parametrize("kinds", [("photo",), ("paragraph",), ("photo", "paragraph")])
def test_articles_without_documents_of_a_kind_are_dropped(
    tmp_path: Path, kinds: tuple[Kind, ...]
) -> None:
    """Numbers of articles are stored as narrow as those of each kind need."""
    with locate(str(tmp_path)).build(MANIFEST) as writer:
        for number in range(300):
            kind = kinds[0] if number else kinds[-1]
            article = f"a{number:03}"
            text = {"caption" if kind == "photo" else "text": "青岛"}
            writer.put(article, [Document(id=article, kind=kind, article=article, **text)], "")  # type: ignore[arg-type]
        writer.put("empty", (), "a record alone")
    with locate(str(tmp_path)).revise() as writer:
        for article in ("a299", "empty", "nobody"):
            writer.drop(article)
    with opened(tmp_path) as engine:
        assert sum(engine.counts().values()) == 299
        assert engine.record("empty") is None
        with pytest.raises(DocumentMissingError):
            engine.article("a299")
        for kind in KINDS:  # a page of an article's photos, where it has none
            page = engine.search(Request(article="a298", kind=kind))
            assert page.total == (kind == kinds[0])
