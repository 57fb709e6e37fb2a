"""Whole posts, from the file to the article."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from indexer.posts.article import Paragraph
from indexer.posts.extract import parse_article, read_article
from indexer.sources.folder import survey
from indexer.sources.post_file import PostError
from tests.conftest import real_data

GOLDEN = Path(__file__).parents[1] / "golden" / "posts"


@pytest.mark.parametrize("path", survey(GOLDEN).paths)
def test_golden_post(path: str) -> None:
    expected: dict[str, Any] = json.loads((GOLDEN / path).with_suffix(".json").read_text("utf-8"))
    article = read_article(GOLDEN, path)
    photos = [
        {
            "image": photo.image,
            "caption": photo.caption,
            "position": photo.caption_position,
            "credit": photo.credit,
            "taken": photo.taken,
        }
        for photo in article.photos
    ]
    assert photos == expected.pop("photos")
    if "paragraphs" in expected:
        texts = [block.text for block in article.blocks if isinstance(block, Paragraph)]
        assert texts == expected.pop("paragraphs")
    for name, value in expected.items():
        stated = getattr(article, name)
        assert (list(stated) if isinstance(stated, tuple) else stated) == value


def test_every_golden_post_is_expected() -> None:
    expected = {file.stem for file in GOLDEN.glob("*.json")}
    assert {Path(path).stem for path in survey(GOLDEN).paths} == expected


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.md", b"  \n", "empty file"),
        ("binary.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary file"),
        ("bytes.md", b"\xff\xfe\xfa\xfb\xfc", "not in UTF-8"),
        ("bare.md", b"---\ntitle: a\n---\n", "no text and no picture"),
        ("stock.md", b"<img src='https://picsum.photos/1'>", "no text and no picture"),
        ("yaml.md", b"---\n'a': [b\n---\ntext", "front matter that is not YAML"),
        ("toml.md", b"+++\ntitle = \n+++\ntext", "front matter that is not TOML"),
    ],
)
def test_what_is_no_post(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(PostError, match=reason):
        read_article(tmp_path, name)


def test_a_post_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(PostError, match="no such file"):
        read_article(tmp_path, "gone.md")


def test_a_picture_file_gives_the_size_and_icons_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "pictures").mkdir()
    Image.new("RGB", (640, 480)).save(tmp_path / "pictures" / "港.jpg")
    Image.new("RGB", (24, 24)).save(tmp_path / "pictures" / "dot.jpg")
    (tmp_path / "posts" / "a.md").write_text(
        "![](../pictures/%E6%B8%AF.jpg)\n\n文。\n\n![](../pictures/dot.jpg)\n", "utf-8"
    )
    (photo,) = read_article(tmp_path, "posts/a.md").photos
    assert (photo.image, photo.width, photo.height) == ("pictures/港.jpg", 640, 480)


def test_a_picture_never_leaves_the_corpus(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("![](../../etc/picture.jpg)", "utf-8")
    (photo,) = read_article(tmp_path, "a.md").photos
    assert photo.image == "etc/picture.jpg"


def test_a_name_in_another_normal_form_is_found(tmp_path: Path) -> None:
    name = "café.md"
    (tmp_path / unicodedata.normalize("NFD", name)).write_text("文。", "utf-8")
    assert list(survey(tmp_path).paths) == [unicodedata.normalize("NFC", name)]
    assert read_article(tmp_path, unicodedata.normalize("NFC", name)).title == "café"


@pytest.mark.real
def test_every_real_file_is_read_or_skipped_with_a_reason() -> None:
    for root in (real_data("posts"), real_data("markup")):
        for path in survey(root).paths:
            try:
                article = read_article(root, path)
            except PostError as error:
                assert error.reason  # noqa: PT017 - which posts are skipped is theirs to say
            else:
                assert article.title
                assert article.blocks


def test_an_arrow_alone_stands_beside_no_photo() -> None:
    """It was the paragraph before the picture, and the words above it were not."""
    body = "渔船清晨出港\n\n↓\n\n![](a.jpg)\n\n渔民们在船上忙碌着，直到太阳升起。"
    texts = [
        block.text
        for block in parse_article(body.encode(), "nowhere", "a.md").blocks
        if isinstance(block, Paragraph)
    ]
    assert texts == ["渔船清晨出港", "渔民们在船上忙碌着，直到太阳升起。"]
