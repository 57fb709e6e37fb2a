"""``watch`` as a process, with a folder that really changes; and what it waits for, in one."""

import fcntl
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest
import watchfiles
from PIL import Image

import indexer
from indexer import ArgumentError, BuildReport, CorpusError, IndexBusyError, watching
from indexer.console import INTERRUPTED
from indexer.watching import watch
from tests.conftest import ROOT

pytestmark = pytest.mark.untraced

POST = "---\ntitle: 标题{0}\n---\n![](pictures/{0}.jpg)\n\n图为{0}号渔船驶出港口。\n"
LONG = 120  # seconds; what is waited for comes in one or two, or never


class Watcher:
    """A watching process and the lines that it prints."""

    def __init__(self, corpus: Path, index: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "indexer", "watch", corpus, "--index", index, *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._said: queue.Queue[str] = queue.Queue()
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        streams = (self.process.stdout, self.process.stderr)
        self._threads = [threading.Thread(target=self._read, args=(one,)) for one in streams]
        for thread in self._threads:
            thread.start()

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._said.put(line.rstrip("\n"))

    def line(self) -> str:
        return self._said.get(timeout=LONG)

    def says(self, text: str) -> str:
        """The next line that holds a text; an update may come in two where changes are slow."""
        while True:
            line = self.line()
            if text in line:
                return line

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for thread in self._threads:
            thread.join()

    def interrupted(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(LONG)


Start = Callable[..., Watcher]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "pictures").mkdir(parents=True)
    write(folder, "a")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def start() -> Iterator[Callable[..., Watcher]]:
    """Starts watchers, and ends them."""
    started: list[Watcher] = []

    def start(*arguments: Any) -> Watcher:
        started.append(Watcher(*arguments))
        return started[-1]

    yield start
    for watcher in started:
        watcher.close()


def write(corpus: Path, name: str) -> None:
    (corpus / f"{name}.md").write_text(POST.format(name), "utf-8")


def test_a_folder_is_followed(corpus: Path, index: Path, start: Start) -> None:
    watcher = start(corpus, index)
    assert "1 post (1 added)" in watcher.line()
    write(corpus, "b")
    watcher.says("2 posts (1 added, 1 unchanged): 2 photos")
    Image.new("RGB", (640, 480)).save(corpus / "pictures" / "b.jpg")
    watcher.says("1 changed")
    with indexer.open_index(index) as archive:
        (found,) = archive.search("b号渔船").hits
        assert (found.document.width, found.document.height) == (640, 480)
    (corpus / "broken.md").write_bytes(b"\x00\x01\x02\xff")
    watcher.says("2 posts (2 unchanged): 2 photos, 0 paragraphs; 1 file skipped")
    (corpus / "a.md").unlink()
    watcher.says("1 post (1 removed, 1 unchanged)")
    away = corpus.rename(corpus.with_name("away"))
    watcher.says("is gone; waiting until it is back")
    write(away, "c")
    away.rename(corpus)
    watcher.says("2 posts (1 added, 1 unchanged)")
    write(corpus, "d")
    watcher.says("3 posts (1 added, 2 unchanged)")
    assert watcher.interrupted() == INTERRUPTED
    assert watcher.line() == "python -m indexer: interrupted; what was there before still answers"


def test_settings_that_change_are_seen(corpus: Path, index: Path, start: Start) -> None:
    watcher = start(corpus, index)
    assert "1 post (1 added)" in watcher.line()
    settings = corpus / "huabao.toml"
    settings.write_text('timezone = "UTC"', "utf-8")
    watcher.says("1 post (1 changed)")
    settings.write_text('timezone = "Moon/Tycho"', "utf-8")
    assert "no time zone is called so" in watcher.says("trying again")
    settings.write_text('timezone = "Europe/Berlin"', "utf-8")
    watcher.says("1 post (1 changed)")
    settings.unlink()
    watcher.says("1 post (1 changed)")
    assert watcher.interrupted() == INTERRUPTED


def test_a_busy_index_is_tried_again(corpus: Path, index: Path, start: Start) -> None:
    indexer.build_index(corpus, index)
    write(corpus, "b")
    with (index / "writing").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        watcher = start(corpus, index)
        assert "is being written by process" in watcher.says("trying again")
    assert "2 posts (1 added, 1 unchanged)" in watcher.line()
    assert watcher.interrupted() == INTERRUPTED


def test_a_name_in_gbk_does_not_end_it(corpus: Path, index: Path, start: Start) -> None:
    watcher = start(corpus, index)
    watcher.says("1 post (1 added)")
    (corpus / os.fsdecode("灯.md".encode("gbk"))).write_text(POST.format("灯"), "utf-8")
    watcher.says("2 posts (1 added, 1 unchanged)")
    write(corpus, "b")
    watcher.says("3 posts (1 added, 2 unchanged)")
    assert watcher.interrupted() == INTERRUPTED


def test_a_folder_named_in_gbk_is_followed(corpus: Path, index: Path, start: Start) -> None:
    folder = corpus / os.fsdecode("灯会".encode("gbk"))
    folder.mkdir()
    watcher = start(corpus, index)
    watcher.says("1 post (1 added)")
    (folder / "b.md").write_text(POST.format("b"), "utf-8")
    watcher.says("2 posts (1 added, 1 unchanged)")
    away = corpus.rename(corpus.with_name("away"))
    watcher.says("is gone; waiting until it is back")
    away.rename(corpus)
    watcher.says("2 posts (2 unchanged)")
    assert watcher.interrupted() == INTERRUPTED


def test_json_is_a_value_a_line(corpus: Path, index: Path, start: Start) -> None:
    watcher = start(corpus, index, "--json")
    assert json.loads(watcher.line())["added"] == 1
    assert watcher.interrupted() == INTERRUPTED


def test_a_folder_that_is_not_there_from_the_start(
    tmp_path: Path, index: Path, start: Start
) -> None:
    watcher = start(tmp_path / "nowhere", index)
    assert watcher.process.wait(LONG) == 1
    assert "nowhere" in watcher.line()


@pytest.fixture
def stop(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    for name, seconds in {"_QUIET": 0.05, "_TICK": 0.05, "_FIRST_RETRY": 0.01}.items():
        monkeypatch.setattr(watching, name, seconds)
    return threading.Event()


def watched(corpus: Path, index: Path, stop: threading.Event) -> Iterator[object]:
    return watch(corpus, index, memory=1 << 30, stop=stop)


def test_the_same_trouble_is_told_once_and_tried_again(
    corpus: Path, index: Path, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [IndexBusyError("busy")] * 3 + [IndexBusyError("by another")] * 2
    tried: list[int] = []

    def update(*_: object, **__: object) -> BuildReport:
        tried.append(1)
        if failures:
            raise failures.pop(0)
        return BuildReport(posts=len(tried))

    monkeypatch.setattr(watching, "update_index", update)
    outcomes = watched(corpus, index, stop)
    assert [str(next(outcomes)), str(next(outcomes))] == ["busy", "by another"]
    assert next(outcomes) == BuildReport(posts=6)
    stop.set()
    assert list(outcomes) == []


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        (["DIR is being written by process 12", "DIR is being written by process 3456"], 1),
        (["C lacks 17 of the 19 posts", "C lacks 1,700 of the 1,900 posts"], 1),
        (["cannot write the index at A: no space", "cannot write the index at B: no space"], 2),
        (["cannot write the index: no space", "cannot write the index: no right"], 2),
        (["cannot read C/2018: no right", "cannot read C/2019: no right"], 2),
    ],
)
def test_a_number_that_moves_does_not_make_another_trouble(
    corpus: Path,
    index: Path,
    stop: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
    messages: list[str],
    told: int,
) -> None:
    """A busy index was told again for every other process that wrote it."""
    failures = [IndexBusyError(message) for message in messages]

    def update(*_: object, **__: object) -> BuildReport:
        if failures:
            raise failures.pop(0)
        return BuildReport()

    monkeypatch.setattr(watching, "update_index", update)
    outcomes = watched(corpus, index, stop)
    said = []
    while isinstance(outcome := next(outcomes), IndexBusyError):
        said.append(str(outcome))
    assert said == messages[:told]


def test_a_folder_that_never_was_is_not_said_to_be_waited_for(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="No such file or directory; give a folder of posts"):
        next(watch(tmp_path / "corpsu", tmp_path / "index", memory=1 << 30))


@pytest.mark.parametrize("error", [ArgumentError("no such jobs"), CorpusError("no posts")])
def test_what_can_never_succeed_ends_it_at_once(
    corpus: Path,
    index: Path,
    stop: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    def update(*_: object, **__: object) -> BuildReport:
        raise error

    monkeypatch.setattr(watching, "update_index", update)
    with pytest.raises(type(error)):
        next(watched(corpus, index, stop))


def test_an_index_inside_its_folder_does_not_call_for_updates(
    corpus: Path, stop: threading.Event
) -> None:
    outcomes = watched(corpus, corpus / "index", stop)
    next(outcomes)
    (corpus / ".draft.md").write_text("hidden", "utf-8")
    (corpus / "node_modules").mkdir()
    (corpus / "node_modules" / "README.md").write_text("a tool's", "utf-8")
    write(corpus, "b")
    reports = [next(outcomes)]
    threading.Timer(1.0, stop.set).start()  # long enough for many updates that call for the next
    reports += outcomes
    assert len(reports) <= 2  # the folder of tools came first, perhaps
    assert isinstance(reports[-1], BuildReport)
    told = [one.path for one in reports[-1].skipped]
    assert (reports[-1].posts, told) == (2, ["node_modules"])


NAMED = {
    "both by the link": ("link", "link/index"),
    "the corpus alone": ("link", "corpus/index"),
    "the index alone": ("corpus", "link/index"),
    "a link to the index inside": ("corpus", "shelf"),
    "an index elsewhere that a link inside leads to": ("corpus", "corpus/shelf"),
    "that index by its own name": ("corpus", "elsewhere"),
}


@pytest.mark.parametrize("named", NAMED.values(), ids=NAMED)
def test_an_index_that_is_named_through_a_link_does_not_call_for_updates(
    tmp_path: Path, corpus: Path, stop: threading.Event, named: tuple[str, str]
) -> None:
    """The names of what changed were compared with the resolved one alone: it went on for ever."""
    (tmp_path / "link").symlink_to(corpus)
    (tmp_path / "elsewhere").mkdir()
    if named[1] == "shelf":
        (tmp_path / "shelf").symlink_to(corpus / "index")
        (corpus / "index").mkdir()
    else:
        (corpus / "shelf").symlink_to(tmp_path / "elsewhere")
    outcomes = watched(tmp_path / named[0], tmp_path / named[1], stop)
    assert isinstance(next(outcomes), BuildReport)
    write(corpus, "b")
    while isinstance(report := next(outcomes), BuildReport) and report.posts < 2:
        pass  # a change may come in two
    seen = watching._Watched(tmp_path / named[0], tmp_path / named[1], stop)
    for top in {tmp_path / named[0], corpus}:
        assert seen._counts(watchfiles.Change.added, str(top / "2018" / "c.md"))
    for shelf in {tmp_path / named[1], (tmp_path / named[1]).resolve()}:
        assert not seen._counts(watchfiles.Change.added, str(shelf / "builds" / "1" / "arrays"))
    if named[0] == "link":
        assert not seen._counts(watchfiles.Change.added, str(tmp_path / "link" / "index" / "x"))
    threading.Timer(1.0, stop.set).start()  # long enough for many updates that call for the next
    assert len(list(outcomes)) <= 1


@pytest.mark.parametrize("named", [("link", "link/index"), ("corpus", "corpus/index")], ids=str)
def test_a_folder_that_is_looked_over_knows_its_index_by_any_name(
    tmp_path: Path, corpus: Path, stop: threading.Event, named: tuple[str, str]
) -> None:
    """Looking has its own way to the names of files, and may call for updates as well."""
    (tmp_path / "link").symlink_to(corpus)
    (corpus / os.fsdecode("灯会".encode("gbk"))).mkdir()
    outcomes = watched(tmp_path / named[0], tmp_path / named[1], stop)
    assert isinstance(next(outcomes), BuildReport)
    write(corpus, "b")
    while isinstance(report := next(outcomes), BuildReport) and report.posts < 2:
        pass  # what was begun before is told first
    seen = watching._Watched(tmp_path / named[0], tmp_path / named[1], stop)
    assert seen._visible(str(corpus / "2018" / "c.md"))
    assert not seen._visible(str(corpus / ".git" / "c.md"))
    assert not seen._visible(str(corpus / "index" / "builds"))
    threading.Timer(2.0, stop.set).start()  # four looks, each of which might call for an update
    assert len(list(outcomes)) <= 1


def test_what_cannot_be_watched_later_is_tried_again(
    corpus: Path, index: Path, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ended the command, which only what is wrong from the start may."""

    def failing(*_: object, **__: object) -> Iterator[object]:
        yield set()
        raise OSError("limit of watches reached")

    monkeypatch.setattr("indexer.watching.watchfiles.watch", failing)
    outcomes = watched(corpus, index, stop)
    kinds = [type(next(outcomes)) for _ in range(4)]
    assert kinds == [BuildReport, CorpusError, BuildReport, CorpusError]


def test_watching_needs_a_system_that_tells(
    corpus: Path, index: Path, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object, **__: object) -> Iterator[object]:
        raise OSError("OS file watch limit reached")
        yield

    monkeypatch.setattr("indexer.watching.watchfiles.watch", refusing)
    with pytest.raises(CorpusError, match=r"cannot watch .*limit reached.*update"):
        next(watched(corpus, index, stop))
