"""The explicit step that fetches an archive's pictures."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.pictures.collection import Pictures
from indexer.pictures.fetching import Fetcher
from indexer.pictures.gathering import fetch_pictures
from indexer.pictures.turns import Turns
from search import arguments
from search.document import Document
from search.errors import ArgumentError, IndexWriteError
from tests.indexer.picture_server import PictureServer, only_here, picture_server


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with picture_server() as running:
        yield running


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    return Pictures(tmp_path, fetcher=Fetcher(policy=only_here))


def photos(*images: str) -> list[Document]:
    return [Document(id=str(n), kind="photo", article="a", image=i) for n, i in enumerate(images)]


def test_every_picture_is_fetched_once_and_told(server: PictureServer, pictures: Pictures) -> None:
    wanted = photos(
        "local.jpg",
        "",
        f"{server.base}/picture/1",
        f"{server.base}/picture/2",
        f"{server.base}/picture/1",
        f"{server.base}/nothing",
        f"{server.base}/nothing/else",
        f"{server.base}/page",
    )
    steps: list[tuple[int, int]] = []
    report = fetch_pictures(
        wanted, pictures, pause=0, progress=lambda done, total: steps.append((done, total))
    )
    assert (report.local, report.missing, report.present, report.waiting) == (0, 1, 0, 0)
    assert (report.fetched, report.failed) == (2, 3)
    assert report.reasons[0] == ("the server answered 404", 2)
    assert steps == [(n, 5) for n in range(1, 6)]
    assert server.asked.total() == 5


def test_an_address_that_nothing_fetches_has_failed(pictures: Pictures) -> None:
    report = fetch_pictures(photos("a.jpg", "ftp://host/a.jpg", "图/a:b.jpg"), pictures)
    assert (report.local, report.missing, report.failed) == (0, 2, 1)
    assert report.reasons == (("unsupported address", 1),)


def test_a_second_run_goes_on_where_the_first_stopped(
    server: PictureServer, pictures: Pictures
) -> None:
    first = photos(f"{server.base}/picture/1", f"{server.base}/nothing")
    fetch_pictures(first, pictures, pause=0)
    report = fetch_pictures([*first, *photos(f"{server.base}/picture/2")], pictures, pause=0)
    assert (report.present, report.waiting, report.fetched, report.failed) == (1, 1, 1, 0)
    assert set(server.asked.values()) == {1}


def test_hosts_take_turns_and_rest_between_requests() -> None:
    times = iter(range(1000))
    addresses = ["http://a/1", "http://a/2", "http://a/3", "http://b/1", "http://b/2"]
    turns = Turns(addresses, per_host=2, pause=0.5, now=lambda: float(next(times)))
    taken = [turns.take() for _ in range(4)]
    assert taken == ["http://a/1", "http://b/1", "http://a/2", "http://b/2"]
    assert turns.next_host() is None
    turns.give_back("http://a/1")
    assert turns.next_host() == "a"
    assert turns.take() == "http://a/3"
    assert turns.take() is None


def test_a_host_that_rests_is_waited_for() -> None:
    clock = [0.0]
    turns = Turns(["http://a/1", "http://a/2"], per_host=2, pause=3600, now=lambda: clock[0])
    assert turns.take() == "http://a/1"
    second: list[str | None] = []
    waiter = threading.Thread(target=lambda: second.append(turns.take()))
    waiter.start()
    turns.give_back("http://a/1")
    assert not second
    clock[0] = 3600.0
    turns.give_back("http://c/")
    waiter.join()
    assert second == ["http://a/2"]


def test_a_host_is_not_asked_more_at_a_time_than_agreed(
    server: PictureServer, pictures: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    running: list[int] = []
    most = []
    real = Pictures.fetch

    def counted(self: Pictures, address: str) -> object:
        running.append(1)
        most.append(len(running))
        try:
            return real(self, address)
        finally:
            running.pop()

    monkeypatch.setattr(Pictures, "fetch", counted)
    wanted = photos(*(f"{server.base}/picture/{n}" for n in range(12)))
    report = fetch_pictures(wanted, pictures, jobs=6, per_host=2, pause=0)
    assert report.fetched == 12
    assert max(most) <= 2


def test_nothing_to_do_is_soon_done(pictures: Pictures) -> None:
    report = fetch_pictures(photos("a.jpg"), pictures)
    assert (report.missing, report.fetched, report.failed, report.reasons) == (1, 0, 0, ())


def test_pictures_that_are_missing_in_the_corpus_are_not_counted_as_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "corpus" / "sub").mkdir(parents=True)
    (tmp_path / "corpus" / "here.jpg").write_bytes(b"")
    pictures = Pictures(tmp_path / "pictures", tmp_path / "corpus")
    named = photos("here.jpg", "gone.jpg", "sub/gone.jpg", "../pictures", "gone.jpg")
    report = fetch_pictures(named, pictures)
    assert (report.local, report.missing) == (1, 3)


def test_an_interrupted_run_stops_and_keeps_what_it_has(
    server: PictureServer, pictures: Pictures
) -> None:
    def impatient(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    wanted = photos(*(f"{server.base}/picture/{n}" for n in range(50)))
    with pytest.raises(KeyboardInterrupt):
        fetch_pictures(wanted, pictures, jobs=1, pause=0, progress=impatient)
    assert server.asked.total() == 2
    report = fetch_pictures(wanted, pictures, pause=0)
    assert (report.present, report.fetched) == (2, 48)


@pytest.mark.parametrize("options", [{"jobs": 0}, {"per_host": 0}, {"pause": -1}])
def test_impossible_manners_are_refused(pictures: Pictures, options: dict[str, int]) -> None:
    with pytest.raises(ArgumentError):
        fetch_pictures([], pictures, **options)  # type: ignore[arg-type]  # one of three numbers


def test_a_store_that_cannot_be_written_is_an_error_that_says_so(
    server: PictureServer, tmp_path: Path
) -> None:
    (tmp_path / "pictures").write_text("a file where the folder should be")
    pictures = Pictures(tmp_path / "pictures", fetcher=Fetcher(policy=only_here))
    with pytest.raises(IndexWriteError, match="pictures folder"):
        fetch_pictures(photos(f"{server.base}/picture"), pictures, pause=0)


def test_an_archive_may_have_more_pictures_than_a_filter_has_values(pictures: Pictures) -> None:
    """What lies in the corpus was counted through a check that takes 10,000 strings."""
    count = arguments.MOST_VALUES + 1
    report = fetch_pictures(photos(*(f"{number}.jpg" for number in range(count))), pictures)
    assert (report.local, report.missing) == (0, count)
    assert pictures.never_fetched(photos(*["http://h/a.jpg"] * count)) == count
    assert pictures.versions(photos(*["a.jpg"] * count)) == {}
