"""Which commit the engine answers from, and what it says where it cannot; without a cluster."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from search.cluster import engine as opening
from search.cluster.commits.commit import Standing
from search.cluster.engine import ClusterEngine
from search.cluster.pages.labels import _pattern, _pieces
from search.cluster.wire.limits import CLAUSES_SETTING, TooManyClausesError
from search.errors import ArgumentError, IndexRefusedError
from search.request import Request

LOCATION = "opensearch://127.0.0.1:1/test-opening"


@dataclass
class FakeArchive:
    """An archive whose latest commit the test sets."""

    number: int = 1
    asked: Callable[[], None] = lambda: None
    opened: list[int] = field(default_factory=list)

    def standing(self, _client: object) -> Standing:
        number, asked = self.number, self.asked
        self.asked = lambda: None
        asked()
        return Standing(index="b", number=number, lock=number, place=(0, 0))

    def open(self, _engine: object, index: str, number: int) -> Any:
        self.opened.append(number)
        commit = SimpleNamespace(index=index, number=number)
        view = SimpleNamespace(commit=commit, owner=("view", number))
        refused = SimpleNamespace(answer=refuse, suggest=refuse)
        return SimpleNamespace(view=view, manifest=number, pages=refused, suggestions=refused)


def opened_by(engine: ClusterEngine) -> Any:
    """The number of the commit that answers."""
    return engine.manifest


def refuse(*_arguments: object) -> None:
    raise TooManyClausesError


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> FakeArchive:
    archive = FakeArchive()
    monkeypatch.setattr(opening, "standing", archive.standing)
    monkeypatch.setattr(ClusterEngine, "_open", lambda *some: archive.open(*some))
    return archive


def test_a_thread_that_was_slow_opens_no_older_commit(archive: FakeArchive) -> None:
    engine = ClusterEngine(LOCATION)

    def overtake() -> None:
        """Another thread opens the next commit while this one holds the number of one before."""
        archive.number = 3
        assert opened_by(engine) == 3

    archive.number, archive.asked = 2, overtake
    assert opened_by(engine) == 3
    assert archive.opened == [1, 3]


def test_a_query_too_large_for_a_cluster_that_stays_so_is_told_in_words(
    archive: FakeArchive,
) -> None:
    del archive
    engine = ClusterEngine(LOCATION)
    with pytest.raises(IndexRefusedError, match=CLAUSES_SETTING):
        engine.search(Request(text="12月"))
    assert engine.suggest(Request(text="12月"), 5) == ()


def test_the_name_of_a_foreign_index_is_not_told_as_damaged_completions(
    archive: FakeArchive,
) -> None:
    engine = ClusterEngine(LOCATION)

    def take_over() -> None:
        raise ArgumentError("an index of its own; name another one")

    archive.asked = take_over
    with pytest.raises(ArgumentError, match="name another one"):
        engine.suggest(Request(text="青岛"), 5)


def test_patterns_of_values_beyond_the_plane_fit_into_what_a_cluster_takes() -> None:
    """It counts two for each of their symbols."""
    pieces = list(_pieces(["𠀀" * 260, "𠀁" * 260, "青" * 300]))
    assert [len(piece) for piece in pieces] == [1, 2]
    for piece in pieces:
        pattern = f"({'|'.join(map(_pattern, piece))})"
        assert len(pattern.encode("utf-16-le")) // 2 <= 1_000
