"""A build's last steps before it is live, where the cluster does not do them at once."""

from collections.abc import Callable
from typing import Any

import pytest

from search.cluster.commits.commit import Commit
from search.cluster.schema.mapping import averages
from search.cluster.wire.address import cluster_address
from search.cluster.writing import publish
from search.cluster.writing.publish import NewBuild
from search.errors import IndexRefusedError, IndexUnreachableError

COMMIT = Commit(
    index="x-1",
    number=1,
    counts={"photo": publish._WORTH_IT},
    totals={"photo.caption.words": (70 * publish._WORTH_IT, publish._WORTH_IT)},
)


class Scripted:
    """Stands in for a client: an index that is open or closed, and steps that go wrong.

    Attributes:
        asked: the last part of the path of each request. is_open: whether the index is.
    """

    def __init__(self, answer: Callable[[str, int], Any]) -> None:
        self.address = cluster_address("opensearch://one/x?replicas=1")
        self.asked: list[str] = []
        self.is_open = True
        self._answer = answer

    def call(self, _: str, path: str, body: Any = None, **__: object) -> Any:
        step = path.partition("/")[2]
        self.asked.append(step)
        if step == "_settings" and "similarity" in body["index"] and self.is_open:
            raise IndexRefusedError("it is open")
        if step in ("_close", "_open"):
            self.is_open = step == "_open"
        answer = self._answer(step, self.asked.count(step))
        if isinstance(answer, Exception):
            raise answer
        return answer


class Held:
    def check(self) -> None:
        pass


def new_build(client: Scripted) -> NewBuild:
    build = NewBuild.__new__(NewBuild)
    build._client, build._lease, build.index = client, Held(), "x-1"  # type: ignore[assignment]
    return build


def test_an_index_whose_opening_was_not_told_is_closed_before_it_is_changed_again() -> None:
    """It was a complete build that was thrown away: the setting of an open index is refused."""
    late = IndexUnreachableError("late")
    client = Scripted(lambda step, time: late if (step, time) == ("_open", 1) else {})
    assert new_build(client)._fit(COMMIT) == averages()
    assert client.asked == ["_close", "_settings", "_open"] * 2
    assert client.is_open


def test_an_index_is_fitted_and_opened_again() -> None:
    client = Scripted(lambda *_: {})
    assert new_build(client)._fit(COMMIT) != averages()
    assert client.asked == ["_close", "_settings", "_open"]


def test_a_service_that_closes_no_index_keeps_the_usual_lengths() -> None:
    client = Scripted(lambda step, _: IndexRefusedError("no") if step == "_close" else {})
    assert new_build(client)._fit(COMMIT) == averages()
    assert client.asked == ["_close"]


@pytest.mark.parametrize(("copying", "looks"), [(30, 31), (0, 5)])
def test_copies_are_waited_for_as_long_as_they_are_made(
    copying: int, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no node is left to copy to, a build goes live without, after a while."""
    now = iter(range(1000))
    monkeypatch.setattr("time.monotonic", lambda: float(next(now)))
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr(publish, "_COPYING", 5.5)

    def answer(_: str, time: int) -> Any:
        is_copying = time <= copying
        green = copying > 0 and not is_copying
        return {"status": "green" if green else "yellow", "initializing_shards": int(is_copying)}

    client = Scripted(answer)
    new_build(client)._copy()
    assert client.asked.count("health/x-1") == looks
