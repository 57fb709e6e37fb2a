"""Every way of evaluating gives what the oracle says, whichever the sizes would choose.

Archives of tests are small, and most short cuts are taken in large ones. So the limits between
the ways are moved, all to one side and all to the other.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import locate
from search.document import Document
from search.embedded import EmbeddedEngine
from search.execution.maxscore import contenders
from search.execution.scorer import Numbers, Scorer
from search.index.arrays import Array
from search.request import Request
from search.snapshot.docset import DocSet, ids_of
from tests.oracle import Answer, Oracle
from tests.places import build as built_at
from tests.profiles import tried
from tests.search.test_exactness import ANALYZER, agree
from tests.search.test_living_index import photo
from tests.strategies import AGENCIES, DATES, NAMES, PICTURES, WORDS, archives, requests

NEVER = 1 << 60
PRUNING = {
    "execution.maxscore._DIRECT": 0,
    "execution.maxscore._SAMPLE": 1,
    "execution.collector._REACH": 2,
    "execution.found._SAMPLE": 1,
}
WAYS: Mapping[str, Mapping[str, int]] = {
    "the best, left out early": PRUNING | {"execution.scorer._READ": 0},
    "the best, without a floor from literal matches": PRUNING | {"execution.maxscore._LITERAL": 0},
    "the best by reading": PRUNING | {"execution.scorer._READ": NEVER},
    "counts laid out": {
        "snapshot.postings._FREQUENT": NEVER,
        "snapshot.postings._LAID": NEVER,
        "execution.scorer._READ": 0,
    },
    "all documents added to": PRUNING
    | {"execution.scorer._READ": 0, "execution.scorer._SPARSE": NEVER},
    "those with a term added to": PRUNING
    | {"execution.scorer._READ": 0, "execution.scorer._SPARSE": 0},
    "counts searched for": {"snapshot.postings._LAID": 0, "execution.scorer._READ": 0},
    "entries spread by a sweep": {"snapshot.segment_searcher._SWEPT": NEVER},
    "entries spread by stretches, marked": {
        "snapshot.segment_searcher._SWEPT": 0,
        "snapshot.segment_searcher._MARKED": NEVER,
    },
    "entries spread by stretches, sorted": {
        "snapshot.segment_searcher._SWEPT": 0,
        "snapshot.segment_searcher._MARKED": 0,
    },
    "children tested on what is left": {
        "execution.evaluate._RESTRICTED": 0,
    },
    "children worked out": {"execution.evaluate._RESTRICTED": NEVER},
    "runs of the text compared": {"execution.reading._FEW_PIECES": 0},
    "tokens looked up": {"execution.reading._LONG": 0, "execution.scorer._READ": NEVER},
    "what stands together, asked of one after the other": PRUNING
    | {"execution.maxscore._TOGETHER": 1},
    "values as pairs": {"snapshot.doc_values._COLUMNS": 1},
}


def checked(
    scorer: Scorer, segment: int, docs: DocSet, count: int, floor: float
) -> tuple[Array, Numbers, float]:
    """The contenders, none of the best of which may be missing."""
    found, scores, reached = contenders(scorer, segment, docs, count, floor)
    ids = ids_of(docs)
    of_all = scorer.scores(segment, ids)
    best = np.sort(of_all)[::-1][:count]
    last = max(floor, best[-1]) if len(best) == count else floor
    assert set(ids[of_all >= last].tolist()) <= set(found.tolist())
    assert scores.tolist() == scorer.scores(segment, found).tolist()
    assert floor <= reached <= last
    return found, scores, reached


@contextmanager
def moved(limits: Mapping[str, int]) -> Iterator[None]:
    with ExitStack() as stack:
        for name, value in limits.items():
            stack.enter_context(patch(f"search.{name}", value))
        stack.enter_context(patch("search.execution.collector.contenders", checked))
        yield


def build(path: Path, documents: list[Document]) -> EmbeddedEngine:
    built_at(path, documents)
    return EmbeddedEngine(path)


def in_two_segments(path: Path, documents: list[Document]) -> EmbeddedEngine:
    """An index with the documents of every other article in a segment of their own."""
    articles = sorted({document.article for document in documents})
    engine = build(path, [d for d in documents if d.article in articles[::2]])
    with locate(str(path)).revise() as writer:
        for article in articles[1::2]:
            writer.put(article, [d for d in documents if d.article == article], article)
    return engine


EXAMPLES = [
    *("青岛", "的", "青岛 游客", "“和平使命”", "2018年7月", "上合*", "青岛 -游客", "3*", "-的"),
    *("青岛 OR 上海 OR 游客 OR 帆船", "青岛 游客 帆船 的 在 年 2018", "摄影:周牧野 青岛"),
    "新华社 李刚 一带一路 G20 旗 组织",
]


def drawn(size: int) -> list[Document]:
    """An archive that is the same every time, long enough for a page to leave something out."""
    chance = Random(7)
    made = []
    for number in range(size):
        texts = ["".join(chance.choices(WORDS, k=chance.randint(0, 9))) for _ in range(4)]
        made.append(
            replace(
                photo(number, texts[0]),
                id=f"p{number:03}",
                article=f"a{number // 4:02}",
                position=number % 4,
                headline=f"{WORDS[number // 4 % len(WORDS)]}之行",
                before=texts[1],
                after=texts[2],
                creator=tuple(chance.choices(NAMES, k=chance.randint(0, 2))),
                agency=chance.choice(AGENCIES),
                taken=chance.choice(DATES),
                image=chance.choice(PICTURES + [f"{n}.jpg" for n in range(40)]),
            )
        )
    return made


@pytest.fixture(scope="module")
def answers() -> list[tuple[Request, Answer]]:
    """What the oracle says of the examples, whichever way the engine goes."""
    oracle = Oracle(drawn(60), ANALYZER)
    examples = [Request(text=text, per_page=5) for text in EXAMPLES]
    return [(request, oracle.search(request)) for request in examples]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_answers_the_examples(
    way: str, answers: list[tuple[Request, Answer]], tmp_path: Path
) -> None:
    with moved(WAYS[way]):
        engine = in_two_segments(tmp_path, drawn(60))
        for request, answer in answers:
            for _ in ("anew", "remembered"):
                agree(engine.search(request), answer, request)
        engine.close()


@pytest.mark.untraced
@pytest.mark.parametrize("way", WAYS)
@tried(15)
@given(
    archives(),
    st.lists(requests(), min_size=10, max_size=10),
    st.integers(min_value=1, max_value=3),
)
def test_every_way_gives_what_the_oracle_says(
    way: str, documents: list[Document], asked: list[Request], per_page: int
) -> None:
    oracle = Oracle(documents, ANALYZER)
    with moved(WAYS[way]), TemporaryDirectory() as directory:
        engine = in_two_segments(Path(directory), documents)
        for request in [replace(one, per_page=per_page) for one in asked]:
            answer = oracle.search(request)
            for _ in ("anew", "remembered"):
                agree(engine.search(request), answer, request)
        engine.close()


def test_a_symbol_written_three_times_is_two_bigrams_to_a_reader(tmp_path: Path) -> None:
    documents = [photo(1, "哈哈哈笑"), photo(2, "哈哈笑笑")]
    answer = Oracle(documents, ANALYZER).search(Request(text="哈哈"))
    with moved({"execution.scorer._READ": NEVER}):
        results = build(tmp_path, documents).search(Request(text="哈哈"))
    assert [hit.document.id for hit in results.hits] == answer.ids
    assert [hit.score for hit in results.hits] == answer.scores
