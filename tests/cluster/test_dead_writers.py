"""Writers that die, wake up late or miss an answer, at every step of what they do."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import settings

from search import locate
from search.cluster.commits.commit import commit_name, standing, write_state
from search.cluster.commits.generations import living
from search.cluster.schema.stored import Storing
from search.engine import Writer
from search.errors import ArchiveError, IndexBusyError
from tests.cluster.faulty import Dead, Steps, counted, processes_die
from tests.cluster.written import MANIFEST, build, client_of, indices, photo, seen
from tests.conftest import ROOT

pytestmark = pytest.mark.cluster

MOST_STEPS = 200

LEAP = max(1, 3 * 100 // settings().max_examples)
"""Where a writer lives on, not every one of its many requests goes wrong in a quick run."""


@pytest.fixture
def location(cluster: str, name: str) -> str:
    return f"opensearch://{cluster}/{name}"


@pytest.fixture
def steps() -> Iterator[Steps]:
    with counted() as steps, processes_die():
        yield steps


@pytest.fixture
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what is dead removed at once, so that removing is one of the steps."""
    monkeypatch.setattr("search.cluster.writing.replaced.GRACE", -1.0)
    monkeypatch.setattr("search.cluster.commits.generations.GRACE", -1.0)


def update(location: str, mark: str) -> None:
    """A transaction that does all there is to do: replaces, drops, adds, shares a picture."""
    with locate(location).revise() as writer:
        writer.drop("a")
        writer.put("a", [photo("a", caption=mark), photo("a", 1, image="b/0.jpg")], mark)
        writer.drop("c")
        writer.put(mark, [photo(mark), photo(mark, 1, image=f"{mark}/0.jpg")], mark)


def rebuild(location: str, mark: str) -> None:
    with locate(location).build(MANIFEST) as writer:
        writer.put("a", [photo("a", caption=mark)], mark)
        writer.put("b", [photo("b"), photo("b", 1, image="b/0.jpg")], mark)


Transaction = Callable[[str, str], None]


@pytest.mark.usefixtures("no_grace")
@pytest.mark.parametrize("transaction", [update, rebuild])
def test_a_writer_that_dies_at_any_step_changed_all_or_nothing(
    location: str, steps: Steps, transaction: Transaction
) -> None:
    build(location, "a", "b", "c")
    before = seen(location)
    for step in range(1, MOST_STEPS):
        steps.die_at(step)
        is_done = False
        with suppress(Dead):
            transaction(location, f"m{step}")
            is_done = steps.count < step
        steps.die_at(0)
        after = seen(location)
        if after.documents != before.documents:  # it died after it was through
            assert after.records["a"] == f"m{step}"
            before = after
        assert after.records == before.records
        assert not is_done or after.records["a"] == f"m{step}"
        if is_done:
            break
    else:
        pytest.fail("it never came through")
    update(location, "last")
    assert seen(location).documents["a-0"].caption == "last"
    assert indices(location) == {seen(location).commit.index}


@pytest.mark.usefixtures("no_grace")
@pytest.mark.parametrize("transaction", [update, rebuild])
def test_a_request_that_is_refused_at_any_step_changes_all_or_nothing(
    location: str, steps: Steps, transaction: Transaction
) -> None:
    """The writer lives, and clears up behind itself: never behind what is visible."""
    build(location, "a", "b", "c")
    before = seen(location)
    for step in range(1, MOST_STEPS, LEAP):
        steps.refuse(step)
        is_done = False
        with suppress(ArchiveError):
            transaction(location, f"m{step}")
            is_done = True
        count = steps.count
        steps.refuse(0)
        after = seen(location)
        if is_done or after.documents != before.documents:
            assert after.documents["a-0"].caption == after.records["a"] == f"m{step}"
        else:
            assert after.records == before.records
        before = after
        if count < step:
            break
    else:
        pytest.fail("it never came through")


@pytest.mark.parametrize("transaction", [update, rebuild])
def test_an_answer_that_is_lost_at_any_step_changes_nothing(
    location: str, steps: Steps, transaction: Transaction
) -> None:
    build(location, "a", "b", "c")
    for step in range(1, MOST_STEPS, LEAP):
        steps.lose_answer_of(step)
        transaction(location, f"m{step}")
        count = steps.count
        found = seen(location)
        assert found.records["a"] == found.documents["a-0"].caption == f"m{step}", step
        if count < step:
            break
    else:
        pytest.fail("it has no end")


KILLED = """
import os, signal, sys
from search import locate
from tests.cluster.written import photo
with locate(sys.argv[1]).revise(memory=1) as writer:
    writer.put("k", [photo("k", n, caption="字" * 900) for n in range(600)], "killed")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_that_was_killed_holds_up_nobody(location: str) -> None:
    build(location, "a")
    killed = subprocess.run([sys.executable, "-c", KILLED, location], cwd=ROOT, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert sorted(seen(location).documents) == ["a-0"]
    begun = time.monotonic()
    with locate(location).revise() as writer:
        writer.put("b", [photo("b")], "")
    assert time.monotonic() - begun < 15, "it waited for the lease to end"
    found = seen(location)
    assert sorted(found.documents) == ["a-0", "b-0"]
    assert len(found.commit.aborted) == 1
    with client_of(location) as client:
        query = {"query": {"term": {"article": "k"}}}
        assert client.call("POST", f"{found.commit.index}/_count", query)["count"] == 0


class Sleeper:
    """A writer that sleeps through its lease, and then goes on as if nothing had been."""

    def __init__(self, location: str, patch: pytest.MonkeyPatch, *, blind: bool) -> None:
        patch.setattr("search.cluster.commits.lock.Lease.keep", lambda _: None)
        self.location = location
        self.blind = blind

    def sleep(self) -> None:
        """Let the lease of whoever holds it end, now."""
        with client_of(self.location) as client:
            path = f"{client.address.name}-lock/_doc/lock"
            entry = client.call("GET", path)["_source"]
            client.call("PUT", path, {**entry, "expires": 0.0})

    def check(self, writer: Writer) -> None:
        """Have it not notice, or notice as it does in life: its lease is long over."""
        lease = vars(writer)["_lease"]
        if self.blind:
            lease.check = lambda: None
        else:
            lease._renewed = -1e9


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("other", ["under way", "done"])
def test_who_sleeps_through_the_lease_commits_nothing(
    location: str, monkeypatch: pytest.MonkeyPatch, other: str, *, blind: bool
) -> None:
    build(location, "a")
    sleeper = Sleeper(location, monkeypatch, blind=blind)
    awake = locate(location).revise()
    with pytest.raises(IndexBusyError), locate(location).revise() as late:
        late.put("late", [photo("late")], "")
        sleeper.sleep()
        writer = awake.__enter__()
        writer.put("b", [photo("b")], "")
        if other == "done":
            awake.__exit__(None, None, None)
        sleeper.check(late)
        late.put("later", [photo("later")], "")
    if other == "under way":
        awake.__exit__(None, None, None)
    assert sorted(seen(location).documents) == ["a-0", "b-0"]


def test_what_comes_late_is_never_visible(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests of a dead writer that were on their way, after another one has committed."""
    build(location, "a")
    sleeper = Sleeper(location, monkeypatch, blind=True)
    with suppress(IndexBusyError), locate(location).revise() as late:
        number = vars(late)["_lease"].number
        sleeper.sleep()
        with locate(location).revise() as writer:
            writer.put("b", [photo("b")], "")
        sleeper.check(late)
        late.put("late", [photo("late")], "")
    with client_of(location) as client:
        latest = standing(client)
        stored = Storing(MANIFEST.analyzer()).document(photo("late"), number, shared=False)
        client.lines(
            f"{living(latest.index)}/_bulk", stored.lines(), params={"require_alias": "true"}
        )
        write_state(client, living(latest.index), commit_name(number), {"number": number})
        client.call("POST", f"{latest.index}/_refresh")
    assert sorted(seen(location).documents) == ["a-0", "b-0"]
    with locate(location).revise() as writer:
        writer.put("c", [photo("c")], "")
    assert sorted(seen(location).documents) == ["a-0", "b-0", "c-0"]


@pytest.mark.parametrize("blind", [False, True])
def test_a_builder_that_sleeps_through_the_lease_publishes_nothing(
    location: str, monkeypatch: pytest.MonkeyPatch, *, blind: bool
) -> None:
    build(location, "a")
    sleeper = Sleeper(location, monkeypatch, blind=blind)
    with pytest.raises(IndexBusyError), locate(location).build(MANIFEST) as late:
        late.put("late", [photo("late")], "")
        sleeper.sleep()
        with locate(location).revise() as writer:
            writer.put("b", [photo("b")], "")
        sleeper.check(late)
        late.put("later", [photo("later")], "")
    found = seen(location)
    assert sorted(found.documents) == ["a-0", "b-0"]
    assert indices(location) == {found.commit.index}
