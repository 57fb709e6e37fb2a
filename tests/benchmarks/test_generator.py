"""Generated archives: the same for the same seed, and with the shape of real ones."""

import gzip
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.extract import read_article
from indexer.records import article_id
from indexer.records import documents as read_documents
from search.document import Document
from search.text.dates import parse
from search.text.fold import Fold
from tests.benchmarks.collection import collect
from tests.benchmarks.folder import write_posts
from tests.benchmarks.generator import MOST_PHOTOS, Recipe, dictionary, read_lines
from tests.benchmarks.reference import Reference
from tests.benchmarks.workload import engine_samples
from tests.conftest import real_data
from tests.profiles import tried

SIZE = 2000


@pytest.fixture(scope="module")
def archive() -> list[tuple[Document, ...]]:
    return [documents for _, documents in Recipe(size=SIZE, seed=5).articles()]


def photos(archive: list[tuple[Document, ...]]) -> list[Document]:
    return [d for documents in archive for d in documents if d.kind == "photo"]


@tried(15)
@given(size=st.integers(1, 60), more=st.integers(0, 40), seed=st.integers(0, 9))
def test_a_larger_archive_begins_with_the_smaller(size: int, more: int, seed: int) -> None:
    small = list(Recipe(size=size, seed=seed).articles())
    large = list(Recipe(size=size + more, seed=seed).articles())
    assert small[:-1] == large[: len(small) - 1]
    assert len(photos([documents for _, documents in small])) == size
    assert small == list(Recipe(size=size, seed=seed).articles())
    assert small != list(Recipe(size=size, seed=seed + 10).articles())


def test_tags_change_nothing_else_of_an_archive(archive: list[tuple[Document, ...]]) -> None:
    tagged = [documents for _, documents in Recipe(size=SIZE, seed=5, tags=5).articles()]
    assert [[replace(d, tag=()) for d in one] for one in tagged] == [list(one) for one in archive]
    tags = [documents[0].tag for documents in tagged]
    assert {len(one) for one in tags} >= {4, 5}
    counted = Counter(tag for one in tags for tag in one)
    assert counted.most_common(1)[0][1] > 5 < sum(count == 1 for count in counted.values())
    assert all(len({d.tag for d in documents}) == 1 for documents in tagged)


def test_articles_are_of_all_lengths(archive: list[tuple[Document, ...]]) -> None:
    lengths = Counter(sum(d.kind == "photo" for d in documents) for documents in archive)
    assert set(lengths) <= set(range(1, MOST_PHOTOS + 1))
    assert lengths[1] > lengths[5] > 0
    assert 4.5 < SIZE / len(archive) < 6.5
    assert max(lengths) > 15


def test_ids_and_paths_are_unique_and_positions_count(archive: list[tuple[Document, ...]]) -> None:
    every = [document for documents in archive for document in documents]
    assert len({document.id for document in every}) == len(every)
    assert len({documents[0].path for documents in archive}) == len(archive)
    for documents in archive:
        assert [document.position for document in documents] == list(range(len(documents)))
        assert len({(d.article, d.headline, d.path, d.published) for d in documents}) == 1


def test_photos_have_what_photos_have(archive: list[tuple[Document, ...]]) -> None:
    made = photos(archive)
    captioned = [photo for photo in made if photo.caption]
    assert 0.87 < len(captioned) / len(made) < 0.93
    dated = sum(bool(photo.taken) for photo in captioned)
    assert 0.75 < dated / len(captioned) < 0.85
    assert all(photo.before for photo in made)
    for photo in captioned:
        assert all(name in photo.credit for name in (*photo.creator, photo.agency))
        assert parse(photo.date)
    few = Counter(name for photo in made for name in photo.creator).most_common(100)
    assert sum(count for _, count in few) > len(captioned) / 4


def test_words_are_drawn_as_zipf_has_them() -> None:
    collection = collect(Recipe(size=SIZE, seed=5))
    counts = [count for _, count in collection.frequencies.most_common()]
    assert counts[0] > len(collection) / 2
    assert sum(count == 1 for count in counts) > len(counts) / 2
    words, frequencies = dictionary()
    assert frequencies[0] >= frequencies[1] - frequencies[0]
    steps = [after - before for before, after in pairwise(frequencies[:1000])]
    assert steps == sorted(steps, reverse=True)
    assert len(words) > 300_000


def test_real_lines_give_captions_and_paragraphs(tmp_path: Path) -> None:
    lines = ["第一句话在此。第二句话在此。", "另一行只有一句", "  ", "海边的灯塔，亮了。"]
    (tmp_path / "plain.txt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "packed.txt.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    read = read_lines(tmp_path / "plain.txt")
    assert read == read_lines(tmp_path / "packed.txt.gz") == (lines[0], lines[1], lines[3])
    sentences = {"第一句话在此。", "第二句话在此。", "另一行只有一句。", "海边的灯塔，亮了。"}
    for _, made in Recipe(size=30, lines=read).articles():
        for document in made:
            assert not document.text or document.text in read
            said = document.caption.rpartition("日，")[2]
            assert not said or {f"{s}。" for s in said.split("。") if s} <= sentences


@pytest.mark.real
def test_real_paragraphs_make_an_archive_in_which_phrases_recur() -> None:
    lines = read_lines(real_data("text", "news_paragraphs.txt.gz"))
    assert len(lines) > 100_000
    collection = collect(Recipe(size=300, lines=lines))
    samples = {s.name: s.queries for s in engine_samples(collection, seed=1, count=20)}
    reference = Reference(collection, samples["phrase of 2"])
    found = [len(reference.matching(query, runs=True)) for query in samples["phrase of 2"]]
    assert min(found) >= 1
    assert max(found) > 1


def test_written_posts_are_read_as_they_were_made(tmp_path: Path) -> None:
    articles = list(Recipe(size=200, seed=2).articles())
    assert write_posts(articles, tmp_path) == len(articles)
    fold = Fold()
    captions = right = 0
    for _, made in articles:
        article = read_article(tmp_path, made[0].path)
        read = list(read_documents(article, fold))
        assert read[0].article == article_id(made[0].path)
        assert (read[0].headline, read[0].place, read[0].published) == (
            made[0].headline,
            made[0].place,
            made[0].published,
        )
        wanted = {d.image: d for d in made if d.kind == "photo"}
        found = {d.image: d for d in read if d.kind == "photo"}
        assert found.keys() == wanted.keys()
        captions += sum(bool(d.caption) for d in wanted.values())
        right += sum(
            (found[i].caption, found[i].creator, found[i].taken) == (d.caption, d.creator, d.taken)
            for i, d in wanted.items()
            if d.caption
        )
    assert right / captions > 0.97
