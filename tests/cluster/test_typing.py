"""Suggestions, corrections and what is similar, from a cluster as from a directory."""

import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from search import connect
from search.cluster.commits.commit import Commit, read_commit, standing
from search.cluster.commits.view import Answer, Body, View
from search.cluster.typing.completion_files import StoredFile, files_of
from search.cluster.typing.completions import open_completions
from search.cluster.wire.address import cluster_address
from search.cluster.wire.client import Client
from search.completions import update
from search.completions.articles import PassingArticles
from search.completions.completion import Key
from search.document import Document
from search.engine import Engine
from search.errors import IndexDamagedError, IndexWriteError
from search.request import Request
from tests.clusters import ask
from tests.places import SPREAD, Place, build, opened
from tests.profiles import tried
from tests.search.test_completions import TYPED, change, changes, narrowed, told
from tests.search.test_exactness import ANALYZER
from tests.strategies import archives, requests

pytestmark = pytest.mark.cluster

MISSED = ["qingdao", "清岛", "帆传", "周木野", "bei jing", "青岛青岛港口"]

POSTS = [
    Document(id="p1", kind="photo", article="a1", caption="青岛的帆船，iPhone 拍摄"),
    Document(id="p2", kind="photo", article="a2", caption="帆船靠岸", tag=("青岛",)),
    Document(id="p3", kind="photo", article="a3", caption="青岛港的清晨", creator=("周牧野",)),
    Document(id="p4", kind="photo", article="a4", caption="iPhone 里的帆船", place=("青岛",)),
]


@pytest.fixture
def place(cluster: str, name: str) -> Place:
    """A place in the cluster of this test's own."""
    return Place("cluster", f"opensearch://{cluster}/{name}?{SPREAD}")


def latest(client: Client) -> Commit:
    now = standing(client)
    return read_commit(client, now.index, now.number)


def kept(place: Place) -> dict[Key, tuple[object, ...]]:
    """What the latest commit of a cluster keeps of completions that may be suggested."""
    with closing(Client(cluster_address(place.location))) as client:
        index = open_completions(client, latest(client))
        return told(one for one in index.completions() if one.is_frequent)


def counted(documents: Sequence[Document]) -> dict[Key, tuple[object, ...]]:
    """What an archive of some documents would keep."""
    with TemporaryFile() as spool:
        passing = PassingArticles(ANALYZER, spool)
        for article in sorted({one.article for one in documents}):
            passing.add([d for d in documents if (d.article, d.kind) == (article, "photo")])
        return told(one for one in passing.completions()[0] if one.is_frequent)


def suggested(engine: Engine, request: Request) -> list[tuple[object, ...]]:
    """What is suggested, however a word is spelled in the text where it was looked up."""
    found = engine.suggest(request, 8)
    return [(ANALYZER.fold.text(one.text), one.kind, one.count) for one in found]


def corrected(engine: Engine, request: Request) -> list[tuple[object, ...]]:
    parts = [one for one in engine.search(request).interpretation if one.kind == "correction"]
    return [(ANALYZER.fold.text(one.strict or ""), one.source, one.count) for one in parts]


def similar(engine: Engine, document: str) -> tuple[str, list[str]]:
    found = engine.similar(document, 5)
    return found.query, [hit.document.id for hit in found.hits]


@pytest.mark.long
def test_both_engines_say_the_same(place: Place) -> None:
    """Not made smaller where it fails: each try builds two archives."""

    @given(
        archives(), changes, requests(), st.lists(st.sampled_from(TYPED), min_size=6, max_size=6)
    )
    @settings(tried(3), phases=(Phase.explicit, Phase.generate))
    def holds(
        first: list[Document],
        later: list[tuple[bool, list[Document]]],
        request: Request,
        typings: list[str],
    ) -> None:
        with TemporaryDirectory() as folder:
            state = first
            build(Path(folder), state)
            build(place, state)
            for drops, fresh in later:
                change(Path(folder), state, drops=drops, fresh=fresh)
                state = change(place, state, drops=drops, fresh=fresh)
                assert kept(place) == counted(state)
            with opened(Path(folder)) as embedded, opened(place) as cluster:
                for text in (*typings, f"{request.text} {typings[0]}"):
                    for asked in (Request(text=text), narrowed(request, text)):
                        assert suggested(cluster, asked) == suggested(embedded, asked), asked
                for text in MISSED:
                    for asked in (Request(text=text), narrowed(request, text)):
                        assert corrected(cluster, asked) == corrected(embedded, asked), asked
                for one in [one for one in state if one.kind == "photo"][:4]:
                    assert similar(cluster, one.id) == similar(embedded, one.id)

    holds()


def test_where_much_changes_all_is_counted_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "_FEW", 0)
    build(place, POSTS)
    state = change(place, POSTS, drops=False, fresh=[replace(one, tag=("帆船",)) for one in POSTS])
    assert kept(place) == counted(state)
    with closing(Client(cluster_address(place.location))) as client:
        assert len(files_of(latest(client))) == 1


def test_a_word_is_suggested_as_documents_write_it(place: Place) -> None:
    build(place, POSTS)
    with opened(place) as engine:
        assert [one.label for one in engine.suggest(Request(text="iph"), 8)] == ["iPhone"]


def test_pieces_of_what_was_replaced_are_removed(place: Place, cluster: str) -> None:
    """An open engine goes on: it has what it needs on its own machine."""
    build(place, POSTS)
    with opened(place) as engine, closing(Client(cluster_address(place.location))) as client:
        assert engine.suggest(Request(text="qingd"), 8)
        named = []
        for text in ("青岛甲", "青岛乙", "青岛丙"):
            change(place, POSTS, drops=False, fresh=[replace(POSTS[0], caption=text)])
            named.append(files_of(latest(client)))
        index = latest(client).index
        for files, left in zip(named, (False, True, True), strict=True):
            found = ask(cluster, "GET", f"{index}/_doc/{piece(files)}")
            assert (found is not None) == left
        assert all(files[-1] == named[0][-1] for files in named)
        assert engine.suggest(Request(text="qingd"), 8)


def piece(files: Sequence[StoredFile]) -> str:
    (name,) = files[0].names()
    return name


def test_a_piece_that_is_no_piece_is_told(place: Place) -> None:
    build(place, POSTS)
    with closing(Client(cluster_address(place.location))) as client:
        commit = latest(client)
        name = piece(files_of(commit))
        body = {"kind": "state", "body": {"data": "bm8="}}
        client.call("PUT", f"{commit.index}/_doc/{name}", body)
        with pytest.raises(IndexDamagedError, match="rebuild the index"):
            open_completions(client, commit)


@pytest.fixture
def journeys(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many questions each request to the cluster asked."""
    asked: list[int] = []
    plain = View.searches

    def searches(view: View, bodies: Sequence[Body]) -> list[Answer]:
        asked.append(len(bodies))
        return plain(view, bodies)

    monkeypatch.setattr(View, "searches", searches)
    return asked


def test_a_key_press_is_at_most_two_journeys(place: Place, journeys: list[int]) -> None:
    """What stands before, and then all that is counted behind it; most are none."""
    build(place, POSTS)
    with opened(place) as engine:
        for text in (
            "q",
            "qi",
            "qingd",
            "帆",
            "帆船 q",
            "帆船 qi",
            "帆船 qing",
            "摄影:zh",
            "青岛 f",
        ):
            for asked in (Request(text=text), Request(text=text, place=("青岛",))):
                journeys.clear()
                engine.suggest(asked, 8)
                assert len(journeys) <= 2, asked


def test_a_piece_that_is_gone_is_told(place: Place, cluster: str) -> None:
    """And not taken for a commit that was superseded while it was opened."""
    build(place, POSTS)
    with closing(Client(cluster_address(place.location))) as client:
        commit = latest(client)
        ask(cluster, "DELETE", f"{commit.index}/_doc/{piece(files_of(commit))}")
    with pytest.raises(IndexDamagedError, match="a part of them is gone"):
        connect(place.location)


def test_a_full_disk_beside_a_build_is_told(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(IndexWriteError, match="name another folder in TMPDIR"):
        build(place, POSTS)
