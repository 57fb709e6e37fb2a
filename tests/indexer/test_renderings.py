"""The lines of pictures to decode, with renderers of the tests' own, and the true processes."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from indexer.imaging.picture import MEDIA_TYPES, Answer, PictureFacts, RefusedError, Task
from indexer.pictures import WIDTHS, Pictures
from indexer.pictures import process as process_apart
from indexer.pictures import renderings as rendering_lines
from indexer.pictures.process import OutOfTime, RenderingProcess
from indexer.pictures.renderings import FIRST, Ask, LineFullError, Renderings
from search.document import Document
from search.errors import IndexClosedError
from tests.conftest import ROOT
from tests.indexer.hostile_pictures import many_scans, png
from tests.indexer.picture_server import jpeg

PATIENT = 60.0  # seconds that a test waits before it says that something hangs
FACTS = PictureFacts("JPEG", 1, 1)
SMALL = Task(240, "image/webp")


class Studio:
    """Renderers that take hostile pictures until they are released, and count what they did."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.started = 0
        self.tries: Counter[bytes] = Counter()
        self.closed = 0

    def start(self) -> "_Slow":
        self.started += 1
        return _Slow(self)


class _Slow:
    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._killed = threading.Event()

    @property
    def alive(self) -> bool:
        return not self._killed.is_set()

    def ask(self, task: Task, data: bytes, *, seconds: float) -> Answer:
        del task
        self._studio.tries[data] += 1
        if not data.startswith(b"hostile"):
            return Answer(FACTS, data)
        if seconds > FIRST:
            while not self._studio.released.wait(0.01):
                if self._killed.is_set():
                    raise RefusedError("died", "killed")
        raise OutOfTime

    def kill(self) -> None:
        self._killed.set()

    def close(self) -> None:
        self._killed.set()
        self._studio.closed += 1


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture
def renderings(studio: Studio) -> Iterator[Renderings]:
    lines = Renderings(jobs=1, start=studio.start)
    yield lines
    lines.close()


def wait_until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENT
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.005)


def decode(data: bytes, ask: Ask) -> bytes:
    """Work that gives a rendition of some bytes."""
    return ask(SMALL, data).rendition


def test_ordinary_pictures_get_through_while_hostile_ones_are_decoded(
    studio: Studio, renderings: Renderings
) -> None:
    names = [b"hostile %d" % n for n in range(5)]
    hostile = [renderings.submit(name, partial(decode, name)) for name in names]
    for n in range(20):
        ordinary = renderings.submit(n, partial(decode, b"%d" % n))
        assert ordinary.result(PATIENT) == b"%d" % n
    assert not any(future.done() for future in hostile)
    studio.released.set()
    for future in hostile:
        error = future.exception(PATIENT)
        assert isinstance(error, RefusedError)
        assert error.reason == "too_slow"
    assert [studio.tries[name] for name in names] == [2] * 5


def test_a_picture_is_decoded_once_however_many_ask(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"hostile")
    lines = Renderings(jobs=4, start=studio.start)
    pictures = Pictures(tmp_path / "pictures", tmp_path, renderings=lines)
    document = Document(id="p", kind="photo", article="a", image="a.jpg")
    futures = []

    def ask() -> None:
        futures.append(pictures.start_thumbnail(document, width=240))

    readers = [threading.Thread(target=ask) for _ in range(16)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len({id(future) for future in futures}) == 1
    studio.released.set()
    assert futures[0].result(PATIENT) is None
    assert studio.tries == {b"hostile": 2}
    assert pictures.thumbnail(document, width=480) is None
    assert studio.tries == {b"hostile": 2}
    pictures.close()


def test_nothing_is_started_before_the_first_picture(studio: Studio, tmp_path: Path) -> None:
    lines = Renderings(jobs=3, start=studio.start)
    pictures = Pictures(tmp_path / "pictures", tmp_path, renderings=lines)
    threads = threading.active_count()
    document = Document(id="p", kind="photo", article="a", image="gone.jpg")
    assert pictures.thumbnail(document, width=240) is None
    assert pictures.versions([document]) == {}
    assert pictures.trouble(document) is not None
    assert (studio.started, threading.active_count()) == (0, threads)
    pictures.close()


def test_processes_stay_for_the_next_picture(studio: Studio, renderings: Renderings) -> None:
    for n in range(10):
        renderings.submit(n, partial(decode, b"x")).result(PATIENT)
    assert studio.started == 1


def test_who_waits_when_an_archive_is_closed_is_told(
    studio: Studio, renderings: Renderings
) -> None:
    hostile = [renderings.submit(n, partial(decode, b"hostile")) for n in range(3)]
    renderings.close()
    for future in hostile:
        assert isinstance(future.exception(PATIENT), IndexClosedError | RefusedError)
    with pytest.raises(IndexClosedError, match="closed"):
        renderings.submit("more", partial(decode, b"x"))
    assert studio.closed == studio.started


def test_the_error_of_one_work_is_no_other_works(renderings: Renderings) -> None:
    def fault(_: Ask) -> bytes:
        raise ZeroDivisionError

    assert isinstance(renderings.submit("a", fault).exception(PATIENT), ZeroDivisionError)
    assert renderings.submit("a", partial(decode, b"x")).result(PATIENT) == b"x"


def test_a_process_that_cannot_be_started_refuses_for_now() -> None:
    def none() -> RenderingProcess:
        raise OSError(11, "Resource temporarily unavailable")

    lines = Renderings(start=none)
    error = lines.submit("a", partial(decode, b"x")).exception(PATIENT)
    assert isinstance(error, RefusedError)
    assert error.reason == "died"
    lines.close()


def test_a_line_takes_no_more_than_it_has_places_for(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asked and left stayed in the line, which anybody could fill without end."""
    monkeypatch.setattr(rendering_lines, "LONGEST_LINE", 3)
    lines, gate = Renderings(jobs=1, start=studio.start), threading.Event()
    held = [lines.submit(n, lambda _: gate.wait(PATIENT)) for n in range(3)]
    for n in range(10):
        with pytest.raises(LineFullError):
            lines.submit(("more", n), partial(decode, b"x"))
    assert lines.submit(0, lambda _: True) is held[0]
    patient = lines.submit("patient", partial(decode, b"y"), waits=True)
    gate.set()
    assert patient.result(PATIENT) == b"y"
    wait_until(lambda: lines._first._taken == 0)
    assert lines.submit("free", partial(decode, b"z")).result(PATIENT) == b"z"
    lines.close()


def test_slow_pictures_beyond_the_places_for_them_are_refused_for_now(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering_lines, "LONGEST_SLOW_LINE", 2)
    lines = Renderings(jobs=1, start=studio.start)
    hostile = [lines.submit(n, partial(decode, b"hostile %d" % n)) for n in range(5)]
    for future in hostile[2:]:
        error = future.exception(PATIENT)
        assert isinstance(error, RefusedError)
        assert error.reason == "died"
    assert not any(future.done() for future in hostile[:2])
    assert lines.submit("x", partial(decode, b"x")).result(PATIENT) == b"x"
    studio.released.set()
    assert {future.exception(PATIENT).reason for future in hostile[:2]} == {"too_slow"}  # type: ignore[union-attr]
    lines.close()


def test_readers_of_a_full_line_get_no_picture_now_and_one_later(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering_lines, "LONGEST_LINE", 1)
    lines, gate = Renderings(jobs=1, start=studio.start), threading.Event()
    pictures = Pictures(tmp_path / "pictures", tmp_path, renderings=lines)
    (tmp_path / "a.jpg").write_bytes(b"ordinary")
    document = Document(id="p", kind="photo", article="a", image="a.jpg")
    lines.submit("busy", lambda _: gate.wait(PATIENT))
    assert pictures.start_thumbnail(document, width=240).result(0) is None
    assert pictures.trouble(document) is None
    gate.set()
    made = pictures.thumbnail(document, width=240)
    assert made is not None
    assert made.content == b"ordinary"
    pictures.close()


def test_a_picture_that_was_refused_is_not_decoded_for_those_who_wait(
    studio: Studio, tmp_path: Path
) -> None:
    """Every width and format of it, eight works, took the slow line's time, one after the other."""
    (tmp_path / "a.jpg").write_bytes(b"hostile")
    pictures = Pictures(tmp_path / "p", tmp_path, renderings=Renderings(jobs=1, start=studio.start))
    document = Document(id="p", kind="photo", article="a", image="a.jpg")
    futures = [
        pictures.start_thumbnail(document, width=width, media_type=media_type)
        for width in WIDTHS
        for media_type in MEDIA_TYPES
    ]
    wait_until(lambda: studio.tries[b"hostile"] == len(futures) + 1)  # all first, one second try
    studio.released.set()
    assert [future.result(PATIENT) for future in futures] == [None] * len(futures)
    assert studio.tries[b"hostile"] == len(futures) + 1
    pictures.close()


# The true process


@pytest.fixture
def process() -> Iterator[RenderingProcess]:
    running = RenderingProcess()
    yield running
    running.close()


def test_a_process_does_one_task_after_the_other(process: RenderingProcess) -> None:
    made = process.ask(SMALL, jpeg(600, 400), seconds=20)
    assert (made.facts, made.rendition[:4]) == (PictureFacts("JPEG", 600, 400), b"RIFF")
    with pytest.raises(RefusedError, match="format") as caught:
        process.ask(SMALL, b"no picture", seconds=20)
    assert caught.value.reason == "no_picture"
    assert process.ask(Task(), png(70, 30), seconds=20) == Answer(PictureFacts("PNG", 70, 30))


def test_a_picture_that_takes_too_long_ends_its_process(process: RenderingProcess) -> None:
    process.ask(SMALL, jpeg(), seconds=20)
    with pytest.raises(OutOfTime):
        process.ask(SMALL, many_scans(90, side=2000), seconds=0.02)
    assert not process.alive


def test_a_process_that_was_killed_is_replaced() -> None:
    lines = Renderings(jobs=1)
    picture = jpeg()
    for n in range(3):
        assert lines.submit(n, partial(decode, picture)).result(PATIENT)[:4] == b"RIFF"
        (idle,) = lines._idle
        assert isinstance(idle, RenderingProcess)
        idle._process.kill()
        idle._process.wait()
    lines.close()
    assert not lines._idle


def test_a_process_that_dies_refuses_its_picture_for_now(process: RenderingProcess) -> None:
    process.ask(SMALL, jpeg(), seconds=20)
    os.kill(process._process.pid, signal.SIGKILL)
    with pytest.raises(RefusedError, match="-9") as caught:
        process.ask(SMALL, jpeg(), seconds=20)
    assert caught.value.reason == "died"


FACTS_TOLD = {"format": "JPEG", "width": 1, "height": 1}
TAKEN_OVER = {
    "says nothing": "",
    "reads nothing": "READ = False",
    "says half of it": f"send(json.dumps({FACTS_TOLD}).encode())",
    "sends half a message": "os.write(fd, b'\\0\\0\\1\\0half')",
    "has a child that keeps its end": "if os.fork(): os._exit(0)\nconnection.poll(99)\nos._exit(0)",
}
LYING = {
    "no JSON": "b'{'",
    "no mapping": "b'5'",
    "a list": "b'[]'",
    "nested without end": "b'[' * 50_000",
    "no facts": "b'{}'",
    "facts of a wrong type": "json.dumps({'format': 1, 'width': '1', 'height': []}).encode()",
    "no size": "json.dumps({'format': 'JPEG', 'width': 0, 'height': -1}).encode()",
    "a reason that there is not": "json.dumps({'reason': 'x', 'message': ''}).encode()",
    "a message that is none": "json.dumps({'reason': 'broken', 'message': 5}).encode()",
    "more than facts": "b' ' * (1 << 20)",
    "no UTF-8": "b'\\xff'",
}
WORKER = """
import json, os, time
from multiprocessing.connection import Connection
fd = {{fd}}
READ, connection = True, Connection(fd)
send = connection.send_bytes
{0}
if READ:
    connection.recv_bytes(), connection.recv_bytes()
{1}
time.sleep(600)
"""


def taken_over(
    monkeypatch: pytest.MonkeyPatch, *, before: str = "", after: str = ""
) -> RenderingProcess:
    """A process that does what a decoder might that its picture has taken over."""
    parts = (part.replace("{", "{{").replace("}", "}}") for part in (before, after))
    monkeypatch.setattr(process_apart, "_PROGRAM", WORKER.format(*parts))
    return RenderingProcess()


@pytest.mark.parametrize("does", TAKEN_OVER.values(), ids=TAKEN_OVER)
def test_a_process_that_was_taken_over_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    """A first byte of an answer was enough to be waited for without end."""
    process = taken_over(monkeypatch, **{"before" if "READ" in does else "after": does})
    if "fork" in does:
        monkeypatch.setattr(process_apart, "_GRACE", 0.01)
    with pytest.raises((OutOfTime, RefusedError)):
        process.ask(SMALL, b"x" * 10_000_000, seconds=0.1)
    assert not process.alive


@pytest.mark.parametrize("says", LYING.values(), ids=LYING)
def test_what_is_no_answer_is_as_good_as_the_death_of_its_process(
    monkeypatch: pytest.MonkeyPatch, says: str
) -> None:
    """It was a KeyError or a TypeError, or came as the facts of a picture into the archive."""
    monkeypatch.setattr(process_apart, "_GRACE", 0.01)
    process = taken_over(monkeypatch, after=f"send({says}); send(b'')")
    with pytest.raises(RefusedError) as caught:
        process.ask(SMALL, b"x", seconds=60)
    assert caught.value.reason == "died"
    assert not process.alive


def test_a_rendition_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_apart, "MAX_RENDITION", 1000)
    monkeypatch.setattr(process_apart, "_GRACE", 0.01)
    sends = f"send(json.dumps({FACTS_TOLD}).encode()); send(b'x' * 1001)"
    process = taken_over(monkeypatch, after=sends)
    with pytest.raises(RefusedError):
        process.ask(SMALL, b"x", seconds=60)
    assert not process.alive


def test_a_timer_of_one_task_does_not_end_the_next(
    process: RenderingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[Callable[[], None]] = []

    class Timer(threading.Timer):
        def __init__(self, seconds: float, end: Callable[[], None]) -> None:
            super().__init__(seconds, end)
            ends.append(end)

    monkeypatch.setattr(threading, "Timer", Timer)
    process.ask(SMALL, jpeg(), seconds=20)
    ends[0]()  # as if it had come a moment too late
    assert process.ask(SMALL, jpeg(), seconds=20).facts.format == "JPEG"


def test_ctrl_c_in_a_terminal_does_not_reach_it(process: RenderingProcess) -> None:
    assert os.getsid(process._process.pid) == process._process.pid != os.getsid(0)


def run(program: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    script = folder / "script.py"
    script.write_text(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{program}", encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(script)], cwd=folder, capture_output=True, text=True, check=False
    )


SCRIPT = """
import os, signal
from pathlib import Path
from indexer.pictures import Pictures
from search.document import Document
print("script")
pictures = Pictures(Path("pictures"), Path("."))
photo = Document(id="p", kind="photo", article="a", image="a.jpg")
print(pictures.thumbnail(photo, width=240) is not None)
"""


def test_a_script_without_a_main_guard_makes_thumbnails(tmp_path: Path) -> None:
    """And one that closes nothing leaves nothing behind."""
    (tmp_path / "a.jpg").write_bytes(jpeg())
    done = run(SCRIPT, tmp_path)
    assert (done.stdout, done.stderr, done.returncode) == ("script\nTrue\n", "", 0)


def test_no_process_is_left_when_a_server_is_killed(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg())
    killed = "(left,) = pictures._renderings._idle\nprint(left._process.pid, flush=True)\n"
    done = run(f"{SCRIPT}{killed}os.kill(os.getpid(), signal.SIGKILL)", tmp_path)
    assert done.returncode == -signal.SIGKILL
    left = int(done.stdout.split()[-1])
    give_up = time.monotonic() + PATIENT
    while _runs(left) and time.monotonic() < give_up:
        time.sleep(0.01)
    assert not _runs(left)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # ended, and whoever adopted it has not looked yet


def test_a_picture_that_lies_about_its_memory_meets_the_limit_of_the_process(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.png").write_bytes(png(7000, 6000, colour=6))
    done = run(
        "from indexer.imaging import cost, worker\n"
        "from indexer.imaging.picture import Task\n"
        "cost.MAX_MEMORY = 1 << 40\n"
        "worker.ADDRESS_SPACE = 200 << 20\n"
        "worker._confine()\n"
        "data = open('a.png', 'rb').read()\n"
        "print(worker._done(Task(240, 'image/webp'), data, 60.0)[0]['reason'])\n",
        tmp_path,
    )
    assert (done.stdout, done.stderr) == ("too_large\n", "")
