"""Where pictures lie, in which version, and why one cannot be had."""

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import indexer
from indexer.imaging.picture import PictureFacts
from indexer.pictures import PictureError, Pictures
from indexer.pictures.picture import trouble
from indexer.pictures.renderings import Renderings
from indexer.posts.blocks.picture_kind import file_size
from indexer.sources.folder import locate
from search.document import Document
from tests.indexer.picture_server import jpeg
from tests.indexer.test_renderings import Studio

FACTS = PictureFacts("JPEG", 60, 40)
WEB = "http://pictures.example/a.jpg"


def photo(image: str, key: str = "p") -> Document:
    return Document(id=key, kind="photo", article="a", image=image)


def version(pictures: Pictures, image: str) -> str:
    return pictures.versions([photo(image)]).get("p", "")


def _in_place(path: Path) -> None:
    """Of equal size, and with the time that it had: no time that a program can set shows it."""
    before = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _renamed(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(jpeg(61, 40))
    other.replace(path)


def _linked(path: Path) -> None:
    other = path.with_name("other.jpg")
    other.write_bytes(jpeg(61, 40))
    path.unlink()
    path.symlink_to(other)


@pytest.mark.parametrize(
    "replace",
    [lambda path: path.write_bytes(jpeg(61, 40)), _in_place, _renamed, _linked],
    ids=["written", "in place", "renamed", "linked"],
)
def test_a_replaced_picture_has_another_version(
    replace: Callable[[Path], object], tmp_path: Path
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg())
    pictures = Pictures(tmp_path / "p", tmp_path)
    first = version(pictures, "a.jpg")
    assert first == version(Pictures(tmp_path / "p", tmp_path), "a.jpg") != ""
    replace(path)
    assert version(pictures, "a.jpg") not in ("", first)


def test_a_picture_that_was_fetched_anew_has_another_version(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    assert version(pictures, WEB) == ""
    pictures.store.keep(WEB, jpeg(), FACTS)
    first = version(pictures, WEB)
    pictures.store.keep(WEB, jpeg(), FACTS)
    assert version(pictures, WEB) == first != ""
    pictures.store.keep(WEB, jpeg(61, 40), FACTS)
    assert version(pictures, WEB) not in ("", first)
    pictures.store.keep_failure(WEB, PictureError("gone"))
    assert version(pictures, WEB) == ""


def test_the_version_of_a_page_is_that_of_the_thumbnail(tmp_path: Path) -> None:
    (tmp_path / "图").mkdir()
    (tmp_path / "图" / "a.jpg").write_bytes(jpeg())
    pictures = Pictures(tmp_path / "p", tmp_path)
    pictures.store.keep(WEB, jpeg(70, 50), FACTS)
    for image in ("图/a.jpg", WEB):
        for _ in range(2):  # made, and ready
            made = pictures.thumbnail(photo(image), width=240)
            assert made is not None
            assert made.version == version(pictures, image) != ""
    pictures.close()


@pytest.mark.parametrize(
    "image", ["", "../a.jpg", "sub/../../a.jpg", "\0", "x" * 5000, "gone.jpg", "file:///a.jpg"]
)
def test_what_is_not_there_has_no_version(tmp_path: Path, image: str) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg())
    (tmp_path / "corpus").mkdir()
    assert version(Pictures(tmp_path / "p", tmp_path / "corpus"), image) == ""
    assert version(Pictures(tmp_path / "p"), "a.jpg") == ""


def test_versions_read_no_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{n}.jpg" for n in range(48)]
    for name in names:
        (tmp_path / name).write_bytes(jpeg())
    pictures = Pictures(tmp_path / "p", tmp_path)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("a picture was read"))
    monkeypatch.setattr(Path, "read_bytes", lambda *_: pytest.fail("a picture was read"))
    found = pictures.versions(photo(name, name) for name in names)
    assert len(set(found.values())) == 48


def test_what_is_missing_is_looked_for_once_while_its_folder_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    images = [f"sub/{n}é.jpg" for n in range(24)] + [f"{n}/none.jpg" for n in range(24)]
    looked: list[str] = []

    def counted(root: Path, image: str) -> Path | None:
        looked.append(image)
        return locate(root, image)

    monkeypatch.setattr("indexer.pictures.sources.locate", counted)
    pictures = Pictures(tmp_path / "p", tmp_path)
    for _ in range(5):
        assert pictures.versions(photo(image, image) for image in images) == {}
    assert sorted(looked) == sorted(images)
    (tmp_path / "sub" / unicodedata.normalize("NFD", "0é.jpg")).write_bytes(jpeg())
    os.utime(tmp_path / "sub", (1, 1))
    assert [*pictures.versions(photo(image, image) for image in images)] == ["sub/0é.jpg"]


# Names


@pytest.mark.parametrize("name", ["é.jpg", "図が.jpg", "한국/사진.jpg", "Å/é.jpg"])
def test_a_picture_whose_name_is_stored_decomposed_has_a_thumbnail(
    tmp_path: Path, name: str
) -> None:
    """It had its size, by the reader of posts, and never a thumbnail."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    stored = corpus / unicodedata.normalize("NFD", name)
    stored.parent.mkdir(parents=True)
    stored.write_bytes(jpeg(300, 200))
    text = f'<figure><img src="{name}"><figcaption>一处码头的清晨。</figcaption></figure>'
    (corpus / "post.html").write_text(f"---\ntitle: 码头\n---\n{text}", encoding="utf-8")
    indexer.build_index(corpus, index)
    with indexer.open_index(index) as archive:
        (found,) = archive.photos()
        assert (found.width, found.height) == (300, 200)
        made = archive.pictures.thumbnail(found, width=240)
        assert made is not None
        assert archive.pictures.versions([found]) == {found.id: made.version}
        assert archive.pictures.trouble(found) is None


# A corpus that moves


def test_pictures_follow_a_corpus_that_moved(tmp_path: Path) -> None:
    corpus, moved, index = tmp_path / "A", tmp_path / "B", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.jpg").write_bytes(jpeg(300, 200))
    text = '<figure><img src="a.jpg"><figcaption>一处码头的清晨。</figcaption></figure>'
    (corpus / "post.html").write_text(f"---\ntitle: 码头\n---\n{text}", encoding="utf-8")
    indexer.build_index(corpus, index)
    with indexer.open_index(index) as archive, indexer.open_index(index, corpus=corpus) as fixed:
        (found,) = archive.photos()
        assert archive.pictures.thumbnail(found, width=240) is not None
        corpus.rename(moved)
        assert archive.pictures.thumbnail(found, width=480) is None
        assert archive.pictures.versions([found]) == {}
        indexer.update_index(moved, index)
        assert archive.pictures.thumbnail(found, width=480) is not None
        assert archive.pictures.trouble(found) is None
        assert fixed.pictures.thumbnail(found, width=480) is None


# Upright


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", range(10))
def test_a_picture_shot_upright_has_upright_sides(tmp_path: Path, form: str, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    path = tmp_path / "a"
    Image.new("RGB", (120, 60)).save(path, form, exif=exif)
    assert file_size(path) == ((60, 120) if turn in (5, 6, 7, 8) else (120, 60))


def test_the_size_of_a_picture_is_read_without_its_pixels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("RGB", (120, 60)).save(tmp_path / "a.png")
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _: pytest.fail("decoded"))
    assert file_size(tmp_path / "a.png") == (120, 60)


# Why not


def test_what_is_refused_is_told_and_remembered(tmp_path: Path) -> None:
    studio = Studio()
    studio.released.set()
    (tmp_path / "a.jpg").write_bytes(b"hostile")

    def opened() -> Pictures:
        return Pictures(tmp_path / "p", tmp_path, renderings=Renderings(start=studio.start))

    first, later = opened(), opened()
    assert first.trouble(photo("a.jpg")) is None
    assert first.thumbnail(photo("a.jpg"), width=240) is None
    for pictures in (first, later):
        told = pictures.trouble(photo("a.jpg"))
        assert told is not None
        assert told.code == "too_slow"
        assert told.chinese.startswith("解码用时太长")
        assert pictures.thumbnail(photo("a.jpg"), width=480) is None
    assert studio.tries == {b"hostile": 2}
    (tmp_path / "a.jpg").write_bytes(b"another")
    assert later.trouble(photo("a.jpg")) is None
    assert later.thumbnail(photo("a.jpg"), width=240) is not None
    first.close()
    later.close()


def test_what_is_refused_is_remembered_where_nothing_can_be_written(tmp_path: Path) -> None:
    studio = Studio()
    studio.released.set()
    (tmp_path / "a.jpg").write_bytes(b"hostile")
    (tmp_path / "p").write_text("a file where the folder should be")
    pictures = Pictures(tmp_path / "p", tmp_path, renderings=Renderings(start=studio.start))
    for _ in range(3):
        assert pictures.thumbnail(photo("a.jpg"), width=240) is None
    assert studio.tries == {b"hostile": 2}
    pictures.close()


def test_every_trouble_has_a_code_and_two_sentences(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path / "p", tmp_path)
    pictures.store.keep_failure("http://h/b.jpg", PictureError("the server answered 404"))
    pictures.store.keep(WEB, jpeg(), FACTS)
    told = {
        image: pictures.trouble(photo(image)) for image in ("gone.jpg", "http://h/a.jpg", "", WEB)
    }
    assert told == {
        "gone.jpg": trouble("missing"),
        "http://h/a.jpg": trouble("not_fetched"),
        "": None,
        WEB: None,
    }
    failed = pictures.trouble(photo("http://h/b.jpg"))
    assert failed is not None
    assert (failed.code, failed.english) == (
        "unfetched",
        "on the web, and could not be fetched (the server answered 404)",
    )


def test_a_file_that_is_too_large_is_told_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg())
    monkeypatch.setattr("indexer.pictures.collection.MAX_FILE_SIZE", 100)
    pictures = Pictures(tmp_path / "p", tmp_path)
    assert pictures.thumbnail(photo("a.jpg"), width=240) is None
    told = pictures.trouble(photo("a.jpg"))
    assert told is not None
    assert told.code == "too_large"
