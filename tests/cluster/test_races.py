"""Two who build or publish at the same moment: one does, and the other says that it did not."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from search import locate
from search.cluster.commits.generations import Generations
from search.errors import IndexBusyError
from tests.cluster.written import MANIFEST, build, client_of, indices, photo, seen
from tests.profiles import in_proportion

pytestmark = pytest.mark.cluster

ROUNDS = in_proportion(20)


@pytest.fixture
def location(cluster: str, name: str) -> str:
    return f"opensearch://{cluster}/{name}"


def at_once(*works: Callable[[], None]) -> list[type[Exception] | None]:
    """What came of some work that begins at the same moment: nothing, or an error."""
    barrier = threading.Barrier(len(works))

    def done(work: Callable[[], None]) -> type[Exception] | None:
        barrier.wait()
        try:
            work()
        except IndexBusyError as error:
            return type(error)
        return None

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(done, works))


def build_beside(location: str, name: str, both: threading.Barrier) -> None:
    """Build, and be at it until the other one has begun to, or was kept from it."""
    try:
        with locate(location).build(MANIFEST) as writer:
            writer.put(name, [photo(name)], "")
            both.wait(60)
    except IndexBusyError:
        both.wait(60)
        raise


def test_of_two_builders_one_publishes(location: str) -> None:
    for _ in range(ROUNDS):
        both = threading.Barrier(2)
        results = at_once(*(partial(build_beside, location, name, both) for name in "ab"))
        assert sorted(map(str, results)) == [str(IndexBusyError), "None"]
        winner = "ab"[results.index(None)]
        assert list(seen(location).documents) == [f"{winner}-0"]


@pytest.mark.parametrize(("rounds", "is_first"), [(ROUNDS, False), (5, True)])
def test_of_two_complete_builds_one_goes_live_whatever_the_lock(
    location: str, rounds: int, *, is_first: bool
) -> None:
    if not is_first:
        build(location, "a")
    with client_of(location) as client:
        generations = Generations(client)
        for _ in range(rounds):
            before = generations.live()
            made = [generations.begin(), generations.begin()]
            results = at_once(*(partial(generations.publish, index, before) for index in made))
            assert sorted(map(str, results)) == [str(IndexBusyError), "None"]
            winner = made[results.index(None)]
            assert generations.live() == (winner,)
            for index in made:
                generations.remove(index)  # a live one is not removed
            assert indices(location) >= {winner}
            if is_first:
                client.call("DELETE", winner)


def test_of_two_updates_both_or_one_is_there(location: str) -> None:
    """Nobody waits: one may find that the other writes, and says so."""
    build(location, "a")

    def put(name: str) -> None:
        with locate(location).revise() as writer:
            writer.put(name, [photo(name)], "")

    there = {"a-0"}
    for n in range(ROUNDS):
        names = [f"x{n}", f"y{n}"]
        results = at_once(*(partial(put, name) for name in names))
        there |= {f"{name}-0" for name, error in zip(names, results, strict=True) if error is None}
        assert None in results
    assert seen(location).documents.keys() == there
