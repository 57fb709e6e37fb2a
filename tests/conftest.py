"""What several tests share: the sample corpus and the real posts, each indexed once a process.

Tests skip what a machine does not have (the real posts, a browser) and say so. On CI everything is
there, so nothing may be skipped: a skipped test fails. What is marked ``cluster`` has a run of its
own there, ``make test-cluster``, and only in a run without a cluster may it be skipped.

One run has all tests, since a second one would import everything and index the corpora again, and
each would end with one worker waiting for the other. Coverage pauses where a test is marked
``untraced``, in the processes that it starts as well. Long tests come first, those over many cases
next: what is left at the end is short, and the workers end together.
"""

import fcntl
import os
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

import indexer
from tests.clusters import CLUSTER, MISSING
from tests.places import EngineKind, Place, Places, places_of
from tests.profiles import register_profiles

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpus"
REAL = ROOT.parent / "shared" / "data"
ON_CI = os.environ.get("CI") == "true"

CHILDREN_ARE_TRACED = "COVERAGE_PROCESS_CONFIG"
"""The variable by which coverage follows into processes that are started."""

register_profiles()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first."""
    items.sort(key=lambda item: (not is_marked(item, "long"), not is_marked(item, "untraced")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Run what is untraced without coverage."""
    with untraced() if is_marked(item, "untraced") else nullcontext():
        return (yield)


@contextmanager
def untraced() -> Iterator[None]:
    """Trace nothing, in other threads and in processes that are started neither.

    ``no_cover`` of the coverage plugin does not do: a worker of the tests is a process that is
    started as well, and has a second tracer below the one that would pause.
    """
    here, threads = sys.gettrace(), threading.gettrace()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(CHILDREN_ARE_TRACED, raising=False)
        sys.settrace(None)
        threading.settrace(None)
        try:
            yield
        finally:
            sys.settrace(here)
            threading.settrace(threads)


def is_marked(item: pytest.Item, marker: str) -> bool:
    return item.get_closest_marker(marker) is not None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a cluster where there is none; in one place, so it is told in one line."""
    if waits_for_cluster(item):
        pytest.skip(MISSING)


def waits_for_cluster(item: pytest.Item) -> bool:
    return is_marked(item, "cluster") and not CLUSTER


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what is skipped on CI and has no run of its own."""
    report = yield
    excused = hasattr(report, "wasxfail") or waits_for_cluster(item)
    if report.skipped and ON_CI and not excused:
        report.outcome = "failed"
        report.longrepr = f"skipped on CI: {report.longrepr}"
    return report


def real_data(*parts: str) -> Path:
    """A path among the real data; the test is skipped without it."""
    path = REAL.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the real data is not here: {'/'.join(('../shared/data', *parts))}")
    return path


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made once in a run, by the first process that asks; nobody may change it."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    made, finished = base / name, base / f"{name}.finished"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            make(made)
            finished.touch()
    return made


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample corpus."""
    return made_once(tmp_path_factory, "sample", lambda to: indexer.build_index(SAMPLE, to))


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the real posts."""
    posts = real_data("posts")
    return made_once(tmp_path_factory, "real", lambda to: indexer.build_index(posts, to))


@pytest.fixture(
    scope="session",
    params=["embedded", pytest.param("cluster", marks=pytest.mark.cluster)],
)
def engine_kind(request: pytest.FixtureRequest) -> EngineKind:
    """Each kind of engine in turn; what depends on it runs once for each."""
    kind: EngineKind = request.param
    return kind


@pytest.fixture(scope="session")
def places(engine_kind: EngineKind) -> Iterator[Places]:
    """Makes places for indexes of a kind of engine."""
    with places_of(engine_kind) as made:
        yield made


@pytest.fixture
def place(places: Places) -> Iterator[Place]:
    """A place for an index, with nothing in it."""
    with places.fresh() as fresh:
        yield fresh


@pytest.fixture(scope="session")
def sample_place(places: Places, sample_index: Path) -> Iterator[Place]:
    """An index of the sample corpus, for each kind of engine."""
    with places.holding(sample_index, SAMPLE) as made:
        yield made


@pytest.fixture(scope="session")
def real_place(places: Places, real_index: Path) -> Iterator[Place]:
    """An index of the real posts, for each kind of engine."""
    with places.holding(real_index, real_data("posts")) as made:
        yield made
