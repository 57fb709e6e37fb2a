"""Processes that share a folder of pictures make each rendition once; a lock never outlives one."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from indexer.imaging.picture import Answer, MediaType, Task
from indexer.pictures import Pictures, Thumbnail
from indexer.pictures.renderings import Renderings
from indexer.pictures.sources import Source
from indexer.pictures.store import PictureStore
from search.document import Document
from tests.conftest import ROOT
from tests.indexer.picture_server import jpeg
from tests.indexer.test_renderings import FACTS, wait_until

PROCESSES = 2
READER = """
import sys, time
from pathlib import Path
from indexer.imaging.picture import Answer, PictureFacts
from indexer.pictures import Pictures
from indexer.pictures.renderings import Renderings
from search.document import Document

folder, name = Path(sys.argv[1]), sys.argv[2]

class Slow:
    alive = True
    def ask(self, task, data, *, seconds):
        with (folder / "made").open("a") as file:
            file.write(name)
        time.sleep(0.5)
        return Answer(PictureFacts("JPEG", 1, 1), b"rendition")
    def kill(self): pass
    def close(self): pass

pictures = Pictures(folder / "pictures", folder, renderings=Renderings(start=Slow))
document = Document(id="p", kind="photo", article="a", image="a.jpg")
(folder / f"ready-{name}").touch()
while not (folder / "go").exists():
    time.sleep(0.002)
print(pictures.thumbnail(document, width=480).content.decode())
pictures.close()
"""


def test_processes_that_ask_at_the_same_moment_have_it_made_once(tmp_path: Path) -> None:
    """Each made its own: a page that many opened cost as many renderings as there were workers."""
    (tmp_path / "a.jpg").write_bytes(jpeg())
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(tmp_path), str(number)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    wait_until(lambda: len(list(tmp_path.glob("ready-*"))) == PROCESSES)
    (tmp_path / "go").touch()
    assert [reader.communicate()[0] for reader in readers] == ["rendition\n"] * PROCESSES
    assert len((tmp_path / "made").read_text()) == 1
    assert list((tmp_path / "pictures" / "claims").iterdir()) == []


def test_a_claim_is_held_by_one_and_leaves_nothing(tmp_path: Path) -> None:
    first, second = PictureStore(tmp_path), PictureStore(tmp_path)
    with first.claim("v", width=240, media_type="image/webp") as mine:
        assert mine
        with second.claim("v", width=240, media_type="image/webp") as theirs:
            assert not theirs
        with second.claim("v", width=480, media_type="image/webp") as other:
            assert other
        assert len(list((tmp_path / "claims").iterdir())) == 1
    with second.claim("v", width=240, media_type="image/webp") as mine:
        assert mine
    assert list((tmp_path / "claims").iterdir()) == []


def test_who_was_killed_claims_nothing(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from indexer.pictures.store import PictureStore\n"
        "with PictureStore(Path(sys.argv[1])).claim('v', width=240, media_type='image/webp'):\n"
        "    print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        store = PictureStore(tmp_path)
        with store.claim("v", width=240, media_type="image/webp") as mine:
            assert not mine
        holder.kill()
        holder.wait()
        with store.claim("v", width=240, media_type="image/webp") as mine:
            assert mine
    assert list((tmp_path / "claims").iterdir()) == []


def test_two_that_never_stop_claiming_never_hold_it_both(tmp_path: Path) -> None:
    """Who had it removes its file: a lock on the removed one is none."""
    holders: list[int] = []
    most: list[int] = []

    def claim(number: int) -> None:
        store = PictureStore(tmp_path)
        for _ in range(300):
            with store.claim("v", width=240, media_type="image/webp") as mine:
                if mine:
                    holders.append(number)
                    most.append(len(holders))
                    holders.remove(number)

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file where the folder should be")
    with PictureStore(tmp_path / "pictures").claim("v", width=240, media_type="image/webp") as mine:
        assert mine


class _Counting:
    """A renderer that counts."""

    def __init__(self) -> None:
        self.made = 0

    @property
    def alive(self) -> bool:
        return True

    def ask(self, task: Task, data: bytes, *, seconds: float) -> Answer:
        del task, data, seconds
        self.made += 1
        return Answer(FACTS, b"rendition")

    def kill(self) -> None:
        """Nothing to end."""

    def close(self) -> None:
        """Nothing to close."""


def test_who_looked_before_it_was_kept_does_not_make_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first was done, and kept, between another's look into the folder and its turn."""
    (tmp_path / "a.jpg").write_bytes(jpeg())
    renderer = _Counting()
    pictures = Pictures(tmp_path / "p", tmp_path, renderings=Renderings(start=lambda: renderer))
    document = Document(id="p", kind="photo", article="a", image="a.jpg")
    look, early = pictures._ready, [True, True]

    def looked(source: Source, width: int, media_type: MediaType) -> Thumbnail | None:
        return None if early and early.pop() else look(source, width, media_type)

    monkeypatch.setattr(pictures, "_ready", looked)
    assert pictures.thumbnail(document, width=240) is not None
    early.append(True)
    assert pictures.thumbnail(document, width=240) is not None
    assert renderer.made == 1
    pictures.close()
