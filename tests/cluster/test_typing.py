"""Suggestions, corrections and what is similar, from a cluster as from a directory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory, TemporaryFile

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from search import connect, locate
from search.cluster.address import cluster_address
from search.cluster.client import Client
from search.cluster.commit import read_commit, standing
from search.cluster.completions import open_completions
from search.completions.articles import PassingArticles
from search.completions.completion import Key
from search.document import Document
from search.engine import Engine
from search.request import Request
from search.results import Part
from search.suggestion import Suggestion
from tests.places import MANIFEST
from tests.profiles import tried
from tests.search.test_completions import TYPED, narrowed, told
from tests.search.test_exactness import ANALYZER
from tests.strategies import archives, requests

MISSED = ["qingdao", "清岛", "青道", "帆传", "周木野", "bei jing", "shanghai hepin", "青岛青岛港口"]

pytestmark = pytest.mark.cluster

changes = st.lists(st.tuples(st.booleans(), archives()), min_size=1, max_size=2)


@pytest.fixture
def archive(cluster: str, name: str) -> str:
    """The location of an archive of this test's own."""
    return f"opensearch://{cluster}/{name}"


def put(location: str, documents: Sequence[Document]) -> None:
    with locate(location).build(MANIFEST) as writer:
        for article in sorted({one.article for one in documents}):
            writer.put(article, [one for one in documents if one.article == article], article)


def change(
    location: str, state: Sequence[Document], *, drops: bool, fresh: Sequence[Document]
) -> list[Document]:
    """Put some articles anew, or take some away; gives what is there afterwards."""
    articles = {one.article for one in fresh}
    with locate(location).revise() as writer:
        for article in sorted(articles):
            if drops:
                writer.drop(article)
            else:
                writer.put(article, [one for one in fresh if one.article == article], article)
    kept = [one for one in state if one.article not in articles]
    return kept if drops else [*kept, *fresh]


@contextmanager
def both(directory: str, location: str) -> Iterator[tuple[Engine, Engine]]:
    first, second = connect(directory), connect(location)
    yield first, second
    first.close()
    second.close()


def kept(location: str) -> dict[Key, tuple[object, ...]]:
    """What the latest commit of a cluster keeps of completions that may be suggested."""
    client = Client(cluster_address(location))
    now = standing(client)
    index = open_completions(client, read_commit(client, now.index, now.number))
    client.close()
    return told(one for one in index.completions() if one.is_frequent)


def counted(documents: Sequence[Document]) -> dict[Key, tuple[object, ...]]:
    """What an archive of some documents would keep."""
    with TemporaryFile() as spool:
        passing = PassingArticles(ANALYZER, spool)
        for article in sorted({one.article for one in documents}):
            passing.add([d for d in documents if (d.article, d.kind) == (article, "photo")])
        return told(one for one in passing.completions()[0] if one.is_frequent)


def said(suggestions: Sequence[Suggestion]) -> list[tuple[object, ...]]:
    """What is suggested, however a word is spelled in the text where it was looked up."""
    return [(ANALYZER.fold.text(one.text), one.kind, one.count) for one in suggestions]


def corrections(engine: Engine, request: Request) -> list[tuple[object, ...]]:
    parts: list[Part] = [
        one for one in engine.search(request).interpretation if one.kind == "correction"
    ]
    return [(ANALYZER.fold.text(one.strict), one.source, one.count) for one in parts]


def test_both_engines_say_the_same(archive: str) -> None:
    @given(
        archives(), changes, requests(), st.lists(st.sampled_from(TYPED), min_size=6, max_size=6)
    )
    @settings(tried(6), phases=(Phase.explicit, Phase.generate))
    def holds(
        first: list[Document],
        later: list[tuple[bool, list[Document]]],
        request: Request,
        typings: list[str],
    ) -> None:
        with TemporaryDirectory() as folder:
            state = first
            put(folder, state)
            put(archive, state)
            for step in (None, *later):
                if step is not None:
                    drops, fresh = step
                    change(folder, state, drops=drops, fresh=fresh)
                    state = change(archive, state, drops=drops, fresh=fresh)
                    assert kept(archive) == counted(state)
                with both(folder, archive) as (embedded, cluster):
                    for text in (*typings, f"{request.text} {typings[0]}"):
                        for asked in (Request(text=text), narrowed(request, text)):
                            found = cluster.suggest(asked, 8)
                            assert said(found) == said(embedded.suggest(asked, 8)), asked
                    for text in MISSED:
                        for asked in (Request(text=text), narrowed(request, text)):
                            assert corrections(cluster, asked) == corrections(embedded, asked)
                    for one in state[:5]:
                        if one.kind == "photo":
                            assert similar(cluster, one.id) == similar(embedded, one.id)

    holds()


def similar(engine: Engine, document: str) -> tuple[str, list[str]]:
    found = engine.similar(document, 5)
    return found.query, [hit.document.id for hit in found.hits]
