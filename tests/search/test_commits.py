"""Commits that an open engine must tell apart, and transactions that go wrong half-way."""

import os
import pickle
import shutil
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search import connect, locate
from search.document import Document
from search.embedded import EmbeddedEngine
from search.engine import Engine
from search.errors import ArchiveError, ArgumentError, IndexDamagedError
from search.index import directory as directory_module
from search.index.commit import INDEX_NAME, latest_generation
from search.index.whoosh_codec import ArraySegment
from search.index.whoosh_schema import schema
from search.request import Request
from tests.places import MANIFEST, build, opened
from tests.search.test_index_files import settle
from tests.search.test_living_index import photo, total


def ids(engine: Engine) -> set[str]:
    return {hit.document.id for hit in engine.search(Request(per_page=100)).hits}


def drop(path: Path, article: str) -> None:
    with locate(str(path)).revise() as writer:
        writer.drop(article)


def test_a_restored_copy_was_taken_for_the_commit_of_the_same_number(tmp_path: Path) -> None:
    index, copy = tmp_path / "index", tmp_path / "copy"
    build(index, [photo(number, f"青岛第{number}天") for number in range(1, 6)])
    shutil.copytree(index, copy)
    with opened(index) as engine:
        drop(index, "a2")
        assert ids(engine) == {"p1", "p3", "p4", "p5"}
        index.rename(tmp_path / "aside")
        copy.rename(index)
        drop(index, "a3")
        assert ids(engine) == {"p1", "p2", "p4", "p5"}
        with opened(index) as fresh:
            request = Request(text="青岛 第1")
            assert engine.search(request).hits == fresh.search(request).hits


def test_of_two_commits_within_a_tick_the_second_was_never_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Times are made coarse; then three quiet seconds pass."""
    build(tmp_path, [photo(1, "青岛")])
    (folder,) = (tmp_path / "builds").iterdir()
    clock = [10**18]
    monkeypatch.setattr("search.embedded.time.time_ns", lambda: clock[0])

    def tick() -> None:
        for touched in (tmp_path / "current", folder):
            os.utime(touched, ns=(clock[0], clock[0]))

    tick()
    with opened(tmp_path) as engine:
        assert total(engine, "青岛") == 1
        with locate(str(tmp_path)).revise() as writer:
            writer.put("a2", [photo(2, "青岛")], "")
        tick()
        clock[0] += 10 * 10**9
        assert total(engine, "青岛") == 2
        for _ in range(3):  # from now on the time is trusted
            assert total(engine, "青岛") == 2


def test_a_build_that_went_live_while_the_last_was_looked_for_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, [photo(1, "青岛")])
    directory = directory_module.IndexDirectory(tmp_path)
    before = (tmp_path / "current").read_text(encoding="utf-8")
    build(tmp_path, [photo(1, "青岛"), photo(2, "青岛")])
    after = (tmp_path / "current").read_text(encoding="utf-8")
    (tmp_path / "current").write_text(before, encoding="utf-8")
    named = directory._named

    def swept() -> str | None:
        (tmp_path / "current").write_text(after, encoding="utf-8")
        return named()

    monkeypatch.setattr(directory, "_named", swept)
    assert directory.live().name == after.strip()


def test_a_failed_put_left_half_an_article(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "旧的"), photo(2, "别的")])
    bad = replace(photo(1, "新的"), id="p9", taken="2018/..")
    with locate(str(tmp_path)).revise() as writer:
        with pytest.raises(ArchiveError):
            writer.put("a1", [photo(1, "新的"), bad], "")
        writer.put("a3", [photo(3, "另一处")], "")
    with opened(tmp_path) as engine:
        assert ids(engine) == {"p1", "p2", "p3"}
        assert total(engine, "旧的") == 1
        assert total(engine, "新的") == 0


def test_what_was_put_cannot_be_dropped_in_the_same_transaction(tmp_path: Path) -> None:
    with (
        pytest.raises(ArgumentError, match="a1"),
        locate(str(tmp_path)).build(MANIFEST) as writer,
    ):
        writer.put("a1", [photo(1, "青岛")], "")
        writer.drop("a1")


def test_a_lost_segment_is_damage_to_who_writes(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    (segment,) = tmp_path.glob("builds/*/*.arrays")
    segment.write_bytes(segment.read_bytes()[:100])
    with pytest.raises(IndexDamagedError), locate(str(tmp_path)).revise():
        pass


def test_paragraphs_lost_the_places_and_people_of_their_post(tmp_path: Path) -> None:
    paragraph = Document(
        id="p1", kind="paragraph", article="a1", text="一段", place=("青岛",), person=("隋立峰",)
    )
    build(tmp_path, [paragraph])
    with opened(tmp_path) as engine:
        assert engine.get("p1") == paragraph


def test_a_page_was_longer_than_asked_where_all_that_orders_ties(tmp_path: Path) -> None:
    same = [replace(photo(0, "青岛"), id=f"p{number:03}") for number in range(300)]
    build(tmp_path, same)
    with opened(tmp_path) as engine:
        for page in (1, 2):
            results = engine.search(Request(sort="newest", per_page=10, page=page))
            assert len(results.hits) == 10
        assert len(list(engine.documents("photo"))) == 300


class Changing:
    """Sets an attribute of the class when it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return ArraySegment, ("MAIN",), (None, {"documents": 7})


def test_a_table_of_contents_changed_the_class_of_all_segments(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    (folder,) = (tmp_path / "builds").iterdir()
    assert pickle.dumps(Changing())
    generation = latest_generation(folder) + 1
    TOC(schema(), [Changing(), ArraySegment], generation).write(
        FileStorage(str(folder)), INDEX_NAME
    )
    with pytest.raises(IndexDamagedError):
        connect(str(tmp_path))
    assert ArraySegment("MAIN").documents == 0


def test_a_live_document_without_its_id_was_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, [photo(1, "青岛")])
    settle(tmp_path)
    engine = EmbeddedEngine(tmp_path)
    monkeypatch.setattr("search.index.segment.SegmentReader.number", lambda *_: None)
    assert list(engine.verify()) == ["document p1 is not found by its id"]
    engine.close()


def test_a_commit_that_came_meanwhile_was_told_as_faults(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    engine = EmbeddedEngine(tmp_path)
    told = engine.verify(with_whoosh=True)
    drop(tmp_path, "a1")
    (sentence,) = told
    assert "newer commit" in sentence
    engine.close()


def test_pasted_texts_filled_the_memory_of_the_process(tmp_path: Path) -> None:
    """Terms of long runs were kept by number, 2,000 terms each, and never let go."""
    build(tmp_path, [photo(1, "青岛")])
    engine = EmbeddedEngine(tmp_path)
    tracemalloc.start()
    for number in range(40):
        text = "".join(chr(0x4E00 + (number * 37 + place) % 9000) for place in range(900))
        engine.search(Request(text=f'"{text}"'))
    engine.close()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 30 * 2**20


def test_another_thread_takes_back_what_was_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two looks at it another thread had set it to None: a TypeError in a search."""
    build(tmp_path, [photo(1, "青岛")])
    with opened(tmp_path) as engine:
        assert isinstance(engine, EmbeddedEngine)
        looked_at = engine._directory.looked_at

        def looked(path: Path) -> tuple[int, ...]:
            engine._settled = None
            return looked_at(path)

        live = engine._now()
        engine._settled = (live.commit, looked_at(live.commit.build))
        monkeypatch.setattr(engine._directory, "looked_at", looked)
        assert total(engine, "青岛") == 1


@pytest.mark.parametrize("text", ["青岛的海", "帆船"])
def test_a_broken_text_is_damage(tmp_path: Path, text: str) -> None:
    """A UnicodeDecodeError came out of a search."""
    build(tmp_path, [replace(photo(1, "青岛的海"), headline="帆船", category=("体育",))])
    for path in tmp_path.glob("builds/*/*.arrays"):
        path.write_bytes(path.read_bytes().replace(text.encode(), b"\xff" * len(text.encode())))
    with opened(tmp_path) as engine:
        for ask in (
            lambda: engine.search(Request(text="")),
            lambda: engine.get("p1"),
            lambda: list(engine.documents("photo")),
        ):
            with pytest.raises(IndexDamagedError, match="python -m indexer build"):
                ask()
