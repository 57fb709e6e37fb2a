"""Every engine that can be imported answers as the definition has it, and wrong answers show."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from search import connect
from search.request import Request
from tests.benchmarks.collection import Collection, collect
from tests.benchmarks.engine_table import agreement, engine_table, measure
from tests.benchmarks.generator import Recipe
from tests.benchmarks.page_table import measure_pages, page_table
from tests.benchmarks.peers.huabao_peer import Huabao
from tests.benchmarks.peers.importable import importable
from tests.benchmarks.peers.peer import DEPTH, Answer, Formula, Operator, Peer, Query
from tests.benchmarks.peers.tantivy_peer import Tantivy, remembered_length
from tests.benchmarks.reference import Reference
from tests.benchmarks.workload import FREQUENT, Sample, engine_samples, page_samples

PEERS, MISSING = importable()
PER_ROW = 4


def unheard(done: int, total: int) -> None:
    assert done <= total


@pytest.fixture(scope="module")
def collection() -> Collection:
    return collect(Recipe(size=200, seed=3))


@pytest.fixture(scope="module")
def samples(collection: Collection) -> list[Sample]:
    return engine_samples(collection, seed=1, count=PER_ROW)


@pytest.fixture(scope="module")
def reference(collection: Collection, samples: list[Sample]) -> Reference:
    return Reference(collection, (query for sample in samples for query in sample.queries))


@pytest.fixture(scope="module")
def folders(
    collection: Collection, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Path]]:
    """Where each peer has its index of the collection; all are open."""
    made = {}
    with ExitStack() as stack:
        for peer in PEERS:
            made[peer.name] = tmp_path_factory.mktemp("peer")
            peer.build(collection, made[peer.name])
            stack.callback(peer.close)
        yield made


def test_what_the_standard_library_and_we_bring_is_always_there() -> None:
    assert {"Huabao", "SQLite FTS5", "Whoosh (all)", "Whoosh (10)"} <= {p.name for p in PEERS}
    assert set(MISSING) <= {"tantivy", "bm25s", "xapian"}


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
@pytest.mark.usefixtures("folders")
def test_answers_are_those_of_the_definition(
    peer: Peer, samples: list[Sample], reference: Reference
) -> None:
    excused = {"order"} if peer.name == "Whoosh (10)" else set()  # its top ten is not exact
    for sample in samples:
        for query in sample.queries:
            if query.operator in peer.operators:
                answer = peer.search(query, facets=peer.facets)
                assert reference.judge(peer, query, answer) <= excused, query
                assert (answer.creators is None) == (not peer.facets)


@pytest.mark.usefixtures("folders")
def test_wrong_answers_are_found_out(samples: list[Sample], reference: Reference) -> None:
    ours = PEERS[0]
    queries = [query for sample in samples for query in sample.queries]
    longest = max(queries, key=lambda query: ours.search(query, facets=False).total)
    answer = ours.search(longest, facets=True)
    worst = sorted(set(map(int, reference.matching(longest, runs=True))) - set(answer.best))
    assert reference.judge(ours, longest, answer) == frozenset()
    assert len(worst) > DEPTH
    wrong = {
        "total": replace(answer, total=answer.total + 1),
        "order": replace(answer, best=tuple(worst[:DEPTH])),
        "facets": replace(answer, years={2001: 1}),
    }
    for fault, other in wrong.items():
        assert reference.judge(ours, longest, other) == {fault}
    assert "order" in reference.judge(ours, longest, replace(answer, best=answer.best[:-1]))


def test_samples_are_what_their_names_say(collection: Collection, samples: list[Sample]) -> None:
    frequent = {word for word, _ in collection.frequencies.most_common(FREQUENT)}
    together = [set(tokens) for tokens in collection.tokens]
    assert len(samples) == len({sample.name for sample in samples}) == 12
    for sample in samples:
        assert len(sample.queries) == PER_ROW
        for query in sample.queries:
            if "frequent" in sample.name:
                assert set(query.words) <= frequent
            elif "random" in sample.name:
                assert any(set(query.words) <= words for words in together)
                assert not frequent & set(query.words)
            else:
                assert any("".join(query.words) in stream for stream in collection.streams)
    assert samples == engine_samples(collection, seed=1, count=PER_ROW)
    assert samples != engine_samples(collection, seed=2, count=PER_ROW)


def test_tables_have_a_row_for_every_sample(
    collection: Collection,
    samples: list[Sample],
    reference: Reference,
    folders: dict[str, Path],
) -> None:
    reported: list[tuple[int, int]] = []
    rows = measure(
        PEERS,
        samples,
        facets=False,
        rounds=1,
        progress=lambda done, total: reported.append((done, total)),
    )
    text = engine_table(PEERS, rows, with_cold=True)
    assert all(text.count(f"| {sample.name} |") == 3 for sample in samples)
    assert f"| Huabao | {12 * PER_ROW}/{12 * PER_ROW} |" in agreement(PEERS, rows, reference)
    assert reported[-1] == (12, 12)
    tantivy = next((peer for peer in PEERS if isinstance(peer, Tantivy)), None)
    engine = connect(str(folders[Huabao.name]))
    typed = page_samples(collection, seed=1, count=2)
    pages = measure_pages(engine, tantivy, typed, rounds=1, progress=unheard)
    assert all(f"| {sample.name} |" in page_table(pages) for sample in typed)
    found = {row.sample.name: row.ours.answers for row in pages}
    for name in ("one word", "quoted run", "bare filter", "one frequent character", "nothing"):
        assert all(page is not None and page.total for page in found[name]), name
    assert engine.search(Request(text=typed[-4].queries[0].text)).total == 0
    engine.close()


class OrOnly:
    """An engine that finds nothing and can do little."""

    name = "OR only"
    version = "0"
    operators: frozenset[Operator] = frozenset(("or",))
    facets = False
    formula: Formula | None = None
    runs = False

    def build(self, collection: Collection, folder: Path) -> None:
        raise NotImplementedError

    def search(self, query: Query, *, facets: bool) -> Answer:
        assert query.operator == "or"
        assert not facets
        return Answer(0, ())

    def close(self) -> None:
        raise NotImplementedError


@pytest.mark.usefixtures("folders")
def test_only_what_an_engine_can_do_is_asked_of_it(
    samples: list[Sample], reference: Reference
) -> None:
    peers: list[Peer] = [PEERS[0], OrOnly()]
    for facets in (False, True):
        rows = measure(peers, samples, facets=facets, rounds=1, progress=unheard)
        for row in rows:
            asked = row.sample.queries[0].operator == "or" and not facets
            assert set(row.timed) == {"Huabao"} | ({"OR only"} if asked else set())
    rows = measure(peers, samples, facets=False, rounds=1, progress=unheard)
    assert "| OR only | 0/24 | 0/24 | – |" in agreement(peers, rows, reference)


@pytest.mark.parametrize(
    ("length", "remembered"),
    [
        (0, 0),
        (7, 7),
        (40, 40),
        (41, 40),
        (42, 42),
        (55, 54),
        (56, 56),
        (57, 56),
        (63, 60),
        (100, 96),
    ],
)
def test_lengths_are_remembered_in_a_byte(length: int, remembered: int) -> None:
    assert remembered_length(length) == remembered
