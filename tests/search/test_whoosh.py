"""Whoosh opens our index and agrees: a second oracle for terms, AND, OR and NOT.

Whoosh searches through the codec's read side with ``limit=None`` (its top-N search is not exact)
and a weighting that is our BM25 of one term; it knows nothing of our evaluation.
"""

import json
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query
from whoosh.index import open_dir
from whoosh.scoring import BaseScorer, WeightingModel

from search import connect, locate
from search.document import Document
from search.errors import IndexDamagedError, IndexOutdatedError
from search.execution.evaluate import Evaluation
from search.execution.scorer import Scorer
from search.execution.weighing import Weighing
from search.fields import Field
from search.index.arrays import Array
from search.index.commit import latest_generation
from search.index.directory import IndexDirectory
from search.index.whoosh_bridge import open_with_whoosh
from search.index.whoosh_schema import field_name
from search.query.lowered import Ordering
from search.query.tree import And, Not, Or, Term, Tree
from search.ranking import FIELD_WEIGHTS, STREAM_WEIGHTS, flattening, idf, saturation
from search.snapshot.docset import DocSet, ids_of
from search.snapshot.memory import Memory
from search.snapshot.segment_searcher import SegmentSearcher
from search.snapshot.snapshot import Snapshot
from search.text.analyzer import Stream
from tests.places import MANIFEST, build
from tests.profiles import tried
from tests.search.test_exactness import ANALYZER
from tests.search.test_living_index import photo
from tests.strategies import archives

FIELDS: tuple[Field, ...] = ("caption", "headline", "creator")
TOKENS: tuple[tuple[Stream, str], ...] = (
    *(("words", word) for word in ("青岛", "的", "游客", "上海", "李", "2018", "nothing")),
    *(("characters", symbol) for symbol in "青上年2g"),
    *(("bigrams", pair) for pair in ("青岛", "上海", "组织", "g2")),
)


def trees() -> st.SearchStrategy[Tree]:
    term = st.tuples(st.sampled_from(FIELDS), st.sampled_from(TOKENS)).map(
        lambda drawn: Term(drawn[0], *drawn[1])
    )
    return st.recursive(
        term,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda c: And(tuple(c))),
            st.lists(inner, min_size=1, max_size=3).map(lambda c: Or(tuple(c))),
        ),
        max_leaves=6,
    )


class OurWeighting(WeightingModel):  # type: ignore[misc]
    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def scorer(self, searcher: Any, fieldname: str, text: bytes, **_: Any) -> BaseScorer:
        _kind, field, stream = fieldname.split("_")
        return OurScorer(searcher, self.snapshot, fieldname, field, stream, text)  # type: ignore[arg-type]


class OurScorer(BaseScorer):  # type: ignore[misc]
    def __init__(
        self,
        searcher: Any,
        snapshot: Snapshot,
        name: str,
        field: Field,
        stream: Stream,
        text: bytes,
    ) -> None:
        whole = searcher.get_parent()
        numbers = whole.reader().all_doc_ids()
        live = sum(whole.stored_fields(number)["kind"] == "photo" for number in numbers)
        postings = whole.reader().postings(name, text)
        frequency = 0
        while postings.is_active():
            frequency += 1
            postings.next()
        self.weight = FIELD_WEIGHTS[field] * STREAM_WEIGHTS[stream] * idf(live, frequency)
        self.reader, self.name = searcher.reader(), name
        self.average = snapshot.average("photo", field, stream)

    def score(self, matcher: Any) -> float:
        length = self.reader.doc_field_length(matcher.id(), self.name)
        flat = flattening(float(length), self.average)
        return self.weight * saturation(float(matcher.weight()), flat)


def lowered(tree: Tree) -> query.Query:
    match tree:
        case Term(field, stream, token):
            return query.Term(field_name("photo", field, stream), token)
        case And(children):
            return query.And([lowered(child) for child in children])
        case Or(children):
            return query.Or([lowered(child) for child in children])
        case _:
            raise AssertionError(tree)


def terms(tree: Tree) -> list[Term]:
    match tree:
        case Term():
            return [tree]
        case And(children) | Or(children):
            return [term for child in children for term in terms(child)]
        case _:
            return []


def opened(path: Path) -> tuple[Snapshot, list[Evaluation]]:
    """The live commit, and where its photos are looked for."""
    memory = Memory()
    build_ = IndexDirectory(path).live()
    snapshot = Snapshot(build_, latest_generation(build_), ANALYZER.fold, memory)
    memory.retain(snapshot.owners)
    return snapshot, [Evaluation(one) for one in snapshot.searchers["photo"]]


def found_in(evaluations: list[Evaluation], tree: Tree) -> list[Array]:
    """The live photos in a tree, segment by segment."""
    return [ids_of(one.searcher.alive(one.docs(tree))) for one in evaluations]


def numbers(snapshot: Snapshot, found: list[Array]) -> list[int]:
    """The numbers that Whoosh has for photos: end to end by segment, photos before paragraphs."""
    bases = [0, *accumulate(segment.size for segment in snapshot.readers.values())]
    return [base + int(n) for base, ids in zip(bases, found, strict=False) for n in ids]


@pytest.mark.untraced
@tried(60)
@given(archives(10), st.lists(trees(), min_size=8, max_size=8), st.booleans())
def test_whoosh_agrees(documents: list[Document], asked: list[Tree], updated: bool) -> None:
    with TemporaryDirectory() as directory:
        path = Path(directory)
        build(path, documents)
        if updated:
            with locate(directory).revise() as writer:
                writer.drop(documents[0].article)
                writer.put("zz", [replace(photo(0, "青岛的游客"), article="zz")], "")
        snapshot, evaluations = opened(path)
        with open_dir(snapshot.path).searcher(weighting=OurWeighting(snapshot)) as searcher:
            for tree in asked:
                results = searcher.search(lowered(tree), limit=None)
                found = {hit.docnum: hit.score for hit in results}
                ids = found_in(evaluations, tree)
                assert sorted(found) == numbers(snapshot, ids)
                # Whoosh adds up matching branches only, and a repeated term twice.
                flat = all(isinstance(child, Term) for child in getattr(tree, "children", ()))
                if flat and len(set(terms(tree))) == len(terms(tree)):
                    ordering = Ordering(tuple(sorted(terms(tree))))
                    scorer = Scorer(Weighing(snapshot, "photo"), ordering, evaluations)
                    wanted = [scorer.scores(segment, some) for segment, some in enumerate(ids)]
                    scores = [found[number] for number in numbers(snapshot, ids)]
                    assert scores == pytest.approx(np.concatenate([[], *wanted]), rel=1e-5)


def test_whoosh_reads_stored_fields_and_lengths(tmp_path: Path) -> None:
    with locate(str(tmp_path)).build(MANIFEST) as writer:
        writer.put("a1", [photo(1, "青岛的海")], "")
    with open_dir(IndexDirectory(tmp_path).live()).searcher() as searcher:
        (hit,) = searcher.search(query.Term("photo_caption_words", "青岛"), limit=None)
        assert hit["id"] == "p1"
        assert searcher.doc_count() == 1
        assert searcher.reader().doc_field_length(hit.docnum, "photo_caption_characters") == 4
        assert list(searcher.lexicon("photo_caption_bigrams")) == [
            text.encode() for text in sorted(("岛的", "的海", "青岛"))
        ]
        negated = query.Not(query.Term("photo_caption_words", "青岛"))
        assert len(searcher.search(negated, limit=None)) == 0


def test_not_is_within_the_kind(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛"), photo(2, "北京")])
    snapshot, evaluations = opened(tmp_path)
    tree = Not(Term("caption", "words", "青岛"))
    assert numbers(snapshot, found_in(evaluations, tree)) == [1]


def test_whoosh_and_this_engine_agree_on_an_index_that_lives(tmp_path: Path) -> None:
    build(tmp_path, [photo(number, f"青岛第{number}天") for number in range(5)])
    with locate(str(tmp_path)).revise() as writer:
        writer.drop("a1")
        writer.put("zz", [replace(photo(9, "上海"), article="zz", headline="两处")], "")
    engine = connect(str(tmp_path))
    assert list(engine.verify(with_whoosh=True)) == []
    engine.close()


def test_where_whoosh_and_this_engine_differ_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, [photo(1, "青岛"), photo(2, "青岛的海")])
    engine = connect(str(tmp_path))
    monkeypatch.setattr(SegmentSearcher, "alive", lambda _, docs: DocSet(list(docs)[1:]))
    told = list(engine.verify(with_whoosh=True))
    assert "photo_caption_words '青岛': Whoosh finds other documents" in told
    monkeypatch.undo()
    monkeypatch.setattr(SegmentSearcher, "documents", lambda *_: DocSet())
    told = list(engine.verify(with_whoosh=True))
    assert "photo_caption_words '青岛': Whoosh counts (2, 2.0), this engine (0, 0)" in told
    engine.close()


def test_the_bridge_opens_the_live_commit_and_nothing_else(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    with open_with_whoosh(tmp_path).searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(query.Every(), limit=None)] == ["p1"]
    (table,) = tmp_path.glob("builds/*/*.toc")
    table.write_bytes(table.read_bytes()[:-4])
    with pytest.raises(IndexDamagedError):
        open_with_whoosh(tmp_path)


def test_the_bridge_refuses_what_every_other_door_refuses(tmp_path: Path) -> None:
    build(tmp_path, [photo(1, "青岛")])
    (manifest,) = tmp_path.glob("builds/*/manifest.json")
    told = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(told | {"format": told["format"] - 1}), encoding="utf-8")
    with pytest.raises(IndexOutdatedError, match="python -m indexer build"):
        open_with_whoosh(tmp_path)
