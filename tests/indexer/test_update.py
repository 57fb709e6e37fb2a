"""What an update keeps, counts and writes when posts turn bad, move, or cannot be read."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import indexer
from indexer import CorpusError, Skipped, build, records, stamps, upkeep
from indexer.sources import source
from indexer.sources.folder import Listing, find, survey
from search import connect
from search.engine import Engine, Writer

POST = "---\ntitle: 标题{0}\n---\n![](pictures/{0}.jpg)\n\n图为{0}号渔船驶出港口。\n"
BROKEN = b"\x00\x01\x02\xff"

Refuse = Callable[[str], None]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.md").write_text(POST.format(name), "utf-8")
    (folder / "broken.md").write_bytes(BROKEN)
    return folder


@pytest.fixture
def index(corpus: Path, tmp_path: Path) -> Path:
    indexer.build_index(corpus, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Makes files of a name unreadable, as to a builder without the right to read them."""

    def refused(name: str) -> None:
        def refusing(root: str | os.PathLike[str], path: str) -> Path | None:
            if path == name:
                raise PermissionError(13, "Permission denied", path)
            return find(root, path)

        monkeypatch.setattr("indexer.sources.post_file.find", refusing)

    return refused


def titles(index: Path) -> set[str]:
    with indexer.open_index(index) as archive:
        return {hit.document.headline for hit in archive.search().hits}


def counts(report: indexer.BuildReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def state(index: Path) -> dict[str, int]:
    """The files of an index with their times of change."""
    return {
        str(file): file.stat().st_mtime_ns for file in index.rglob("*") if file.name != "writing"
    }


def test_a_post_that_turned_bad_is_removed(corpus: Path, index: Path) -> None:
    (corpus / "b.md").write_bytes(BROKEN)
    report = indexer.update_index(corpus, index)
    assert counts(report) == (0, 0, 1, 1)
    assert titles(index) == {"标题a"}
    assert [one.path for one in report.skipped] == ["b.md", "broken.md"]


def test_a_post_that_turned_good_is_added(corpus: Path, index: Path) -> None:
    (corpus / "broken.md").write_text(POST.format("c"), "utf-8")
    report = indexer.update_index(corpus, index)
    assert counts(report) == (1, 0, 0, 2)
    assert report.skipped == ()


def test_files_known_as_no_posts_are_told_every_time(corpus: Path, index: Path) -> None:
    for _ in range(2):
        report = indexer.update_index(corpus, index)
        assert report.skipped == (Skipped("broken.md", "binary file"),)


def test_an_update_that_changes_nothing_writes_nothing(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(build, "Upkeep", watched(written))
    before = state(index)
    indexer.update_index(corpus, index)
    assert written == []
    assert state(index) == before
    os.utime(corpus / "a.md", (1, 1))
    indexer.update_index(corpus, index)
    assert written == [stamps.STAMPS, stamps.STAMPS]  # dropped, and put: the new time alone
    written.clear()
    before = state(index)
    indexer.update_index(corpus, index)
    assert written == []
    assert state(index) == before
    (corpus / "a.md").unlink()
    indexer.update_index(corpus, index)
    assert written == [records.article_id("a.md"), stamps.STAMPS, stamps.STAMPS]


def watched(written: list[str]) -> type:
    class Watched(upkeep.Upkeep):
        """Notes what is put and dropped."""

        def done(self, *arguments: object, **named: object) -> upkeep.Tally:
            self._writer = Noting(self._writer)
            return super().done(*arguments, **named)  # type: ignore[arg-type]

    class Noting:
        def __init__(self, writer: Writer) -> None:
            self._writer = writer

        def put(self, article: str, *rest: object, **named: object) -> None:
            written.append(article)
            self._writer.put(article, *rest, **named)  # type: ignore[arg-type]

        def drop(self, article: str) -> None:
            written.append(article)
            self._writer.drop(article)

    return Watched


def test_a_changed_post_that_cannot_be_read_keeps_its_last_version(
    corpus: Path, index: Path, refuse: Refuse
) -> None:
    (corpus / "a.md").write_text(POST.format("new"), "utf-8")
    refuse("a.md")
    report = indexer.update_index(corpus, index)
    assert counts(report) == (0, 0, 0, 2)
    assert report.skipped[0] == Skipped(
        "a.md", "could not be read: Permission denied; its last version stays"
    )
    assert titles(index) == {"标题a", "标题b"}


def test_a_new_extractor_keeps_what_cannot_be_read_and_reads_it_when_it_can(
    corpus: Path, index: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The update was a build then, which keeps nothing: what was away for an hour was lost."""
    with monkeypatch.context() as context:
        context.setattr(build, "extractor_version", lambda: "another")
        refuse("a.md")
        report = indexer.update_index(corpus, index)
        assert counts(report) == (0, 1, 0, 1)
        assert report.skipped[0].reason.endswith("its last version stays")
        assert titles(index) == {"标题a", "标题b"}
        assert counts(indexer.update_index(corpus, index)) == (0, 0, 0, 2)
        context.setattr("indexer.sources.post_file.find", find)
        assert counts(indexer.update_index(corpus, index)) == (0, 1, 0, 1)
        assert counts(indexer.update_index(corpus, index)) == (0, 0, 0, 2)


def test_it_is_read_when_it_can_be(
    corpus: Path, index: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "a.md").write_text(POST.format("new"), "utf-8")
    refuse("a.md")
    indexer.update_index(corpus, index)
    monkeypatch.undo()
    assert counts(indexer.update_index(corpus, index)) == (0, 1, 0, 1)
    assert titles(index) == {"标题new", "标题b"}


def test_a_build_skips_what_cannot_be_read_and_an_update_adds_it(
    corpus: Path, tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse("a.md")
    report = indexer.build_index(corpus, tmp_path / "index")
    assert report.skipped[0] == Skipped("a.md", "could not be read: Permission denied")
    monkeypatch.undo()
    assert counts(indexer.update_index(corpus, tmp_path / "index")) == (1, 0, 0, 1)


def test_a_post_that_vanishes_while_the_folder_is_read(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surveyed(root: Path, **options: Any) -> Listing:
        listing = survey(root, **options)
        (root / "a.md").unlink()
        return listing

    monkeypatch.setattr(source, "survey", surveyed)
    assert counts(indexer.update_index(corpus, index)) == (0, 0, 1, 1)
    assert titles(index) == {"标题b"}


def test_a_folder_that_cannot_be_listed_stops_and_loses_nothing(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "2018").mkdir()
    scandir = os.scandir

    def refusing(path: str | os.PathLike[str]) -> object:
        if str(path).endswith("2018"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    for work in (indexer.update_index, indexer.build_index):
        with pytest.raises(CorpusError, match=r"2018: Permission denied"):
            work(corpus, index)
    monkeypatch.undo()
    assert titles(index) == {"标题a", "标题b"}


def corpus_of(index: Path) -> str:
    engine = connect(str(index))
    try:
        return records.read_corpus_record(engine.records()[records.CORPUS])
    finally:
        engine.close()


def test_an_index_knows_where_its_corpus_moved(corpus: Path, index: Path, tmp_path: Path) -> None:
    assert corpus_of(index) == str(corpus)
    moved = corpus.rename(tmp_path / "moved")
    assert counts(indexer.update_index(moved, index)) == (0, 0, 0, 2)
    assert corpus_of(index) == str(moved)
    before = state(index)
    indexer.update_index(moved, index)
    assert state(index) == before


def test_the_engine_that_an_update_reads_with_is_closed(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[bool] = []

    def connected(location: str) -> Engine:
        engine = connect(location)
        monkeypatch.setattr(engine, "close", lambda: closed.append(True))
        return engine

    monkeypatch.setattr(build, "connect", connected)
    indexer.update_index(corpus, index)

    def fail(_done: int, _of: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        indexer.update_index(corpus, index, progress=fail)
    assert closed == [True, True]


@pytest.fixture(params=["build", "update"])
def work(request: pytest.FixtureRequest) -> Callable[..., indexer.BuildReport]:
    return {"build": indexer.build_index, "update": indexer.update_index}[request.param]


def test_what_a_callback_raises_is_its_own(
    corpus: Path, index: Path, work: Callable[..., indexer.BuildReport]
) -> None:
    def fail(_done: int, _of: int) -> None:
        raise BrokenPipeError("the terminal is gone")

    with pytest.raises(BrokenPipeError):
        work(corpus, index, progress=fail)
    assert titles(index) == {"标题a", "标题b"}
