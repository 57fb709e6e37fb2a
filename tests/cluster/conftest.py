"""What the tests of a cluster share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clusters import CLUSTER, CLUSTER_DIR, Nodes, own_name


@pytest.fixture(scope="session")
def cluster() -> str:
    """The nodes of the cluster, ``host:port`` with commas between; what uses it is marked so."""
    assert CLUSTER, "a test without the mark: cluster"
    return CLUSTER


@pytest.fixture
def name(cluster: str) -> Iterator[str]:
    """A name for an archive in the cluster that is this test's own."""
    with own_name(cluster) as name:
        yield name


@pytest.fixture(scope="session")
def cluster_dir() -> str:
    """The directory of the cluster; skipped where it was not started here."""
    if not CLUSTER_DIR:
        pytest.skip("a cluster that was not started here, so its nodes are left alone")
    return CLUSTER_DIR


@pytest.fixture
def nodes(cluster: str, cluster_dir: str) -> Iterator[Nodes]:
    """The nodes of the cluster, to be killed: all run again afterwards, with every copy."""
    nodes = Nodes(cluster, Path(cluster_dir))
    yield nodes
    nodes.start_all()
