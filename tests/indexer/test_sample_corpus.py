"""The sample archive: every photo as its writer meant it, every shape a post can have, small files.

``golden/sample_corpus.json`` was written with the posts and not read off the extractor.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from indexer.posts.extract import read_article
from indexer.sources.folder import survey
from indexer.sources.post_file import PostError

REPOSITORY = Path(__file__).parents[2]
CORPUS = REPOSITORY / "corpus"
TRUTH: list[dict[str, Any]] = json.loads(
    (REPOSITORY / "tests" / "golden" / "sample_corpus.json").read_text(encoding="utf-8")
)
UNFINISHED = "2020/待写.md"
"""Front matter alone: the one file of the sample that is no post."""

LARGEST_PICTURE = 130_000
LARGEST_CORPUS = 14_000_000
"""Bytes: a clone stays quick, and a page of thumbnails is still made from real pictures."""


@pytest.mark.parametrize("truth", TRUTH, ids=[truth["path"] for truth in TRUTH])
def test_a_post_is_read_as_it_was_meant(truth: dict[str, Any]) -> None:
    article = read_article(CORPUS, truth["path"])
    photos = [
        {
            "image": photo.image,
            "caption": photo.caption,
            "credit": photo.credit,
            "creator": list(photo.creator),
            "agency": photo.agency,
            "taken": photo.taken,
        }
        for photo in article.photos
    ]
    told = {"path": article.path, "title": article.title, "photos": photos}
    assert told | ({"tags": list(article.tags)} if article.tags else {}) == truth


def test_the_truth_covers_the_whole_sample() -> None:
    assert set(survey(CORPUS).paths) == {truth["path"] for truth in TRUTH} | {UNFINISHED}


def test_an_unfinished_post_is_skipped_with_a_reason() -> None:
    with pytest.raises(PostError, match="no text and no picture"):
        read_article(CORPUS, UNFINISHED)


def test_the_sample_is_rich_enough_to_show_the_product() -> None:
    photos = [photo for truth in TRUTH for photo in truth["photos"]]
    assert len(TRUTH) >= 28
    assert len(photos) >= 130
    assert any(photo["caption"] is None for photo in photos)
    assert max(len(truth["photos"]) for truth in TRUTH) >= 10


def test_pictures_are_whole_and_small() -> None:
    pictures = sorted((CORPUS / "pictures").rglob("*.jpg"))
    assert {path.relative_to(CORPUS).as_posix() for path in pictures} == {
        photo["image"] for truth in TRUTH for photo in truth["photos"]
    }
    for path in pictures:
        assert path.stat().st_size <= LARGEST_PICTURE, path.name
        with Image.open(path) as picture:
            picture.load()
            assert 900 <= max(picture.size) <= 1200, path.name
    files = [file for file in CORPUS.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) <= LARGEST_CORPUS
