"""Builds and transactions in a cluster: all of one becomes visible at once, or nothing."""

from dataclasses import replace

import pytest

from search import locate
from search.cluster.commits import generations
from search.cluster.schema.stored import stored_token
from search.document import Document
from search.errors import (
    ArgumentError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
)
from search.text.dates import DateError
from tests.cluster.written import MANIFEST, build, client_of, indices, photo, seen

pytestmark = pytest.mark.cluster


@pytest.fixture
def location(cluster: str, name: str) -> str:
    return f"opensearch://{cluster}/{name}"


def test_a_build_is_there_as_it_was_put(location: str) -> None:
    paragraph = Document(id="a-9", kind="paragraph", article="a", position=9, text="一段。")
    with locate(location).build(MANIFEST) as writer:
        writer.put("b", [photo("b", 1), photo("b", 0)], "record b")
        writer.put("a", [paragraph, photo("a")], "record a")
        writer.put("empty", [], "record of nothing")
    found = seen(location)
    assert found.documents == {
        "a-0": photo("a"), "a-9": paragraph, "b-0": photo("b"), "b-1": photo("b", 1),
    }  # fmt: skip
    assert found.records == {"a": "record a", "b": "record b", "empty": "record of nothing"}
    assert found.commit.counts == {"photo": 3, "paragraph": 1}
    assert found.commit.totals["photo.caption.characters"] == (15, 3)
    assert found.commit.totals["paragraph.text.words"] == (1, 1)
    assert found.commit.totals["photo.credit.words"] == (0, 0)
    assert not found.commit.has_shared


def test_a_transaction_replaces_drops_and_adds(location: str) -> None:
    build(location, "a", "b", "c")
    with locate(location).revise() as writer:
        writer.drop("a")
        writer.drop("b")
        writer.put("b", [photo("b", caption="换了。")], "another record")
        writer.put("d", [photo("d")], "record of d")
        writer.drop("never there")
        assert sorted(seen(location).documents) == ["a-0", "b-0", "c-0"]
    found = seen(location)
    assert sorted(found.documents) == ["b-0", "c-0", "d-0"]
    assert found.documents["b-0"].caption == "换了。"
    assert found.records["b"] == "another record"
    assert found.commit.totals["photo.caption.characters"] == (12, 3)


def test_a_build_replaces_a_build(location: str) -> None:
    build(location, "a", "b")
    build(location, "c")
    assert sorted(seen(location).documents) == ["c-0"]


@pytest.mark.parametrize("fault", [ZeroDivisionError, KeyboardInterrupt])
def test_a_failed_block_leaves_everything_as_it_was(
    location: str, fault: type[BaseException]
) -> None:
    build(location, "a")
    before = seen(location)
    with pytest.raises(fault), locate(location).revise() as writer:
        writer.put("b", [photo("b")], "")
        raise fault
    with pytest.raises(fault), locate(location).build(MANIFEST) as writer:
        writer.put("c", [photo("c")], "")
        raise fault
    assert seen(location) == before
    assert indices(location) == {before.commit.index}
    with locate(location).revise() as writer:
        writer.put("d", [photo("d")], "")
    assert sorted(seen(location).documents) == ["a-0", "d-0"]


def test_without_a_change_there_is_no_commit(location: str) -> None:
    build(location, "a")
    before = seen(location).commit
    for _ in range(3):
        with locate(location).revise():
            pass
    assert seen(location).commit == before
    with locate(location).revise() as writer:
        writer.put("b", [], "")
    assert seen(location).commit.aborted == ()


def test_an_article_is_put_once(location: str) -> None:
    build(location, "a")
    with locate(location).revise() as writer:
        writer.put("b", [photo("b")], "")
        with pytest.raises(ArgumentError, match="put before"):
            writer.put("b", [photo("b")], "")
        with pytest.raises(ArgumentError, match="put before"):
            writer.drop("b")
    assert sorted(seen(location).documents) == ["a-0", "b-0"]


REFUSED = [
    ("seventeen letters", photo("seventeen letters"), ArgumentError),
    ("b", photo("c"), ArgumentError),
    ("b", photo("b", published="2018-13-01"), DateError),
    ("b", photo("b", taken="2018/.."), DateError),
    ("b", Document(id="x" * 9_000, kind="photo", article="b"), ArgumentError),
]


def test_what_cannot_be_stored_is_refused_before_anything_of_it_is(location: str) -> None:
    build(location, "a")
    with locate(location).revise() as writer:
        for article, document, error in REFUSED:
            with pytest.raises(error):
                writer.put(article, [document], "")
        writer.put("c", [photo("c")], "")
    found = seen(location)
    assert sorted(found.documents) == ["a-0", "c-0"]
    assert sorted(found.records) == ["a", "c"]


def test_nothing_is_revised_where_nothing_was_built(location: str) -> None:
    with pytest.raises(IndexMissingError, match="build one"), locate(location).revise():
        pass
    with client_of(location) as client:
        assert client.call("GET", f"{client.address.name}*/_settings") == {}


def test_who_writes_keeps_others_off(location: str) -> None:
    build(location, "a")
    with locate(location).revise():
        with pytest.raises(IndexBusyError, match="process"), locate(location).revise():
            pass
        with pytest.raises(IndexBusyError, match="process"), locate(location).build(MANIFEST):
            pass
    build(location, "b")


def test_the_name_of_another_index_is_left_alone(location: str) -> None:
    with client_of(location) as client:
        name = client.address.name
        client.call("PUT", f"{name}-theirs", {"aliases": {name: {}}})
        with pytest.raises(ArgumentError, match="no build of ours"):
            build(location, "a")
        client.call("DELETE", f"{name}-theirs")
        client.call("PUT", name)
        with pytest.raises(ArgumentError, match="an index of its own"):
            build(location, "a")
        with pytest.raises(ArgumentError, match="an index of its own"), locate(location).revise():
            pass
        client.call("DELETE", name)


def test_long_articles_tokens_and_values(location: str) -> None:
    """Tokens of 40,000 letters and values of 40 kB are found; an article may fill requests."""
    letters, value = "x" * 40_000, "青岛" * 7_000
    most = [photo("long", n, caption="字" * 3_000) for n in range(400)]
    with locate(location).build(MANIFEST, memory=1 << 20) as writer:
        writer.put("a", [photo("a", caption=f"前 {letters} 后", place=(value, "短"))], "")
        writer.put("long", most, "r" * 6_000_000)
    found = seen(location)
    assert found.commit.counts["photo"] == 401
    assert found.documents["a-0"].place == (value, "短")
    assert len(found.records["long"]) == 6_000_000
    with client_of(location) as client:
        for field, term in (("caption.words", letters), ("place.value", value), ("id", "a-0")):
            query = {"query": {"term": {field: stored_token(term)}}}
            hits = client.call("POST", f"{found.commit.index}/_search", query)["hits"]["hits"]
            assert [hit["_source"]["id"] for hit in hits] == ["a-0"], field


def test_a_picture_that_comes_again_is_shared_by_both(location: str) -> None:
    with locate(location).build(MANIFEST) as writer:
        writer.put("a", [photo("a"), photo("a", 1)], "ra")
        writer.put("b", [photo("b", image="a/0.jpg"), photo("b", 1, image="")], "rb")
        writer.put("c", [photo("c"), photo("c", 1, image="")], "rc")
    first = seen(location)
    assert first.shared == {"a-0", "b-0"}
    assert first.commit.has_shared
    with locate(location).revise() as writer:
        writer.drop("b")
        writer.put("b", [photo("b", image="b/0.jpg")], "rb")  # its own, alone
        writer.put("d", [photo("d", image="c/0.jpg"), photo("d", 1, image="d/0.jpg")], "rd")
        writer.put("e", [photo("e", image="d/0.jpg")], "re")
    second = seen(location)
    assert second.shared == {"a-0", "c-0", "d-0", "d-1", "e-0"}  # a-0 was, and may stay so
    assert second.documents["c-0"] == first.documents["c-0"]
    assert second.records == {name: f"r{name}" for name in "abcde"}


def test_who_puts_a_picture_again_that_only_it_had_shares_it_with_nobody(location: str) -> None:
    build(location, "a", "b")
    with locate(location).revise() as writer:
        writer.drop("a")
        writer.put("a", [photo("a", caption="换了。")], "")
    assert seen(location).shared == set()


def test_dead_versions_go_after_a_while(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    build(location, "a", "b")
    with locate(location).revise() as writer:
        writer.drop("a")
    assert len(seen(location).commit.dead) == 1
    with locate(location).revise() as writer:
        writer.put("c", [photo("c")], "")
    assert len(seen(location).commit.dead) == 1
    monkeypatch.setattr("search.cluster.writing.replaced.GRACE", -1.0)
    with locate(location).revise() as writer:
        writer.drop("b")
        writer.put("b", [photo("b")], "")
    found = seen(location)
    assert sorted(found.documents) == ["b-0", "c-0"]
    assert len(found.commit.dead) == 1
    with client_of(location) as client:
        query = {"query": {"term": {"article": "a"}}}
        assert client.call("POST", f"{found.commit.index}/_count", query)["count"] == 0


def test_after_very_many_dead_versions_they_are_deleted_at_once(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(location, *"abcd")
    for place in ("writing.replaced", "location"):
        monkeypatch.setattr(f"search.cluster.{place}.GRACE", -1.0)
    monkeypatch.setattr("search.cluster.location.MANY_DEAD", 2)
    with locate(location).revise() as writer:
        for article in "ab":
            writer.drop(article)
    assert len(seen(location).commit.dead) == 2
    with locate(location).revise() as writer:
        for article in "abc":
            writer.drop(article)
            writer.put(article, [photo(article, caption="换了。")], "")
    assert len(seen(location).commit.dead) == 1
    with locate(location).revise() as writer:
        for article in "abc":
            writer.drop(article)
    assert sorted(seen(location).documents) == ["d-0"]
    assert seen(location).commit.dead == ()


def test_builds_that_were_replaced_go_after_a_while(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(location, "a")
    build(location, "b")
    build(location, "c")
    assert len(indices(location)) == 3
    monkeypatch.setattr(generations, "GRACE", -1.0)
    with locate(location).revise():
        pass
    assert indices(location) == {seen(location).commit.index}


def test_a_build_goes_live_though_nodes_for_its_copies_are_missing(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.cluster.writing.publish._COPYING", 0.1)
    monkeypatch.setattr("search.cluster.commits.generations._BEGINNING", 1.0)
    build(f"{location}?replicas=9", "a")
    assert sorted(seen(location).documents) == ["a-0"]
    with locate(location).revise() as writer:
        writer.put("b", [photo("b")], "")
    assert sorted(seen(location).documents) == ["a-0", "b-0"]


def test_a_build_that_lacks_a_document_does_not_go_live(location: str) -> None:
    build(location, "a")
    twice = replace(photo("c", caption="另一张"), article="b")  # an id is there but once
    with (
        pytest.raises(IndexDamagedError, match="2 of kind photo"),
        locate(location).build(MANIFEST) as writer,
    ):
        writer.put("b", [twice, twice], "")
    found = seen(location)
    assert sorted(found.documents) == ["a-0"]
    assert indices(location) == {found.commit.index}


def test_what_is_removed_while_it_is_written_is_told(location: str) -> None:
    build(location, "a")
    before = seen(location).commit.index
    with client_of(location) as client:
        for manner in (locate(location).build(MANIFEST), locate(location).revise()):
            with pytest.raises(IndexBusyError, match="try again"), manner as writer:
                writer.put("b", [photo("b")], "")
                for index in indices(location) - {before} or {before}:
                    client.call("DELETE", index)
        with pytest.raises(IndexMissingError), locate(location).revise():
            pass
        assert indices(location) == set()
    build(location, "c")
    assert sorted(seen(location).documents) == ["c-0"]


def test_states_of_old_commits_are_not_kept(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.cluster.writing.writer.KEPT_COMMITS", 2)
    build(location, "a")
    for n in range(6):
        with locate(location).revise() as writer:
            writer.put(f"x{n}", [photo(f"x{n}")], "")
    found = seen(location)
    assert len(found.documents) == 7
    with client_of(location) as client:
        client.call("POST", f"{found.commit.index}/_refresh")
        body = {"size": 100, "query": {"term": {"kind": "state"}}, "_source": False}
        hits = client.call("POST", f"{found.commit.index}/_search", body)["hits"]["hits"]
    commits = [hit["_id"] for hit in hits if hit["_id"].startswith("commit-")]
    assert f"commit-{found.commit.number}" in commits
    assert len(commits) <= 4
