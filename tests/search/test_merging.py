"""Merging segments: the same as one builder's, spilling among it."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import connect, locate
from search.document import KINDS, Document
from search.errors import ArgumentError
from search.index import merge_store
from search.index.arrays import ArrayFile
from search.index.merge import merge
from search.index.segment import SegmentReader
from search.index.segment_writer import SegmentWriter
from search.request import Request
from tests.oracle import Oracle
from tests.places import MANIFEST
from tests.profiles import tried
from tests.search.test_exactness import ANALYZER, agree
from tests.search.test_living_index import photo
from tests.strategies import archives, requests

CHECKS = tried(25)


def segment(path: Path, documents: Sequence[Document], articles: Sequence[str]) -> SegmentReader:
    builder = SegmentWriter(ANALYZER)
    for article in articles:
        builder.add(article, [d for d in documents if d.article == article], f"记录{article}")
    builder.write(path)
    return SegmentReader(path)


def arrays(path: Path) -> dict[str, tuple[str, list[object]]]:
    file = ArrayFile(path)
    return {name: (file[name].dtype.str, file[name].tolist()) for name in file.names()}


def articles_of(documents: Sequence[Document]) -> list[str]:
    return sorted({document.article for document in documents})


@pytest.mark.untraced
@CHECKS
@given(archives(14), st.data())
def test_merged_is_what_one_builder_writes(documents: list[Document], data: st.DataObject) -> None:
    articles = articles_of(documents)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(articles)), max_size=3)))
    borders = [0, *cuts, len(articles)]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge_store, "_PIECE", data.draw(st.sampled_from([1, 3, 1 << 21])))
        path = Path(folder)
        sources = [
            segment(path / f"part{n}", documents, articles[first:last])
            for n, (first, last) in enumerate(pairwise(borders))
        ]
        segment(path / "whole", documents, articles)
        assert merge(path / "merged", sources) == len(documents)
        merged, whole = arrays(path / "merged"), arrays(path / "whole")
        assert {name: values for name, (_, values) in merged.items()} == {
            name: values for name, (_, values) in whole.items()
        }


@pytest.mark.untraced
@CHECKS
@given(archives(14), st.data())
def test_deleted_articles_do_not_move(documents: list[Document], data: st.DataObject) -> None:
    articles = articles_of(documents)
    half = len(articles) // 2
    with TemporaryDirectory() as folder:
        path = Path(folder)
        sources = []
        gone: set[str] = set()
        for number, chosen in enumerate((articles[:half], articles[half:])):
            source = segment(path / f"part{number}", documents, chosen)
            ranks = data.draw(st.sets(st.integers(0, max(0, len(chosen) - 1))))
            ranks = ranks if chosen else set()
            gone |= {chosen[rank] for rank in ranks}
            sources.append(source.with_deleted(frozenset(ranks)))
        left = sorted((d for d in documents if d.article not in gone), key=lambda d: d.id)
        assert merge(path / "merged", sources) == len(left)
        merged = SegmentReader(path / "merged")
        places = [(kind, local) for kind in KINDS for local in range(merged.sizes[kind])]
        read = sorted((merged.document(*place) for place in places), key=lambda d: d.id)
        assert read == left
        assert list(merged.verify(ANALYZER)) == []
        assert dict(merged.records()) == {a: f"记录{a}" for a in articles if a not in gone}
        for document in left:
            found = merged.number(document.id)
            assert found is not None
            assert merged.document(*found) == document


@pytest.mark.untraced
@CHECKS
@given(archives(10), st.lists(requests(), min_size=6, max_size=6))
def test_a_build_that_spills_at_every_article_equals_the_oracle(
    documents: list[Document], asked: list[Request]
) -> None:
    with TemporaryDirectory() as folder:
        with locate(folder).build(MANIFEST, memory=1) as writer:
            for article in articles_of(documents):
                writer.put(article, [d for d in documents if d.article == article], article)
        engine = connect(folder)
        oracle = Oracle(documents, ANALYZER)
        for request in asked:
            agree(engine.search(request), oracle.search(request), request)
        assert list(engine.verify()) == []
        engine.close()
        assert len(list(Path(folder).glob("builds/*/*.arrays"))) <= 1


def test_an_article_is_put_once_even_when_it_was_spilled(tmp_path: Path) -> None:
    with (
        pytest.raises(ArgumentError, match="a1"),
        locate(str(tmp_path)).build(MANIFEST, memory=1) as writer,
    ):
        writer.put("a1", [photo(1, "青岛")], "")
        writer.put("a1", [photo(1, "青岛")], "")


def test_what_a_failed_update_spilled_is_removed(tmp_path: Path) -> None:
    with locate(str(tmp_path)).build(MANIFEST) as writer:
        writer.put("a1", [photo(1, "青岛")], "")
    before = sorted(tmp_path.glob("builds/*/*"))
    with pytest.raises(RuntimeError), locate(str(tmp_path)).revise(memory=1) as writer:
        writer.put("a2", [photo(2, "上海")], "")
        assert sorted(tmp_path.glob("builds/*/*")) != before
        raise RuntimeError
    assert sorted(tmp_path.glob("builds/*/*")) == before
    engine = connect(str(tmp_path))
    assert engine.search(Request(text="青岛")).total == 1
    assert engine.search(Request(text="上海")).total == 0
    engine.close()


def test_values_that_hash_alike_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [photo(1, "青岛"), photo(2, "上海"), photo(3, "青岛")]
    sources = [segment(tmp_path / d.article, documents, [d.article]) for d in documents]
    monkeypatch.setattr(merge_store, "hash", lambda _: 7, raising=False)
    merge(tmp_path / "merged", sources)
    merged = SegmentReader(tmp_path / "merged")
    assert [merged.document("photo", number).caption for number in range(3)] == [
        "青岛",
        "上海",
        "青岛",
    ]
    assert len(merged.stores["caption"]) == 2
    assert np.array_equal(merged.array("photo.caption.entries"), [1, 2, 1])
