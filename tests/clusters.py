"""The cluster that tests run against: where it is, names of their own in it, and its nodes.

``make test-cluster`` starts one and says where in two variables. Any other may be named by hand:
``HUABAO_CLUSTER=127.0.0.1:9200 pytest tests/cluster``; without a directory its nodes are left
alone. A run that has no cluster skips what needs one, and that is no failure, on CI neither: there
the other run has it, and may skip nothing.
"""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

CLUSTER = os.environ.get("HUABAO_CLUSTER", "")
"""``host:port``, with commas between."""

CLUSTER_DIR = os.environ.get("HUABAO_CLUSTER_DIR", "")
"""The directory of the cluster, where ``deploy/cluster`` started it."""

MISSING = "no cluster of OpenSearch: make test-cluster starts one and runs what needs it"

PROGRAM = Path(__file__).parent.parent / "deploy" / "cluster"


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``python3 deploy/cluster``."""
    command = [sys.executable, str(PROGRAM), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=600)


def ask(cluster: str, method: str, path: str, body: Any = None) -> Any:
    """The answer of the first node that gives one, as JSON; ``None`` for what is not there."""
    for address in cluster.split(","):
        try:
            with httpx2.Client(trust_env=False, timeout=30) as client:
                answer = client.request(method, f"http://{address}/{path}", json=body)
        except httpx2.TransportError:
            continue
        if answer.status_code == httpx2.codes.NOT_FOUND:
            return None
        answer.raise_for_status()
        return answer.json()
    raise AssertionError(f"no node answers: {cluster}")


@contextmanager
def own_name(cluster: str) -> Iterator[str]:
    """A name for an archive that no other test has; nothing of that name is left behind.

    What is there is asked for, and removed by its whole name: a pattern would one day match more.
    """
    name = f"test-{uuid.uuid4().hex[:12]}"
    try:
        yield name
    finally:
        for index in ask(cluster, "GET", f"_cat/indices/{name}*?format=json&h=index") or ():
            ask(cluster, "DELETE", index["index"])


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of a cluster by their numbers, from 1: to be killed, and started again."""

    cluster: str
    directory: Path

    def kill(self, number: int) -> None:
        """End a node by SIGKILL; it is gone when this returns."""
        self._run("kill", number)

    def start(self, number: int) -> None:
        """Start a node again; it has joined the others when this returns."""
        self._run("node", number)

    def start_all(self) -> None:
        """Start what does not run, and wait until every copy of every shard is there."""
        done = program("start", "--directory", str(self.directory))
        assert done.returncode == 0, done.stderr
        self.await_green()

    def elected(self) -> int:
        """The number of the elected manager."""
        (manager,) = ask(self.cluster, "GET", "_cat/cluster_manager?format=json")
        return int(manager["node"].removeprefix("node"))

    def others(self) -> list[int]:
        """The numbers of those that are not the manager."""
        elected = self.elected()
        return [i + 1 for i in range(len(self.cluster.split(","))) if i + 1 != elected]

    def await_green(self, seconds: float = 120) -> None:
        """Wait until every copy of every shard is there."""
        until = time.monotonic() + seconds
        while ask(self.cluster, "GET", "_cluster/health")["status"] != "green":
            assert time.monotonic() < until, "shards without a copy for too long"
            time.sleep(0.2)

    def _run(self, command: str, number: int) -> None:
        done = program(command, str(number), "--directory", str(self.directory))
        assert done.returncode == 0, done.stderr
