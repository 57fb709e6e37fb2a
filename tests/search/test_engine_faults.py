"""What once went wrong in the engine's rooms, each by its kind."""

import pickle
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search import connect, locate
from search.completions.completion_index import file_name
from search.document import Document
from search.embedded import EmbeddedEngine
from search.engine import Engine
from search.errors import IndexDamagedError
from search.index.commit import INDEX_NAME
from search.index.whoosh_schema import schema
from search.query.nodes import MOST_LEAVES
from search.query.notices import ALIKE
from search.query.parser import parse
from search.request import Request
from search.results import Results
from search.snapshot.doc_values import DocValues
from tests.oracle import Oracle
from tests.places import Place, Places, build, built, opened
from tests.search.test_exactness import ANALYZER, agree
from tests.search.test_living_index import photo


def codes(results: Results) -> list[str]:
    return [notice.code for notice in results.notices]


def ask(engine: Engine, text: str) -> Results:
    return engine.search(Request(text=text))


@pytest.mark.parametrize("text", ["OR " * 600, '" ' * 601, "日期:无 " * 400])
def test_one_query_printed_two_thousand_equal_notices(text: str) -> None:
    notices = parse(text).notices
    for code in {notice.code for notice in notices}:
        alike = [notice for notice in notices if notice.code == code]
        assert len(alike) <= ALIKE + 1
        if len(alike) > ALIKE:
            assert "more times" in alike[-1].english


@pytest.mark.parametrize("text", ["！", "？！！", "∶", "−", "*", "— 。", '"" ()', "-！", "摄影:。"])
def test_a_query_of_marks_gave_the_whole_archive(text: str, marked: Engine) -> None:
    found = ask(marked, text)
    assert "nothing_to_find" in codes(found)
    assert (found.total, found.hits, found.interpretation) == (0, (), ())
    assert not any(found.counts.values())
    assert parse(found.query).root == parse(text).root


def test_a_query_that_only_leaves_out_gives_the_rest(marked: Engine) -> None:
    for other in ("", "  ", "-海", "！ -海"):
        assert ask(marked, other).total == 1
    for other in ("青岛", "", "  ", "青岛 ！"):
        assert "nothing_to_find" not in codes(ask(marked, other))


@pytest.fixture(scope="module")
def marked(places: Places) -> Iterator[Engine]:
    with places.fresh() as place, closing(built(place, [photo(1, "青岛！")])) as engine:
        yield engine


SIGNS = ["青岛👍🏽", "🇳🇨与🇨🇳", "C++不是C", "C919门票￥1,234.50", "气象台：-30℃，C级"]


@pytest.fixture(scope="module")
def signs(places: Places) -> Iterator[Engine]:
    photos = [photo(number, caption) for number, caption in enumerate(SIGNS, 1)]
    with places.fresh() as place, closing(built(place, photos)) as engine:
        yield engine


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("👍", [1]),
        ("👍🏽", [1]),
        ("👍🏻", []),
        ("🇨🇳", [2]),
        ("C++", [3]),
        ("C+", [3]),
        ("￥", [4]),
        ("¥1234.5", [4]),
        ("12345", []),
        ("-30℃", [5]),
        ("°", [5]),
        ("気象臺", [5]),
    ],
)
def test_a_sign_found_everything_and_a_shape_nothing(
    query: str, found: list[int], signs: Engine
) -> None:
    assert {hit.document.id for hit in ask(signs, query).hits} == {f"p{n}" for n in found}


def test_four_hundred_characters_joined_by_or_took_seconds(place: Place) -> None:
    """Scoring grows with them; so the first of them count for the order, and it is said."""
    characters = [chr(0x4E00 + number) for number in range(MOST_LEAVES + 30)]
    documents = [photo(number, text) for number, text in enumerate(characters)]
    build(place, documents)
    oracle = Oracle(documents, ANALYZER)
    with opened(place) as engine:
        request = Request(text=" OR ".join(characters), per_page=1000)
        results = engine.search(request)
        agree(results, oracle.search(request), request)
        assert results.total == len(characters)
        assert "many_words" in codes(results)
        scored = [hit for hit in results.hits if hit.score]
        assert MOST_LEAVES <= len(scored) < len(characters) - 20
        assert "many_words" not in codes(ask(engine, " OR ".join(characters[:MOST_LEAVES])))


def test_the_categories_of_one_post_made_every_page_slow(tmp_path: Path) -> None:
    """Values were laid out in a column for the most that any document has: in 40,000."""
    many = tuple(f"类{number}" for number in range(3000))
    build(tmp_path, [replace(photo(1, "青岛"), category=many), photo(2, "青岛")])
    engine = EmbeddedEngine(tmp_path)
    (items,) = [f.items for f in ask(engine, "青岛").facets if f.name == "category"]
    assert {item.count for item in items} == {1}
    values = engine._now().snapshot.facet("category").values
    assert isinstance(values, DocValues)
    assert len(values._columns) <= 4
    engine.close()


def test_values_of_small_segments_were_numbered_anew_at_every_request(tmp_path: Path) -> None:
    build(tmp_path, [Document(id="p0", kind="photo", article="a0", creator=("周牧野",))])
    for number in range(1, 4):
        with locate(str(tmp_path)).revise() as writer:
            names = (f"摄影师{number}", "周牧野")
            document = replace(photo(number, "青岛"), creator=names)
            writer.put(document.article, [document], "")
    engine = EmbeddedEngine(tmp_path)
    (items,) = [f.items for f in ask(engine, "").facets if f.name == "creator"]
    assert (items[0].value, items[0].count) == ("周牧野", 4)
    snapshot = engine._now().snapshot
    assert len(snapshot.readers) > 1
    first = snapshot.facet("creator")
    ask(engine, "青岛")
    assert engine._now().snapshot.facet("creator") is first
    engine.close()


class Harmful:
    """What runs when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (str(self._trace),)


@pytest.mark.parametrize("part", ["segments", "schema"])
def test_a_crafted_table_of_contents_ran_a_command(tmp_path: Path, part: str) -> None:
    build(tmp_path, [photo(1, "青岛")])
    (folder,) = (tmp_path / "builds").iterdir()
    trace = tmp_path / "trace"
    harmful = Harmful(trace)
    assert pickle.dumps(harmful)
    made = schema()
    if part == "schema":
        made.harmful = harmful
    TOC(made, [harmful] if part == "segments" else [], 7).write(
        FileStorage(str(folder)), INDEX_NAME
    )
    shutil.copy(folder / file_name(1), folder / file_name(7))
    if part == "segments":
        with pytest.raises(IndexDamagedError, match="names"):
            connect(str(tmp_path))
        with pytest.raises(IndexDamagedError), locate(str(tmp_path)).revise():
            pass
    else:
        connect(str(tmp_path)).close()
    assert not trace.exists()


def test_what_a_pasted_text_left_behind_was_counted_nowhere(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    engine = EmbeddedEngine(tmp_path)
    memory = engine._memory
    before = memory.size
    pasted = "".join(chr(0x4E00 + number) for number in range(1900))
    ask(engine, pasted)
    assert memory.size - before > 1900 * 100
    engine.close()
    assert memory.size == 0


@pytest.mark.parametrize("text", ["㐂a*", "a㐂*", "𠀀b*", "〇1*"])
def test_engine_and_oracle_meant_two_things_by_han(text: str, place: Place) -> None:
    documents = [photo(1, f"前{text[:-1]}后"), photo(2, text[:-1])]
    build(place, documents)
    request = Request(text=text, per_page=1000)
    with opened(place) as engine:
        agree(engine.search(request), Oracle(documents, ANALYZER).search(request), request)


def test_arrays_that_all_searches_share_could_be_written_to(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    engine = EmbeddedEngine(tmp_path)
    snapshot = engine._now().snapshot
    (searcher,) = snapshot.searchers["photo"]
    postings = searcher.postings("caption", "words", "青岛")
    for array in (*snapshot.days, searcher.segment.alive, postings.entries, postings.counts):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    engine.close()
