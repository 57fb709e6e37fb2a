"""What an update sees of a folder beside the bytes of posts: pictures, times, names, links."""

import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import indexer
from indexer import Document, build_index, update_index
from indexer.posts.page import decoding
from indexer.sources import post_file, source
from indexer.sources.folder import printable
from indexer.sources.post_file import open_post
from tests.indexer.test_update import counts, state

POST = "---\ntitle: 标题{0}\n---\n![]({1})\n\n图为{0}号渔船驶出港口。\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "2018").mkdir(parents=True)
    write(folder, "2018/a.md", "pictures/a.jpg")
    write(folder, "2018/b.md", "https://example.org/b.jpg")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The posts whose bytes were read."""
    paths: list[str] = []

    def noting(root: Path, path: str) -> object:
        paths.append(path)
        return open_post(root, path)

    monkeypatch.setattr(source, "open_post", noting)
    return paths


def write(corpus: Path, path: str, picture: str) -> None:
    (corpus / path).write_text(POST.format(Path(path).stem, picture), "utf-8")


def draw(file: Path, width: int = 640, height: int = 480, color: str = "red") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, height), color).save(file)


def photos(index: Path) -> dict[str, Document]:
    with indexer.open_index(index) as archive:
        return {photo.headline: photo for photo in archive.photos()}


def sides(index: Path, title: str = "标题a") -> tuple[int, int]:
    photo = photos(index)[title]
    return photo.width, photo.height


def test_a_picture_that_arrives_after_its_post(corpus: Path, index: Path) -> None:
    build_index(corpus, index)
    assert sides(index) == (0, 0)
    draw(corpus / "2018/pictures/a.jpg")
    assert counts(update_index(corpus, index)) == (0, 1, 0, 1)
    assert sides(index) == (640, 480)


def test_a_picture_that_is_replaced(corpus: Path, index: Path) -> None:
    draw(corpus / "2018/pictures/a.jpg")
    build_index(corpus, index)
    draw(corpus / "2018/pictures/a.jpg", 800, 500)
    assert counts(update_index(corpus, index)) == (0, 1, 0, 1)
    assert sides(index) == (800, 500)


def test_a_picture_that_goes(corpus: Path, index: Path) -> None:
    draw(corpus / "2018/pictures/a.jpg")
    build_index(corpus, index)
    (corpus / "2018/pictures/a.jpg").unlink()
    assert counts(update_index(corpus, index)) == (0, 1, 0, 1)
    assert sides(index) == (0, 0)


def test_a_picture_that_turns_out_an_icon_and_back(corpus: Path, index: Path) -> None:
    """An icon is no photo, and its post has nothing else to be known by."""
    draw(corpus / "2018/pictures/a.jpg", 48, 48)
    build_index(corpus, index)
    assert set(photos(index)) == {"标题b"}
    draw(corpus / "2018/pictures/a.jpg")
    update_index(corpus, index)
    assert sides(index) == (640, 480)


def test_a_picture_whose_place_is_nearer_than_that_of_the_one_before(
    corpus: Path, index: Path
) -> None:
    """As blogs have it: named from the root, it lies in a folder that is published as the root."""
    write(corpus, "2018/a.md", "/images/a.jpg")
    draw(corpus / "static/images/a.jpg")
    build_index(corpus, index)
    assert photos(index)["标题a"].image == "static/images/a.jpg"
    draw(corpus / "images/a.jpg", 320, 200)
    update_index(corpus, index)
    assert photos(index)["标题a"].image == "images/a.jpg"
    (corpus / "images/a.jpg").unlink()
    update_index(corpus, index)
    assert photos(index)["标题a"].image == "static/images/a.jpg"


@pytest.mark.parametrize("name", ["été.jpg", "がぎ.jpg"])
def test_a_picture_that_arrives_under_a_decomposed_name(
    corpus: Path, index: Path, name: str
) -> None:
    write(corpus, "2018/a.md", f"pictures/{name}")
    build_index(corpus, index)
    draw(corpus / "2018/pictures" / unicodedata.normalize("NFD", name))
    update_index(corpus, index)
    assert sides(index) == (640, 480)
    before = state(index)
    assert counts(update_index(corpus, index)) == (0, 0, 0, 2)
    assert state(index) == before


def test_the_same_picture_encoded_anew_is_noted_and_nothing_is_read_for_it(
    corpus: Path, index: Path, opened: list[str]
) -> None:
    draw(corpus / "2018/pictures/a.jpg", color="red")
    build_index(corpus, index)
    draw(corpus / "2018/pictures/a.jpg", color="blue")
    for files in (["2018/a.md"], []):
        opened.clear()
        assert counts(update_index(corpus, index)) == (0, 0, 0, 2)
        assert opened == files


def copied(corpus: Path, to: Path) -> Path:
    """A clone: the same bytes, other times."""
    shutil.copytree(corpus, to, copy_function=shutil.copyfile)
    for number, file in enumerate(sorted(to.rglob("*"))):
        os.utime(file, (1_000_000 + number, 1_000_000 + number))
    return to


def test_new_times_are_looked_at_once(
    corpus: Path, index: Path, tmp_path: Path, opened: list[str]
) -> None:
    draw(corpus / "2018/pictures/a.jpg")
    (corpus / "broken.md").write_bytes(b"\x00\x01\x02\xff")
    build_index(corpus, index)
    clone = copied(corpus, tmp_path / "clone")
    opened.clear()
    assert counts(update_index(clone, index)) == (0, 0, 0, 2)
    assert opened == ["2018/a.md", "2018/b.md", "broken.md"]
    assert len(list(index.glob("builds/*/*.arrays"))) == 2  # one commit, not one for each file
    opened.clear()
    before = state(index)
    assert counts(update_index(clone, index)) == (0, 0, 0, 2)
    assert (opened, state(index)) == ([], before)


def test_new_times_do_not_hide_what_changes_after_them(corpus: Path, index: Path) -> None:
    """Edited, restored with the old time, edited again: what is noted is of the last version."""
    draw(corpus / "2018/pictures/a.jpg")
    build_index(corpus, index)
    old = (corpus / "2018/pictures/a.jpg").stat()
    os.utime(corpus / "2018/pictures/a.jpg", (5, 5))
    update_index(corpus, index)
    draw(corpus / "2018/pictures/a.jpg", 800, 500)
    assert counts(update_index(corpus, index)) == (0, 1, 0, 1)
    draw(corpus / "2018/pictures/a.jpg")
    assert (corpus / "2018/pictures/a.jpg").stat().st_size == old.st_size
    os.utime(corpus / "2018/pictures/a.jpg", (5, 5))
    assert counts(update_index(corpus, index)) == (0, 1, 0, 1)
    assert sides(index) == (640, 480)


def test_many_copies_do_not_add_up(corpus: Path, index: Path) -> None:
    build_index(corpus, index)
    for second in range(1, 12):
        os.utime(corpus / "2018/a.md", (second, second))
        assert counts(update_index(corpus, index)) == (0, 0, 0, 2)
        assert len(list(index.glob("builds/*/*.arrays"))) == 2
    with indexer.open_index(index) as archive:
        assert list(archive.verify()) == []
        assert archive.search("渔船").total == 2


def edited_in_secret(file: Path) -> None:
    """Other bytes, the same size and time."""
    was = file.stat()
    file.write_bytes(file.read_bytes().replace("渔".encode(), "货".encode()))
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))


def test_an_edit_of_equal_size_and_time_is_seen_by_verify(
    corpus: Path, index: Path, opened: list[str]
) -> None:
    build_index(corpus, index)
    edited_in_secret(corpus / "2018/b.md")
    assert counts(update_index(corpus, index)) == (0, 0, 0, 2)
    opened.clear()
    assert counts(update_index(corpus, index, verify=True)) == (0, 1, 0, 1)
    assert opened == ["2018/a.md", "2018/b.md"]
    before = state(index)
    assert counts(update_index(corpus, index, verify=True)) == (0, 0, 0, 2)
    assert state(index) == before


def test_verify_looks_at_pictures_too(corpus: Path, index: Path) -> None:
    picture = corpus / "2018/pictures/a.bmp"
    write(corpus, "2018/a.md", "pictures/a.bmp")
    draw(picture, 400, 300)
    build_index(corpus, index)
    was = picture.stat()
    draw(picture, 300, 400)
    os.utime(picture, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert picture.stat().st_size == was.st_size
    assert counts(update_index(corpus, index)) == (0, 0, 0, 2)
    assert counts(update_index(corpus, index, verify=True)) == (0, 1, 0, 1)
    assert sides(index) == (300, 400)


def test_links_to_posts_that_are_read_anyway(corpus: Path, index: Path) -> None:
    (corpus / "new.md").symlink_to("2018/a.md")
    (corpus / "2018/newest.md").symlink_to(corpus / "new.md")
    (corpus / "year").symlink_to("2018")
    (corpus / ".drafts").mkdir()
    write(corpus, ".drafts/c.txt", "c.jpg")
    for name in ("c.md", "d.md"):
        (corpus / name).symlink_to(".drafts/c.txt")
    report = build_index(corpus, index)
    assert report.posts == 3
    assert {one.path: one.reason for one in report.skipped} == {
        "2018/newest.md": "a link to 2018/a.md, which is read once",
        "d.md": "a link to .drafts/c.txt, which is read once",
        "new.md": "a link to 2018/a.md, which is read once",
        "year": "a link to a folder, which is not followed",
    }
    assert update_index(corpus, index).skipped == report.skipped


def gbk(folder: Path, *parts: str) -> Path:
    """A path whose names are in GBK on the disk."""
    raw = b"/".join([os.fsencode(folder), *(part.encode("gbk") for part in parts)])
    return Path(os.fsdecode(raw))


def unzipped(corpus: Path) -> None:
    """As a zip from Windows is unpacked."""
    gbk(corpus, "二零一八年", "图片").mkdir(parents=True)
    post = gbk(corpus, "二零一八年", "青岛.md")
    post.write_text(POST.format("青岛", "图片/帆船.jpg"), "utf-8")
    Image.new("RGB", (640, 480)).save(gbk(corpus, "二零一八年", "图片", "帆船.jpg"))


def renamed(corpus: Path) -> Path:
    """The same folder with names in UTF-8."""
    year = gbk(corpus, "二零一八年")
    gbk(year, "图片", "帆船.jpg").rename(gbk(year, "图片") / "帆船.jpg")
    gbk(year, "图片").rename(year / "图片")
    gbk(year, "青岛.md").rename(year / "青岛.md")
    year.rename(corpus / "二零一八年")
    return corpus


def test_names_in_gbk(corpus: Path, index: Path, opened: list[str]) -> None:
    try:
        unzipped(corpus)
    except OSError:
        pytest.skip("this disk holds names in UTF-8 alone")
    report = build_index(corpus, index)
    assert (report.posts, report.skipped) == (3, ())
    photo = photos(index)["标题青岛"]
    assert (photo.path, photo.image) == ("二零一八年/青岛.md", "二零一八年/图片/帆船.jpg")
    assert (photo.width, photo.height) == (640, 480)
    before = state(index)
    opened.clear()
    assert counts(update_index(corpus, index)) == (0, 0, 0, 3)
    assert (opened, state(index)) == ([], before)
    renamed(corpus)
    assert counts(update_index(corpus, index)) == (0, 0, 0, 3)
    assert photos(index)["标题青岛"] == photo


def test_a_name_in_gbk_beside_the_same_one_in_utf_8(corpus: Path, index: Path) -> None:
    file = gbk(corpus, "青岛.md")
    try:
        file.write_text(POST.format("旧", "a.jpg"), "utf-8")
    except OSError:
        pytest.skip("this disk holds names in UTF-8 alone")
    write(corpus, "青岛.md", "a.jpg")
    report = build_index(corpus, index)
    (skipped,) = report.skipped
    assert skipped == indexer.Skipped(printable(file.name), "the same name as 青岛.md")
    assert "标题青岛" in photos(index)


NO_PICTURES = {
    "a link to nowhere": lambda place, _: place.symlink_to("gone.jpg"),
    "a link to itself": lambda place, _: place.symlink_to(place.name),
    "a link out of the corpus": lambda place, outside: place.symlink_to(outside),
    "a link to a folder": lambda place, _: place.symlink_to(place.parent),
    "a folder": lambda place, _: place.mkdir(),
}


@pytest.mark.parametrize("make", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_lies_where_a_picture_should_and_is_none_does_not_have_its_post_read_for_ever(
    corpus: Path,
    index: Path,
    tmp_path: Path,
    opened: list[str],
    make: Callable[[Path, Path], object],
) -> None:
    """Something was there that had not been found before, so the post was hashed every time."""
    draw(tmp_path / "outside.jpg")
    place = corpus / "2018/pictures/a.jpg"
    place.parent.mkdir()
    make(place, tmp_path / "outside.jpg")
    build_index(corpus, index)
    opened.clear()
    assert counts(update_index(corpus, index)) == (0, 0, 0, 2)
    assert opened == []
    place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink()
    draw(place)
    assert counts(update_index(corpus, index)) == (0, 1, 0, 1)
    assert sides(index) == (640, 480)


@pytest.mark.parametrize("before", [-1, 1, 2])
def test_a_file_that_grows_beyond_what_its_digest_covers_is_read_once_for_it(
    corpus: Path,
    index: Path,
    opened: list[str],
    monkeypatch: pytest.MonkeyPatch,
    before: int,
) -> None:
    """The new time was noted and the new size was not, so it was opened at every update."""
    for module in (post_file, decoding):
        monkeypatch.setattr(module, "MAX_BYTES", 1000)
    (corpus / "dump.md").write_bytes(b"x" * (1000 + before))
    build_index(corpus, index)
    for more in (0, 5):
        with (corpus / "dump.md").open("ab") as file:
            file.write(b"x" * (5 + more))
        opened.clear()
        update_index(corpus, index)
        assert opened == ["dump.md"]
        opened.clear()
        report = update_index(corpus, index)
        assert opened == []
        assert [one.path for one in report.skipped] == ["dump.md"]
