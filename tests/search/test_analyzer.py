"""Words and streams of a field, as a table; and the fast segmenter held to the reference."""

import gzip
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import indexer
from search.text.analyzer import Analyzer, Word, bigrams
from search.text.fold import has_symbol
from search.text.reference_segmenter import PythonSegmenter
from search.text.segment import RustSegmenter
from tests.conftest import real_data

ANALYZER = Analyzer()
PYTHON = PythonSegmenter()
RUST = RustSegmenter()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("游客在青岛", [("游客", 0, 2), ("在", 2, 3), ("青岛", 3, 5)]),
        ("成员国", [("成员", 0, 2), ("成员国", 0, 3)]),
        ("2018 年", [("2018", 0, 4), ("年", 5, 6)]),
        ("G20峰会", [("g20", 0, 3), ("峰会", 3, 5)]),
        ("a_b.c-d", [("a", 0, 1), ("b", 2, 3), ("c", 4, 5), ("d", 6, 7)]),
        ("組織", [("组织", 0, 2)]),
        ("李 刚", [("李", 0, 1), ("刚", 2, 3)]),
        ("𠮷田", [("吉田", 0, 2)]),
        ("𰻝面", [("𰻝", 0, 1), ("面", 1, 2)]),
        ("C++语言", [("c", 0, 1), ("++", 1, 3), ("语言", 3, 5)]),
        (
            "￥100→30℃",
            [("¥", 0, 1), ("100", 1, 4), ("→", 4, 5), ("30", 5, 7), ("°", 7, 8), ("c", 8, 9)],
        ),
        ("好🐼🐼 👍🏽", [("好", 0, 1), ("🐼🐼", 1, 3), ("👍🏽", 4, 6)]),
        ("1,234，5.6", [("12345", 0, 7), ("6", 8, 9)]),
        ("a,1, 2", [("a", 0, 1), ("1", 2, 3), ("2", 5, 6)]),
        ("気象庁", [("气象", 0, 2), ("气象厅", 0, 3)]),
        ("，。！", []),
    ],
)
def test_words(text: str, words: list[tuple[str, int, int]]) -> None:
    assert list(ANALYZER.words(text)) == [Word(*word) for word in words]


def test_words_lead_back_to_the_original() -> None:
    words, folded = ANALYZER.map_words("㎡車里雅賓斯克")
    assert [(w.text, folded.span(w.start, w.end)) for w in words][-1] == ("车里雅宾斯克", (1, 7))


def test_field_keeps_values_apart() -> None:
    tokens = ANALYZER.field(["李刚", "王菲"])
    assert tokens.stream == "李刚\n王菲"
    assert tokens.bigrams == ["李刚", "王菲"]
    assert tokens.characters == list("李刚王菲")


def test_signs_are_characters_and_pairs() -> None:
    tokens = ANALYZER.field(["C++，C919 👍🏽"])
    assert tokens.characters == list("c++c919👍🏽")
    assert tokens.bigrams == ["c+", "++", "c9", "91", "19", "9👍", "👍🏽"]


def test_bigrams_do_not_cross_gaps() -> None:
    assert bigrams("ab c") == ["ab"]


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), min_size=1, max_size=30))
def test_segmenters_agree_on_random_han(run: str) -> None:
    assert sorted(RUST.words(run)) == sorted(PYTHON.words(run))


def test_segmenters_agree_on_the_sample_corpus(sample_index: Path) -> None:
    reference = Analyzer(ANALYZER.fold, PYTHON)
    with indexer.open_index(sample_index) as archive:
        for photo in archive.photos():
            for text in (photo.caption, photo.headline, photo.before, photo.after):
                assert _sorted(ANALYZER, text) == _sorted(reference, text)


@pytest.mark.real
@pytest.mark.untraced
def test_segmenters_agree_on_real_news() -> None:
    reference = Analyzer(ANALYZER.fold, PYTHON)
    with gzip.open(real_data("text", "news_paragraphs.txt.gz"), "rt", encoding="utf-8") as lines:
        for line in islice(lines, 2000):
            assert _sorted(ANALYZER, line) == _sorted(reference, line)


def _sorted(analyzer: Analyzer, text: str) -> list[tuple[int, int, str]]:
    return sorted((word.start, word.end, word.text) for word in analyzer.words(text))


@given(st.text(max_size=60))
def test_every_symbol_is_in_a_word(text: str) -> None:
    folded = ANALYZER.fold.text(text)
    covered = {i for word in ANALYZER.words(text) for i in range(word.start, word.end)}
    assert {i for i in covered if folded[i] != ","} == {
        i for i, c in enumerate(folded) if has_symbol(c)
    }


@given(st.text(st.sampled_from("1२a国,，. +"), max_size=20))
def test_a_word_stands_in_the_stream_of_its_text(text: str) -> None:
    stream = ANALYZER.fold.stream(text)
    assert all(word.text in stream for word in ANALYZER.words(text))
