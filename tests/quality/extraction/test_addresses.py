"""Which addresses are of the same picture, which photo is whose, and which words are compared."""

import pytest

from indexer.posts.article import Photo
from tests.quality.extraction.addresses import pair, plain_address, same_picture
from tests.quality.extraction.texts import bare
from tests.quality.extraction.truth import TruePhoto


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/1.jpg", "https://a.example/1.jpg"),
        ("https://a.example/1.jpg", "http://a.example/1.jpg"),
        ("//a.example/1.jpg", "https://a.example/1.jpg"),
        ("https://a.example/1.jpg?w=640&amp;h=480", "https://a.example/1.jpg"),
        ("https://a.example/1.jpg#top", "https://a.example/1.jpg"),
        ("https://p.example/?https://a.example/1.jpg", "https://a.example/1.jpg"),
        ("https://p.example/?http://a.example/1.jpg?w=9", "http://a.example/1.jpg"),
        ("/zoom?url=https%3A%2F%2Fa.example%2F1.jpg&amp;w=200", "https://a.example/1.jpg"),
        ("https://a.example/%E6%B8%AF.jpg", "https://a.example/港.jpg"),
        ("a&amp;b.jpg", "posts/a&b.jpg"),
        ("{{ site.images }}/1.jpg", "posts/{{site.images}}/1.jpg"),
        ("{{ site.images }}/1.jpg", "images/1.jpg"),
        ("../images/1.jpg", "images/1.jpg"),
        ("./1.jpg", "posts/2020/1.jpg"),
        ("../../1.jpg", "/1.jpg"),
        ("/images/1.jpg", "static/images/1.jpg"),
        ("/images/1.jpg", "https://a.example/images/1.jpg"),
    ],
)
def test_the_same_picture(one: str, other: str) -> None:
    assert same_picture(one, other)
    assert same_picture(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/1.jpg", "https://a.example/2.jpg"),
        ("https://a.example/1.jpg", "https://b.example/1.jpg"),
        ("1.jpg", "images/11.jpg"),
        ("images/1.jpg", "pictures/1.jpg"),
        ("images/1.jpg", "images/1.jpg/2.jpg"),
        ("1.jpg", "1.JPG"),
        ("https://p.example/?https://a.example/1.jpg", "https://p.example/"),
        ("{{ site.picture }}", "images/1.jpg"),
        ("{{ site.picture }}", "{{ site.banner }}"),
        ("", "images/1.jpg"),
    ],
)
def test_not_the_same_picture(one: str, other: str) -> None:
    assert not same_picture(one, other)
    assert not same_picture(other, one)


def test_a_plain_address_is_host_and_path() -> None:
    assert plain_address(" https://p.example/?https://a.example/1.jpg?w=9 ") == "a.example/1.jpg"
    assert plain_address("{{ x }}") == ""


def _paired(true: list[tuple[str, str]], found: list[str]) -> tuple[list[str | None], list[str]]:
    """Pair by address and kind; photos are told by the order in which they were found."""
    photos = [Photo(image=image, reason=str(place)) for place, image in enumerate(found)]
    entries = [
        TruePhoto(n=n, image=image, kind=kind) for n, (image, kind) in enumerate(true, start=1)
    ]
    pairs, left = pair(entries, photos)
    assert [entry for entry, _ in pairs] == entries
    return [photo.reason if photo else None for _, photo in pairs], [p.reason for p in left]


@pytest.mark.parametrize(
    ("true", "found", "pairs", "left"),
    [
        ([("1.jpg", "photo")] * 2, ["1.jpg", "1.jpg"], ["0", "1"], []),
        ([("1.jpg", "photo")] * 2, ["1.jpg"], ["0", None], []),
        ([("1.jpg", "photo")], ["1.jpg", "1.jpg"], ["0"], ["1"]),
        ([("a/1.jpg", "photo"), ("1.jpg", "photo")], ["1.jpg", "a/1.jpg"], ["1", "0"], []),
        ([("1.php?n=1", "photo"), ("1.php?n=2", "photo")], ["1.php?n=2"], [None, "0"], []),
        ([("1.jpg", "icon"), ("1.jpg", "photo")], ["1.jpg"], [None, "0"], []),
        ([("1.jpg", "icon"), ("1.jpg", "photo")], ["1.jpg", "1.jpg"], ["1", "0"], []),
        ([("/1.jpg", "photo")], ["2.jpg", "b/1.jpg"], ["1"], ["0"]),
    ],
    ids=[
        "duplicates in order",
        "a duplicate that is not listed",
        "one that is listed too often",
        "equal addresses before similar ones",
        "pictures that differ in their query",
        "a photo before the furniture of the same address",
        "both, when both are listed",
        "a path of the site in a folder of the corpus",
    ],
)
def test_pairing(
    true: list[tuple[str, str]], found: list[str], pairs: list[str | None], left: list[str]
) -> None:
    assert _paired(true, found) == (pairs, left)


@pytest.mark.parametrize(
    ("text", "credit", "words"),
    [
        ("渔船 出港", None, "渔船出港"),
        ("▲ 渔船出港", None, "渔船出港"),
        ("图为渔船出港", None, "渔船出港"),
        ("图注：渔船出港", None, "渔船出港"),
        ("图 12：渔船出港", None, "渔船出港"),
        ("图3，渔船出港", None, "渔船出港"),
        ("▲图为渔船出港", None, "渔船出港"),
        ("（图说）渔船出港", None, "渔船出港"),
        ("图书馆", None, "图书馆"),
        ("图 3 人", None, "图3人"),
        ("渔船出港。林一帆 摄", "林一帆 摄", "渔船出港。"),
        ("渔船出港（林一帆 摄）", "林一帆摄", "渔船出港"),
        ("渔船出港／林一帆摄", "林一帆摄", "渔船出港"),
        ("海风社的船。海风社", "海风社", "海风社的船。"),
        ("林一帆摄", "林一帆摄", ""),
        ("渔船出港。", "林一帆摄", "渔船出港。"),
        (None, None, ""),
    ],
)
def test_the_words_of_a_caption(text: str | None, credit: str | None, words: str) -> None:
    assert bare(text, credit) == words
