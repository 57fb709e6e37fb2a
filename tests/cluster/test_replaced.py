"""Versions that are replaced: named as dead, deleted a while later, missed by nobody till then."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, cast

import pytest

from search import connect, locate
from search.cluster.commits import view as views
from search.cluster.commits.commit import Commit, standing
from search.cluster.commits.generations import living
from search.cluster.commits.view import View
from search.cluster.schema.stored import Storing
from search.cluster.wire.address import ClusterAddress
from search.cluster.wire.client import Client
from search.cluster.writing import contents, replaced
from search.cluster.writing.contents import Contents
from search.cluster.writing.measuring import measured
from search.cluster.writing.replaced import Replaced
from search.cluster.writing.writer import ClusterWriter
from search.errors import IndexBusyError, IndexWriteError
from search.snapshot.memory import Memory
from tests.cluster.written import MANIFEST, build, client_of, photo, seen

ADDRESS = ClusterAddress(nodes=(("one", 9200),), name="photos")


@pytest.fixture
def location(cluster: str, name: str) -> str:
    return f"opensearch://{cluster}/{name}"


def drop(location: str, *articles: str) -> None:
    with locate(location).revise() as writer:
        for article in articles:
            writer.drop(article)


def tidy(location: str) -> None:
    with locate(location).revise() as writer:
        cast("ClusterWriter", writer).tidy()


class Echo:
    """A cluster that answers each question with the question, and knows how large requests were."""

    address = ADDRESS

    def __init__(self) -> None:
        self.requests: list[tuple[int, int]] = []

    def lines(self, path: str, lines: Iterable[bytes]) -> Mapping[str, Any]:
        assert path == "_msearch"
        _, *questions = sent = list(lines)
        self.requests.append((len(sent) // 2, sum(map(len, sent))))
        shards = {"_shards": {"failed": 0}, "timed_out": False}
        return {"responses": [{"asked": one, **shards} for one in questions[::2]]}


def test_questions_that_name_many_dead_go_in_requests_of_bounded_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A hundred of them that name 48,000 each were one request of 100 MB, which is refused."""
    monkeypatch.setattr(views, "_REQUEST", 40_000)
    echo = Echo()
    commit = Commit(index="photos-1", number=2, dead=tuple(f"a{n:09d}@1" for n in range(1_000)))
    view = View(cast("Client", echo), commit, MANIFEST.analyzer(), Memory())
    bodies = [{"query": view.among("photo"), "from": n} for n in range(7)]
    bodies[3]["more"] = "x" * 50_000
    answers = view.searches(bodies)
    assert [b'"from":%d' % n in one["asked"] for n, one in enumerate(answers)] == [True] * 7
    assert [count for count, _ in echo.requests] == [2, 1, 1, 2, 1]
    assert all(size < 41_000 or count == 1 for count, size in echo.requests)
    assert view.searches([]) == []


class Known:
    """An index in which every article stands once."""

    def some(self, clauses: Sequence[Any], most: int, *fields: str) -> list[dict[str, str]]:
        del most, fields
        return [{"version": f"{article}@1"} for article in clauses[1]["terms"]["article"]]


def test_an_update_of_too_much_is_told_to_build_anew_while_it_is_put() -> None:
    before = Commit(index="photos-1", number=1)
    known = cast("Contents", Known())
    some = Replaced(cast("Client", Echo()), known, before, 2)
    for n in range(replaced.MOST_DEAD):
        some.add(f"a{n}")
    assert len(some) == replaced.MOST_DEAD
    with pytest.raises(IndexWriteError, match=r"50,000 articles .* indexer build"):
        for n in range(5_000):
            some.add(f"b{n}")


@pytest.mark.cluster
def test_an_update_of_too_much_changes_nothing(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(location, *"abcd")
    monkeypatch.setattr(replaced, "MOST_DEAD", 2)
    drop(location, "a")
    before = seen(location)
    with pytest.raises(IndexWriteError, match="indexer build"):
        drop(location, "b", "c")
    assert seen(location) == before
    drop(location, "d")
    assert sorted(seen(location).documents) == ["b-0", "c-0"]


@pytest.mark.cluster
def test_a_deletion_whose_node_died_leaves_the_versions_dead(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(location, "a", "b")
    drop(location, "a")
    monkeypatch.setattr(replaced, "GRACE", -1.0)
    monkeypatch.setattr(contents, "_FEW", 0)
    with monkeypatch.context() as patch:
        patch.setattr(contents, "done_in_background", lambda *_, **__: {})
        tidy(location)
    found = seen(location)
    assert len(found.commit.dead) == found.commit.graves[0].size == 1
    assert sorted(found.documents) == ["b-0"]
    tidy(location)
    found = seen(location)
    assert (found.commit.dead, found.commit.graves) == ((), ())
    assert sorted(found.documents) == ["b-0"]


@pytest.mark.cluster
def test_who_reads_for_long_is_told_when_what_is_read_is_deleted(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.cluster.engine._FEW", 1)
    monkeypatch.setattr("search.cluster.engine._MANY", 1)
    build(location, *"abc")
    engine = connect(location)
    documents = engine.documents("photo")
    next(documents)
    drop(location, "b")
    assert next(documents) == photo("b"), "what is dead is there for those who began before"
    documents = engine.documents("photo")
    assert next(documents) == photo("a")
    monkeypatch.setattr(replaced, "GRACE", -1.0)
    later = iter([partial(drop, location, "c"), partial(tidy, location)])

    def measured_late(client: Client, commit: Commit) -> Any:
        for change in later:
            change()
        return measured(client, commit)

    monkeypatch.setattr("search.cluster.verifying.measured", measured_late)
    assert list(engine.verify()) == [], "it begins again by itself"
    with pytest.raises(IndexBusyError, match="read it again"):
        list(documents)
    assert list(engine.records()) == ["a"]
    engine.close()


@pytest.mark.cluster
def test_a_late_copy_of_a_request_does_not_undo_that_a_picture_is_shared(location: str) -> None:
    with locate(location).build(MANIFEST) as writer:
        writer.put("a", [photo("a")], "")
        writer.put("b", [photo("b", image="a/0.jpg")], "")
    assert seen(location).shared == {"a-0", "b-0"}
    storing = Storing(MANIFEST.analyzer())
    with client_of(location) as client:
        now = standing(client)
        late = storing.document(photo("a"), now.number, shared=False).lines()
        client.lines(f"{living(now.index)}/_bulk", late, params={"refresh": "true"})
    assert seen(location).shared == {"a-0", "b-0"}


@pytest.mark.cluster
def test_a_number_is_not_given_twice_when_the_lock_was_lost(location: str) -> None:
    """What a writer stored before it died would be taken for what the next one stores."""
    build(location, "a")
    storing = Storing(MANIFEST.analyzer())
    with client_of(location) as client:
        now = standing(client)
        left = storing.document(photo("left"), now.number + 1, shared=False).lines()
        client.lines(f"{living(now.index)}/_bulk", left)
        client.call("DELETE", f"{client.address.name}-lock")
    with locate(location).revise() as writer:
        writer.put("b", [photo("b")], "")
    assert sorted(seen(location).documents) == ["a-0", "b-0"]
