"""What readers were shown a stand-in for is fetched: the last page first, politely, each once."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.pictures import Backlog, PictureError, Pictures
from indexer.pictures.fetching import Fetcher
from search.document import Document
from tests.indexer.picture_server import PictureServer, only_here, picture_server
from tests.indexer.test_renderings import wait_until

PATIENT = 60.0


def photos(*images: str) -> list[Document]:
    return [Document(id=str(n), kind="photo", article="a", image=i) for n, i in enumerate(images)]


class Host(Fetcher):
    """A web that notes what it is asked for, and answers nothing before it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()
        self.asked: list[str] = []
        self.times: list[float] = []

    def fetch(self, address: str, *, seconds: float | None = None) -> bytes:
        del seconds
        self.asked.append(address)
        self.times.append(time.monotonic())
        assert self.may.wait(PATIENT)
        raise PictureError("none")


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.may.set()


def test_the_page_that_was_shown_last_comes_first_in_its_order(host: Host, tmp_path: Path) -> None:
    backlog = Backlog(Pictures(tmp_path, fetcher=host), pause=0)
    first = photos(*(f"http://h/old-{n}.jpg" for n in range(4)))
    last = photos(*(f"http://h/new-{n}.jpg" for n in range(3)), first[3].image)
    assert backlog.note(first) == 4
    wait_until(lambda: len(host.asked) == 2)  # as many as one host is asked for at a time
    assert backlog.note(last) == 4
    assert backlog.note(last[:1]) == 1
    for photo in (first[2], *last):  # as a browser asks for the thumbnails of a page
        assert backlog.why_missing(photo) is not None
    host.may.set()
    wait_until(lambda: len(host.asked) == 7)
    assert sorted(host.asked[:2]) == [first[0].image, first[1].image]
    assert set(host.asked[2:6]) == {photo.image for photo in last}
    assert host.asked[2] in (last[0].image, last[1].image)  # two threads, in their order
    assert host.asked[6] == first[2].image
    backlog.close()


def test_a_host_rests_between_requests_and_others_go_on(host: Host, tmp_path: Path) -> None:
    host.may.set()
    backlog = Backlog(Pictures(tmp_path, fetcher=host), pause=0.15)
    backlog.note(photos("http://a/1", "http://a/2", "http://a/3", "http://b/1"))
    wait_until(lambda: len(host.asked) == 4)
    times = dict(zip(host.asked, host.times, strict=True))
    assert host.asked.index("http://b/1") <= 1
    assert times["http://a/2"] - times["http://a/1"] >= 0.14
    assert times["http://a/3"] - times["http://a/2"] >= 0.14
    backlog.close()


def test_processes_together_are_as_polite_as_one(host: Host, tmp_path: Path) -> None:
    host.may.set()
    backlog = Backlog(Pictures(tmp_path, fetcher=host), pause=0.05, shared_by=4)
    backlog.note(photos("http://a/1", "http://a/2"))
    wait_until(lambda: len(host.asked) == 2)
    assert host.times[1] - host.times[0] >= 0.19
    backlog.close()


def test_the_list_forgets_what_was_shown_longest_ago(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.pictures.backlog.MOST_WAITING", 3)
    backlog = Backlog(Pictures(tmp_path, fetcher=host), pause=0)
    backlog.note(photos("http://h/0", "http://h/00"))
    wait_until(lambda: len(host.asked) == 2)
    for n in range(1, 9):
        backlog.note(photos(f"http://h/{n}"))
    host.may.set()
    wait_until(lambda: len(host.asked) == 5)
    wait_until(lambda: not backlog._under_way)
    assert sorted(host.asked[2:]) == ["http://h/6", "http://h/7", "http://h/8"]
    backlog.close()


def test_a_failure_is_remembered_and_a_closed_list_takes_nothing(
    host: Host, tmp_path: Path
) -> None:
    host.may.set()
    pictures = Pictures(tmp_path, fetcher=host)
    backlog = Backlog(pictures, pause=0)
    (photo,) = photos("http://h/1")
    trouble = backlog.why_missing(photo)
    assert trouble is not None
    assert trouble.code == "coming"
    wait_until(lambda: pictures.store.record("http://h/1") is not None)
    assert backlog.note([photo, *photos("local.jpg", "")]) == 0
    trouble = backlog.why_missing(photo)
    assert trouble is not None
    assert trouble.code == "unfetched"
    backlog.close()
    backlog.note(photos("http://h/2"))
    assert host.asked == ["http://h/1"]


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with picture_server() as running:
        yield running


def test_pictures_come_over_the_web_each_once_and_none_past_the_guard(
    server: PictureServer, tmp_path: Path
) -> None:
    pictures = Pictures(tmp_path, fetcher=Fetcher(policy=only_here))
    backlog = Backlog(pictures, pause=0)
    wanted = photos(f"{server.base}/picture/1", f"{server.base}/picture/2")
    for _ in range(5):
        backlog.note(wanted)
    wait_until(lambda: pictures.never_fetched(wanted) == 0)
    assert backlog.note(wanted) == 0
    assert dict(server.asked) == {"/picture/1": 1, "/picture/2": 1}
    guarded = Pictures(tmp_path / "guarded")
    Backlog(guarded, pause=0).note(wanted)
    wait_until(lambda: guarded.never_fetched(wanted) == 0)
    assert "no public address" in str(guarded.trouble(wanted[0]))
    assert server.asked.total() == 2


def test_where_nothing_can_be_kept_nothing_is_asked(host: Host, tmp_path: Path) -> None:
    host.may.set()
    (tmp_path / "pictures").write_text("a file where the folder should be")
    pictures = Pictures(tmp_path / "pictures", fetcher=host)
    backlog = Backlog(pictures, pause=0)
    backlog.note(photos("http://h/1"))
    wait_until(lambda: not pictures.store.takes)
    assert backlog.note(photos("http://h/1", "http://h/2")) == 0
    backlog.close()
