"""One bad post never stops a build: it is read as far as it can be, or skipped with a reason."""

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import indexer
from indexer.posts import extract
from indexer.posts.article import Article, Paragraph, Photo
from indexer.posts.blocks.block import Text
from indexer.posts.blocks.walker import read_blocks
from indexer.posts.bounds import MAX_LINE
from indexer.posts.extract import parse_article, read_article
from indexer.posts.markup.rendering import to_soup
from indexer.posts.page.decoding import decode, well_formed
from indexer.posts.page.metadata import read_metadata
from indexer.posts.page.post import split
from indexer.sources.folder import survey
from indexer.sources.post_file import MAX_BYTES, PostError, PostFile, open_post
from tests.profiles import tried

GOOD = "---\ntitle: 好帖\n---\n渔船驶出港口。\n"
BOMB = "a: &a [开渔]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)
FRONT = {
    "alias bomb": (f"title: 江湾\n{BOMB}categories: *j\n", "江湾"),
    "alias of itself": ("title: 江湾\ncategories: &a [*a]\n", "江湾"),
    "lone surrogate": ('title: "江\\ud800湾"\n', "江\ufffd湾"),
    "pair of surrogates": ('title: "江\\ud83d\\ude00湾"\n', "江😀湾"),
    "control characters": ('title: "江\\e[31m\\0湾"\n', "江[31m湾"),
    "time of day": ("title: 12:30\n", "12:30"),
    "number": ("title: 010\n", "010"),
    "endless number": (f"title: {'9' * 5000}\n", "9" * MAX_LINE),
    "deep list": (f"title: 江湾\ntags: {'[' * 5000}\n", "江湾"),
    "not a date": ("title: 江湾\ndate: !!timestamp 江湾\n", "江湾"),
}
PIECES = [
    *(
        "---\n",
        "+++\n",
        "title: ",
        '"\\ud800"',
        "- ",
        "[",
        "]",
        "&a ",
        "*a",
        "!!int ",
        "\n\n",
        "<!--",
    ),
    *("{% asset_img ", " %}", "{{ site.url }}", "<div>", "</p>", "<img src=", "![](", ")", "\x00"),
    *("2018-13-45", "新华社记者 ", " 摄", "图为", "&#xD800;", "字"),
]


@pytest.mark.parametrize(("front", "title"), FRONT.values(), ids=FRONT)
def test_front_matter_that_breaks_parsers(front: str, title: str) -> None:
    article = parse_article(f"---\n{front}---\n正文。".encode(), ".", "a.md")
    assert article.title == title
    assert article.blocks == (Paragraph("正文。"),)


def test_surrogates_are_replaced_in_every_field() -> None:
    front = "".join(
        f'{key}: ["甲\\ud800乙"]\n' for key in ("title", "author", "categories", "place", "person")
    )
    post = split(decode(f"---\n{front}---\n正文".encode()).text)
    metadata = read_metadata(post.meta, to_soup("", ".md"), "a.md")
    clean = "甲\ufffd乙"
    assert (metadata.title, metadata.author) == (clean, clean)
    assert (metadata.category, metadata.place, metadata.person) == ((clean,), (clean,), (clean,))


@given(st.text(st.characters() | st.characters(categories=["Cs"])))
def test_well_formed_text_can_be_written_and_the_rest_stays(text: str) -> None:
    made = well_formed(text)
    made.encode()
    assert well_formed(made) == made
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert made == text


@pytest.mark.parametrize("charset", ["undefined", "idna", "utf-7", "unicode_escape", "hex", "x-no"])
def test_declared_charsets_that_are_none(charset: str) -> None:
    page = f'<meta charset="{charset}"><p>'.encode() + "江湾".encode("gb18030")
    read = decode(page).text
    read.encode()
    assert read.startswith("<meta")


@pytest.mark.parametrize("element", ["div", "b", "blockquote", "span", "table"])
def test_deep_nesting_is_read(element: str) -> None:
    depth = 20_000
    body = (
        f"<{element}>" * depth + "<img src=a.jpg>深处的字" + f"</{element}>" * depth + "<p>之后</p>"
    )
    texts = [
        item.text for item in read_blocks(to_soup(body, ".html")).blocks if isinstance(item, Text)
    ]
    assert texts[0].startswith("深处的字")
    assert "之后" in "".join(texts)


@pytest.mark.parametrize(
    ("body", "suffix"),
    [
        ("> " * 5000 + "字", ".md"),
        ("![" * 20_000, ".md"),
        ("<img src='" + "a" * 5000 + ".jpg'>字", ".html"),
        ("<img src='a%00b.jpg'>字", ".html"),
        ("<img src='%ff%fe.jpg'>字", ".html"),
        ("<img src='&#xD800;.jpg'>字", ".html"),
        ("<img src='http://[::1.jpg'>字", ".html"),
        ("<img src='//[::1.jpg'>字", ".html"),
        ("<img src='x.jpg' width='99999' data-ratio='.'>字", ".html"),
        ("<time datetime='9999-12-31T23:00:00Z'></time><img src=http://a.com/b.jpg>字", ".html"),
        (
            "<time datetime='0001-01-01T00:00:00+09:00'></time><img src=http://a.com/b.jpg>字",
            ".html",
        ),
    ],
)
def test_bodies_that_break_parsers(tmp_path: Path, body: str, suffix: str) -> None:
    """Such a post may be no post, but it is never more than that, and others are read."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / f"bad{suffix}").write_text(body, "utf-8")
    (corpus / "good.md").write_text(GOOD, "utf-8")
    report = indexer.build_index(corpus, tmp_path / "index")
    assert report.posts + len(report.skipped) == 2
    assert not any(one.reason.startswith("reading it failed") for one in report.skipped)
    with indexer.open_index(tmp_path / "index") as archive:
        assert archive.search("渔船", kind="paragraph").total == 1


@tried(150)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=25,
    ),
    st.sampled_from([".md", ".html", ".txt"]),
)
def test_whatever_stands_in_a_post_gives_an_article_or_a_reason(
    parts: list[str], suffix: str
) -> None:
    told = article_or_reason("".join(parts).encode(), f"a{suffix}")
    repr(told).encode()
    assert not isinstance(told, str) or not told.startswith("reading it failed")


def article_or_reason(data: bytes, path: str) -> Article | str:
    try:
        return parse_article(data, "nowhere", path)
    except PostError as error:
        return error.reason


def test_an_unexpected_fault_is_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by a bad post")

    monkeypatch.setattr(extract, "read_metadata", fail)
    (tmp_path / "a.md").write_text(GOOD, "utf-8")
    with pytest.raises(PostError, match="reading it failed: ZeroDivisionError"):
        read_article(tmp_path, "a.md")


def test_a_post_is_text_of_some_size() -> None:
    with pytest.raises(PostError, match="larger than 16 MiB"):
        decode(b"a" * (MAX_BYTES + 1))


def test_links_that_are_no_posts_are_told(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "folder").mkdir(parents=True)
    (tmp_path / "outside.md").write_text(GOOD, "utf-8")
    for name, target in {
        "loop.md": "loop.md",
        "ring.md": "gnir.md",
        "gnir.md": "ring.md",
        "nowhere.md": "no-such.md",
        "out.md": "../outside.md",
    }.items():
        (corpus / name).symlink_to(target)
    (corpus / "folder" / "up").symlink_to(corpus)
    (corpus / "good.md").write_text(GOOD, "utf-8")
    os.mkfifo(corpus / "pipe.md")
    os.mkfifo(corpus / os.fsdecode("灯.md".encode("gbk")))
    report = indexer.build_index(corpus, tmp_path / "index")
    assert report.posts == 1
    assert {one.path: one.reason for one in report.skipped} == {
        "folder/up": "a link to a folder, which is not followed",
        "gnir.md": "a link that leads nowhere",
        "loop.md": "a link that leads nowhere",
        "nowhere.md": "a link that leads nowhere",
        "out.md": "a link that leads out of the corpus",
        "pipe.md": "a pipe, a socket or a device, and no file",
        "ring.md": "a link that leads nowhere",
        "灯.md": "a pipe, a socket or a device, and no file",
    }


def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    corpus = os.fsencode(tmp_path / "corpus")
    os.makedirs(corpus + b"/\xd6\xd0")  # noqa: PTH103  a path of bytes
    for name in (b"good.md", b"caf\xe9.md", b"\xd6\xd0/a.md"):
        with open(corpus + b"/" + name, "wb") as file:  # noqa: PTH123  the same
            file.write(GOOD.encode())
    report = indexer.build_index(tmp_path / "corpus", tmp_path / "index")
    assert report.posts == 2
    assert [one.path for one in report.skipped] == [r"caf\xe9.md"]
    assert {one.reason for one in report.skipped} == {"its name is neither UTF-8 nor GB18030"}
    again = indexer.update_index(tmp_path / "corpus", tmp_path / "index")
    assert (again.unchanged, again.skipped) == (2, report.skipped)


def test_a_corpus_whose_own_name_is_not_utf_8(tmp_path: Path) -> None:
    corpus = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xd6\xd0"))
    corpus.mkdir()
    (corpus / "good.md").write_text(GOOD, "utf-8")
    assert indexer.build_index(corpus, tmp_path / "index").posts == 1
    assert indexer.update_index(corpus, tmp_path / "index").unchanged == 1


@pytest.mark.parametrize("name", ["été.md", "がぎぐ.md"])
def test_one_name_in_two_normal_forms(tmp_path: Path, name: str) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for form, spelled in (("NFC", name), ("NFD", unicodedata.normalize("NFD", name))):
        file = corpus / spelled
        file.write_text(f"---\ntitle: {form}\n---\n正文。", "utf-8")
    if len(list(corpus.iterdir())) == 1:
        pytest.skip("this disk holds one name in one normal form only")
    listing = survey(corpus)
    assert listing.paths == (name,)
    assert [(one.path, one.reason) for one in listing.skipped] == [
        (unicodedata.normalize("NFD", name), f"the same name as {name}")
    ]
    assert read_article(corpus, name).title == "NFC"
    (corpus / name).unlink()
    assert read_article(corpus, name).title == "NFD"


def test_folders_of_tools_are_not_scanned(tmp_path: Path) -> None:
    for folder in (".git", "node_modules/x", "posts"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "readme.md").write_text(GOOD, "utf-8")
    assert list(survey(tmp_path).paths) == ["posts/readme.md"]


def test_bytes_size_and_time_are_of_one_reading(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(GOOD, "utf-8")
    os.utime(file, ns=(5, 7))
    assert open_post(tmp_path, "a.md") == PostFile(GOOD.encode(), len(GOOD.encode()), 7)


def test_a_photo_of_a_hostile_post_can_be_found(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text(
        '---\ntitle: "港\\udc00口"\ncategories: ["\\ud800"]\n---\n![](a.jpg)\n↑渔船驶出港口。',
        "utf-8",
    )
    indexer.build_index(corpus, tmp_path / "index")
    with indexer.open_index(tmp_path / "index") as archive:
        (hit,) = archive.search("渔船").hits
    assert (hit.document.headline, hit.document.category) == ("港\ufffd口", ("\ufffd",))
    assert isinstance(read_article(corpus, "a.md").blocks[0], Photo)
