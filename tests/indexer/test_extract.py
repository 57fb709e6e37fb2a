"""Whole posts, from the file to the article."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from indexer.posts.article import Paragraph
from indexer.posts.extract import parse_article, read_article
from indexer.posts.left_out import Reason
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
def test_an_address_that_cannot_be_taken_apart_does_not_lose_a_post(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\nurl: http://[bad\nsource_url: https://a.example/1.html\n---\n渔港往事。\n\n"
        "![](//b.example/b.jpg)\n\n![](//[bad/a.jpg)\n\n![](http://[bad/a.jpg)",
        "utf-8",
    )
    article = read_article(tmp_path, "a.md")
    assert [photo.image for photo in article.photos] == ["https://b.example/b.jpg"]
    assert [one.reason for one in article.left_out] == [Reason.ADDRESS, Reason.ADDRESS]
    assert article.url != "http://[bad"


@pytest.mark.parametrize(
    "shown",
    [
        "{% for p in page.gallery %}![]({{ p }}){% endfor %}",
        "![渔船]({{ include.src }})",
        "![渔船]({{ page.cover | relative_url }} '甲')",
        "![渔船]({{ site.url }}{{ p }})",
        '<img src="{{ p }}">',
        "<img src='{{ site.cdn }}{{ p }}'>",
    ],
)
def test_an_address_of_nothing_but_a_variable_names_no_picture(tmp_path: Path, shown: str) -> None:
    (tmp_path / "a.md").write_text(f"渔港往事。\n\n{shown}\n\n![](b.jpg)", "utf-8")
    article = read_article(tmp_path, "a.md")
    assert [photo.image for photo in article.photos] == ["b.jpg"]
    assert [one.reason for one in article.left_out] == [Reason.SHORT_CODE]
    assert article.notes
    assert all(note.endswith(" is not defined") for note in article.notes)


def test_an_address_with_a_variable_and_a_file_is_a_picture(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("![]({{ site.cdn }}/b.jpg)\n\n[甲]({{ page.next }})", "utf-8")
    article = read_article(tmp_path, "a.md")
    assert [photo.image for photo in article.photos] == ["b.jpg"]
    assert not article.left_out
    assert [block.text for block in article.blocks if isinstance(block, Paragraph)] == ["甲"]


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


def test_pictures_of_front_matter_that_are_no_photos_are_left_out_with_a_reason(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.md").write_text(
        "---\nphotos:\n- https://picsum.photos/800\n- c.jpg\n---\n渔港往事。", "utf-8"
    )
    article = read_article(tmp_path, "a.md")
    assert [photo.image for photo in article.photos] == ["c.jpg"]
    assert [(one.what, one.reason) for one in article.left_out] == [
        ("https://picsum.photos/800", Reason.STOCK),
    ]


def test_a_caption_of_front_matter_goes_to_the_first_of_a_picture_shown_twice(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.md").write_text(
        "---\nphotos:\n- src: a.jpg\n  caption: 渔船归港\n---\n"
        "![](a.jpg)\n\n渔港往事。\n\n![](a.jpg)",
        "utf-8",
    )
    photos = read_article(tmp_path, "a.md").photos
    assert [photo.caption for photo in photos] == ["渔船归港", None]


def test_an_arrow_alone_stands_beside_no_photo() -> None:
    """It was the paragraph before the picture, and the words above it were not."""
    body = "渔船清晨出港\n\n↓\n\n![](a.jpg)\n\n渔民们在船上忙碌着，直到太阳升起。"
    texts = [
        block.text
        for block in parse_article(body.encode(), "nowhere", "a.md").blocks
        if isinstance(block, Paragraph)
    ]
    assert texts == ["渔船清晨出港", "渔民们在船上忙碌着，直到太阳升起。"]
