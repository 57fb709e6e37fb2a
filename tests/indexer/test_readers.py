"""Readers of one's own: found, asked, checked, skipped when they fail, and part of the version."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console

import indexer
from indexer import (
    Article,
    LeftOut,
    Origin,
    Paragraph,
    Photo,
    ReaderError,
    Reason,
    Skipped,
    reading,
)
from indexer.inspection import Inspection, inspect_corpus
from indexer.inspection_view import render
from indexer.posts.blocks.picture_files import PictureFiles
from indexer.posts.bounds import MAX_NAMES
from indexer.readers.finished import finished
from indexer.readers.installed import installed_readers
from indexer.settings.corpus_settings import CorpusSettings
from indexer.sources.post_file import PostError
from tests.indexer.distributions import install

READER = """
import json

from indexer import Article, Paragraph, Photo


class Reader:
    suffixes = {".json"}

    def reads(self, path, head):
        if b"dangerous" in head:
            raise RuntimeError("a question too many")
        return head.startswith(b"{")

    def read(self, data, path):
        told = json.loads(data)
        return Article(
            path=path,
            title=told["title"],
            published=told.get("date"),
            draft=told.get("draft", False),
            blocks=(Photo(image=told["picture"], caption=told["caption"]), Paragraph(told["text"])),
        )
"""

POST = {
    "title": "夜航",
    "date": "2021-05-06T18:30:00Z",
    "picture": "a.jpg",
    "caption": "5月7日，渡轮驶过江面。江湾社记者 林一舟 摄",
    "text": "末班船在夜里十点靠岸。",
}

Install = Callable[..., None]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Installs readers for the length of a test."""
    folder = tmp_path / "packages"
    monkeypatch.syspath_prepend(folder)

    def add(code: str = READER, **options: str) -> None:
        install(folder, code, **options)
        for module in [name for name in sys.modules if name.endswith("_reader")]:
            del sys.modules[module]
        installed_readers.cache_clear()

    yield add
    installed_readers.cache_clear()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write(folder, "a.json", **POST)
    (folder / "b.md").write_text("早晨。", "utf-8")
    return folder


def write(folder: Path, name: str, **told: object) -> None:
    (folder / name).write_text(json.dumps(told), "utf-8")


def skipped(corpus: Path) -> dict[str, str]:
    return {one.path: one.reason for one in inspect_corpus(corpus).skipped}


def test_without_readers_there_are_only_our_own_posts(corpus: Path) -> None:
    assert installed_readers().readers == ()
    assert [post.path for post in inspect_corpus(corpus).posts] == ["b.md"]


def test_a_post_of_ones_own_format_is_one_like_others(
    corpus: Path, tmp_path: Path, installed: Install
) -> None:
    installed()
    Image.new("RGB", (640, 480)).save(corpus / "a.jpg")
    report = indexer.build_index(corpus, tmp_path / "index")
    assert (report.posts, report.photos, report.paragraphs) == (2, 1, 2)
    with indexer.open_index(tmp_path / "index") as archive:
        (hit,) = archive.search("摄影:林一舟 渡轮", taken="2021-05-07").hits
    found = hit.document
    assert (found.caption, found.credit) == ("5月7日，渡轮驶过江面。", "江湾社记者 林一舟 摄")
    assert (found.agency, found.role, found.taken_basis) == ("江湾社", "摄", "caption+post")
    assert (found.image, found.width, found.height) == ("a.jpg", 640, 480)
    assert (found.published, found.after) == ("2021-05-07T02:30:00+08:00", POST["text"])
    (post, _) = inspect_corpus(corpus).posts
    assert post.photos[0].reason == "the reader ours says so"
    assert not post.photos[0].missing


def test_a_picture_that_comes_later_has_its_post_read_again(
    corpus: Path, tmp_path: Path, installed: Install
) -> None:
    installed()
    indexer.build_index(corpus, tmp_path / "index")
    Image.new("RGB", (640, 480)).save(corpus / "a.jpg")
    assert indexer.update_index(corpus, tmp_path / "index").changed == 1


def test_settings_hold_for_it(corpus: Path, installed: Install) -> None:
    installed()
    (corpus / "huabao.toml").write_text('base_url = "https://a.com/"\ncategories_from = "folder"')
    (corpus / "旅行").mkdir()
    write(corpus / "旅行", "c.json", **{**POST, "picture": "/c.jpg"})
    post = inspect_corpus(corpus).posts[-1]
    assert (post.category, post.photos[0].image) == (("旅行",), "https://a.com/c.jpg")


def test_a_draft_of_it_is_a_draft(corpus: Path, installed: Install) -> None:
    installed()
    write(corpus, "a.json", **POST, draft=True)
    assert "a draft" in skipped(corpus)["a.json"]
    assert len(inspect_corpus(corpus, drafts=True).posts) == 2


def test_what_no_reader_takes_and_what_one_fails_over_is_skipped(
    corpus: Path, tmp_path: Path, installed: Install
) -> None:
    installed()
    write(corpus, "untitled.json", text="早晨。")
    (corpus / "list.json").write_text("[]", "utf-8")
    (corpus / "broken.json").write_text("{", "utf-8")
    (corpus / "question.json").write_text("dangerous", "utf-8")
    expected = {
        "untitled.json": "the reader ours failed: KeyError: 'title'",
        "list.json": "no reader that is installed reads it",
        "question.json": "the reader ours failed: RuntimeError: a question too many",
    }
    told = skipped(corpus)
    assert told.pop("broken.json").startswith("the reader ours failed: JSONDecodeError: ")
    assert told == expected
    report = indexer.build_index(corpus, tmp_path / "index")
    assert (report.posts, len(report.skipped)) == (2, 4)
    assert Skipped("list.json", expected["list.json"]) in report.skipped


def test_a_reader_may_take_files_of_known_suffixes_and_leave_others(
    corpus: Path, installed: Install
) -> None:
    installed(READER.replace('".json"', '".MD"'.lower()))
    write(corpus, "c.md", **POST)
    assert {post.path: post.title for post in inspect_corpus(corpus).posts} == {
        "b.md": "b",
        "c.md": "夜航",
    }


def test_the_first_by_name_has_a_file_that_two_would_take(corpus: Path, installed: Install) -> None:
    for name in ("second", "first"):
        installed(READER.replace('told["title"]', f'"{name}"'), name=name)
    assert inspect_corpus(corpus).posts[0].title == "first"


@pytest.mark.untraced
def test_processes_load_readers_for_themselves(
    corpus: Path, tmp_path: Path, installed: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_FEW", 2)
    installed()
    for number in range(30):
        write(corpus, f"{number}.json", **{**POST, "title": f"第{number}班"})
    assert indexer.build_index(corpus, tmp_path / "index", jobs=2).photos == 31


def test_a_new_version_reads_every_post_again(
    corpus: Path, tmp_path: Path, installed: Install
) -> None:
    index = tmp_path / "index"
    indexer.build_index(corpus, index)
    installed()
    report = indexer.update_index(corpus, index)
    assert (report.added, report.changed) == (1, 1)
    assert indexer.update_index(corpus, index).unchanged == 2
    installed(version="1.1")
    assert indexer.update_index(corpus, index).changed == 2


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import moonlight", "ModuleNotFoundError: No module named 'moonlight'"),
        ("x = 1", "AttributeError: "),
        ("class Reader: pass", "AttributeError: "),
        (READER.replace('{".json"}', '".json"'), "TypeError: suffixes are to be a set"),
        (READER.replace('{".json"}', '{"json"}'), "TypeError: a suffix is a text in small letters"),
        (READER.replace('{".json"}', '{".JSON"}'), "TypeError: a suffix is a text in small"),
        (READER.replace('{".json"}', "set()"), "TypeError: suffixes are to be a set"),
        (READER.replace("def reads", "reads = 5\n\n    def asks"), "reads and read are to be"),
        (READER.replace("suffixes = ", "def __init__(self, x): ...\n    suffixes = "), "TypeError"),
    ],
)
def test_one_that_cannot_be_loaded_ends_a_build_before_it_begins(
    corpus: Path, tmp_path: Path, installed: Install, code: str, told: str
) -> None:
    """Going on without it would take its posts for gone."""
    installed(code)
    for work in (indexer.build_index, indexer.update_index):
        with pytest.raises(ReaderError) as raised:
            work(corpus, tmp_path / "index")
        assert str(raised.value).startswith("the reader ours (ours 1.0) cannot be loaded: ")
        assert told in str(raised.value)
        assert str(raised.value).endswith("; repair its distribution, or uninstall it")
    with pytest.raises(ReaderError):
        inspect_corpus(corpus)


def test_a_module_or_an_object_may_be_a_reader(corpus: Path, installed: Install) -> None:
    installed(f"{READER}\n\nreader = Reader()\n", point="reader")
    assert len(inspect_corpus(corpus).posts) == 2


def finish(article: object) -> Article:
    files = PictureFiles("nowhere", "a/b.json")
    return finished(article, files, CorpusSettings(), reader="ours")  # type: ignore[arg-type]


TEXT = Paragraph("早晨。")


@pytest.mark.parametrize(
    ("article", "told"),
    [
        (None, "it is to be Article, not NoneType"),
        ({"title": "a"}, "it is to be Article, not dict"),
        (Article(path="x", title=5, blocks=(TEXT,)), "title is to be str, not int"),  # type: ignore[arg-type]
        (Article(path="x", title="a", blocks=[TEXT]), "blocks is to be a tuple, not list"),  # type: ignore[arg-type]
        (Article(path="x", title="a", blocks=("b",)), "one of blocks is to be Photo, not str"),  # type: ignore[arg-type]
        (Article(path="x", title="a", blocks=(Paragraph(b"b"),)), "text is to be str, not bytes"),  # type: ignore[arg-type]
        (Article(path="x", title="a", blocks=(Photo(image=None),)), "image is to be str"),  # type: ignore[arg-type]
        (Article(path="x", title="a", blocks=(Photo(image="b", width="9"),)), "width is to be int"),  # type: ignore[arg-type]
        (Article(path="x", title="a", blocks=(TEXT,), credit_from="x"), "credit_from is to be"),  # type: ignore[arg-type]
        (Article(path="x", title="a", blocks=(Photo(image="b", creator="cd"),)), "creator is to"),  # type: ignore[arg-type]
        (Article(path="x", title="a", category=(None,), blocks=(TEXT,)), "one of category is to"),  # type: ignore[arg-type]
        (Article(path="x", title="a", left_out=(LeftOut("b", "c"),), blocks=(TEXT,)), "reason is"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_article_is_refused(article: object, told: str) -> None:
    with pytest.raises(PostError) as raised:
        finish(article)
    assert raised.value.reason.startswith("the reader ours returned no article: ")
    assert told in raised.value.reason


def test_an_article_of_nothing_is_no_post() -> None:
    with pytest.raises(PostError, match="no text and no picture"):
        finish(Article(path="x", title="a", blocks=(Paragraph(" \n"),)))


def test_an_article_gets_what_posts_get() -> None:
    many = tuple(map(str, range(MAX_NAMES + 1)))
    found = finish(
        Article(
            path="elsewhere",
            title="  夜\n航\ud800 ",
            published="May the fourth",
            person=many,
            left_out=(LeftOut("x", Reason.ICON),),
            notes=("ours",),
            blocks=(
                Photo(image="c.jpg", width=-1, height=0, taken="yesterday"),
                Photo(image="https://a.com/c.jpg", width=9, height=10**9, taken="2021/2022"),
                TEXT,
            ),
        )
    )
    assert (found.path, found.title, found.published) == ("a/b.json", "夜 航\ufffd", None)
    assert (len(found.person), len(found.cut)) == (MAX_NAMES, 1)
    assert found.left_out == (LeftOut("x", Reason.ICON),)
    assert found.notes == (
        "ours",
        "published 'May the fourth', as the reader ours has it, is no date",
        "taken 'yesterday', as the reader ours has it, is no date",
    )
    first, second = found.photos
    assert (first.image, first.missing, first.width, first.taken) == ("a/c.jpg", True, None, None)
    assert (second.missing, second.width, second.height) == (False, 9, None)
    assert (second.taken, second.taken_basis) == ("2021/2022", "caption")
    assert (first.taken_from, second.taken_from) == (None, Origin(fact="taken", source="post"))
    assert found.blocks[-1] == TEXT


def test_what_a_reader_says_of_credits_stays() -> None:
    caption = "渡轮驶过江面。江湾社记者 林一舟 摄"
    photos = finish(
        Article(
            path="x",
            title="a",
            blocks=(
                Photo(image="c.jpg", caption=caption, creator=("何青",)),
                Photo(image="d.jpg", caption=caption, credit="", reason="the second field"),
                Photo(image="e.jpg", caption=caption),
                Photo(image="f.jpg", caption=""),
            ),
        )
    ).photos
    assert [photo.creator for photo in photos] == [("何青",), (), ("林一舟",), ()]
    assert [photo.caption for photo in photos] == [caption, caption, "渡轮驶过江面。", None]
    assert [photo.credit_from for photo in photos] == ["post", None, "credit", None]
    assert photos[1].reason == "the second field"


def test_photos_of_a_reader_show_only_the_confidence_that_it_states() -> None:
    photos = (
        Photo(image="c.jpg", caption="渡轮驶过江面。"),
        Photo(image="d.jpg", caption="灯塔亮了。", confidence=0.8),
    )
    found = finish(Article(path="x", title="a", blocks=photos))
    assert [photo.confidence for photo in found.photos] == [1.0, 0.8]
    assert found.photos[0].reason == "the reader ours says so"
    out = io.StringIO()
    Console(file=out, width=80).print(render(Inspection((found,), ())))
    assert out.getvalue().count("%") == 1
    assert " 80% " in out.getvalue()


def test_an_address_that_cannot_be_taken_apart_does_not_end_a_build(
    corpus: Path, installed: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(corpus, "b.json", **{**POST, "picture": "//[bad/a.jpg"})
    installed(READER.replace("path=path,", 'path=path, url="http://[bad",'))
    images = {photo.image for photo in inspect_corpus(corpus).photos}
    assert images == {"a.jpg", "https://[bad/a.jpg"}

    def fails(*_: object) -> object:
        raise ValueError

    monkeypatch.setattr("indexer.readers.finished.find_taken", fails)
    told = {one.path: one.reason for one in inspect_corpus(corpus).skipped}
    assert told["b.json"] == "reading it failed: ValueError"
