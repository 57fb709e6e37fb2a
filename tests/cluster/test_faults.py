"""Nodes die by SIGKILL while an archive is built, changed and searched.

With a copy of every shard the death of a node, of the elected manager too, costs whoever writes or
asks a wait, and nothing else: nothing that was stored is lost, no answer is another one, no request
fails. The longest wait is printed; how long it may be is a question for no test, but for the limit
that a request has.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from search import connect, locate
from search.document import KINDS, Document
from search.engine import Engine
from search.manifest import Manifest
from search.request import Request
from tests.clusters import Nodes, ask

pytestmark = [pytest.mark.cluster, pytest.mark.faults]

MANIFEST = Manifest.today(built="2024-01-01T00:00:00Z", source={})
ARTICLES = 800
PHOTOS = 3
THREADS = 8
UNDER_WAY = 1.0
"""Seconds of load before and after a death."""

PLACES = ("青岛", "江湾", "海州", "临港", "北山")
SIGHTS = ("帆船", "灯会", "龙舟", "夜色", "码头", "早市", "灯塔")
CREATORS = ("周牧野", "李若川", "隋立峰", "孟听澜")

SEARCHES = (
    Request(text="青岛 帆船"),
    Request(text="灯会 夜色 码头", per_page=30),
    Request(text='"江湾的早市"', sort="newest"),
    Request(text="海州 -龙舟", sort="oldest", page=3),
    Request(text="青岛 OR 北山 灯塔", creator=("李若川",)),
    Request(text="摄影:隋立峰", taken=("2018",), groups="show"),
    Request(text="", place=("临港",), sort="newest", page=5),
    Request(text="第117", kind="all"),
)

Victim = Literal["manager", "another node"]
VICTIMS: tuple[Victim, ...] = ("another node", "manager")

Question = Callable[[Engine], object]
"""Something to ask; its answer must be the same wherever it comes from."""


def photo(article: int, position: int, more: str = "") -> Document:
    """A photo whose every fact follows from its two numbers."""
    n = PHOTOS * article + position
    place, sight, other = PLACES[n % 5], SIGHTS[n % 7], SIGHTS[n // 7 % 7]
    return Document(
        id=f"p{n}",
        kind="photo",
        article=f"a{article}",
        position=position,
        headline=f"{place}第{article}次{sight}",
        caption=f"{place}的{sight}和{other}，第{n}张{more}。",
        creator=(CREATORS[n % 4],),
        place=(place,),
        taken=f"{2015 + n % 5}-{n % 12 + 1:02}-{n % 28 + 1:02}",
        image=f"pictures/{n}.jpg",
    )


def articles() -> dict[str, list[Document]]:
    """The archive, by article."""
    return {f"a{i}": [photo(i, position) for position in range(PHOTOS)] for i in range(ARTICLES)}


def built(
    location: str, archive: dict[str, list[Document]], halfway: Callable[[], None] | None = None
) -> None:
    """Build an archive; when half of it was put, something happens beside that."""
    meanwhile = threading.Thread(target=halfway)
    with locate(location).build(MANIFEST) as writer:
        for n, (article, documents) in enumerate(archive.items()):
            writer.put(article, documents, f"record of {article}")
            if halfway is not None and n == len(archive) // 2:
                meanwhile.start()
        if halfway is not None:
            meanwhile.join()


def assert_holds(location: str, archive: dict[str, list[Document]]) -> None:
    """An index has an archive, all of it and nothing else."""
    with closing(connect(location)) as engine:
        found = {d.id: d for kind in KINDS for d in engine.documents(kind)}
        records = dict(engine.records())
    assert found == {d.id: d for documents in archive.values() for d in documents}
    assert records.keys() == archive.keys()


def searching(request: Request) -> Question:
    """What a search finds: how much, what in which order, and its facets."""

    def said(engine: Engine) -> object:
        found = engine.search(request)
        facets = [
            (one.name, [(item.value, item.count) for item in one.items]) for one in found.facets
        ]
        return found.total, found.related, [hit.document.id for hit in found.hits], facets

    return said


QUESTIONS: tuple[Question, ...] = (
    *map(searching, SEARCHES),
    lambda engine: engine.get("p1000"),
    lambda engine: engine.article("a300"),
    lambda engine: engine.record("a12"),
    lambda engine: engine.suggest(Request(text="青岛的"), 8),
    lambda engine: [hit.document.id for hit in engine.similar("p7", 5).hits],
)


@dataclass
class Load:
    """Threads that ask an archive, and what went wrong."""

    engine: Engine
    expected: Sequence[object]
    wrong: list[str] = field(default_factory=list)
    answered: int = 0
    longest: float = 0.0
    stopped: threading.Event = field(default_factory=threading.Event)
    counting: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, first: int) -> None:
        """Ask one question after the other until told to stop."""
        n = first
        while not self.stopped.is_set():
            n = (n + 1) % len(QUESTIONS)
            begun = time.monotonic()
            try:
                told = QUESTIONS[n](self.engine)
                fault = "" if told == self.expected[n] else f"{told} is not {self.expected[n]}"
            except Exception as error:
                fault = repr(error)
            with self.counting:
                self.answered += 1
                self.longest = max(self.longest, time.monotonic() - begun)
                if fault:
                    self.wrong.append(f"question {n}: {fault}")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Ask from all threads during a block."""
        threads = [threading.Thread(target=self.ask, args=(n,)) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stopped.set()
            for thread in threads:
                thread.join()


@pytest.fixture
def location(cluster: str, name: str) -> Iterator[str]:
    """Where an archive has three shards, and a copy of each on another node.

    A cluster waits a minute for a node that left before it copies its shards again; here a second.
    """
    settings = {"index.unassigned.node_left.delayed_timeout": "1s"}
    template = {"index_patterns": [f"{name}-*"], "template": {"settings": settings}}
    ask(cluster, "PUT", f"_index_template/{name}", template)
    yield f"opensearch://{cluster}/{name}?shards=3&replicas=1"
    ask(cluster, "DELETE", f"_index_template/{name}")


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints a figure, whether the test fails or not."""

    def told(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}")  # noqa: T201 - it is what the run is for

    return told


def chosen(nodes: Nodes, victim: Victim) -> int:
    """The number of a node to kill."""
    return nodes.elected() if victim == "manager" else nodes.others()[0]


@pytest.mark.parametrize("victim", VICTIMS)
def test_a_build_goes_on_when_a_node_dies(
    victim: Victim, location: str, nodes: Nodes, tell: Callable[[str], None]
) -> None:
    """The node stays dead until the build is live."""
    archive, dying = articles(), chosen(nodes, victim)
    begun = time.monotonic()
    built(location, archive, lambda: nodes.kill(dying))
    tell(f"{victim} killed while {ARTICLES} articles were built: {time.monotonic() - begun:.1f} s")
    assert_holds(location, archive)
    nodes.start_all()
    assert_holds(location, archive)


def test_a_change_is_whole_when_the_manager_dies(location: str, nodes: Nodes) -> None:
    archive, dying = articles(), nodes.elected()
    built(location, archive)
    killing = threading.Thread(target=nodes.kill, args=(dying,))
    with locate(location).revise() as writer:
        for n in range(0, ARTICLES, 2):
            if n == ARTICLES // 2:
                killing.start()
            changed = [photo(n, position, "新") for position in range(PHOTOS)]
            archive[f"a{n}"] = changed
            writer.put(f"a{n}", changed, "new record")
        for n in range(1, ARTICLES, 20):
            del archive[f"a{n}"]
            writer.drop(f"a{n}")
        killing.join()
    assert_holds(location, archive)
    nodes.start_all()
    assert_holds(location, archive)


@pytest.mark.parametrize("victim", VICTIMS)
def test_no_answer_fails_or_errs_when_a_node_dies(
    victim: Victim, location: str, nodes: Nodes, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    """What is right is what an index in a directory says."""
    archive, dying = articles(), chosen(nodes, victim)
    for place in (location, str(tmp_path / "index")):
        built(place, archive)
    nodes.await_green()
    with closing(connect(str(tmp_path / "index"))) as engine:
        expected = [question(engine) for question in QUESTIONS]
    with closing(connect(location)) as engine:
        load = Load(engine, expected)
        with load.running():
            time.sleep(UNDER_WAY)
            nodes.kill(dying)
            time.sleep(3 * UNDER_WAY)
            nodes.start_all()
            time.sleep(UNDER_WAY)
    tell(
        f"{victim} killed and started again under {load.answered} questions of {THREADS} threads:"
        f" the longest took {load.longest:.1f} s"
    )
    assert load.wrong == []
    assert load.answered > 2 * THREADS


def test_a_power_cut_loses_nothing_that_was_live(location: str, nodes: Nodes) -> None:
    archive = articles()
    built(location, archive)
    for number in range(1, len(nodes.cluster.split(",")) + 1):
        nodes.kill(number)
    nodes.start_all()
    assert_holds(location, archive)
    assert ask(nodes.cluster, "GET", "_cluster/health")["status"] == "green"
