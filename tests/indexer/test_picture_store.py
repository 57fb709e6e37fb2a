"""The folder of pictures on disks as they are: rights, leftovers, no room."""

import os
import stat
from pathlib import Path

import pytest

from indexer.imaging.picture import PictureFacts
from indexer.pictures import Pictures
from indexer.pictures.fetching import Fetcher
from indexer.pictures.store import ABANDONED, FIRST_PAUSE, PictureStore, write_whole
from search.document import Document
from tests.indexer.picture_server import jpeg, only_here, picture_server
from tests.indexer.test_pictures import Clock

FACTS = PictureFacts("JPEG", 60, 40)


@pytest.mark.parametrize("mask", [0o022, 0o002, 0o077, 0o027])
def test_files_have_the_rights_that_the_umask_says(tmp_path: Path, mask: int) -> None:
    """They had 0600 whatever it said, so a site under another user could not read them."""
    before = os.umask(mask)
    try:
        store = PictureStore(tmp_path / "p")
        store.keep("http://a/", jpeg(), FACTS)
        store.keep_thumbnail("ab", b"x", width=240, media_type="image/webp")
        store.keep_refusal("cd", "broken", "")
    finally:
        os.umask(before)
    files = [path for path in (tmp_path / "p").rglob("*") if path.is_file()]
    assert len(files) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o666 & ~mask}


def test_what_killed_processes_left_is_removed(tmp_path: Path) -> None:
    store = PictureStore(tmp_path)
    store.keep_thumbnail("ab1", b"x", width=240, media_type="image/webp")
    folder = tmp_path / "thumbnails" / "ab"
    old, new = folder / ".0123abcd.part", folder / ".4567cdef.part"
    for path in (old, new):
        path.write_bytes(b"half")
    long_ago = old.stat().st_mtime - ABANDONED - 1
    os.utime(old, (long_ago, long_ago))
    PictureStore(tmp_path).keep_thumbnail("ab2", b"x", width=240, media_type="image/webp")
    assert not old.exists()
    assert new.exists()


def test_leftovers_are_looked_for_once_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    monkeypatch.setattr(PictureStore, "_sweep", lambda _, folder: looked.append(folder))
    store = PictureStore(tmp_path)
    for n in range(9):
        store.keep_thumbnail(f"ab{n}", b"x", width=240, media_type="image/webp")
        store.keep_thumbnail(f"cd{n}", b"x", width=240, media_type="image/webp")
    assert looked == [tmp_path / "thumbnails" / "ab", tmp_path / "thumbnails" / "cd"]


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_write_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write_whole(tmp_path / "a", b"before")
    monkeypatch.setattr(step, full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "a", b"after")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"before"]


def test_a_picture_that_cannot_be_kept_is_not_downloaded_at_every_view(tmp_path: Path) -> None:
    """One reader's view fetches it, for a while nobody's; then it is tried again."""
    clock = Clock()
    (tmp_path / "pictures").write_text("a file where the folder should be")
    pictures = Pictures(tmp_path / "pictures", fetcher=Fetcher(policy=only_here))
    pictures.store._now = clock
    with picture_server() as server:
        for name in (*"aaa", *"bcd"):
            photo = Document(
                id="p", kind="photo", article="a", image=f"{server.base}/picture/{name}"
            )
            assert pictures.thumbnail(photo, width=240, fetch=True) is None
        assert server.asked.total() == 1
        clock.time += FIRST_PAUSE
        (tmp_path / "pictures").unlink()
        assert pictures.thumbnail(photo, width=240, fetch=True) is not None
        assert server.asked.total() == 2
    pictures.close()


def test_a_refusal_that_may_pass_is_tried_again_soon(tmp_path: Path) -> None:
    clock = Clock()
    store, other = PictureStore(tmp_path, now=clock), PictureStore(tmp_path, now=clock)
    store.keep_refusal("ab", "died", "killed")
    store.keep_refusal("cd", "broken", "")
    for one in (store, other):
        assert one.refusal("ab") is not None
    clock.time += FIRST_PAUSE
    for one in (store, other):
        assert one.refusal("ab") is None
        assert one.refusal("cd") is not None


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"code": "strange", "retry": 9e99}', "null"])
def test_a_damaged_refusal_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    PictureStore(tmp_path).keep_refusal("ab", "broken", "")
    (path,) = tmp_path.rglob("*.json")
    path.write_text(damage)
    assert PictureStore(tmp_path).refusal("ab") is None
