"""A closed archive stays closed, whatever other threads were about when it was closed."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from search import connect
from search import embedded as engine_module
from search.embedded import EmbeddedEngine
from search.engine import Engine
from search.errors import IndexClosedError
from search.index.commit import latest_generation
from search.request import Request
from tests.places import Place, build
from tests.search.test_living_index import photo
from tests.search.test_threads import descriptors, mappings

CALLS: dict[str, Callable[[Engine], object]] = {
    "search": lambda engine: engine.search(Request(text="青岛")),
    "get": lambda engine: engine.get("nothing"),
    "article": lambda engine: engine.article("nothing"),
    "documents": lambda engine: engine.documents("photo"),
    "counts": lambda engine: engine.counts(),
    "record": lambda engine: engine.record("nothing"),
    "records": lambda engine: engine.records(),
    "verify": lambda engine: engine.verify(),
    "manifest": lambda engine: engine.manifest,
}
ROUNDS = 40
THREADS = 6

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/maps").exists(), reason="/proc is not there to look at"
)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build(tmp_path, [photo(n, f"青岛第{n}天") for n in range(5)])
    return tmp_path


def test_a_closed_engine_refuses_every_call(place: Place) -> None:
    build(place, [photo(1, "青岛")])
    engine = connect(place.location)
    assert engine.counts()["photo"] == 1
    for _ in range(2):
        engine.close()
        for call in CALLS.values():
            with pytest.raises(IndexClosedError):
                call(engine)


@pytest.mark.parametrize("call", CALLS)
def test_closed_while_a_call_looks_for_the_latest_commit(
    index: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    before = descriptors()
    engine = EmbeddedEngine(index)

    def closing(path: Path) -> int:
        engine.close()
        return latest_generation(path)

    monkeypatch.setattr(engine_module, "latest_generation", closing)
    for _ in range(2):
        with pytest.raises(IndexClosedError):
            CALLS[call](engine)
        assert (mappings(index), descriptors()) == (0, before)


def test_closed_while_a_commit_is_opened(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call that opens it may answer; nothing stays open after it."""
    before = descriptors()
    engine = EmbeddedEngine(index)
    engine._live = None
    opening, opened = threading.Event(), engine._open

    def slowly(commit: object) -> object:
        opening.set()
        closer.join(0.2)  # cannot end before we do
        return opened(commit)  # type: ignore[arg-type]

    def close() -> None:
        opening.wait()
        engine.close()

    monkeypatch.setattr(engine, "_open", slowly)
    closer = threading.Thread(target=close)
    closer.start()
    engine.counts()
    closer.join()
    assert (mappings(index), descriptors()) == (0, before)
    with pytest.raises(IndexClosedError):
        engine.counts()


def test_iterators_end_with_the_archive(index: Path) -> None:
    engine = EmbeddedEngine(index)
    documents = engine.documents("photo")
    next(documents)
    engine.close()
    with pytest.raises(IndexClosedError):
        next(documents)
    assert mappings(index) == 0


class Asking(threading.Thread):
    """Asks until it is refused, which it notes."""

    def __init__(self, engine: EmbeddedEngine, begun: threading.Barrier) -> None:
        super().__init__()
        self._engine = engine
        self._begun = begun
        self.refused = False

    def run(self) -> None:
        self._begun.wait()
        try:
            while True:
                self._engine.search(Request(text="青岛"))
        except IndexClosedError:
            self.refused = True


def test_closed_under_threads_that_search(index: Path) -> None:
    before = descriptors()
    for _ in range(ROUNDS):
        engine = EmbeddedEngine(index)
        begun = threading.Barrier(THREADS + 1)
        threads = [Asking(engine, begun) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        begun.wait()
        engine.close()
        for thread in threads:
            thread.join()
        assert all(thread.refused for thread in threads)
        assert (mappings(index), descriptors()) == (0, before)
