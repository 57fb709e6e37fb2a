"""Some nodes that are one cluster, and the folder that remembers them.

The folder says how many nodes there are and where they listen, until it is wiped: data of three
nodes are not those of one. Commands that change something take turns.
"""

import fcntl
import json
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from artifacts import Artifacts
from error import ClusterError
from node import PAUSE, Node, is_free

TRANSPORT = 100
"""How far the port between nodes lies above the one for HTTP."""

STOPPING = 30
"""Seconds that nodes have to end by themselves before they are killed."""

SEARCHED = range(19400, 20400, 10)
"""Where ports are looked for when any will do: below those that systems give to connections."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a cluster is started with; ``owner`` is the process with which its nodes end."""

    nodes: int = 3
    port: int = 9200
    heap: int = 512
    settings: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    owner: int | None = None

    def place(self, folder: Path) -> list[Node]:
        """Its nodes below a folder."""
        return [
            Node(i + 1, folder / f"node{i + 1}", self.port + i, self.port + TRANSPORT + i)
            for i in range(self.nodes)
        ]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster by its folder."""

    folder: Path

    @property
    def _plan(self) -> Path:
        return self.folder / "plan.json"

    def plan(self) -> Plan | None:
        """What it was started with; ``None`` where nothing is."""
        try:
            return Plan(**json.loads(self._plan.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError) as error:
            raise ClusterError(f"{self._plan} cannot be read; remove {self.folder}") from error

    def nodes(self) -> list[Node]:
        """Its nodes, running or not."""
        plan = self.plan()
        return [] if plan is None else plan.place(self.folder)

    def running(self) -> list[Node]:
        return [node for node in self.nodes() if node.process() is not None]

    def node(self, number: int) -> Node:
        """A node by its number."""
        nodes = self.nodes()
        if not 1 <= number <= len(nodes):
            raise ClusterError(f"no node {number}: {self._known(len(nodes))}")
        return nodes[number - 1]

    def _known(self, nodes: int) -> str:
        return f"there are 1 to {nodes}" if nodes else f"{self.folder} has no cluster, start one"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold off other commands that would change something here."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def start(self, artifacts: Artifacts, wanted: Plan, patience: float) -> None:
        """Start what does not run. When that fails, nothing that was started is left."""
        plan = self._agreed(wanted)
        nodes = plan.place(self.folder)
        down = [node for node in nodes if node.process() is None]
        for node in down:
            if not node.free():
                raise ClusterError(
                    f"port {node.port} or {node.transport} of 127.0.0.1 is taken; with another"
                    f" --port P it is P to P + {plan.nodes - 1}, and as many from P + {TRANSPORT}"
                )
        self._plan.write_text(json.dumps(asdict(plan)), encoding="utf-8")
        try:
            for node in down:
                node.launch(self._command(artifacts, plan, node))
            self._await(nodes, plan.nodes, patience)
        except BaseException:
            end(down, signal.SIGKILL)
            raise

    def restart(self, artifacts: Artifacts, number: int, patience: float) -> None:
        """Start one node again and wait until it has joined those that run."""
        node = self.node(number)
        plan = self.plan() or Plan()
        if node.process() is None:
            node.launch(self._command(artifacts, plan, node))
        self._await([node], len(self.running()), patience)

    def stop(self) -> None:
        """End all nodes."""
        end(self.running(), signal.SIGTERM, signal.SIGKILL)

    def wipe(self) -> None:
        """End all nodes and forget them and their data."""
        self.stop()
        for node in self.nodes():
            shutil.rmtree(node.folder, ignore_errors=True)
        self._plan.unlink(missing_ok=True)

    def _agreed(self, wanted: Plan) -> Plan:
        """What is wanted, where it is what is here."""
        plan = self.plan()
        if plan is None:
            return wanted if wanted.port else _elsewhere(wanted)
        if plan.nodes != wanted.nodes or wanted.port not in {0, plan.port}:
            raise ClusterError(
                f"{self.folder} has {plan.nodes} nodes on ports from {plan.port}:"
                " ask for the same, wipe it first, or name another --directory"
            )
        return replace(wanted, port=plan.port)

    def _command(self, artifacts: Artifacts, plan: Plan, node: Node) -> list[str]:
        nodes = plan.place(self.folder)
        java = artifacts.command(heap=plan.heap, flags=plan.flags, owner=plan.owner)
        return [
            *java,
            f"path.home={node.folder}",
            f"node.name={node.name}",
            f"http.port={node.port}",
            f"transport.port={node.transport}",
            "discovery.seed_hosts=" + ",".join(f"127.0.0.1:{other.transport}" for other in nodes),
            "cluster.initial_cluster_manager_nodes=" + ",".join(other.name for other in nodes),
            *plan.settings,
        ]

    def _await(self, nodes: list[Node], together: int, patience: float) -> None:
        """Wait until each sees so many nodes, and no shard starts or lacks its primary."""
        until = time.monotonic() + patience
        for node in nodes:
            while not _is_well(node, together):
                if node.process() is None:
                    raise ClusterError(f"{node.name} ended: {node.last_words()} ({node.log})")
                if time.monotonic() > until:
                    raise ClusterError(
                        f"{node.name} did not join in {patience:g} s, see {node.log};"
                        " on a busy machine try --patience with more"
                    )
                time.sleep(PAUSE)


def end(nodes: list[Node], *signals: signal.Signals) -> None:
    """Send all nodes one signal after the other until their processes are gone."""
    for sent in signals:
        for node in nodes:
            node.send(sent)
        until = time.monotonic() + STOPPING
        while any(node.process() for node in nodes) and time.monotonic() < until:
            time.sleep(PAUSE)


def _is_well(node: Node, together: int) -> bool:
    health = node.get("_cluster/health") or {}
    return (
        health.get("status") in {"green", "yellow"}
        and health["number_of_nodes"] == together
        and health["initializing_shards"] == 0
    )


def _elsewhere(plan: Plan) -> Plan:
    """The same plan on ports that are free."""
    for port in SEARCHED:
        if all(is_free(port + i + above) for i in range(plan.nodes) for above in (0, TRANSPORT)):
            return replace(plan, port=port)
    raise ClusterError(f"no free ports between {SEARCHED.start} and {SEARCHED.stop}")
