"""An index at another place: the same documents, records and answers, and no post is read."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import indexer
from indexer import ArgumentError, CopyReport, IndexBusyError, IndexMissingError, copying
from indexer.commands import main
from search import connect
from search.engine import Engine
from tests.conftest import SAMPLE
from tests.indexer.test_build import write
from tests.places import MANIFEST, Place, Places, build, opened
from tests.search.test_living_index import photo


@pytest.fixture(scope="module")
def copied(sample_index: Path, places: Places) -> Iterator[Place]:
    """The index of the sample corpus, copied out of its directory."""
    with places.fresh() as place:
        indexer.copy_index(sample_index, place.location)
        yield place


def held(engine: Engine) -> tuple[object, ...]:
    """All that an index holds."""
    return dict(engine.records()), *([*engine.documents(kind)] for kind in indexer.KINDS)


def test_a_copy_holds_what_the_first_holds(sample_index: Path, copied: Place) -> None:
    with opened(sample_index) as first, opened(copied) as second:
        assert held(second) == held(first)
        assert second.manifest.built == first.manifest.built
        assert second.manifest.source == first.manifest.source
        assert list(second.verify()) == []


def test_it_goes_back_again(sample_index: Path, copied: Place, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    report = indexer.copy_index(
        copied.location, tmp_path / "back", progress=lambda *step: seen.append(step)
    )
    with opened(sample_index) as first, opened(tmp_path / "back") as back:
        assert held(back) == held(first)
        counts, records = first.counts(), len(first.records())
    assert report == CopyReport(
        photos=counts["photo"], paragraphs=counts["paragraph"], records=records
    )
    assert seen == [(number, records) for number in range(1, records + 1)]


def test_an_update_goes_on_with_a_copy(copied: Place) -> None:
    with opened(copied) as engine:
        posts = {d.path for kind in indexer.KINDS for d in engine.documents(kind)}
    report = indexer.update_index(SAMPLE, copied.location)
    assert (report.unchanged, report.added, report.changed) == (len(posts), 0, 0)


def test_ways_from_former_addresses_are_copied(tmp_path: Path, place: Place) -> None:
    corpus = tmp_path / "corpus"
    write(corpus, "a", "青岛的海")
    write(corpus, "b", "北京的秋")
    indexer.build_index(corpus, tmp_path / "index")
    with indexer.open_index(tmp_path / "index") as archive:
        former = archive.search("青岛").hits[0].document.id
    (corpus / "a.md").rename(corpus / "c.md")
    indexer.update_index(corpus, tmp_path / "index")
    indexer.copy_index(tmp_path / "index", place.location)
    with indexer.open_index(place.location, pictures=tmp_path / "pictures") as archive:
        now = archive.moved(former)
        assert now is not None
        assert archive.get(now).path == "c.md"


def test_what_was_there_answers_until_the_copy_is_complete(tmp_path: Path, place: Place) -> None:
    build(place, [photo(1, "北京")])
    build(tmp_path / "index", [photo(2, "青岛"), photo(3, "青岛")])

    def told(done: int, total: int) -> None:  # noqa: ARG001  as progress has it
        with opened(place) as engine:
            assert engine.counts()["photo"] == 1

    indexer.copy_index(tmp_path / "index", place.location, progress=told)
    with opened(place) as engine:
        assert engine.counts()["photo"] == 2


def test_a_source_that_changes_meanwhile_is_told_and_the_copy_given_up(
    tmp_path: Path, place: Place
) -> None:
    build(tmp_path / "index", [photo(1, "青岛")])

    def change(done: int, total: int) -> None:  # noqa: ARG001  as progress has it
        build(tmp_path / "index", [photo(1, "青岛"), photo(2, "青岛")])

    with pytest.raises(IndexBusyError, match="copy it again"):
        indexer.copy_index(tmp_path / "index", place.location, progress=change)
    with pytest.raises(IndexMissingError):
        connect(place.location)


def test_words_are_cut_as_today(tmp_path: Path) -> None:
    build(tmp_path / "index", [photo(1, "青岛")], replace(MANIFEST, dictionary="another"))
    indexer.copy_index(tmp_path / "index", tmp_path / "copy")
    with opened(tmp_path / "index") as first, opened(tmp_path / "copy") as second:
        assert first.manifest.dictionary_changed
        assert not second.manifest.dictionary_changed


def test_a_copy_onto_itself_is_refused(tmp_path: Path) -> None:
    build(tmp_path / "index", [photo(1, "青岛")])
    (tmp_path / "link").symlink_to(tmp_path / "index")
    with pytest.raises(ArgumentError, match="another place"):
        indexer.copy_index(tmp_path / "index", tmp_path / "link")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("search1:9200/photos", "search1:9200/photos?shards=3"),
        ("search1/photos", "user:word@SEARCH1:9200/photos"),
        ("search1,search2/photos", "search2,search3/photos"),
    ],
)
def test_a_copy_onto_another_spelling_of_a_cluster_is_refused(one: str, other: str) -> None:
    """Before anybody is asked: there are no such nodes."""
    with pytest.raises(ArgumentError, match="another place than the source"):
        indexer.copy_index(f"opensearch://{one}", f"opensearch://{other}")


def test_a_wrong_address_is_told_by_the_name_of_its_argument(tmp_path: Path) -> None:
    wrong = "opensearch://h/Photos"
    works: dict[str, Callable[[], object]] = {
        "source": lambda: indexer.copy_index(wrong, tmp_path),
        "target": lambda: indexer.copy_index(tmp_path, wrong),
        "index": lambda: indexer.build_index(SAMPLE, wrong),
        "location": lambda: indexer.open_index(wrong),
    }
    for name, work in works.items():
        with pytest.raises(ArgumentError, match=f"{name}='opensearch://h/Photos'") as told:
            work()
        assert told.value.argument == name


def test_articles_are_not_fetched_far_ahead(tmp_path: Path) -> None:
    """An archive is larger than memory."""
    build(tmp_path / "index", [photo(n, "青岛") for n in range(3 * copying._AHEAD)])
    with opened(tmp_path / "index") as engine:
        asked: list[str] = []
        articles = list(engine.records())

        class Noted:
            def article(self, article: str) -> object:
                asked.append(article)
                return engine.article(article)

        fetched = copying._articles(Noted(), articles)  # type: ignore[arg-type]  # all it asks for
        for taken in range(1, 10):
            next(fetched)
            assert len(asked) <= copying._AHEAD + taken
        fetched.close()  # type: ignore[attr-defined]  # a generator


def test_the_command(
    sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["copy", str(sample_index), "--index", str(tmp_path / "one")]) == 0
    assert "137 photos, 139 paragraphs" in capsys.readouterr().out
    assert main(["copy", str(sample_index), "--index", str(tmp_path / "two"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["photos"] == 137
    assert main(["copy", str(tmp_path / "no"), "--index", str(tmp_path / "two")]) == 1
    assert "no index at" in capsys.readouterr().err
    assert main(["copy", "ftp://x/y", "--index", str(tmp_path / "two")]) == 2
    assert "FROM 'ftp://x/y'" in capsys.readouterr().err
    assert main(["copy", "opensearch://h/Fotos", "--index", str(tmp_path / "two")]) == 2
    assert "FROM 'opensearch://h/Fotos': name the index" in capsys.readouterr().err
    assert main(["copy", str(sample_index), "--index", "opensearch://h/Fotos"]) == 2
    assert "--index 'opensearch://h/Fotos': name the index" in capsys.readouterr().err
