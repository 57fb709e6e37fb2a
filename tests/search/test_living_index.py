"""An index while it changes: updates, rebuilds, threads, damage, other versions."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import connect, locate
from search.document import KINDS, Document, Kind
from search.engine import Engine
from search.errors import (
    ArgumentError,
    DocumentMissingError,
    IndexBusyError,
    IndexMissingError,
)
from search.request import Request, Wanted
from tests.oracle import Oracle
from tests.places import MANIFEST, Place, Places, build, opened
from tests.search.test_exactness import ANALYZER, agree
from tests.strategies import archives, requests


def photo(number: int, caption: str) -> Document:
    return Document(id=f"p{number}", kind="photo", article=f"a{number}", caption=caption)


def total(engine: Engine, text: str) -> int:
    return engine.search(Request(text=text)).total


@pytest.mark.long
@pytest.mark.untraced
def test_after_updates_the_engine_equals_the_oracle(places: Places) -> None:
    """Each state replaces the articles it has and drops the others."""
    examples, number = places.share(examples=25, requests=8)

    @places.tried(examples)
    @given(
        st.lists(archives(8), min_size=2, max_size=4),
        st.lists(requests(), min_size=number, max_size=number),
    )
    def holds(states: list[list[Document]], asked: list[Request]) -> None:
        with places.fresh() as place:
            build(place, states[0])
            with opened(place) as engine:
                for state in states[1:]:
                    replace_all(place, engine, state)
                    oracle = Oracle(state, ANALYZER)
                    for request in asked:
                        agree(engine.search(request), oracle.search(request), request)

    holds()


def replace_all(place: Place, engine: Engine, state: list[Document]) -> None:
    """Bring an index to a state by updates of its articles."""
    with place.revised() as writer:
        for article in set(engine.records()) | {d.article for d in state}:
            writer.drop(article)
            mine = [d for d in state if d.article == article]
            if mine:
                writer.put(article, mine, article)


def test_open_engine_sees_updates_and_rebuilds(place: Place) -> None:
    build(place, [photo(1, "青岛")])
    with opened(place) as engine:
        assert total(engine, "青岛") == 1
        with place.revised() as writer:
            writer.put("a2", [photo(2, "青岛的海")], "a2")
        assert total(engine, "青岛") == 2
        build(place, [photo(3, "北京")])
        assert total(engine, "青岛") == 0
        assert total(engine, "北京") == 1


def test_an_open_engine_reads_a_new_build_with_its_own_manifest(place: Place) -> None:
    build(place, [photo(1, "青島")])
    variants = {**MANIFEST.variants, "島": "海"}
    later = replace(MANIFEST, built="2024-02-01T00:00:00Z", variants=variants)
    with opened(place) as engine:
        assert total(engine, "青岛") == 1
        with place.rebuilt(later) as writer:
            writer.put("a1", [photo(1, "青島")], "")
        assert (total(engine, "青岛"), total(engine, "青海")) == (0, 1)
        assert engine.manifest == later


def test_failed_update_changes_nothing(place: Place) -> None:
    build(place, [photo(1, "青岛")])
    with pytest.raises(ZeroDivisionError), place.revised() as writer:
        writer.drop("a1")
        raise ZeroDivisionError
    with opened(place) as engine:
        assert total(engine, "青岛") == 1


def test_a_failed_build_leaves_the_old_one(place: Place) -> None:
    build(place, [photo(1, "青岛")])
    with pytest.raises(ZeroDivisionError), place.rebuilt() as writer:
        writer.put("a2", [photo(2, "北京")], "a2")
        raise ZeroDivisionError
    with opened(place) as engine:
        assert total(engine, "青岛") == 1


def test_many_updates_leave_a_sound_index(place: Place) -> None:
    build(place, [photo(n, "青岛") for n in range(4)])
    with opened(place) as engine:
        for number in range(12):
            with place.revised() as writer:
                writer.drop(f"a{number % 6}")
                writer.put(f"a{number % 6}", [photo(number % 6, f"青岛 第{number}张")], "")
        assert total(engine, "青岛") == 6
        assert list(engine.verify()) == []


def test_two_writers_do_not_meet(place: Place) -> None:
    build(place, [photo(1, "青岛")])
    location = locate(str(place))
    with (
        location.revise(),
        pytest.raises(IndexBusyError, match="process"),
        place.rebuilt(),
    ):
        pass


def test_missing_index_names_the_remedy(place: Place) -> None:
    with pytest.raises(IndexMissingError, match="python -m indexer build"):
        connect(place.location)


def test_unknown_scheme() -> None:
    with pytest.raises(ArgumentError, match="ftp"):
        connect("ftp://host/index")


def test_other_dictionary_is_a_notice(place: Place) -> None:
    with place.rebuilt(replace(MANIFEST, dictionary="0")) as writer:
        writer.put("a1", [photo(1, "青岛")], "")
    with opened(place) as engine:
        page = engine.search(Request(text="青岛"))
    assert page.total == 1
    assert [notice.code for notice in page.notices] == ["dictionary_changed"]


def test_a_day_of_publication_is_one_day(place: Place) -> None:
    build(place, [replace(photo(1, "青岛"), published="2018-07-02T10:00:00Z")])
    days = ("2018-07-01", "2018-07-02", "2018-07-03")
    with opened(place) as engine:
        found = [engine.search(Request(text="青岛", taken=(day,))).total for day in days]
    assert found == [0, 1, 0]


def test_a_minus_sees_neither_paragraph_beside_a_photo(place: Place) -> None:
    before, after = photo(1, "青岛"), photo(2, "青岛")
    build(place, [replace(before, before="北京"), replace(after, after="北京")])
    with opened(place) as engine:
        assert (total(engine, "北京"), total(engine, "青岛 -北京")) == (2, 2)


def test_relaxing_is_said_where_it_is_done(place: Place) -> None:
    texts = ("青岛 帆船 比赛", "北京 车站", "上海 书店", "江湾 渡口")
    build(
        place,
        [
            Document(id=f"t{n}", kind="paragraph", article=f"a{n}", text=text)
            for n, text in enumerate(texts)
        ],
    )
    with opened(place) as engine:
        said_of: dict[Wanted, list[str]] = {
            "photo": [],
            "paragraph": ["relaxed"],
            "all": ["relaxed"],
        }
        for kind, said in said_of.items():
            page = engine.search(Request(text="青岛 帆船 比赛 火星", kind=kind))
            assert [notice.code for notice in page.notices] == said
            assert page.relaxed == bool(said)


def test_a_field_that_nothing_has_is_a_notice(place: Place) -> None:
    build(place, [photo(1, "青岛")])
    with opened(place) as engine:
        for text in ("地点:青岛", "摄影:周牧野"):  # a paragraph never has the second
            page = engine.search(Request(text=text))
            assert (page.total, [n.code for n in page.notices]) == (0, ["empty_field"])
        assert engine.search(Request(text="图说:青岛")).notices == ()


def test_own_fold_table_is_used(place: Place) -> None:
    """A build keeps the table it was folded with, whatever a newer one says."""
    variants = {**MANIFEST.variants, "島": "海"}
    with place.rebuilt(replace(MANIFEST, variants=variants)) as writer:
        writer.put("a1", [photo(1, "青島")], "")
    with opened(place) as engine:
        assert total(engine, "青海") == 1
        assert total(engine, "青岛") == 0


def test_an_archive_of_which_everything_was_dropped_is_searched(place: Place) -> None:
    """Facets of no segment at all could not be counted."""
    build(place, [photo(1, "青岛")])
    with place.revised() as writer:
        writer.drop("a1")
    with opened(place) as engine:
        assert engine.search(Request(text="青岛")).total == 0
        assert engine.search(Request()).total == 0
        assert engine.suggest(Request(text="青"), 8) == ()


@pytest.mark.parametrize("kinds", [("photo",), ("paragraph",), ("photo", "paragraph")])
def test_articles_without_documents_of_a_kind_are_dropped(
    place: Place, kinds: tuple[Kind, ...]
) -> None:
    """Numbers of articles are stored as narrow as those of each kind need."""
    with place.rebuilt() as writer:
        for number in range(300):
            kind = kinds[0] if number else kinds[-1]
            article = f"a{number:03}"
            text = {"caption" if kind == "photo" else "text": "青岛"}
            writer.put(article, [Document(id=article, kind=kind, article=article, **text)], "")  # type: ignore[arg-type]
        writer.put("empty", (), "a record alone")
    with place.revised() as writer:
        for article in ("a299", "empty", "nobody"):
            writer.drop(article)
    with opened(place) as engine:
        assert sum(engine.counts().values()) == 299
        assert engine.record("empty") is None
        with pytest.raises(DocumentMissingError):
            engine.article("a299")
        for kind in KINDS:  # a page of an article's photos, where it has none
            page = engine.search(Request(article="a298", kind=kind))
            assert page.total == (kind == kinds[0])
